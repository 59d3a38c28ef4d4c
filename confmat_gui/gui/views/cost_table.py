"""The grid of prices: keys, copy and paste."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView

from confmat_gui.gui.views.cost_grid import CostDelegate, CostModel, Index
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState

WIDEST = 150
_BESIDE_NAME = 18
MEASURED = 10
"""So many of the longest names, and of the longest prices, are measured."""


class CostTable(QTableView):
    """The grid.

    Signals: `cell_entered((i, j))`, `pasted((text, (i, j)))`, `typed((i, j, value))`, `focused()`.
    """

    cell_entered = Signal(object)
    focused = Signal()
    pasted = Signal(object)
    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cost_grid")
        self.grid = CostModel()
        self._showing = False
        self._delegate = CostDelegate(self.grid, self)
        self._delegate.typed.connect(self.typed)
        self.setModel(self.grid)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("Prices: rows are the true class, columns the predicted one")
        self.corner = QLabel("true ↓  predicted →", self)
        self.corner.setProperty("quiet", True)
        self.corner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = round(self.fontMetrics().height() * 1.5)
        self.verticalHeader().setDefaultSectionSize(line)
        self.verticalHeader().setMinimumWidth(
            self.fontMetrics().horizontalAdvance(self.corner.text()) + 20
        )
        self.horizontalHeader().setMinimumHeight(line)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def show_state(self, state: CostState | None) -> None:
        """Show prices, with the cell that is selected everywhere; None: nothing."""
        before = self.grid.state
        self._showing = True
        try:
            self.grid.show_state(state)
            if state is None:
                return
            self._fit_columns(state)
            if before is None or before.selected_cell != state.selected_cell:
                self._go_to(state.selected_cell)
        finally:
            self._showing = False

    def _go_to(self, cell: tuple[int, int] | None) -> None:
        if cell is None or cell[1] >= self.grid.columnCount():  # no decision may have no price
            return
        if self.state() != QAbstractItemView.State.EditingState:
            self.setCurrentIndex(self.grid.index(*cell))

    def _fit_columns(self, state: CostState) -> None:
        """Give a few classes room for their names, and many no more than their prices need."""
        metrics, many = self.fontMetrics(), len(state.classes) > MEASURED
        prices = {texts.plain(float(value)) for value in state.costs.ravel().tolist()}
        shown = sorted(prices, key=len)[-MEASURED:]
        if not many:
            shown += sorted(state.columns, key=len)[-MEASURED:]
        widest = max((metrics.horizontalAdvance(text) for text in shown), default=0)
        width = min(max(widest + 24, 48 if many else 74), WIDEST)
        self.horizontalHeader().setDefaultSectionSize(width)
        self.grid.name_room = width - _BESIDE_NAME
        # Few classes need little room; the words that explain the prices then stand near them.
        self.setMaximumWidth(self.verticalHeader().sizeHint().width() + len(state.columns) * width + 90)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first cell, or where it was left; to look at prices is not to select a cell."""
        self._showing = True
        try:
            super().focusInEvent(event)
            if not self.currentIndex().isValid() and self.grid.state is not None:
                self.setCurrentIndex(self.grid.index(0, 0))
        finally:
            self._showing = False
        self.focused.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which cell was entered."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._showing:
            self.cell_entered.emit((current.row(), current.column()))

    def updateGeometries(self) -> None:
        """Keep the words in the corner."""
        super().updateGeometries()
        self.corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and paste as in a spreadsheet; Delete sets a price to 0."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.typed.emit((index.row(), index.column(), 0.0))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            # The Enter that ends typing comes here too, while its field is still open.
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected prices on the clipboard, or all with the names of their classes."""
        state = self.grid.state
        if state is None:
            return
        chosen = self.selectedIndexes()
        rows, columns = range(len(state.classes)), range(len(state.columns))
        whole = len(chosen) in {0, 1, len(rows) * len(columns)}
        if not whole:
            places = [index.row() for index in chosen], [index.column() for index in chosen]
            rows, columns = (range(min(each), max(each) + 1) for each in places)
        QGuiApplication.clipboard().setText(state.written(rows, columns, named=whole))

    def paste(self) -> None:
        """Ask for the prices on the clipboard: a whole matrix, or a part of it from the current cell on."""
        if self.grid.state is None:
            return
        index = self.currentIndex()
        start = (index.row(), index.column()) if index.isValid() else (0, 0)
        self.pasted.emit((QGuiApplication.clipboard().text(), start))
