"""The ledger of batches as Qt's model over a BatchesState."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from confmat_gui.gui.views.list_table import header_of, side_of
from confmat_gui.present.batch_columns import cell_text, columns_of
from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.list_columns import ListColumn
from confmat_gui.present.texts import count

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class BatchModel(QAbstractTableModel):
    """One row per batch; rows change in place while only their figures do."""

    def __init__(self) -> None:
        super().__init__()
        self.state: BatchesState | None = None
        self.columns: tuple[ListColumn, ...] = ()

    def show_state(self, state: BatchesState) -> bool:
        """Show other figures; return whether rows or columns are others than before."""
        columns, names = columns_of(state), tuple(row.name for row in state.rows)
        known = None if self.state is None else tuple(row.name for row in self.state.rows)
        if columns == self.columns and names == known:
            self.state = state
            self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, len(columns) - 1))
            return False
        self.beginResetModel()
        self.state, self.columns = state, columns
        self.endResetModel()
        return True

    def batch(self, row: int) -> BatchRow:
        """Return the batch of a row."""
        assert self.state is not None
        return self.state.rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each batch."""
        return 0 if self.state is None or parent.isValid() else len(self.state.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are to say."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, what a screen reader says, where it came from."""
        if self.state is None or not index.isValid():
            return None
        batch, column = self.batch(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(batch, column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side_of(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.header}, {batch.name}: {self._spoken(batch, column.key)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(batch, column.key)
        return None

    def _spoken(self, batch: BatchRow, key: str) -> str:
        if key == "counts":
            return "counted" if batch.included else "left out"
        return self._classes(batch) if key in {"classes", "matrix"} else cell_text(batch, key)

    def _classes(self, batch: BatchRow) -> str:
        assert self.state is not None
        pairs = zip(self.state.classes, batch.class_counts.tolist(), strict=True)
        return ", ".join(f"{name} {count(number)}" for name, number in list(pairs)[:30])

    def _tip(self, batch: BatchRow, key: str) -> str | None:
        if key == "name":
            named = batch.source.startswith(batch.name)
            return batch.source if named else f"{batch.name}\n{batch.source}".strip()
        if key == "classes":
            return self._classes(batch)
        return batch.remark or None if key == "remark" else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name of a column and what it means."""
        return header_of(self.columns, section, orientation, role)
