"""A small table of a preview."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from confmat_gui.gui.views.inks import class_paint, ink, scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette
from confmat_gui.present.preview import PreviewRow, PreviewTable

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
WIDEST_NAME = 190
"""Pixels of the first column; longer names are shortened and stand in the hover."""
_SCROLL_BAR = 12
_SHEET = "QTableView::item { padding: 0 5px; } QHeaderView::section { padding: 2px 5px; }"


class PreviewModel(QAbstractTableModel):
    """The rows of a PreviewTable."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: PreviewTable | None = None
        self.look: Palette | None = None

    def show_table(self, table: PreviewTable) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each row of the table."""
        return 0 if self.table is None or parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each header."""
        return 0 if self.table is None or parent.isValid() else len(self.table.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colour of a change, meaning of a row."""
        if self.table is None or not index.isValid():
            return None
        row = self.table.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{escape(row.explanation or row.cells[0])}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return None if self.look is None else _colour(row, index.column(), role, self.look)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headers of the columns."""
        if self.table is None or orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.headers[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


class PreviewTableView(QWidget):
    """Title, table, and what does not stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel(quiet=True)
        self.setFont(scaled_font(self.font(), 0.93))
        self.note = quiet_label()
        self.model = PreviewModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setMinimumSectionSize(16)
        self.table.horizontalHeader().setHighlightSections(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addStretch()

    def show_state(self, table: PreviewTable) -> None:
        """Show another table."""
        self.title.setText(table.title)
        self.table.setAccessibleName(table.title)
        self.note.setText(table.note)
        self.note.setVisible(bool(table.note))
        self.model.show_table(table)
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.35))
        header = self.table.horizontalHeader()
        for column in range(len(table.headers)):
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Make the table as high as whole rows are: half a row above the note looks struck through."""
        if self.model.table is None:
            return
        row = self.table.verticalHeader().defaultSectionSize()
        frame = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        note = self.note.sizeHint().height() if self.model.table.note else 0
        room = self.height() - self.title.sizeHint().height() - note - frame
        shown = min(len(self.model.table.rows), max(1, room // row))
        self.table.setMaximumHeight(frame + shown * row)

    def wanted_width(self) -> int:
        """Return the width at which every text can be read, long names aside."""
        table = self.model.table
        if table is None:
            return 0
        header = self.table.horizontalHeader()
        name, *others = (
            max(self.table.sizeHintForColumn(k), header.sectionSizeHint(k)) for k in range(len(table.headers))
        )
        return min(name, WIDEST_NAME) + sum(others) + _SCROLL_BAR + 2 * self.table.frameWidth()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.model.look = palette
        dress(self, palette, _SHEET)


def _colour(row: PreviewRow, column: int, role: int, look: Palette) -> Any:
    if role == Qt.ItemDataRole.DecorationRole and column == 0 and row.class_index is not None:
        swatch = QPixmap(10, 10)
        swatch.fill(class_paint(look, row.class_index))
        return swatch
    if role == Qt.ItemDataRole.ForegroundRole and row.directions[column] != "same":
        return ink(getattr(look, row.directions[column]))
    return None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
