"""What is selected, what has the keyboard focus, and where the view is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from confmat_gui.gui.views.heatmap_drawing import Drawing, DrawnItem
from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.gui.views.inks import ink
from confmat_gui.present.palette import Palette


class HeatmapMarks(DrawnItem):
    """Outlines cells, rows and columns, and shows which part of a zoomed matrix is visible."""

    def draw(self, painter: QPainter, drawing: Drawing) -> None:
        """Draw the outlines that are needed, above the cells."""
        layout, state, palette = drawing.layout, drawing.state, drawing.palette
        painter.save()
        seen = layout.grid if layout.aside is None else layout.grid.united(layout.aside)
        painter.setClipRect(seen.adjusted(-3, -3, 3, 3))
        if state.selected_class is not None and layout.n > 1:
            _outline(painter, _row_area(layout, state.selected_class), ink(palette.accent, 0.55), 1.0)
            _outline(painter, _column_area(layout, state.selected_class), ink(palette.accent, 0.55), 1.0)
        if state.selected_cell is not None:
            _outline(painter, layout.cell(*state.selected_cell), ink(palette.panel), 4.0)
            _outline(painter, layout.cell(*state.selected_cell), ink(palette.text), 2.0)
        if drawing.focused is not None:
            inside = layout.cell(*drawing.focused).adjusted(2, 2, -2, -2)
            _outline(painter, inside, ink(palette.panel), 3.0)
            _outline(painter, inside, ink(palette.accent), 1.5)
        painter.restore()
        _paint_scroll_places(painter, layout, palette)


def _row_area(layout: HeatLayout, row: int) -> QRectF:
    return layout.cell(row, 0).united(layout.cell(row, layout.n - 1)).adjusted(-1, -1, 0, 0)


def _column_area(layout: HeatLayout, column: int) -> QRectF:
    return layout.cell(0, column).united(layout.cell(layout.n - 1, column)).adjusted(-1, -1, 0, 0)


def _outline(painter: QPainter, area: QRectF, colour: QColor, width: float) -> None:
    small = area.width() < 4 or area.height() < 4
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(-1, -1, 1, 1) if small else area.adjusted(0, 0, -1, -1))


def _paint_scroll_places(painter: QPainter, layout: HeatLayout, palette: Palette) -> None:
    colour = ink(palette.muted, 0.7)
    width, height = layout.n * layout.cell_width, layout.n * layout.cell_height
    grid = layout.grid
    if width > grid.width() + 1:
        start, length = layout.left / width * grid.width(), grid.width() ** 2 / width
        painter.fillRect(QRectF(grid.left() + start, grid.bottom() + 1, max(8.0, length), 3), colour)
    if height > grid.height() + 1:
        start, length = layout.top / height * grid.height(), grid.height() ** 2 / height
        painter.fillRect(QRectF(grid.right() + 2, grid.top() + start, 3, max(8.0, length)), colour)
