"""The column of samples without a decision: beside the classes, because it is none of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from confmat_gui.core.rules import NO_DECISION
from confmat_gui.gui.views.heatmap_cells import fitting_detail, paint_cell_text
from confmat_gui.gui.views.heatmap_drawing import Drawing, DrawnItem
from confmat_gui.gui.views.heatmap_layout import ASIDE_GAP
from confmat_gui.gui.views.heatmap_picture import positions, strongest
from confmat_gui.gui.views.inks import cell_colours, ink, scaled_font, text_width

_WORDS = NO_DECISION.split()
_SMALL = 0.92


def aside_width(font: QFont) -> float:
    """Return the width that the heading needs, one word a line."""
    return max(text_width(scaled_font(font, _SMALL), word) for word in _WORDS) + 8


class HeatmapAside(DrawnItem):
    """Draws the column of no decision for the visible rows, where the state has one."""

    def draw(self, painter: QPainter, drawing: Drawing) -> None:
        """Draw a line, the heading, and the cells with the texts that fit."""
        strip = drawing.layout.aside
        if strip is None or not drawing.state.abstains:
            return
        _paint_heading(painter, drawing, strip)
        painter.save()
        painter.setClipRect(strip)
        if drawing.layout.cell_height < 1:
            _paint_blocks(painter, drawing, strip)
        else:
            _paint_cells(painter, drawing)
        painter.restore()


def _paint_heading(painter: QPainter, drawing: Drawing, strip: QRectF) -> None:
    palette, font = drawing.palette, scaled_font(drawing.font, _SMALL)
    line = QFontMetricsF(font).height()
    painter.setFont(font)
    painter.setPen(ink(palette.muted))
    top = drawing.layout.header.bottom() - line * len(_WORDS)
    for number, word in enumerate(_WORDS):
        area = QRectF(strip.left() - 4, top + number * line, strip.width() + 8, line)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, word)
    painter.setPen(QPen(ink(palette.muted, 0.6), 1, Qt.PenStyle.DotLine))
    x = round(strip.left() - ASIDE_GAP / 2) + 0.5
    painter.drawLine(round(x), round(strip.top()), round(x), round(strip.bottom()))


def _paint_cells(painter: QPainter, drawing: Drawing) -> None:
    layout, state, palette = drawing.layout, drawing.state, drawing.palette
    rows, column = layout.rows(), layout.n
    places = positions(state.intensity[rows.start : rows.stop, column], diverging=state.diverging).tolist()
    paints, inks = cell_colours(palette, diverging=state.diverging)
    hatch = QBrush(ink(palette.muted, 0.35), Qt.BrushStyle.BDiagPattern)
    gap = 1.0 if layout.cell_height >= 8 else 0.0
    detail = fitting_detail(layout, state, drawing.font)
    if detail is None:
        own = replace(layout, cell_width=layout.cell(0, column).width())
        detail = fitting_detail(own, state, drawing.font)
    for row, place in zip(rows, places, strict=True):
        cell = layout.cell(row, column)
        area = cell.adjusted(0, 0, -gap, -gap)
        painter.fillRect(area, paints[place] if place >= 0 else ink(palette.panel))
        if place < 0 and gap:
            painter.fillRect(area, hatch)
        if detail is not None:
            lines = (state.main_text(row, column), state.second_text(row, column))
            paint_cell_text(painter, cell, lines, detail, inks[place] if place >= 0 else ink(palette.muted))


def _paint_blocks(painter: QPainter, drawing: Drawing, strip: QRectF) -> None:
    """Draw rows lower than a pixel: of those that share one the strongest is shown, as in the picture."""
    layout, state, palette = drawing.layout, drawing.state, drawing.palette
    rows = layout.rows()
    paints, _ = cell_colours(palette, diverging=state.diverging)
    part = state.intensity[rows.start : rows.stop, layout.n :]
    seen = strongest(part, int(strip.height()), axis=0, both_ways=state.diverging)
    lines = positions(seen, diverging=state.diverging)[:, 0].tolist()
    for number, place in enumerate(lines):
        if place >= 0:
            painter.fillRect(QRectF(strip.left(), strip.top() + number, strip.width(), 1.0), paints[place])
