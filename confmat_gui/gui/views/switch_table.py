"""The switch table: a row asks for a condition in which its answer is the best."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from confmat_gui.gui.views.inks import scaled_font, text_width
from confmat_gui.gui.views.list_table import ListTable
from confmat_gui.gui.views.switch_model import SwitchModel
from confmat_gui.present.cost_curves import SwitchLine
from confmat_gui.present.switch_lines import COLUMNS, line_texts

_MARGIN = 16
_UP_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home,
            Qt.Key.Key_End)


STYLE = """
QTableView#switch_table::item { padding: 0 3px; }
QTableView#switch_table QHeaderView::section { padding: 3px 4px; }
"""
"""Narrower than other tables: it stands beside two plots."""


class SwitchTable(ListTable):
    """Shows switch lines; signals `row_chosen(row)` for a click and for the keys, never by itself."""

    row_chosen = Signal(int)

    def __init__(self) -> None:
        rows = SwitchModel()
        super().__init__(rows, "Where which answer is best", lines=1.45)
        self.rows = rows
        self._fitted: tuple[object, ...] = ()
        """What the widths of the columns were made for."""
        self.setObjectName("switch_table")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumHeight(70)
        self.setFont(scaled_font(self.font(), 0.92))
        self.horizontalHeader().setFont(self.font())
        self.clicked.connect(self._choose)

    def show_lines(self, lines: tuple[SwitchLine, ...], *, several: bool) -> None:
        """Show other rows."""
        self.rows.font = self.font()
        if self.rows.show_lines(lines, several=several):
            self.clearSelection()
        self.fit_columns()

    def mark(self, row: int) -> None:
        """Select a row and bring it into view; -1 for none. Nothing is asked for."""
        if row < 0:
            self.clearSelection()
            return
        index = self.rows.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the row that the keys lead to."""
        super().keyPressEvent(event)
        if event.key() in _UP_DOWN:
            self._choose(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make room for the texts, and share out what is left."""
        columns = self.rows.columns
        if not columns:
            return
        texts = [line_texts(line) for line in self.rows.lines]
        longest = {c: max((t[c] for t in texts), key=len, default="") for c in columns}
        room = (longest, self.viewport().width(), self.font().key())
        if room == self._fitted:
            return
        self._fitted = room
        strong = scaled_font(self.font(), bold=True)  # as the present row is
        widths = [max(text_width(strong, words) for words in (COLUMNS[c].header, longest[c])) + _MARGIN
                  for c in columns]
        left = max(0.0, self.viewport().width() - sum(widths)) / len(columns)
        for place, wide in enumerate(widths):
            self.setColumnWidth(place, int(wide + left))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index.row())
