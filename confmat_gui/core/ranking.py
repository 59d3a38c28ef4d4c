"""One sort per class: counts of positives and negatives at every distinct score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts, Floats

BLOCK = 32_768
"""Rows or vertices walked at a time: what is made of them stays in the processor's cache."""


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

    def steps(self) -> Iterator[Steps]:
        """Walk the curve from its start in blocks."""
        tp, fp = 0, 0
        for start in range(0, len(self.tps), BLOCK):
            tps, fps = self.tps[start : start + BLOCK], self.fps[start : start + BLOCK]
            yield Steps(tps, fps, _shifted(tps, tp), _shifted(fps, fp))
            tp, fp = int(tps[-1]), int(fps[-1])


@dataclass(frozen=True, eq=False)
class Steps:
    """Consecutive vertices of a curve: counts at each, and at the one before it."""

    tps: Counts
    fps: Counts
    tps_before: Counts
    fps_before: Counts


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
    """Return the ranking of one code against all others from sorted rows.

    Beside the result (24 bytes a distinct score) and the ends of ties nothing as long as the rows is made.
    """
    ends = rows.ends
    n, n_pos = _totals(rows, positive_code)
    thresholds = np.empty(len(ends))
    tps, fps = np.full(len(ends), n_pos), np.full(len(ends), n)
    done_pos, done = 0, 0
    for start in range(0, len(rows.score), BLOCK):
        stop = min(start + BLOCK, len(rows.score))
        first, after = np.searchsorted(ends, (start, stop))
        all_differ = after - first == stop - start
        places = slice(None) if all_differ else ends[first:after] - start
        upto_pos = _upto(rows, start, stop, positive_code) + done_pos
        upto = _upto(rows, start, stop) + done
        done_pos, done = int(upto_pos[-1]), int(upto[-1])
        _put(thresholds, rows.score[start:stop][places], first)
        _put(tps, n_pos - upto_pos[places], first + 1)  # below the next score are all up to this one
        _put(fps, n - upto[places], first + 1)
    fps -= tps
    return Ranking(thresholds, tps, fps, n_pos, n - n_pos)


def _totals(rows: SortedRows, positive_code: int) -> tuple[int, int]:
    own = rows.code == positive_code
    if rows.count is None:
        return len(own), int(np.count_nonzero(own))
    return int(rows.count.sum()), int(rows.count[own].sum())


def _upto(rows: SortedRows, start: int, stop: int, code: int | None = None) -> Counts:
    """Return cumulative samples of a block of rows, of one code or of all."""
    count = None if rows.count is None else rows.count[start:stop]
    if code is None:
        return np.arange(1, stop - start + 1) if count is None else np.cumsum(count)
    own = rows.code[start:stop] == code
    return np.cumsum(own if count is None else count * own, dtype=np.int64)


def _put(descending: NDArray[Any], ascending: NDArray[Any], first: int) -> None:
    """Write entries `first`, `first` + 1, ... counted from the end, as far as there is room."""
    ascending = ascending[: len(descending) - first]
    stop = len(descending) - first
    descending[stop - len(ascending) : stop] = ascending[::-1]


def _shifted(values: Counts, before: int) -> Counts:
    result = np.empty_like(values)
    result[:1], result[1:] = before, values[:-1]
    return result


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
