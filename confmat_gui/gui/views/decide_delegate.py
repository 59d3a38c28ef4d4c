"""Paint and edit the cells of the Decide table."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from confmat_gui.gui.views.decide_cells import HANDLE, SliderScale, ThresholdCell, class_titles, weight_field
from confmat_gui.gui.views.decide_model import EDITABLE, PLAIN_FIELDS, DecideModel, header_side
from confmat_gui.gui.views.inks import class_paint, ink
from confmat_gui.gui.views.number_field import (
    NumberField,
    any_number,
    price,
    share_between_0_and_1,
    share_of_all,
)
from confmat_gui.gui.views.shown_names import shown_name
from confmat_gui.present.decide import DecideState
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import plain

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class DecideDelegate(QStyledItemDelegate):
    """Draws swatch, slider, fields and bars; signals typed numbers instead of writing them to the model."""

    threshold_typed = Signal(object)
    cost_weight_typed = Signal(object)
    share_typed = Signal(object)

    def __init__(self, model: DecideModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.look: Palette | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        state, look = self._model.state, self.look
        if state is None or look is None:
            return
        area: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        font: QFont = option.font
        focused = bool(flags & QStyle.StateFlag.State_HasFocus)
        key, row = self._model.key(index.column()), index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        if row == state.selected_class:
            painter.fillRect(area, ink(look.selected_row))
        if key == "threshold":
            _paint_threshold(painter, area, state, row, look, focused=focused)
        elif key == "class":
            _paint_class(painter, area, state, row, look)
        elif key in PLAIN_FIELDS:
            quiet = key == "prevalence" and not state.share_is_set(row)
            frame, text = weight_field(area), state.text(row, key)
            _paint_field(painter, frame, text, look, quiet=quiet, focused=focused)
        elif key == "share_of_cost":
            _paint_share(painter, area, float(state.share_of_cost[row]), look)
        else:
            painter.setPen(ink(look.text))
            painter.drawText(area.adjusted(8, 0, -10, 0), header_side(key) | _MIDDLE, state.text(row, key))
        if focused and key not in EDITABLE:
            _paint_focus(painter, QRectF(area), look)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a field that knows what can be typed."""
        state = self._model.state
        if self._model.key(index.column()) == "cost_weight":
            return NumberField(parent, price, may_be_empty=True)
        if self._model.key(index.column()) == "prevalence":
            return NumberField(parent, share_of_all, may_be_empty=True)
        shares = state is not None and len(state.classes) > 2 and not state.thresholds_absolute
        return NumberField(parent, share_between_0_and_1 if shares else any_number)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Lay the editor over the field that is drawn."""
        area: QRect = option.rect
        weight = self._model.key(index.column()) in PLAIN_FIELDS
        editor.setGeometry(weight_field(area) if weight else ThresholdCell.inside(area).field)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the number as it is; new figures never overwrite what is being typed."""
        state = self._model.state
        if state is None or not isinstance(editor, NumberField) or editor.isModified():
            return
        key = self._model.key(index.column())
        value = _number(state, index.row(), key)
        if key == "prevalence" and not math.isnan(value):
            editor.setText(f"{plain(100 * value)} %")
        else:
            editor.setText("" if math.isnan(value) else plain(value).replace("−", "-"))
        editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Ask for the number that was typed."""
        if not isinstance(editor, NumberField) or editor.fault or not editor.isModified():
            return
        key = self._model.key(index.column())
        if key == "cost_weight":
            self.cost_weight_typed.emit((index.row(), editor.value))
        elif key == "prevalence":
            self.share_typed.emit((index.row(), editor.value))
        elif editor.value is not None:
            self.threshold_typed.emit((index.row(), editor.value))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep the field open while Enter is pressed on something that is no number."""
        entered = isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if entered and isinstance(editor, NumberField) and editor.fault:
            return True
        return super().eventFilter(editor, event)


