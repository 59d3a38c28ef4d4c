"""The ledger of batches as Qt's model over a BatchesState."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.texts import UNDEFINED, count, figure

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LedgerColumn(NamedTuple):
    """What a column shows."""

    key: str
    header: str
    explanation: str
    right: bool = False


class BatchModel(QAbstractTableModel):
    """One row per batch; rows change in place while only their figures do."""

    def __init__(self) -> None:
        super().__init__()
        self.state: BatchesState | None = None
        self.columns: tuple[LedgerColumn, ...] = ()

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
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
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
            return batch.source
        if key == "classes":
            return self._classes(batch)
        return batch.remark or None if key == "remark" else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name of a column and what it means."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{column.explanation}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def columns_of(state: BatchesState) -> tuple[LedgerColumn, ...]:
    """Return the columns; accuracy has one of its own where another figure is chosen."""
    name = state.metric_name
    found = [
        LedgerColumn("counts", "Counts", "Untick a batch to leave it out everywhere; it can come back."),
        LedgerColumn("name", "Batch", "In the order in which they came. Rest the mouse for the file."),
        LedgerColumn("samples", "Samples", "Samples of the batch.", right=True),
        LedgerColumn("classes", "Classes", "Share of each true class in the batch."),
    ]
    if any(row.matrix is not None for row in state.rows):
        found.append(LedgerColumn("matrix", "Matrix", "The batch's own matrix, rows in percent."))
    if state.metric != "accuracy":
        found.append(LedgerColumn("accuracy", "Accuracy", "Accuracy of the batch alone.", right=True))
    found += [
        LedgerColumn("figure", name, f"{name} of the batch alone.", right=True),
        LedgerColumn("expected", "By chance", "Where it lies 95 times in 100 if the batches of this size "
                     "differ by chance alone.", right=True),
        LedgerColumn("change", "Left out", f"How {name} of all changes when this batch is left out.",
                     right=True),
        LedgerColumn("remark", "Remark", "What stands out."),
    ]
    return tuple(found)


def cell_text(batch: BatchRow, key: str) -> str:
    """Return the text of a cell; ticks, bars and pictures have none."""
    if key in {"counts", "classes", "matrix"}:
        return ""
    if key == "samples":
        return count(batch.n)
    if key == "expected":
        return UNDEFINED if batch.low != batch.low else f"{figure(batch.low)} – {figure(batch.high)}"
    texts = {
        "name": batch.name, "accuracy": batch.accuracy_text, "figure": batch.figure_text,
        "change": batch.change_text, "remark": batch.remark,
    }
    return texts[key]
