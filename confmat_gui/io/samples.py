"""Columns to arrays of the rows that are used."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats, Scores
from confmat_gui.core.errors import InputError
from confmat_gui.io.classes import Classes
from confmat_gui.io.joined import Joined
from confmat_gui.io.loaded import ColumnMap
from confmat_gui.io.number_rows import as_scores
from confmat_gui.io.set_aside import Ledger, about_unknown_label
from confmat_gui.io.table import Column, NumberColumn, TextColumn, numbers_of, text_array, texts_of

MISSING_NAME = "(none)"


class Samples:
    """Finds what cannot be used, then hands out the arrays of what can."""

    def __init__(self, joined: Joined, columns: ColumnMap, classes: Classes) -> None:
        self._joined = joined
        self._map = columns
        self._classes = classes
        self.ledger = Ledger(
            joined.row_numbers, joined.source_index, joined.source_names, joined.partners
        )
        self._true = self._labels(columns.true[0], needed=True)
        self._pred = None if columns.pred is None else self._labels(columns.pred, needed=not classes.scores)
        for name in classes.scores:
            self._numbers(name, "score")
        for size, what in ((columns.weight, "weight"), (columns.count, "count")):
            if size is not None:
                self._sizes(size, what)
        if self.ledger.bad.all():
            row = self.ledger.rows()[0]
            raise InputError(
                f"No row of {joined.name} can be used; the first fault is in {row.source}, row {row.row}, "
                f"column “{row.column}”: {row.text}"
            )
        self._keep = None if not self.ledger.bad.any() else np.flatnonzero(~self.ledger.bad)

    def kept(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return the rows that are used."""
        return array if self._keep is None else array[self._keep]

    def place(self, index: int) -> str:
        """Return file and row of a row that is used."""
        source = self._joined.tables[int(self.kept(self._joined.source_index)[index])]
        return f"{source.name}, {source.row_word} {int(self.kept(self._joined.row_numbers)[index])}"

    def y_true(self) -> Codes:
        """Return the true classes."""
        return self.kept(self._true)

    def y_pred(self) -> Codes | None:
        """Return the file's own labels, -1 where there is none."""
        return None if self._pred is None else self.kept(self._pred)

    def y_score(self) -> Scores | None:
        """Return the scores in class order, each column contiguous; the columns are let go one by one.

        Columns that lie in one array as they are wanted are that array, without a copy.
        """
        names = self._classes.scores
        if not names:
            return None
        columns = self._joined.columns
        whole = as_scores([numbers_of(columns[name]).values for name in names])
        if whole is not None and self._keep is None:
            for name in names:
                del columns[name]
            return whole
        dtypes = {numbers_of(columns[name]).values.dtype for name in names}
        dtype = np.float32 if dtypes == {np.dtype(np.float32)} else np.float64
        scores: Scores = np.empty((len(self.y_true()), len(names)), dtype=dtype, order="F")
        for index, name in enumerate(names):
            scores[:, index] = self.kept(numbers_of(columns.pop(name)).values)
        return scores

    def sample_weight(self) -> Floats | None:
        """Return the weights."""
        name = self._map.weight
        return None if name is None else self.kept(numbers_of(self._column(name)).values).astype(np.float64)

    def count(self) -> Counts | None:
        """Return the frequency counts."""
        name = self._map.count
        return None if name is None else self.kept(numbers_of(self._column(name)).values).astype(np.int64)

    def sample_id(self) -> NDArray[np.str_] | None:
        """Return the ids as they are written."""
        return None if self._map.id is None else self.kept(text_array(self._column(self._map.id)))

    def coded(self, name: str | None) -> tuple[Codes | None, tuple[str, ...]]:
        """Return codes and names of a batch or group column: declared order, else by first appearance."""
        if name is None:
            return None, ()
        column = texts_of(self._column(name))
        codes = self.kept(column.codes)
        texts = [*column.texts, MISSING_NAME]
        used, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        order = np.argsort(used if column.ordered else first, kind="stable")
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank[inverse], tuple(texts[used[index]] or MISSING_NAME for index in order)

    def extra(self) -> dict[str, NDArray[Any]]:
        """Return the further columns: numbers where all values are, else text."""
        return {name: self.kept(plain_values(self._column(name))) for name in self._map.extra}

    def _column(self, name: str) -> Column:
        return self._joined.columns[name]

    def _labels(self, name: str, *, needed: bool) -> Codes:
        column = texts_of(self._column(name))
        codes = self._classes.codes(column)
        self.ledger.add(
            np.flatnonzero(codes == -2),
            name,
            "unknown_label",
            lambda row: about_unknown_label(column.texts[column.codes[row]]),
        )
        if needed:
            self.ledger.add(
                np.flatnonzero(codes == -1), name, "missing_label", lambda _: "The label is missing."
            )
        return codes

    def _numbers(self, name: str, what: str) -> NumberColumn:
        numbers = numbers_of(self._column(name))
        self._joined.columns[name] = numbers
        self.ledger.add_unusable_numbers(numbers, name, what)
        return numbers

    def _sizes(self, name: str, what: str) -> None:
        """Check weights (from 0 up) and counts (whole numbers from 0 up)."""
        values = self._numbers(name, what).values
        wrong = values < 0
        if what == "count":
            wrong |= values != np.floor(values)
            wrong |= values >= 2**53
        rule = "a whole number from 0 up" if what == "count" else "0 or more"
        self.ledger.add(
            np.flatnonzero(wrong),
            name,
            f"bad_{what}",
            lambda row: f"The {what} {values[row]:g} is not {rule}.",
        )


def plain_values(column: Column) -> NDArray[Any]:
    """Return a further column: numbers where all values are, also as text; else text."""
    if isinstance(column, NumberColumn):
        return text_array(column) if column.bad else column.values
    whole = _whole_numbers(column)
    return text_array(column) if whole is None else whole[column.codes]


def _whole_numbers(column: TextColumn) -> NDArray[np.int64] | None:
    """Return the texts as whole numbers if that is how each of them is written, else None."""
    if not column.texts or bool((column.codes < 0).any()):
        return None
    numbers = []
    for text in column.texts:
        if not text.lstrip("-").isdigit() or len(text) > 18 or str(int(text)) != text:
            return None
        numbers.append(int(text))
    return np.array(numbers, dtype=np.int64)
