"""The surface of the heatmap: a pyqtgraph view of the cells that answers mouse and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy

from confmat_gui.gui.views.heatmap_drawing import Drawing
from confmat_gui.gui.views.heatmap_edges import text_sizes
from confmat_gui.gui.views.heatmap_layout import HeatLayout, TextSizes, lay_out
from confmat_gui.gui.views.heatmap_plot import HeatmapPlot
from confmat_gui.gui.views.inks import ink
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette

if TYPE_CHECKING:  # pyqtgraph has no types; its class is Qt's with more methods
    from PySide6.QtWidgets import QGraphicsView as GraphicsView
else:
    from pyqtgraph import GraphicsView

_MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}
_ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}


class HeatmapCanvas(GraphicsView):
    """Draws a MatrixState; wheel zooms, a drag moves, arrow keys walk over the cells."""

    cell_selected = Signal(object)
    class_selected = Signal(object)
    menu_requested = Signal(object, object)
    """((true, predicted), place on the screen): what can be done about a cell is asked for."""
    zoom_changed = Signal(object)
    """Whether a part of the matrix is hidden."""

    _state: MatrixState | None = None  # pyqtgraph sends a resize before it has made the view

    def __init__(self) -> None:
        super().__init__()
        self._palette: Palette | None = None
        self._sizes: TextSizes | None = None
        self._whole: HeatLayout | None = None
        self._layout: HeatLayout | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._focus_marked = True
        self.focused_cell: tuple[int, int] | None = None
        self._plot = HeatmapPlot(self)
        self._plot.box.box.sigRangeChanged.connect(self._follow_range)
        self.card = TooltipCard(self)
        self._undo_defaults()
        self.setAccessibleName("Confusion matrix")

    def _undo_defaults(self) -> None:
        self.setInteractive(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        # All items change together.
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(QSize(240, 96))

    def sizeHint(self) -> QSize:
        """Ask for no more than is needed; a graphics view asks for what it has."""
        return self.minimumSize()

    def show_state(self, state: MatrixState) -> None:
        """Draw another matrix; zoom and focus stay while the classes stay."""
        before, self._state = self._state, state
        others = before is None or before.classes != state.classes
        if others:
            self.focused_cell = None
        if others or before is None or _around(before) != _around(state):
            self._sizes = None
        if self.focused_cell is not None and self.focused_cell[1] >= len(state.columns):
            self.focused_cell = None
        if state.selected_cell is not None and state.selected_cell != self.focused_cell:
            self.focused_cell = state.selected_cell
        self._place()
        if others:
            self.show_all()
        self.setAccessibleName(f"{state.title}, {len(state.classes)} classes; arrow keys walk over the cells")
        self._describe()
        if self.card.isVisible():
            self._explain(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self._draw()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.card.set_palette(palette)
        self.setBackgroundBrush(ink(palette.panel))
        self._draw()

    def is_zoomed(self) -> bool:
        """Return whether a part of the matrix is hidden."""
        return self._plot.box.is_zoomed()

    def show_all(self) -> None:
        """Show the whole matrix again."""
        if self._state is not None and self._state.classes:
            self._plot.box.show_all(len(self._state.classes))

    def layout_now(self) -> HeatLayout | None:
        """Return the places at the present size and zoom; None while there is nothing to show."""
        if self._layout is None and self._whole is not None:
            self._layout = self._whole.part(self._plot.box.visible())
        return self._layout

    def mark_focus(self, *, on: bool) -> None:
        """Draw the mark of the keyboard focus, or leave it out of a picture."""
        self._focus_marked = on
        self._draw()

    def _place(self) -> None:
        """Lay out anew, after a change of size, font or names."""
        self._whole = self._layout = None
        if self._state is not None and self._state.classes:
            self._sizes = self._sizes or text_sizes(self.font(), self._state)
            self._whole = lay_out(QRectF(self.viewport().rect()), len(self._state.classes), self._sizes)
            self._plot.box.place(self._whole)

    def _follow_range(self) -> None:
        self._layout = None
        self.zoom_changed.emit(self.is_zoomed())
        self._draw()

    def _draw(self) -> None:
        layout = self.layout_now()
        if layout is None or self._state is None or self._palette is None:
            self._plot.clear()
            return
        focused = self.focused_cell if self._focus_marked and self.hasFocus() else None
        drawing = Drawing(layout, self._state, self._palette, self.font(), focused)
        self._plot.draw(drawing, QRectF(self.viewport().rect()), self.devicePixelRatioF())

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen of another resolution, on which a picture has other pixels."""
        handled = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw()
        return handled

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._state is not None:
            self._sizes = None
            self._place()
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        if self._state is not None:
            self._place()
            self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a move of the matrix begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the zoomed matrix, or explain the cell under the mouse."""
        if self._pressed is None:
            self._explain(event.position())
            return
        moved = event.position() - self._pressed
        if not self._dragging and moved.manhattanLength() < QApplication.startDragDistance():
            return
        layout = self.layout_now()
        if layout is not None and self.is_zoomed():
            self._dragging = True
            self.card.hide()
            self._pressed = event.position()
            self._plot.box.move(layout, moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the cell or the class that was clicked."""
        clicked = self._pressed is not None and not self._dragging
        self._pressed, self._dragging = None, False
        layout = self.layout_now()
        if not clicked or layout is None:
            return
        cell = layout.cell_at(event.position())
        name = layout.name_at(event.position())
        if cell is not None:
            self.focused_cell = cell
            self.cell_selected.emit(cell)
        elif name is not None:
            self.class_selected.emit(name)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Clear the selection."""
        self._pressed = None
        self._clear()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what can be done about the cell under the mouse, or the focused one where a key was pressed."""
        layout = self.layout_now()
        if layout is None:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        cell = self.focused_cell if by_key else layout.cell_at(QPointF(event.pos()))
        if cell is None:
            event.ignore()
            return
        self._ask_for_menu(cell)
        event.accept()

    def _ask_for_menu(self, cell: tuple[int, int]) -> None:
        layout = self.layout_now()
        if layout is not None:
            self.card.hide()
            self.focused_cell = cell
            self._describe()
            self._draw()
            at = layout.cell(*cell).center().toPoint()
            self.menu_requested.emit(cell, self.viewport().mapToGlobal(at))

    def leaveEvent(self, _event: QEvent) -> None:
        """Take the card away."""
        self.card.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; with Shift, scroll sideways, with Ctrl or Alt, up and down."""
        layout = self.layout_now()
        delta = event.angleDelta()
        if layout is None or delta.isNull():
            return
        steps = (delta.y() or delta.x()) / 120
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._plot.box.move(layout, 60 * steps, 0)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self._plot.box.move(layout, 0, 60 * steps)
        else:
            self._plot.box.zoom(layout, 1.25**steps, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the focus, Enter selects, Escape clears, F opens the menu, + - and 0 zoom."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move_focus(*_MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.focused_cell is not None:
            self.cell_selected.emit(self.focused_cell)
        elif key == Qt.Key.Key_Escape:
            self._clear()
        elif key == Qt.Key.Key_F and self.focused_cell is not None:
            self._ask_for_menu(self.focused_cell)
        elif key in _ZOOMS:
            self._zoom_by_key(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            event.ignore()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Begin at the selected or the first cell."""
        if self.focused_cell is None and self._state is not None and self._state.classes:
            self.focused_cell = (0, 0)
            self._describe()
        self._draw()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Draw without the mark of the focus."""
        self._draw()

    def _zoom_by_key(self, factor: float) -> None:
        layout = self.layout_now()
        if layout is not None:
            middle = layout.cell(*self.focused_cell).center() if self.focused_cell else layout.grid.center()
            self._plot.box.zoom(layout, factor, middle)

    def _clear(self) -> None:
        if self._state is None:
            return
        if self._state.selected_cell is not None:
            self.cell_selected.emit(None)
        elif self._state.selected_class is not None:
            self.class_selected.emit(None)
        elif self.is_zoomed():
            self.show_all()

    def _move_focus(self, down: int, right: int) -> None:
        if self._state is None or not self._state.classes:
            return
        last, last_column = len(self._state.classes) - 1, len(self._state.columns) - 1
        true, pred = self.focused_cell or (0, 0)
        self.focused_cell = (min(max(true + down, 0), last), min(max(pred + right, 0), last_column))
        layout = self.layout_now()
        if layout is not None and self.is_zoomed():
            self._plot.box.bring_in(layout, *self.focused_cell)
        self._describe()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleDescription()))
        self._draw()

    def _describe(self) -> None:
        if self._state is not None and self.focused_cell is not None:
            self.setAccessibleDescription(", ".join(self._state.sentence(*self.focused_cell)))

    def _explain(self, at: QPointF) -> None:
        layout = self.layout_now()
        if layout is None or self._state is None:
            self.card.hide()
            return
        cell, name = layout.cell_at(at), layout.name_at(at)
        if cell is not None:
            self.card.show_lines(self._state.sentence(*cell), at.toPoint())
        else:
            # The name as a whole: long ones are shortened, and of many only every n-th is written.
            self.card.show_lines(() if name is None else (self._state.classes[name],), at.toPoint())


def _around(state: MatrixState) -> tuple[str, str, bool]:
    """Return what the room around the cells depends on, beside the classes."""
    return state.low_text, state.high_text, state.abstains
