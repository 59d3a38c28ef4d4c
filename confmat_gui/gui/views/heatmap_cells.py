"""Paint the cells of a matrix and their texts, with as much detail as there is room for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter

from confmat_gui.core.arrays import Floats
from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.gui.views.inks import cell_colours, ink, scaled_font
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette, diverging_table, heat_table

_MOST_RECTANGLES = 100 * 100


@dataclass
class CellPainter:
    """Draws cells; keeps the picture of a large matrix until its numbers or its places change."""

    _key: tuple[object, ...] = ()
    _image: QImage = field(default_factory=QImage)
    _pixels: NDArray[np.uint32] | None = None

    def paint(
        self, painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
    ) -> None:
        """Draw the visible cells: rectangles with texts, or one image where there are very many."""
        painter.save()
        painter.setClipRect(layout.grid)
        if len(layout.rows()) * len(layout.columns()) > _MOST_RECTANGLES or layout.cell_height < 3:
            ratio = painter.device().devicePixelRatioF()
            painter.drawImage(layout.grid, self._picture(layout, state, palette, ratio))
        else:
            _paint_rectangles(painter, layout, state, palette)
            _paint_texts(painter, layout, state, palette, font)
        painter.restore()

    def _picture(self, layout: HeatLayout, state: MatrixState, palette: Palette, ratio: float) -> QImage:
        size = (layout.cell_width, layout.grid.width(), layout.grid.height())
        places = (layout.left, layout.top, *size, ratio)
        # The intensity itself is kept in the key: the identity of a freed array may be given to another.
        if self._key[1:] != (places, palette) or self._key[0] is not state.intensity:
            self._key = (state.intensity, places, palette)
            self._pixels = _pixels(layout, state, palette, ratio)
            height, width = self._pixels.shape
            self._image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        return self._image


def positions(intensity: Floats, *, diverging: bool) -> NDArray[np.int64]:
    """Return where in the 256 colours each intensity lies; -1 where it is undefined."""
    share = (intensity + 1) / 2 if diverging else intensity
    known = np.isfinite(share)
    return np.where(known, np.rint(np.clip(np.where(known, share, 0.0), 0, 1) * 255), -1).astype(np.int64)


def _pixels(layout: HeatLayout, state: MatrixState, palette: Palette, ratio: float) -> NDArray[np.uint32]:
    rows, columns = layout.rows(), layout.columns()
    part = state.intensity[rows.start : rows.stop, columns.start : columns.stop]
    # Where several cells share a pixel the strongest is shown: a rare error must not vanish.
    part = _strongest(part, max(1, round(layout.grid.height() * ratio)), axis=0)
    part = _strongest(part, max(1, round(layout.grid.width() * ratio)), axis=1)
    table = (diverging_table(palette) if state.diverging else heat_table(palette)).astype(np.uint32)
    paints = (0xFF << 24) | (table[:, 0] << 16) | (table[:, 1] << 8) | table[:, 2]
    paints = np.append(paints, QColor(palette.panel).rgb()).astype(np.uint32)
    return np.ascontiguousarray(paints[positions(part, diverging=state.diverging)])


def _strongest(values: Floats, most: int, axis: int) -> Floats:
    """Reduce `axis` to at most `most` entries, each the value farthest from 0 of those it stands for."""
    n = values.shape[axis]
    if n <= most:
        return values
    starts = np.linspace(0, n, most, endpoint=False).astype(np.int64)
    high = np.fmax.reduceat(values, starts, axis=axis)
    low = np.fmin.reduceat(values, starts, axis=axis)
    return np.where(-low > high, low, high)


def _paint_rectangles(painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette) -> None:
    paints, _ = cell_colours(palette, diverging=state.diverging)
    where = positions(state.intensity, diverging=state.diverging)
    gap = 1.0 if layout.cell_height >= 8 else 0.0
    empty = ink(palette.panel)
    hatch = QBrush(ink(palette.muted, 0.35), Qt.BrushStyle.BDiagPattern)
    edges = [(at, layout.column_edge(at), layout.column_edge(at + 1)) for at in layout.columns()]
    for row in layout.rows():
        top = layout.row_edge(row)
        height = layout.row_edge(row + 1) - top - gap
        for column, left, right in edges:
            place = int(where[row, column])
            area = QRectF(left, top, right - left - gap, height)
            painter.fillRect(area, paints[place] if place >= 0 else empty)
            if place < 0 and gap:
                painter.fillRect(area, hatch)


@dataclass(frozen=True)
class _Detail:
    """Which texts fit into a cell, and in which fonts."""

    main: QFont
    second: QFont | None


def _detail(layout: HeatLayout, state: MatrixState, font: QFont) -> _Detail | None:
    """Return the fonts of the texts that fit, None where not even the first line does."""
    base = QFontMetricsF(font)
    texts = _widest_texts(layout, state)
    wanted = min(max(layout.cell_height * 0.19 / base.height() * 1.25, 0.72), 1.45)
    for factor in dict.fromkeys((wanted, min(wanted, 1.0), 0.85, 0.72)):
        main = scaled_font(font, factor, bold=True)
        second = scaled_font(font, max(factor * 0.82, 0.68))
        if not _fits(main, texts[0], layout):
            continue
        both = QFontMetricsF(main).height() + QFontMetricsF(second).height()
        if both <= layout.cell_height - 4 and _fits(second, texts[1], layout):
            return _Detail(main, second)
        if factor <= 1.0:
            return _Detail(main, None)
    return None


def _fits(font: QFont, text: str, layout: HeatLayout) -> bool:
    metrics = QFontMetricsF(font)
    room_width, room_height = layout.cell_width - 5, layout.cell_height - 1
    return metrics.horizontalAdvance(text) <= room_width and metrics.ascent() <= room_height


def _widest_texts(layout: HeatLayout, state: MatrixState) -> tuple[str, str]:
    """Return the longest first and second line, judged by the largest numbers rather than by every text."""
    if not state.values.size:
        return "", ""
    values = np.where(np.isfinite(state.values), state.values, 0.0)
    candidates = {int(np.argmax(values)), int(np.argmin(values)), int(np.argmax(state.counts))}
    cells = [divmod(flat, layout.n) for flat in candidates]
    mains = (state.main_text(*cell) for cell in cells)
    seconds = (state.second_text(*cell) for cell in cells)
    return max(mains, key=len), max(seconds, key=len)


def _paint_texts(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    detail = _detail(layout, state, font)
    compact = detail is None and _compact_fits(layout, state, font)
    if detail is None and not compact:
        return
    _, inks = cell_colours(palette, diverging=state.diverging)
    where = positions(state.intensity, diverging=state.diverging)
    if detail is None:
        painter.setFont(scaled_font(font, 0.72))
    for row in layout.rows():
        for column in layout.columns():
            place = int(where[row, column])
            colour = inks[place] if place >= 0 else ink(palette.muted)
            area = layout.cell(row, column)
            if detail is None:
                painter.setPen(colour)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, compact_text(state, row, column))
            else:
                lines = (state.main_text(row, column), state.second_text(row, column))
                _paint_cell_text(painter, area, lines, detail, colour)


def _paint_cell_text(
    painter: QPainter, area: QRectF, texts: tuple[str, str], detail: _Detail, colour: QColor
) -> None:
    painter.setFont(detail.main)
    painter.setPen(colour)
    if detail.second is None:
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, texts[0])
        return
    main, second = QFontMetricsF(detail.main).height(), QFontMetricsF(detail.second).height()
    top = area.top() + (area.height() - main - second) / 2
    painter.drawText(QRectF(area.left(), top, area.width(), main), Qt.AlignmentFlag.AlignCenter, texts[0])
    quiet = QColor(colour)
    quiet.setAlphaF(0.85)
    painter.setPen(quiet)
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
