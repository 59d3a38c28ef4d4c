"""The rows behind a selection: ids, truth, decision, scores and further columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts
from confmat_gui.present import texts


@dataclass(frozen=True, eq=False)
class SamplesState:
    """A table of samples, by reference to whole columns; only visible cells are turned into text.

    Attributes
    ----------
    title : "true crack → predicted ok · 18 samples"
    headers : column names as shown
    columns : one array per header, over ALL rows of the data
    rows : (m,) int64, the rows of the selection in display order
    sorted_by, ascending : current order (None: file order)
    """

    title: str
    headers: tuple[str, ...]
    columns: tuple[NDArray[Any], ...]
    rows: Counts
    sorted_by: int | None = None
    ascending: bool = True
    names: tuple[tuple[str, ...] | None, ...] = ()
    """For a column of codes, what each code means (-1: nothing); None for a column of values."""

    def text(self, position: int, column: int) -> str:
        """Text of the cell at display position `position`."""
        value = self.columns[column][self.rows[position]]
        names = self._names(column)
        if names is not None:
            return names[value] if value >= 0 else texts.UNDEFINED
        if isinstance(value, float | np.floating):
            return texts.plain(float(value))
        return str(value)

    def sorted(self, column: int, *, ascending: bool) -> SamplesState:
        """Return the same rows in another order (stable; ties in file order, undefined values last)."""
        in_file_order = np.sort(self.rows)
        order = _stable_order(self.columns[column][in_file_order], ascending=ascending)
        return replace(self, rows=in_file_order[order], sorted_by=column, ascending=ascending)

    def _names(self, column: int) -> tuple[str, ...] | None:
        return self.names[column] if self.names else None


def _stable_order(values: NDArray[Any], *, ascending: bool) -> Counts:
    distinct, ranks = np.unique(values, return_inverse=True)
    keys = ranks if ascending else -ranks
    if distinct.dtype.kind == "f" and len(distinct) and np.isnan(distinct[-1]):
        keys = np.where(np.isnan(values), len(distinct), keys)
    return np.argsort(keys, kind="stable")
