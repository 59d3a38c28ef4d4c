"""The figures of several sessions as Qt's model."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from confmat_gui.gui.views.inks import ink
from confmat_gui.present.compare import CompareRow, CompareState
from confmat_gui.present.palette import Palette

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Column(NamedTuple):
    """What a column shows: `part` of the row, of the session `number`."""

    part: str
    number: int
    header: str


class CompareModel(QAbstractTableModel):
    """One row per figure: its values, then difference, interval and p of each further session."""

    def __init__(self) -> None:
        super().__init__()
        self.state: CompareState | None = None
        self.look: Palette | None = None
        self._columns: tuple[_Column, ...] = ()

    def show_state(self, state: CompareState) -> bool:
        """Show other figures; return whether rows or columns are others than before."""
        before = (self._columns, self.rowCount())
        self.beginResetModel()
        self.state = state
        self._columns = _columns(state.names)
        self.endResetModel()
        return before != (self._columns, self.rowCount())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each figure."""
        return 0 if self.state is None or parent.isValid() else len(self.state.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, reference, and four for each further session."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colour of a change, meaning of a figure."""
        if self.state is None or not index.isValid():
            return None
        row, column = self.state.rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and row.explanation:
            return f"<p>{row.explanation}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column) | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and self.look is not None:
            return self._colour(row, column, self.look)
        return None

    def _colour(self, row: CompareRow, column: _Column, look: Palette) -> Any:
        if column.part == "difference":
            direction = row.direction[column.number - 1]
            return ink({"better": look.better, "worse": look.worse}.get(direction, look.muted))
        return ink(look.muted) if column.part in {"interval", "p"} else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the sessions."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self._columns[section]) | Qt.AlignmentFlag.AlignVCenter
        return None


def _columns(names: tuple[str, ...]) -> tuple[_Column, ...]:
    columns = [_Column("name", 0, "Figure")]
    for number, name in enumerate(names):
        columns.append(_Column("value", number, name))
        if number > 0:
            columns += [
                _Column("difference", number, "Difference"), _Column("interval", number, "95 % interval"),
                _Column("p", number, "Test"),
            ]
    return tuple(columns)


def _text(row: CompareRow, column: _Column) -> str:
    if column.part == "name":
        return row.name
    if column.part == "value":
        return row.values[column.number]
    further = {"difference": row.differences, "interval": row.intervals, "p": row.p_values}[column.part]
    return further[column.number - 1]


def _side(column: _Column) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column.part == "name" else Qt.AlignmentFlag.AlignRight
