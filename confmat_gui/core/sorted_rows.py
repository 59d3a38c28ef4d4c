"""Rows in the order of their scores, with a code beside each score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts
from confmat_gui.core.numbered_order import order_by_score
from confmat_gui.core.sorted_keys import sort_keys


@dataclass(frozen=True, eq=False)
class SortedRows:
    """Scores ascending with the codes (and counts) of their rows beside them.

    Order within ties is free, but that rows with the code `last` come last.
    """

    score: NDArray[Any]
    code: NDArray[Any]
    count: Counts | None = None
    last: int | None = None

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

    @property
    def positives_last(self) -> bool:
        """Whether the rows of the code come last in a tie."""
        return self.rows.last == self.code

    def first_of_tie(self, rows: NDArray[np.intp], within: slice) -> NDArray[np.intp]:
        """Return the places of the first rows with the scores of `rows`, which are somewhere in `within`."""
        score = self.rows.score
        return np.asarray(np.searchsorted(score[within], score[rows]) + within.start)

    def score(self, rows: slice | NDArray[np.intp]) -> NDArray[Any]:
        """Return the scores of some rows."""
        return np.asarray(self.rows.score[rows])


def sort_rows(
    score: NDArray[Any], code: NDArray[Any], n_codes: int, count: Counts | None = None
) -> SortedRows:
    """Sort scores ascending and carry codes in range(n_codes) along.

    Without counts a code of two, or the row number, travels in free bits of the sort key, so that one sort of
    plain integers (far faster than an argsort) moves both.
    """
    if count is not None:
        kept = np.flatnonzero(count > 0)
        order = kept[np.argsort(score[kept], kind="stable")]
        return SortedRows(score[order] + score.dtype.type(0), code[order], count[order])
    keys = sort_keys(score, code) if n_codes <= 2 else None
    if keys is not None:
        every = slice(None)
        return SortedRows(keys.score(every), keys.own(every).view(np.uint8))
    order = order_by_score(score, np.zeros(len(score), dtype=np.bool_))
    return SortedRows(score[order] + score.dtype.type(0), code[order])


def sort_with_rows(
    score: NDArray[Any], code: NDArray[Any], last: int, count: Counts | None = None
) -> tuple[SortedRows, NDArray[Any]]:
    """Sort scores ascending, and return also the row number of each sorted row; in ties `last` comes last."""
    if count is not None:
        rows = sort_rows(score, np.arange(len(score)), len(score), count)
        return SortedRows(rows.score, code.take(rows.code), rows.count), rows.code
    order = order_by_score(score, np.asarray(code == last))
    ordered = score.take(order)
    ordered += score.dtype.type(0)
    return SortedRows(ordered, code.take(order), last=last), order


def group_ends(ascending: NDArray[Any]) -> NDArray[np.intp]:
    """Return the index of the last row of each group of equal values."""
    if not len(ascending):
        return np.empty(0, dtype=np.intp)
    differs = np.empty(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=differs[:-1])
    differs[-1] = True
    return np.flatnonzero(differs)
