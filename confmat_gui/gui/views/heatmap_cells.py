"""The cells of a matrix and their texts, with as much detail as there is room for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter

from confmat_gui.gui.views.heatmap_drawing import Drawing, DrawnItem
from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.gui.views.heatmap_picture import positions
from confmat_gui.gui.views.inks import cell_colours, ink, scaled_font
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette


class HeatmapCells(DrawnItem):
    """Draws the visible cells of a matrix; lives in columns and rows, as one item."""

    def draw(self, painter: QPainter, drawing: Drawing) -> None:
        """Draw rectangles, and the texts that fit."""
        layout, state, palette = drawing.layout, drawing.state, drawing.palette
        places = _visible_positions(layout, state)
        _paint_rectangles(painter, layout, places, palette, diverging=state.diverging)
        _paint_texts(painter, drawing, places)


def _visible_positions(layout: HeatLayout, state: MatrixState) -> list[list[int]]:
    """Return where on the colour scale the visible cells lie, row by row."""
    rows, columns = layout.rows(), layout.columns()
    part = state.intensity[rows.start : rows.stop, columns.start : columns.stop]
    found: list[list[int]] = positions(part, diverging=state.diverging).tolist()
    return found


def _paint_rectangles(
    painter: QPainter, layout: HeatLayout, places: list[list[int]], palette: Palette, *, diverging: bool
) -> None:
    paints, _ = cell_colours(palette, diverging=diverging)
    gap = 1.0 if layout.cell_height >= 8 else 0.0
    empty = ink(palette.panel)
    hatch = QBrush(ink(palette.muted, 0.35), Qt.BrushStyle.BDiagPattern)
    edges = [(layout.column_edge(at), layout.column_edge(at + 1)) for at in layout.columns()]
    for row, along in zip(layout.rows(), places, strict=True):
        top = layout.row_edge(row)
        height = layout.row_edge(row + 1) - top - gap
        for (left, right), place in zip(edges, along, strict=True):
            area = QRectF(left, top, right - left - gap, height)
            painter.fillRect(area, paints[place] if place >= 0 else empty)
            if place < 0 and gap:
                painter.fillRect(area, hatch)


@dataclass(frozen=True)
class Detail:
    """Which texts fit into a cell, and in which fonts."""

    main: QFont
    second: QFont | None


def fitting_detail(layout: HeatLayout, state: MatrixState, font: QFont) -> Detail | None:
    """Return the fonts of the texts that fit, None where not even the first line does."""
    base = QFontMetricsF(font)
    texts = _widest_texts(state)
    wanted = min(max(layout.cell_height * 0.19 / base.height() * 1.25, 0.72), 1.9)
    for factor in dict.fromkeys((wanted, min(wanted, 1.0), 0.85, 0.72)):
        main = scaled_font(font, factor, bold=True)
        second = scaled_font(font, max(factor * 0.82, 0.68))
        if not _fits(main, texts[0], layout):
            continue
        both = QFontMetricsF(main).height() + QFontMetricsF(second).height()
        if both <= layout.cell_height - 4 and _fits(second, texts[1], layout):
            return Detail(main, second)
        if factor <= 1.0:
            return Detail(main, None)
    return None


def _fits(font: QFont, text: str, layout: HeatLayout) -> bool:
    metrics = QFontMetricsF(font)
    room_width, room_height = layout.cell_width - 5, layout.cell_height - 1
    return metrics.horizontalAdvance(text) <= room_width and metrics.ascent() <= room_height


def _widest_texts(state: MatrixState) -> tuple[str, str]:
    """Return the longest first and second line, judged by the largest numbers rather than by every text."""
    if not state.values.size:
        return "", ""
    values = np.where(np.isfinite(state.values), state.values, 0.0)
    candidates = {int(np.argmax(values)), int(np.argmin(values)), int(np.argmax(state.counts))}
    cells = [divmod(flat, len(state.columns)) for flat in candidates]
    mains = (state.main_text(*cell) for cell in cells)
    seconds = (state.second_text(*cell) for cell in cells)
    return max(mains, key=len), max(seconds, key=len)


def _paint_texts(painter: QPainter, drawing: Drawing, places: list[list[int]]) -> None:
    layout, state, font = drawing.layout, drawing.state, drawing.font
    detail = fitting_detail(layout, state, font)
    if detail is None and not _compact_fits(layout, state, font):
        return
    _, inks = cell_colours(drawing.palette, diverging=state.diverging)
    undefined = ink(drawing.palette.muted)
    if detail is None:
        painter.setFont(scaled_font(font, 0.72))
    for row, along in zip(layout.rows(), places, strict=True):
        for column, place in zip(layout.columns(), along, strict=True):
            colour = inks[place] if place >= 0 else undefined
            area = layout.cell(row, column)
            if detail is None:
                painter.setPen(colour)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, compact_text(state, row, column))
            else:
                lines = (state.main_text(row, column), state.second_text(row, column))
                paint_cell_text(painter, area, lines, detail, colour)


def paint_cell_text(
    painter: QPainter, area: QRectF, texts: tuple[str, str], detail: Detail, colour: QColor
) -> None:
    """Write one line or two into the middle of a cell."""
    painter.setFont(detail.main)
    painter.setPen(colour)
    if detail.second is None:
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, texts[0])
        return
    main, second = QFontMetricsF(detail.main).height(), QFontMetricsF(detail.second).height()
    top = area.top() + (area.height() - main - second) / 2
    painter.drawText(QRectF(area.left(), top, area.width(), main), Qt.AlignmentFlag.AlignCenter, texts[0])
    painter.setFont(detail.second)
    below = QRectF(area.left(), top + main, area.width(), second)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, texts[1])


def compact_text(state: MatrixState, true: int, pred: int) -> str:
    """Return a cell's share as a whole percentage without its sign; empty where it rounds to nothing."""
    value = float(state.values[true, pred])
    if not np.isfinite(value) or abs(value) < 0.005:
        return ""
    return f"{100 * value:.0f}".replace("-", "−")


def _compact_fits(layout: HeatLayout, state: MatrixState, font: QFont) -> bool:
    if state.mode in {"counts", "cost"}:
        return False
    small = QFontMetricsF(scaled_font(font, 0.72))
    widest = "−99" if state.diverging else "100"
    return small.horizontalAdvance(widest) <= layout.cell_width - 1 and small.ascent() <= layout.cell_height
