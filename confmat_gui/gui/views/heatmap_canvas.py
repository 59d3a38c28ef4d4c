"""The surface of the heatmap: one widget that paints what is visible and answers mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from confmat_gui.gui.views.heatmap_cells import CellPainter
from confmat_gui.gui.views.heatmap_edges import paint_edges, paint_marks
from confmat_gui.gui.views.heatmap_layout import (
    HeatLayout,
    TextSizes,
    Zoom,
    lay_out,
    scrolled,
    showing,
    zoomed,
)
from confmat_gui.gui.views.inks import ink, scaled_font, text_width
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette

_MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}
_ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}


class HeatmapCanvas(QWidget):
    """Draws a MatrixState; wheel zooms, a drag moves, arrow keys walk over the cells."""

    cell_selected = Signal(object)
    class_selected = Signal(object)
    zoom_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state: MatrixState | None = None
        self._palette: Palette | None = None
        self._zoom = Zoom()
        self._sizes: TextSizes | None = None
        self._layout: HeatLayout | None = None
        self._cells = CellPainter()
        self._pressed: QPointF | None = None
        self._dragging = False
        self.focused_cell: tuple[int, int] | None = None
        self.card = TooltipCard(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(240, 150))
        self.setAccessibleName("Confusion matrix")

    def show_state(self, state: MatrixState) -> None:
        """Draw another matrix; zoom and focus stay while the classes stay."""
        if self._state is None or self._state.classes != state.classes:
            self._zoom = Zoom()
            self.focused_cell = None
            self._sizes = None
        self._state = state
        self._layout = None
        if state.selected_cell is not None and state.selected_cell != self.focused_cell:
            self.focused_cell = state.selected_cell
        self.setAccessibleName(f"{state.title}, {len(state.classes)} classes; arrow keys walk over the cells")
        self._describe()
        if self.card.isVisible():
            self._explain(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.card.set_palette(palette)
        self.update()

    @property
    def zoom(self) -> Zoom:
        """Part of the matrix that is visible."""
        return self._zoom

    def show_all(self) -> None:
        """Show the whole matrix again."""
        self._set_zoom(Zoom())

    def layout_now(self) -> HeatLayout | None:
        """Return the places at the present size; None while there is nothing to show."""
        if self._state is None or not self._state.classes:
            return None
        if self._layout is None:
            n_classes = len(self._state.classes)
            self._layout = lay_out(QRectF(self.rect()), n_classes, self._text_sizes(), self._zoom)
        return self._layout

    def _text_sizes(self) -> TextSizes:
        assert self._state is not None
        if self._sizes is None:
            bold = scaled_font(self.font(), 0.95, bold=True)
            longest = sorted(self._state.classes, key=len)[-20:]
            widest = max(text_width(bold, name) for name in longest)
            ends = (self._state.low_text, self._state.high_text, "100 %")
            scale = max(text_width(self.font(), text) for text in ends)
            self._sizes = TextSizes(QFontMetricsF(bold).height(), widest, scale, min(widest + 6, 52.0))
        return self._sizes

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        if event.type() == QEvent.Type.FontChange:
            self._sizes = self._layout = None
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw cells, edges and marks."""
        layout = self.layout_now()
        if layout is None or self._state is None or self._palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), ink(self._palette.panel))
            self._cells.paint(painter, layout, self._state, self._palette, self.font())
            paint_edges(painter, layout, self._state, self._palette, self.font())
            focused = self.focused_cell if self.hasFocus() else None
            paint_marks(painter, layout, self._state, self._palette, focused)
        finally:
            painter.end()

    def resizeEvent(self, _event: QEvent) -> None:
        """Lay out anew."""
        self._layout = None

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
        if layout is not None and self._zoom.factor > 1:
            self._dragging = True
            self.card.hide()
            self._pressed = event.position()
            self._set_zoom(scrolled(layout, self._zoom, moved.x(), moved.y()))

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
            self._set_zoom(scrolled(layout, self._zoom, 60 * steps, 0))
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self._set_zoom(scrolled(layout, self._zoom, 0, 60 * steps))
        else:
            self._set_zoom(zoomed(layout, self._zoom, 1.25**steps, event.position()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the focus, Enter selects, Escape clears, + and - zoom, 0 shows all."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move_focus(*_MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.focused_cell is not None:
            self.cell_selected.emit(self.focused_cell)
        elif key == Qt.Key.Key_Escape:
            self._clear()
        elif key in _ZOOMS:
            self._zoom_by_key(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Begin at the selected or the first cell."""
        if self.focused_cell is None and self._state is not None and self._state.classes:
            self.focused_cell = (0, 0)
            self._describe()
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Draw without the mark of the focus."""
        self.update()

    def _zoom_by_key(self, factor: float) -> None:
        layout = self.layout_now()
        if layout is not None:
            middle = layout.cell(*self.focused_cell).center() if self.focused_cell else layout.grid.center()
            self._set_zoom(zoomed(layout, self._zoom, factor, middle))

    def _set_zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom if zoom.factor > 1 else Zoom()
        self._layout = None
        self.zoom_changed.emit(self._zoom)
        self.update()

    def _clear(self) -> None:
        if self._state is None:
            return
        if self._state.selected_cell is not None:
            self.cell_selected.emit(None)
        elif self._state.selected_class is not None:
            self.class_selected.emit(None)
        elif self._zoom.factor > 1:
            self.show_all()

    def _move_focus(self, down: int, right: int) -> None:
        if self._state is None or not self._state.classes:
            return
        last = len(self._state.classes) - 1
        true, pred = self.focused_cell or (0, 0)
        self.focused_cell = (min(max(true + down, 0), last), min(max(pred + right, 0), last))
        layout = self.layout_now()
        if layout is not None and self._zoom.factor > 1:
            self._set_zoom(showing(layout, self._zoom, *self.focused_cell))
        self._describe()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleDescription()))
        self.update()

    def _describe(self) -> None:
        if self._state is not None and self.focused_cell is not None:
            self.setAccessibleDescription(", ".join(self._state.sentence(*self.focused_cell)))

    def _explain(self, at: QPointF) -> None:
        layout = self.layout_now()
        cell = layout.cell_at(at) if layout is not None else None
        if cell is None or self._state is None:
            self.card.hide()
        else:
            self.card.show_lines(self._state.sentence(*cell), at.toPoint())
