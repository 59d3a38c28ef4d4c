"""Rows in the order of their scores, with a code beside each score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts
from confmat_gui.core.sorted_keys import sort_keys


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


@dataclass(frozen=True, eq=False)
class RowsOfCode:
    """Sorted rows of which those with one code are the positives."""

    rows: SortedRows
    code: int

    @property
    def count(self) -> Counts | None:
        """Samples that each row stands for."""
        return self.rows.count

    def __len__(self) -> int:
        return len(self.rows.score)

    def own(self, rows: slice) -> Bools:
        """Return whether each of some rows has the code."""
        return np.asarray(self.rows.code[rows] == self.code)

    def starts(self, rows: slice) -> Bools:
        """Return whether each of some rows has a higher score than the one before it; the first has."""
        score = self.rows.score[rows]
        result = np.empty(len(score), dtype=np.bool_)
        result[:1] = True
        np.not_equal(score[1:], score[:-1], out=result[1:])
        return result

    def end_of_tie(self, row: int) -> int:
        """Return the place after the last row with the score of `row`."""
        return int(np.searchsorted(self.rows.score, self.rows.score[row], side="right"))

    def score(self, rows: slice | NDArray[np.intp]) -> NDArray[Any]:
        """Return the scores of some rows."""
        return np.asarray(self.rows.score[rows])


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
    keys = sort_keys(score, code) if n_codes <= 2 else None
    if keys is not None:
        every = slice(None)
        return SortedRows(keys.score(every), keys.own(every).view(np.uint8))
    score = score + score.dtype.type(0)
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


def group_ends(ascending: NDArray[Any]) -> NDArray[np.intp]:
    """Return the index of the last row of each group of equal values."""
    if not len(ascending):
        return np.empty(0, dtype=np.intp)
    differs = np.empty(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=differs[:-1])
    differs[-1] = True
    return np.flatnonzero(differs)


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