def _number(state: DecideState, row: int, key: str) -> float:
    if key == "cost_weight":
        return float(state.cost_weights[row])
    if key == "prevalence":
        return float(state.shares_set[row]) if row < len(state.shares_set) else math.nan
    return math.nan if state.thresholds is None else float(state.thresholds[row])


def _paint_class(painter: QPainter, area: QRect, state: DecideState, row: int, look: Palette) -> None:
    size = 11
    swatch = QRectF(area.left() + 10, area.center().y() - size / 2 + 0.5, size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(class_paint(look, row))
    painter.drawRoundedRect(swatch, 2, 2)
    font = painter.font()
    font.setBold(row == state.selected_class)
    painter.setFont(font)
    painter.setPen(ink(look.text))
    name = class_titles(state)[row]
    room = area.adjusted(30, 0, -4, 0)
    shown = shown_name(font, name, room.width(), class_titles(state))
    painter.drawText(room, _MIDDLE, shown)


def _paint_threshold(
    painter: QPainter, area: QRect, state: DecideState, row: int, look: Palette, *, focused: bool
) -> None:
    cell = ThresholdCell.inside(area)
    value = _number(state, row, "threshold")
    colour = class_paint(look, row) if state.thresholds_editable else ink(look.muted)
    x = None if math.isnan(value) else cell.place(value, SliderScale.of(state))
    _paint_slider(painter, cell, look, x, colour=colour, focused=focused)
    _paint_field(painter, cell.field, state.text(row, "threshold"), look, enabled=state.thresholds_editable)
    if state.thresholds_editable and x is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(look.muted))
        _paint_arrow(painter, QRectF(cell.higher), -1)
        _paint_arrow(painter, QRectF(cell.lower), 1)


def _paint_slider(
    painter: QPainter, cell: ThresholdCell, look: Palette, x: float | None, *, colour: QColor, focused: bool
) -> None:
    """Draw the groove, filled up to `x`, and the handle there; no handle where there is no threshold."""
    middle = cell.slider.center().y() + 0.5
    start = QPointF(cell.slider.left(), middle)
    painter.setPen(QPen(ink(look.border), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, QPointF(cell.slider.right(), middle))
    if x is None:
        return
    painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, QPointF(x, middle))
    if focused:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(look.accent, 0.25))
        painter.drawEllipse(QPointF(x, middle), HANDLE + 4, HANDLE + 4)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(ink(look.panel))
    painter.drawEllipse(QPointF(x, middle), HANDLE, HANDLE)


def _paint_arrow(painter: QPainter, area: QRectF, down: int) -> None:
    centre = area.center()
    painter.drawPolygon([
        QPointF(centre.x() - 4, centre.y() - 2 * down), QPointF(centre.x() + 4, centre.y() - 2 * down),
        QPointF(centre.x(), centre.y() + 2.5 * down),
    ])


def _paint_field(
    painter: QPainter, area: QRect, text: str, look: Palette, *, enabled: bool = True, quiet: bool = False,
    focused: bool = False,
) -> None:
    painter.setPen(QPen(ink(look.accent if focused else look.border), 1))
    painter.setBrush(ink(look.panel) if enabled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(ink(look.text if enabled and not quiet else look.muted))
    painter.drawText(area.adjusted(4, 0, -6, 0), Qt.AlignmentFlag.AlignRight | _MIDDLE, text)


def _paint_share(painter: QPainter, area: QRect, share: float, look: Palette) -> None:
    if math.isnan(share):
        return
    room = area.adjusted(8, 0, -10, 0)
    height = min(12, room.height() - 6)
    bar = QRectF(room.left(), room.center().y() - height / 2 + 0.5, max(1.0, room.width() * share), height)
    painter.fillRect(bar, ink(look.cost_bar))


def _paint_focus(painter: QPainter, area: QRectF, look: Palette) -> None:
    painter.setPen(QPen(ink(look.accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
