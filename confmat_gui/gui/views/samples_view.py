"""The rows behind a selection."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.list_table import ListTable
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette
from confmat_gui.present.samples import SamplesState

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
EXPORTS = (
    ("selection", "The listed samples…", "Write the rows listed here as CSV"),
    ("decisions", "All decisions…", "Write what the rule decides for every sample as CSV"),
    ("set_aside", "Rows set aside…", "Write the rows that could not be used, and why, as CSV"),
)
_MEASURED_ROWS = 60
_WIDEST = 260


class SamplesModel(QAbstractTableModel):
    """Rows of a SamplesState; only what is visible is turned into text."""

    def __init__(self) -> None:
        super().__init__()
        self.state: SamplesState | None = None

    def show_state(self, state: SamplesState | None) -> None:
        """Show other rows, or none."""
        self.beginResetModel()
        self.state = state
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each sample."""
        return 0 if self.state is None or parent.isValid() else len(self.state.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each header."""
        return 0 if self.state is None or parent.isValid() else len(self.state.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; numbers stand on the right."""
        if self.state is None or not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.state.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column names."""
        across = orientation == Qt.Orientation.Horizontal
        if self.state is None or not across or section >= len(self.state.headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.state.headers[section] + self._arrow(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            hint = self.state.hints[section] if self.state.hints else ""
            meaning = f"{self.state.headers[section]}: {hint}" if hint else self.state.headers[section]
            return f"{meaning}\nClick to sort, or press Enter in the column"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, which stand on the right."""
        assert self.state is not None
        coded = bool(self.state.names) and self.state.names[column] is not None
        return not coded and np.issubdtype(self.state.columns[column].dtype, np.number)

    def _arrow(self, column: int) -> str:
        """Return the direction of the order; Qt's own indicator is drawn over the text."""
        if self.state is None or self.state.sorted_by != column:
            return ""
        return " ↑" if self.state.ascending else " ↓"

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if self.is_number(column) else Qt.AlignmentFlag.AlignLeft


class SamplesTable(ListTable):
    """The table; Ctrl+C copies the selected rows, Enter sorts by the column of the current cell."""

    column_chosen = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as a spreadsheet takes it, and do what a click on a header does."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.column_chosen.emit(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, with the headers."""
        model = self.model()
        columns = range(model.columnCount())
        rows = sorted({index.row() for index in self.selectedIndexes()})
        lines = ["\t".join(str(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns)]
        lines += ["\t".join(str(model.index(row, c).data()) for c in columns) for row in rows]
        if rows:
            QGuiApplication.clipboard().setText("\n".join(lines))


class SamplesView(QWidget):
    """Draws a SamplesState; signals `sort_requested((column, ascending))`, `export_requested(what)`."""

    sort_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Samples")
        self._model = SamplesModel()
        self._fitted: tuple[str, ...] = ()
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.export = QPushButton("Export")
        self.export.setObjectName("menu")
        self.export.setAccessibleName("Export samples")
        self.menu = QMenu(self)
        self.empty = QLabel("No samples here. Click a cell of the matrix to list the samples in it.")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("quiet", True)
        self.table = SamplesTable(self._model, "Samples of the selection", lines=1.6)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFocusProxy(self.table)
        self._build()

    def _build(self) -> None:
        for what, text, explanation in EXPORTS:
            action = self.menu.addAction(text)
            action.setToolTip(explanation)
            action.triggered.connect(lambda _checked=False, what=what: self.export_requested.emit(what))
        self.menu.setToolTipsVisible(True)
        self.export.setMenu(self.menu)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        self._set_up_table()

    def _set_up_table(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._ask_to_sort)
        self.table.column_chosen.connect(self._ask_to_sort)

    def show_state(self, state: SamplesState | None) -> None:
        """List the samples; None: those that were listed are no longer the selected ones."""
        if state is self._model.state:
            return
        self.title.setText("" if state is None else state.title)
        self._model.show_state(state)
        if state is not None and state.headers != self._fitted:
            self._fitted = state.headers
            self._fit_columns(state)
        nothing = state is not None and len(state.rows) == 0
        self.empty.setVisible(nothing)
        self.table.setVisible(not nothing)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette)

    def _fit_columns(self, state: SamplesState) -> None:
        """Make room for what the first rows hold; looking at all of them would take too long."""
        metrics = self.fontMetrics()
        rows = range(min(_MEASURED_ROWS, len(state.rows)))
        for column, header in enumerate(state.headers):
            widths = [metrics.horizontalAdvance(state.text(row, column)) for row in rows]
            widest = max([metrics.horizontalAdvance(header + " ↑"), *widths])
            self.table.setColumnWidth(column, min(widest + 22, _WIDEST))
        # A text takes the rest of the width; a number far to the right would be read with no row.
        last = self._model.columnCount() - 1
        self.table.horizontalHeader().setStretchLastSection(not self._model.is_number(last))

    def _ask_to_sort(self, column: int) -> None:
        state = self._model.state
        if state is not None:
            ascending = not (state.sorted_by == column and state.ascending)
            self.sort_requested.emit((column, ascending))
