"""The convex hull of a ROC (docs/numbers.md, section 3), exact in whole numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts
from confmat_gui.core.ranking import Ranking

_FRAME = 1024
"""Vertices whose own hull decides what else can be on the hull."""
_LARGEST_PRODUCT = 2**61


def convex_hull(ranking: Ranking) -> Ranking:
    """Return the vertices of the upper hull of (fp, tp), from (0, 0) to (n_neg, n_pos).

    The result is a ranking of fewer scores: the start is left out as it is there. Vertices on an edge of the
    hull are left out too, so costs that tie along an edge tie at its two ends.
    """
    fps = np.concatenate(([0], ranking.fps))
    tps = np.concatenate(([0], ranking.tps))
    kept = np.arange(len(fps))
    if ranking.n_pos * ranking.n_neg < _LARGEST_PRODUCT:
        kept = _filtered(fps, tps)
    on_hull = np.array(_chain(fps[kept], tps[kept]))
    at = kept[on_hull[1:]] - 1
    return Ranking(
        ranking.thresholds[at], ranking.tps[at], ranking.fps[at], ranking.n_pos, ranking.n_neg
    )  # fmt: skip


def _filtered(fps: Counts, tps: Counts) -> NDArray[np.intp]:
    """Return places that can be on the hull: those above chords between other places, as long as it pays."""
    kept = np.arange(len(fps))
    while len(kept) > 4 * _FRAME:
        x, y = fps[kept], tps[kept]
        found = _above_frame(x, y)
        if 2 * len(found) > len(kept):
            break
        kept = kept[found]
    return kept


def _above_frame(x: Counts, y: Counts) -> NDArray[np.intp]:
    frame = np.unique(np.linspace(0, len(x) - 1, _FRAME).astype(np.intp))
    frame = frame[_chain(x[frame], y[frame])]
    ends = frame.tolist()
    found = [frame[:1]]
    for a, b in pairwise(ends):
        across, up = x[b] - x[a], y[b] - y[a]
        above = across * (y[a + 1 : b] - y[a]) > up * (x[a + 1 : b] - x[a])
        found += [np.flatnonzero(above) + a + 1, np.array([b])]
    return np.concatenate(found)


def _chain(fps: Counts, tps: Counts) -> list[int]:
    """Return the places on the hull by Andrew's monotone chain, in numbers of any size."""
    x, y = fps.tolist(), tps.tolist()
    hull: list[int] = []
    for i in range(len(x)):
        while len(hull) > 1 and _is_under(x, y, hull[-2], hull[-1], i):
            hull.pop()
        hull.append(i)
    return hull


def _is_under(x: list[int], y: list[int], a: int, b: int, c: int) -> bool:
    return (x[b] - x[a]) * (y[c] - y[a]) >= (y[b] - y[a]) * (x[c] - x[a])
