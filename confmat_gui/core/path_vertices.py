"""Vertices of the path of a moving threshold: the counts at each, and the one nearest to a place."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cursor import PassedRows
from confmat_gui.core.rules import Boundary

Vertices: TypeAlias = tuple[Floats, Counts, Counts]
"""Raw thresholds and the class's true and false positives, from the rarest prediction on."""

_Pair: TypeAlias = tuple[NDArray[Any], NDArray[Any]]

FANOUT = 16
"""Parts into which a stretch of the path is cut while the nearest vertex is sought."""


def counts_from_top(
    ascending: NDArray[Any], rows: PassedRows, class_index: int
) -> tuple[NDArray[Any], Counts, Counts]:
    """Return the distinct values descending, with the samples of the class and of others at or above them.

    Rows that stand for no sample are left out.
    """
    own, count = rows.belong_to(class_index), rows.count
    if count is not None:
        kept = count > 0
        ascending, own, count = ascending[kept], own[kept], count[kept]
    differs = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=differs[1:])
    starts = np.flatnonzero(differs)
    tps = _from_each(own if count is None else own * count, starts)
    every = len(ascending) - starts[::-1] if count is None else _from_each(count, starts)
    return ascending[starts][::-1], tps, every - tps


def settable(descending: NDArray[Any], boundary: Boundary) -> Floats:
    """Return a threshold that takes nothing, and for each distinct score one that takes all down to it."""
    top = descending.dtype.type(np.inf)
    if boundary == ">=":
        return np.concatenate((np.nextafter(descending[:1], top), descending)).astype(np.float64)
    return np.concatenate((descending, np.nextafter(descending[-1:], -top))).astype(np.float64)


def precision_of(tps: Counts, fps: Counts) -> Floats:
    """Return the share of right predictions, 1 where there are none."""
    predicted = tps + fps
    result: Floats = np.divide(tps, predicted, out=np.ones(len(tps)), where=predicted > 0)
    return result


def nearest_vertex(
    counts: _Pair, sizes: tuple[int, int], at: tuple[float, float], kind: Literal["roc", "pr"]
) -> int:
    """Return the first vertex nearest to (fpr, tpr) or (recall, precision), without a walk over all.

    Both counts only grow along the path, so its first and last vertex bound every stretch of it. Stretches
    that cannot hold the nearest are dropped, the others cut further, until single vertices are left.

    Parameters
    ----------
    counts : true and false positives at each vertex
    sizes : samples of the class and of the others, at least 1
    """
    tps, fps = counts
    starts, size = np.zeros(1, dtype=np.int64), 1
    while size < len(tps):
        size *= FANOUT
    best = np.inf
    while True:
        ends = np.minimum(starts + size, len(tps)) - 1
        low, high = (tps[starts], fps[starts]), (tps[ends], fps[ends])
        gap = _gap(low, high, sizes, at, kind)
        best = min(best, float(_gap(low, low, sizes, at, kind).min()))
        starts = starts[gap <= best]
        if size == 1:
            gap = gap[gap <= best]
            return int(starts[int(np.argmin(gap))])
        size //= FANOUT
        starts = (starts[:, None] + size * np.arange(FANOUT)).reshape(-1)
        starts = starts[starts < len(tps)]


def _gap(
    low: _Pair, high: _Pair, sizes: tuple[int, int], at: tuple[float, float], kind: Literal["roc", "pr"]
) -> Floats:
    """Return a square distance below which no vertex with counts (tps, fps) from `low` to `high` is.

    Rounding keeps order in every step, so what is dropped for its gap is truly farther away.
    """
    right = low[0] / sizes[0], high[0] / sizes[0]
    if kind == "roc":
        across, up = (low[1] / sizes[1], high[1] / sizes[1]), right
    else:
        across = right
        up = precision_of(low[0], high[1]), precision_of(high[0], low[1])
    return np.asarray(_outside(at[0], *across) ** 2 + _outside(at[1], *up) ** 2)


def _outside(value: float, low: Floats, high: Floats) -> Floats:
    return np.maximum(np.maximum(low - value, value - high), 0.0)


def _from_each(values: NDArray[Any], starts: NDArray[np.intp]) -> Counts:
    """Return the sums from each start to the end, those of the last start first."""
    upto = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)))
    sums: Counts = (upto[-1] - upto[starts])[::-1]
    return sums
