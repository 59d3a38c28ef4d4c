"""The Decide table's widget: drags of sliders, steps, keyboard."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from confmat_gui.gui.views.decide_cells import HANDLE, SliderScale, ThresholdCell, column_widths, weight_field
from confmat_gui.gui.views.decide_delegate import DecideDelegate
from confmat_gui.gui.views.decide_model import EDITABLE, PLAIN_FIELDS, DecideModel, Index
from confmat_gui.present.decide import DecideState
from confmat_gui.present.palette import Palette

FINE = 0.05
"""How much of the hand's way the handle goes while Shift is held."""


class DecideTable(QTableView):
    """One row per class. Left and right step the focused threshold, Tab walks from field to field."""

    drag_started = Signal(object)
    dragged = Signal(object)
    drag_finished = Signal(object)
    stepped = Signal(object)
    class_selected = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = DecideModel()
        self.delegate = DecideDelegate(self._model, self)
        self._dragged_row: int | None = None
        self._pointer = self._place = 0.0
        self._showing = False
        self._cost_letters = 0
        self.setModel(self._model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Thresholds, costs and figures of each class")
        self._set_up()

    def _set_up(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(26, round(self.fontMetrics().height() * 1.55)))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)

    def show_state(self, state: DecideState) -> None:
        """Show the rows; the selected class is brought into view when it becomes another one."""
        before = self._model.state.selected_class if self._model.state is not None else None
        self._showing = True
        try:
            anew = self._model.show_state(state)
            letters = len(state.longest_cost)
            if anew or letters > self._cost_letters:  # wider only: no width moves under a drag
                self._cost_letters = letters
                self._fit_columns()
            if anew:
                before = None
            if state.selected_class != before and state.selected_class is not None:
                self._go_to(state.selected_class)
        finally:
            self._showing = False

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.delegate.look = palette
        self.viewport().update()

    def _go_to(self, row: int) -> None:
        if self._dragged_row is not None or self.state() == QAbstractItemView.State.EditingState:
            return
        column = max(0, self.currentIndex().column())
        self.setCurrentIndex(self._model.index(row, column))
        self.scrollTo(self._model.index(row, column))

    def _fit_columns(self) -> None:
        state = self._model.state
        if state is not None and state.columns:
            for column, width in enumerate(column_widths(state, self.fontMetrics(), self.viewport().width())):
                self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._fit_columns()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Select the class of a row that was walked to with the keys."""
        super().currentChanged(current, previous)
        if not self._showing and current.isValid() and current.row() != previous.row():
            self._ask_for_class(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard; that Qt goes to the first row then is no choice of its class."""
        self._showing = True
        try:
            super().focusInEvent(event)
        finally:
            self._showing = False

    def _ask_for_class(self, row: int) -> None:
        if self._model.state is not None and self._model.state.selected_class != row:
            self.class_selected.emit(row)

    def threshold_cell(self, index: QModelIndex) -> ThresholdCell | None:
        """Return the parts of a threshold cell that can be moved, None for any other cell."""
        state = self._model.state
        if state is None or not state.thresholds_editable or self._model.key(index.column()) != "threshold":
            return None
        return ThresholdCell.inside(self.visualRect(index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grip a slider, take a step, open a field, or select a class."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        self.setCurrentIndex(index)
        self._ask_for_class(index.row())
        cell = self.threshold_cell(index)
        if cell is not None:
            self._press_threshold(cell, index, at)
        elif self._on_price(index, at):
            self.edit(index)

    def _on_price(self, index: QModelIndex, at: QPoint) -> bool:
        is_price = self._model.key(index.column()) in PLAIN_FIELDS
        return is_price and weight_field(self.visualRect(index)).contains(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take it as a second press: fast clicks on the steps all count."""
        self.mousePressEvent(event)

    def _press_threshold(self, cell: ThresholdCell, index: QModelIndex, at: QPoint) -> None:
        if cell.field.contains(at):
            self.edit(index)
        elif cell.higher.contains(at):
            self.stepped.emit((index.row(), 1))
        elif cell.lower.contains(at):
            self.stepped.emit((index.row(), -1))
        elif cell.slider.adjusted(-HANDLE - 4, 0, HANDLE + 4, 0).contains(at):
            self._start_drag(cell, index.row(), at.x())

    def _start_drag(self, cell: ThresholdCell, row: int, x: int) -> None:
        state = self._model.state
        assert state is not None
        self._dragged_row = row
        self.drag_started.emit(row)
        shown = math.nan if state.thresholds is None else float(state.thresholds[row])
        scale = SliderScale.of(state)
        handle = math.nan if math.isnan(shown) else cell.place(shown, scale)
        self._pointer, self._place = float(x), handle
        if not abs(handle - x) <= HANDLE + 3:
            self._place = float(x)
            self.dragged.emit((row, cell.value(x, scale)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the slider that is held; else show where there is one."""
        state = self._model.state
        if self._dragged_row is None or state is None:
            self._show_cursor(event.position().toPoint())
            return
        index = self._model.index(self._dragged_row, self._model.column("threshold"))
        cell = ThresholdCell.inside(self.visualRect(index))
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moved, self._pointer = event.position().x() - self._pointer, event.position().x()
        # The place is not held between the ends: a hand that went too far comes back the same way.
        self._place += moved * (FINE if fine else 1.0)
        self.dragged.emit((self._dragged_row, cell.value(self._place, SliderScale.of(state))))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the slider go."""
        if self._dragged_row is None:
            super().mouseReleaseEvent(event)
            return
        row, self._dragged_row = self._dragged_row, None
        self.drag_finished.emit(row)

    def _show_cursor(self, at: QPoint) -> None:
        index = self.indexAt(at)
        cell = self.threshold_cell(index) if index.isValid() else None
        shape = Qt.CursorShape.ArrowCursor
        if cell is not None and cell.slider.adjusted(-HANDLE, 0, HANDLE, 0).contains(at):
            shape = Qt.CursorShape.PointingHandCursor
        elif cell is not None and cell.field.contains(at):
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step the focused threshold when the mouse is on its slider; else scroll."""
        index = self.indexAt(event.position().toPoint())
        cell = self.threshold_cell(index) if index.isValid() and index == self.currentIndex() else None
        if cell is None or not self.hasFocus() or not cell.slider.contains(event.position().toPoint()):
            super().wheelEvent(event)
            return
        if event.angleDelta().y():
            self.stepped.emit((index.row(), 1 if event.angleDelta().y() > 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a step on a threshold, open a field with Enter, clear the selection with Escape."""
        index, key = self.currentIndex(), Qt.Key(event.key())
        on_threshold = index.isValid() and self.threshold_cell(index) is not None
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Plus: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Minus: -1}
        if key in steps and on_threshold:
            self.stepped.emit((index.row(), steps[key]))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            # The Enter that ends typing comes here too, while its field is still open.
            if self.state() != QAbstractItemView.State.EditingState:
                self._open_or_select(index)
        elif key == Qt.Key.Key_Escape:
            self._clear()
        else:
            super().keyPressEvent(event)

    def _clear(self) -> None:
        if self._model.state is not None and self._model.state.selected_class is not None:
            self.class_selected.emit(None)

    def _open_or_select(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self._ask_for_class(index.row())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next field of the row, and after the last one out of the table."""
        index = self.currentIndex()
        fields = [self._model.column(key) for key in EDITABLE if self._model.column(key) >= 0]
        ahead = [c for c in fields if (c > index.column() if forward else c < index.column())]
        if index.isValid() and ahead and self.hasFocus():
            self.setCurrentIndex(index.siblingAtColumn(ahead[0] if forward else ahead[-1]))
            return True
        return super().focusNextPrevChild(forward)
