"""The grid of prices: model, painting, copy and paste."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from confmat_gui.gui.views.inks import ink, name_ink
from confmat_gui.gui.views.number_field import NumberField, any_number
from confmat_gui.gui.views.pasting import prices_from_text
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CostModel(QAbstractTableModel):
    """K x K prices, rows = true class, columns = predicted class; or one column more for no decision."""

    def __init__(self) -> None:
        super().__init__()
        self.state: CostState | None = None
        self.look: Palette | None = None

    def show_state(self, state: CostState) -> None:
        """Show other prices."""
        same = self.state is not None and self.state.columns == state.columns
        if not same:
            self.beginResetModel()
        self.state = state
        if not same:
            self.endResetModel()
        elif state.classes:
            last = self.index(len(state.classes) - 1, len(state.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each true class."""
        return 0 if self.state is None or parent.isValid() else len(self.state.classes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each predicted class, and one for no decision where that has a price."""
        return 0 if self.state is None or parent.isValid() else len(self.state.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Price of a cell, and the sentence that says what it means."""
        if self.state is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.plain(float(self.state.costs[index.row(), index.column()]))
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.state.sentence(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Class names in their colours; no decision quietly, because it is no class."""
        if self.state is None or section >= len(self.state.columns):
            return None
        abstaining = section == len(self.state.classes)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.state.columns[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            kind = "predicted" if orientation == Qt.Orientation.Horizontal else "true"
            return "left without a decision" if abstaining else f"{kind} {self.state.classes[section]}"
        if role == Qt.ItemDataRole.ForegroundRole and self.look is not None:
            return ink(self.look.muted) if abstaining else name_ink(self.look, section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _NUMBER
        return None

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Every price can be typed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


class CostDelegate(QStyledItemDelegate):
    """Draws prices on a ground that is the redder the more the cell costs altogether."""

    typed = Signal(object)

    def __init__(self, model: CostModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        state, look = self._model.state, self._model.look
        if state is None or look is None:
            return
        area: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        row, column = index.row(), index.column()
        most = float(np.nanmax(state.contribution))
        share = float(state.contribution[row, column]) / most if most > 0 else 0.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if share > 0:
            painter.fillRect(area, ink(look.cost_bar, min(1.0, 0.12 + 0.88 * share)))
        if flags & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, ink(look.accent, 0.12))
        if column == len(state.classes):
            painter.setPen(QPen(ink(look.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(area.topLeft(), area.bottomLeft())
        quiet = not state.priced or state.costs[row, column] == 0
        painter.setPen(ink(look.muted if quiet else look.text))
        text = texts.plain(float(state.costs[row, column]))
        painter.drawText(area.adjusted(6, 0, -10, 0), _NUMBER, text)
        if state.selected_cell == (row, column) or flags & QStyle.StateFlag.State_HasFocus:
            colour = look.accent if flags & QStyle.StateFlag.State_HasFocus else look.text
            painter.setPen(QPen(ink(colour), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1, 1, -2, -2))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """Open a field for a price; a gain is a negative one."""
        return NumberField(parent, any_number)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the price as it is."""
        if self._model.state is not None and isinstance(editor, NumberField) and not editor.isModified():
            price = float(self._model.state.costs[index.row(), index.column()])
            editor.setText(texts.plain(price).replace(texts.MINUS, "-"))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Ask for the price that was typed."""
        if isinstance(editor, NumberField) and editor.isModified() and editor.value is not None:
            self.typed.emit((index.row(), index.column(), editor.value))


class CostTable(QTableView):
    """The grid.

    Signals: `cell_entered((i, j))`, `pasted(rows)`, `paste_failed(text)`, `typed((i, j, value))`.
    """

    cell_entered = Signal(object)
    focused = Signal()
    pasted = Signal(object)
    paste_failed = Signal(object)
    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
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
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.8))
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance(self.corner.text()) + 20)
        self.horizontalHeader().setMinimumHeight(round(self.fontMetrics().height() * 1.8))

    def show_state(self, state: CostState) -> None:
        """Show the prices and the selected cell."""
        before = self.grid.state
        self._showing = True
        try:
            self.grid.show_state(state)
            if before is None or before.columns != state.columns:
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
        longest = sorted(state.columns, key=len)[-10:]
        widest = max((self.fontMetrics().horizontalAdvance(name) for name in longest), default=0)
        width = min(max(widest + 24, 74), 150)
        self.horizontalHeader().setDefaultSectionSize(width)
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
        """Put the selected prices, or all, on the clipboard."""
        state = self.grid.state
        if state is None:
            return
        chosen = self.selectedIndexes()
        rows, columns = list(range(len(state.classes))), list(range(len(state.columns)))
        if len(chosen) > 1:
            rows = sorted({index.row() for index in chosen})
            columns = sorted({index.column() for index in chosen})
        lines = ["\t".join(f"{state.costs[row, column]:.15g}" for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Ask for the prices on the clipboard: a whole matrix, or a part of it from the current cell on."""
        if self.grid.state is None:
            return
        index = self.currentIndex()
        start = (index.row(), index.column()) if index.isValid() else (0, 0)
        try:
            rows = prices_from_text(QGuiApplication.clipboard().text(), self.grid.state, start)
        except ValueError as error:
            self.paste_failed.emit(str(error))
        else:
            self.pasted.emit(rows)
