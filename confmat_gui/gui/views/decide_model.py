"""The Decide table as Qt's model over a DecideState."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from confmat_gui.present.decide import DecideState

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
EDITABLE = ("prevalence", "threshold", "cost_weight")
PLAIN_FIELDS = ("prevalence", "cost_weight")
"""Columns whose cells are one field."""
THRESHOLD_HELP = (
    "<p>Drag the handle; hold Shift to move it finely. The small arrows, the keys ← and →, and the wheel step"
    " to the next threshold at which a decision changes.</p>"
)


class DecideModel(QAbstractTableModel):
    """One row per class; texts are asked of the state for the visible cells only."""

    def __init__(self) -> None:
        super().__init__()
        self.state: DecideState | None = None

    def show_state(self, state: DecideState) -> bool:
        """Show other figures; return whether rows or columns are others than before."""
        before, old = _shape(self.state), self.state
        if before != _shape(state):
            self.beginResetModel()
            self.state = state
            self.endResetModel()
            return True
        self.state = state
        if old is not state and state.classes:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        return False

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are classes."""
        return 0 if self.state is None or parent.isValid() else len(self.state.classes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as the state names."""
        return 0 if self.state is None or parent.isValid() else len(self.state.columns)

    def key(self, column: int) -> str:
        """Return what a column shows."""
        return "" if self.state is None else self.state.columns[column].key

    def column(self, key: str) -> int:
        """Return the column that shows `key`, -1 where there is none."""
        keys = [] if self.state is None else [column.key for column in self.state.columns]
        return keys.index(key) if key in keys else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, and what a screen reader says."""
        if self.state is None or not index.isValid():
            return None
        column = self.state.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.state.text(index.row(), column.key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.state.text(index.row(), column.key)
            return f"{column.header} of {self.state.classes[index.row()]}: {text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            movable = column.key == "threshold" and self.state.thresholds_editable
            help_text = THRESHOLD_HELP if movable else self._share_help(index.row(), column.key)
            return self.state.classes[index.row()] if column.key == "class" else help_text
        return None

    def _share_help(self, row: int, key: str) -> str | None:
        if self.state is None or key != "prevalence":
            return None
        if self.state.share_is_set(row):
            return "<p>Set. Empty the field to let the class share what is left as in the samples.</p>"
        return "<p>As in the samples. Type how common the class is where the rule is used, such as 1 %.</p>"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name of a column, its meaning, and where it stands."""
        if self.state is None or orientation != Qt.Orientation.Horizontal:
            return None
        column = self.state.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{column.explanation}</p>" if column.explanation else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return header_side(column.key) | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Thresholds and prices can be typed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        key = self.key(index.column()) if index.isValid() else ""
        movable = self.state is not None and self.state.thresholds_editable
        typed = key in PLAIN_FIELDS or (key == "threshold" and movable)
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags


def header_side(key: str) -> Qt.AlignmentFlag:
    """Return on which side a column's texts stand: names left, numbers right."""
    if key == "threshold":
        return Qt.AlignmentFlag.AlignHCenter
    return Qt.AlignmentFlag.AlignLeft if key in {"class", "share_of_cost"} else Qt.AlignmentFlag.AlignRight


def _shape(state: DecideState | None) -> object:
    return None if state is None else (state.classes, state.columns)
