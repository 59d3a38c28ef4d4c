"""The rows behind a selection: ids, truth, decision, scores and further columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts


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

    def text(self, position: int, column: int) -> str:
        """Text of the cell at display position `position`."""
        raise NotImplementedError

    def sorted(self, column: int, *, ascending: bool) -> SamplesState:
        """Return the same rows in another order (stable; ties in file order)."""
        raise NotImplementedError
