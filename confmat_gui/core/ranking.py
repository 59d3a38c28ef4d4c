"""One sort per class: counts of positives and negatives at every distinct score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts, Floats


@dataclass(frozen=True, eq=False)
class Ranking:
    """Counts of samples with score >= each distinct score, for one class against the rest.

    Attributes
    ----------
    thresholds : (m,) float64, descending, without duplicates (on 1 - p equal where a float64 is too coarse)
    tps, fps : (m,) int64
        Samples of the class, and of the rest, with score >= thresholds[i].
    n_pos, n_neg : int
    """

    thresholds: Floats
    tps: Counts
    fps: Counts
    n_pos: int
    n_neg: int


@dataclass(frozen=True, eq=False)
class SortedRows:
    """Scores ascending with the codes (and counts) of their rows beside them; order within ties is free."""

    score: NDArray[Any]
    code: NDArray[Any]
    count: Counts | None = None

    @cached_property
    def ends(self) -> NDArray[np.intp]:
        """Index of the last row of each group of equal scores."""
        return group_ends(self.score)


def rank_scores(score: NDArray[Any], is_positive: Bools, count: Counts | None = None) -> Ranking:
    """Count positives and negatives at every distinct score.

    Parameters
    ----------
    score : (n,) float32 or float64, finite (positive infinity is allowed)
    is_positive : (n,) bool
    count : (n,) int64 >= 0 or None
        How many samples each row stands for; rows of 0 are left out altogether.

    Returns
    -------
    Ranking
        -0.0 and 0.0 are one score. All counts are exact.
    """
    rows = sort_rows(score, is_positive.view(np.uint8), 2, count)
    return ranking_of_sorted(rows, 1)


def sort_rows(
    score: NDArray[Any], code: NDArray[Any], n_codes: int, count: Counts | None = None
) -> SortedRows:
    """Sort scores ascending and carry codes in range(n_codes) along.

    Without counts the code travels in free bits of the sort key, so that one sort of plain integers (far
    faster than an argsort) moves both: one bit beside any score, 32 bits beside a float32.
    """
    if count is not None:
        kept = np.flatnonzero(count > 0)
        order = kept[np.argsort(score[kept], kind="stable")]
        return SortedRows(score[order] + score.dtype.type(0), code[order], count[order])
    score = score + score.dtype.type(0)
    if n_codes <= 2:
        return _sort_with_bit(score, code)
    if score.dtype == np.float32:
        return _sort_float32_with_code(score, code)
    order = np.argsort(score)
    return SortedRows(score[order], code[order])


def sort_with_rows(
    score: NDArray[Any], code: NDArray[Any], count: Counts | None = None
) -> tuple[SortedRows, NDArray[Any]]:
    """Sort as `sort_rows` does, and return also the row number of each sorted row."""
    rows = sort_rows(score, np.arange(len(score), dtype=np.int32), len(score), count)
    return SortedRows(rows.score, code.take(rows.code), rows.count), rows.code


def ranking_of_sorted(rows: SortedRows, positive_code: int) -> Ranking:
    """Return the ranking of one code against all others from sorted rows."""
    ends = rows.ends
    positives = (rows.code == positive_code).astype(np.int64)
    if rows.count is None:
        cum_all = ends + 1
        cum_pos = np.cumsum(positives)[ends]
    else:
        cum_all = np.cumsum(rows.count)[ends]
        cum_pos = np.cumsum(positives * rows.count)[ends]
    n, n_pos = (int(cum_all[-1]), int(cum_pos[-1])) if len(ends) else (0, 0)
    below_all, below_pos = np.empty_like(cum_all), np.empty_like(cum_pos)
    below_all[:1], below_pos[:1] = 0, 0
    below_all[1:], below_pos[1:] = cum_all[:-1], cum_pos[:-1]
    tps = (n_pos - below_pos)[::-1]
    fps = (n - below_all)[::-1] - tps
    return Ranking(rows.score[ends][::-1].astype(np.float64), tps, fps, n_pos, n - n_pos)


def group_ends(ascending: NDArray[Any]) -> NDArray[np.intp]:
    """Return the index of the last row of each group of equal values."""
    if not len(ascending):
        return np.empty(0, dtype=np.intp)
    differs = np.empty(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=differs[:-1])
    differs[-1] = True
    return np.flatnonzero(differs)


def _sort_with_bit(score: NDArray[Any], bit: NDArray[Any]) -> SortedRows:
    """Sort by the bits of the scores; the freed sign bit makes room for the label at the low end."""
    below = np.signbit(score)
    if not below.any():
        return _sort_non_negative(score, bit)
    low = _sort_non_negative(-score[below], bit[below])
    high = _sort_non_negative(score[~below], bit[~below])
    ascending = np.concatenate((-low.score[::-1], high.score))
    return SortedRows(ascending, np.concatenate((low.code[::-1], high.code)))


def _sort_non_negative(score: NDArray[Any], bit: NDArray[Any]) -> SortedRows:
    whole: Any = np.uint32 if score.dtype == np.float32 else np.uint64
    keys = np.left_shift(score.view(whole), whole(1))
    keys |= bit.astype(whole)
    keys.sort()
    code = (keys & whole(1)).astype(np.uint8)
    keys >>= whole(1)
    return SortedRows(keys.view(score.dtype), code)


def _sort_float32_with_code(score: NDArray[Any], code: Codes) -> SortedRows:
    """Sort float32 as order-preserving integers in the high half of a key, the code in the low half."""
    bits = score.view(np.uint32)
    flip = np.where(np.signbit(score), np.uint32(0xFFFFFFFF), np.uint32(0x80000000))
    keys = (bits ^ flip).astype(np.uint64) << np.uint64(32)
    keys |= code.astype(np.uint64)
    keys.sort()
    code = (keys & np.uint64(0xFFFFFFFF)).astype(np.int32)
    ordered = (keys >> np.uint64(32)).astype(np.uint32)
    flip = np.where(ordered & np.uint32(0x80000000), np.uint32(0x80000000), np.uint32(0xFFFFFFFF))
    return SortedRows((ordered ^ flip).view(np.float32), code)
