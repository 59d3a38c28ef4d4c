"""The switch table as Qt's model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from confmat_gui.gui.views.list_table import header_of, side_of
from confmat_gui.present.cost_curves import SwitchLine
from confmat_gui.present.switch_lines import COLUMNS, line_texts

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SwitchModel(QAbstractTableModel):
    """One row for each answer that is best somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[SwitchLine, ...] = ()
        self.columns: tuple[int, ...] = ()
        self.font = QFont()

    def show_lines(self, lines: tuple[SwitchLine, ...], *, several: bool) -> bool:
        """Show other rows; return whether there are more or fewer rows or columns than before."""
        columns = (1, 2, 3, 4) if several else (0, 2, 3, 4)
        same = len(lines) == len(self.lines) and columns == self.columns
        if same:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(columns) - 1))
            return False
        self.beginResetModel()
        self.lines, self.columns = lines, columns
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each answer."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Thresholds come first, or sessions where there are several."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; the row of the present condition is strong and says so."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], self.columns[index.column()]
        answer = _ANSWERS.get(Qt.ItemDataRole(role))
        if role == Qt.ItemDataRole.FontRole and line.present:
            strong = QFont(self.font)
            strong.setBold(True)
            return strong
        return None if answer is None else answer(line, column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name of a column and what it means."""
        shown = tuple(COLUMNS[column] for column in self.columns)
        return header_of(shown, section, orientation, role)


def _side(_line: SwitchLine, column: int) -> Qt.AlignmentFlag:
    return side_of(COLUMNS[column])


def _tip(line: SwitchLine, _column: int) -> str:
    now = "; the present condition is here" if line.present else ""
    answer = line.answer if line.row.trivial else f"threshold {line.answer}"
    return f"{answer}, PC(+) {line.pc[0]} to {line.pc[1]}{now}"


def _spoken(line: SwitchLine, column: int) -> str:
    now = ", now" if line.present else ""
    return f"{COLUMNS[column].header}{now}: {line_texts(line)[column]}"


_ANSWERS: dict[Qt.ItemDataRole, Callable[[SwitchLine, int], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda line, column: line_texts(line)[column],
    Qt.ItemDataRole.TextAlignmentRole: _side,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
