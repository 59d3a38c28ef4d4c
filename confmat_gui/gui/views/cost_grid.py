"""The prices of up to some thirty classes as cells: what they say and how they look."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from confmat_gui.gui.views.inks import ink, name_ink
from confmat_gui.gui.views.number_field import NumberField, any_number
from confmat_gui.gui.views.shown_names import shown_name
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FAINTEST = 0.14
"""The smallest price still shows that it is one."""


class CostModel(QAbstractTableModel):
    """K x K prices, rows = true class, columns = predicted class; or one column more for no decision."""

    def __init__(self) -> None:
        super().__init__()
        self.state: CostState | None = None
        self.look: Palette | None = None
        self.editable = True
        self.name_room = math.inf
        """Pixels that the name of a column has."""

    def show_state(self, state: CostState | None) -> None:
        """Show other prices, or none."""
        same = self.state is not None and state is not None and self.state.columns == state.columns
        if not same:
            self.beginResetModel()
        self.state = state
        if not same:
            self.endResetModel()
        elif state is not None and state.classes:
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
        name = self.state.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            short = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
            return shown_name(QFont(), name, self.name_room, self.state.columns) if short else name
        if role == Qt.ItemDataRole.ToolTipRole:
            kind = "predicted" if orientation == Qt.Orientation.Horizontal else "true"
            return "left without a decision" if abstaining else f"{kind} {self.state.classes[section]}"
        if role == Qt.ItemDataRole.ForegroundRole and self.look is not None:
            return ink(self.look.muted) if abstaining else name_ink(self.look, section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER
        return None

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Every price can be typed, but not in a preview."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable else flags


class CostDelegate(QStyledItemDelegate):
    """Draws prices: the redder the dearer, gains in blue, what costs nothing quietly."""

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
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_price(painter, area, state, (row, column), look)
        if flags & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, ink(look.accent, 0.12))
        if column == len(state.classes):
            painter.setPen(QPen(ink(look.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(area.topLeft(), area.bottomLeft())
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


def paint_price(
    painter: QPainter, area: QRect, state: CostState, cell: tuple[int, int], look: Palette
) -> None:
    """Draw ground and number of one price."""
    price = float(state.costs[cell])
    if price and state.greatest > 0:
        strength = FAINTEST + (1 - FAINTEST) * abs(price) / state.greatest
        painter.fillRect(area, ink(look.cost_bar if price > 0 else look.bar, strength))
    painter.setPen(ink(look.text if state.priced and price else look.muted))
    painter.drawText(area.adjusted(4, 0, -8, 0), NUMBER, texts.plain(price))
