"""The list of classes with their errors as Qt's model over a CalibrationState."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from confmat_gui.gui.views.inks import ink
from confmat_gui.gui.views.list_table import header_of, side_of
from confmat_gui.present.calibration_states import COLUMNS, CalibrationRow, CalibrationState
from confmat_gui.present.palette import Palette

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CalibrationModel(QAbstractTableModel):
    """The likeliest class first, then one row for each class."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[CalibrationRow, ...] = ()
        self.look: Palette | None = None

    def show_state(self, state: CalibrationState) -> bool:
        """Show other figures; return whether there are other rows than before."""
        same = [row.name for row in self.rows] == [row.name for row in state.rows]
        if same:
            self.rows = state.rows
            if state.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(state.rows) - 1, len(COLUMNS) - 1))
            return False
        self.beginResetModel()
        self.rows = state.rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each class and one for the likeliest."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, share, error, chance, and the Brier score with its parts."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; an error above chance is strong."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        text = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side_of(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.header}, {row.name}: {text}{_spoken(row, column.key)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if column.key == "name" else None
        return self._look_of(row, column.key, role)

    def _look_of(self, row: CalibrationRow, key: str, role: int) -> Any:
        strong = key == "error" and row.above_chance
        if role == Qt.ItemDataRole.FontRole and strong:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and self.look is not None:
            return ink(self.look.worse if strong else self.look.muted if key == "perfect" else self.look.text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name of a column and what it means."""
        return header_of(COLUMNS, section, orientation, role)


def _spoken(row: CalibrationRow, key: str) -> str:
    return ", more than chance gives" if key == "error" and row.above_chance else ""
