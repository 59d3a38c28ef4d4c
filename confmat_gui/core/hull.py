"""The convex hull of a ROC (docs/numbers.md, section 3), exact in whole numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.ranking import BLOCK, Ranking

_FRAME = 1024
"""Vertices whose own hull decides what else can be on the hull."""
_LARGEST_PRODUCT = 2**61


def convex_hull(ranking: Ranking) -> Ranking:
    """Return the vertices of the upper hull of (fp, tp), from (0, 0) to (n_neg, n_pos).

    The result is a ranking of fewer scores: the start is left out as it is there. Vertices on an edge of the
    hull are left out too, so costs that tie along an edge tie at its two ends.
    """
    at = _on_hull(ranking.fps, ranking.tps, small=ranking.n_pos * ranking.n_neg < _LARGEST_PRODUCT)
    return Ranking(
        ranking.thresholds[at], ranking.tps[at], ranking.fps[at], ranking.n_pos, ranking.n_neg
    )  # fmt: skip


def _on_hull(fps: NDArray[Any], tps: NDArray[Any], *, small: bool) -> NDArray[np.intp]:
    """Return the places on the hull.

    Where products of counts are small, at first only what is above chords between others stays, as long as
    it pays.
    """
    at: NDArray[np.intp] | None = None
    while small and len(fps) > 4 * _FRAME:
        found = _above_frame(fps, tps)
        if 2 * len(found) > len(fps):
            break
        at = found if at is None else at[found]
        fps, tps = fps[found], tps[found]
    on_hull = np.array(_chain(fps, tps), dtype=np.intp)
    return on_hull if at is None else at[on_hull]


def _above_frame(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.intp]:
    """Return the places on the hull of some vertices and the start, and those above its edges."""
    frame = np.unique(np.linspace(0, len(x) - 1, min(_FRAME, len(x))).astype(np.intp))
    frame = frame[_chain(x[frame], y[frame])]
    found = []
    for a, b in pairwise([-1, *frame.tolist()]):
        corner = (0, 0) if a < 0 else (int(x[a]), int(y[a]))
        across, up = int(x[b]) - corner[0], int(y[b]) - corner[1]
        for start in range(a + 1, b, BLOCK):
            part = slice(start, min(start + BLOCK, b))
            right = np.subtract(x[part], corner[0], dtype=np.int64)
            above = np.subtract(y[part], corner[1], dtype=np.int64)
            right *= up
            above *= across
            found.append(np.flatnonzero(above > right) + start)
        found.append(np.array([b]))
    return np.concatenate(found)


def _chain(fps: NDArray[Any], tps: NDArray[Any]) -> list[int]:
    """Return the places on the hull from (0, 0), by Andrew's monotone chain, in numbers of any size."""
    x, y = [*fps.tolist(), 0], [*tps.tolist(), 0]
    hull = [-1]
    for i in range(len(fps)):
        while len(hull) > 1 and _is_under(x, y, hull[-2], hull[-1], i):
            hull.pop()
        hull.append(i)
    return hull[1:]


def _is_under(x: list[int], y: list[int], a: int, b: int, c: int) -> bool:
    return (x[b] - x[a]) * (y[c] - y[a]) >= (y[b] - y[a]) * (x[c] - x[a])
