"""Counts of positives and negatives at the scores of one class against the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.sorted_keys import sort_keys
from confmat_gui.core.sorted_rows import RowsOfCode, group_ends, sort_rows
from confmat_gui.core.vertices import LabelledRows, every_vertex, kind_of_counts, needed_vertices

BLOCK = 32_768
"""Vertices walked at a time: what is made of them stays in the processor's cache."""
RARE = 0.03
"""Up to this share of positives it is cheaper to look them up among the sorted scores."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Counts of samples with score >= each threshold, for one class against the rest.

    Every distinct score is a threshold, or (`drop_intermediate` of `rank_scores`) only those that the curves
    need: the scores of positives and, above each, the next higher score of all. Along what is left out only
    negatives are added, so ROC and precision-recall curve, areas, DeLong's variance, hull and the best
    thresholds are those of all distinct scores.

    Attributes
    ----------
    thresholds : (m,) descending, without duplicates (on 1 - p equal where a float64 is too coarse)
        float64; float32 where intermediate scores are dropped and the scores are float32.
    tps, fps : (m,) whole numbers, neither ever falls; int64, int32 where intermediate scores are dropped and
        there are fewer than 2^30 samples
        Samples of the class, and of the rest, with score >= thresholds[i].
    n_pos, n_neg : int
    """

    thresholds: NDArray[Any]
    tps: NDArray[Any]
    fps: NDArray[Any]
    n_pos: int
    n_neg: int

    def blocks(self) -> Iterator[slice]:
        """Walk the curve from its start in blocks."""
        for start in range(0, len(self.tps), BLOCK):
            yield slice(start, min(start + BLOCK, len(self.tps)))

    def precision(self, block: slice) -> Floats:
        """Return the precision at the vertices of a block."""
        return np.asarray(self.tps[block] / (self.tps[block] + self.fps[block]))

    @staticmethod
    def rises(counts: NDArray[Any], block: slice) -> NDArray[Any]:
        """Return how much a count (`tps` or `fps`) has risen at each vertex of a block."""
        before = int(counts[block.start - 1]) if block.start else 0
        return np.asarray(counts[block] - _shifted(counts[block], before))

    def steps(self) -> Iterator[Steps]:
        """Walk the curve from its start in blocks of whole numbers that hold squares of counts."""
        tp, fp = 0, 0
        for block in self.blocks():
            tps = self.tps[block].astype(np.int64, copy=False)
            fps = self.fps[block].astype(np.int64, copy=False)
            yield Steps(tps, fps, _shifted(tps, tp), _shifted(fps, fp))
            tp, fp = int(tps[-1]), int(fps[-1])


@dataclass(frozen=True, eq=False)
class Steps:
    """Consecutive vertices of a curve: counts at each, and at the one before it."""

    tps: Counts
    fps: Counts
    tps_before: Counts
    fps_before: Counts


def rank_scores(
    score: NDArray[Any], is_positive: Bools, count: Counts | None = None, *, drop_intermediate: bool = False
) -> Ranking:
    """Count positives and negatives at every distinct score, or only where the curves need it.

    Parameters
    ----------
    score : (n,) float32 or float64, finite (positive infinity is allowed)
    is_positive : (n,) bool
    count : (n,) int64 >= 0 or None
        How many samples each row stands for; rows of 0 are left out altogether.
    drop_intermediate : bool
        Leave out scores at which, and just below which, there are only negatives (see `Ranking`).

    Returns
    -------
    Ranking
        -0.0 and 0.0 are one score. All counts are exact.
    """
    if count is None:
        if drop_intermediate and np.count_nonzero(is_positive) <= RARE * len(score):
            return rank_among(np.sort(score), np.sort(score[np.flatnonzero(is_positive)]))
        keys = sort_keys(score, is_positive)
        if keys is not None:
            return ranking_of_sorted(keys, drop_intermediate=drop_intermediate)
    rows = RowsOfCode(sort_rows(score, is_positive.view(np.uint8), 3, count), 1)
    return ranking_of_sorted(rows, drop_intermediate=drop_intermediate)


def rank_among(ascending: NDArray[Any], positives: NDArray[Any]) -> Ranking:
    """Rank few positives, given all scores and theirs, both ascending; intermediate scores are dropped."""
    n, n_pos = len(ascending), len(positives)
    stops = group_ends(positives) + 1
    distinct = positives[stops - 1]
    below = np.searchsorted(ascending, distinct)
    above = below + np.diff(stops, prepend=0)
    tied = np.flatnonzero(ascending[np.minimum(above, n - 1)] == distinct)  # with negatives
    above[tied] = np.searchsorted(ascending, distinct[tied], side="right")
    rows = np.zeros(2 * len(stops) + 2, dtype=np.intp)
    rows[1:-1:2], rows[2:-1:2], rows[-1] = below, above, n
    pos_below = np.zeros(2 * len(stops) + 1, dtype=np.intp)
    pos_below[2::2] = stops
    pos_below[3::2] = stops[:-1]
    kept = np.flatnonzero(rows[1:] != rows[:-1])[::-1]
    starts, kind = rows[kept], kind_of_counts(n)
    tps = (n_pos - pos_below[kept]).astype(kind)
    fps = (n - starts).astype(kind) - tps
    return Ranking(ascending[starts] + ascending.dtype.type(0), tps, fps, n_pos, n - n_pos)


def ranking_of_sorted(rows: LabelledRows, *, drop_intermediate: bool = False) -> Ranking:
    """Return the ranking of sorted rows."""
    if drop_intermediate and rows.positives_last:
        return Ranking(*needed_vertices(rows))
    whole = Ranking(*every_vertex(rows))
    return _without_intermediate(whole, rows.score(slice(0, 0)).dtype) if drop_intermediate else whole


def _without_intermediate(ranking: Ranking, dtype: np.dtype[Any]) -> Ranking:
    n = ranking.n_pos + ranking.n_neg
    kept = np.diff(ranking.tps, prepend=0) > 0
    kept[:-1] |= kept[1:]
    kept[-1:] = True
    counts = kind_of_counts(n)
    return Ranking(
        ranking.thresholds[kept].astype(dtype), ranking.tps[kept].astype(counts),
        ranking.fps[kept].astype(counts), ranking.n_pos, ranking.n_neg,
    )  # fmt: skip


def _shifted(values: Counts, before: int) -> Counts:
    result = np.empty_like(values)
    result[:1], result[1:] = before, values[:-1]
    return result
