"""What lies around the cells: names, recall and precision bars, colour scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QLinearGradient, QPainter, QPen, QTextOption

from confmat_gui.gui.views.heatmap_aside import aside_width
from confmat_gui.gui.views.heatmap_bars import DENSE, paint_dense_precision, paint_dense_recall
from confmat_gui.gui.views.heatmap_drawing import Drawing, DrawnItem
from confmat_gui.gui.views.heatmap_layout import AXIS_LABEL, HeatLayout, TextSizes
from confmat_gui.gui.views.inks import cell_colours, ink, line_pen, name_ink, scaled_font, text_width
from confmat_gui.gui.views.shown_names import shown_name
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import figure

_THICKEST_BAR = 36.0
_PRECISION = "precision"
"""Long names often differ only at their ends."""
_SCALE_WORDS = ("100 %", "of row", "better", "worse")
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class HeatmapEdges(DrawnItem):
    """Draws everything around the cells, for the rows and columns that are visible."""

    def draw(self, painter: QPainter, drawing: Drawing) -> None:
        """Draw names, bars and the colour scale."""
        layout, state, palette, font = drawing.layout, drawing.state, drawing.palette, drawing.font
        _paint_axis_names(painter, layout, palette, font)
        _paint_row_names(painter, layout, state, palette, font)
        _paint_column_names(painter, layout, state, palette, font)
        _paint_recall(painter, layout, state, palette, font)
        _paint_precision(painter, layout, state, palette, font)
        _paint_scale(painter, layout, state, palette, font)


def text_sizes(font: QFont, state: MatrixState) -> TextSizes:
    """Return how much room the texts around the cells need."""
    bold = scaled_font(font, 0.95, bold=True)
    longest = sorted(state.classes, key=len)[-20:]
    widest = max(text_width(bold, name) for name in longest)
    # The words of every mode, so that the matrix does not move when another mode is chosen.
    ends = (*_SCALE_WORDS, *state.low_text.split(), *state.high_text.split())
    scale = max(text_width(scaled_font(font, 0.88), text) for text in ends) + 2
    beside = text_width(scaled_font(font, 0.92), _PRECISION)
    aside = aside_width(font) if state.abstains else 0.0
    return TextSizes(QFontMetricsF(bold).height(), widest, scale, min(widest + 6, 52.0), beside, aside)


def _paint_axis_names(painter: QPainter, layout: HeatLayout, palette: Palette, font: QFont) -> None:
    painter.setPen(ink(palette.muted))
    painter.setFont(scaled_font(font, 0.95))
    above = QRectF(layout.grid.left(), layout.header.top() - AXIS_LABEL, layout.grid.width(), AXIS_LABEL)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, "Predicted")
    painter.save()
    painter.translate(layout.names.left() - AXIS_LABEL / 2 - 2, layout.grid.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-60, -AXIS_LABEL / 2, 120, AXIS_LABEL), Qt.AlignmentFlag.AlignCenter, "True")
    painter.restore()


def _every(cell: float, line: float) -> int:
    """Return that every how many-th name there is room for."""
    return max(1, math.ceil(line / cell))


def _named(indices: range, every: int, selected: int | None) -> list[int]:
    """Return the classes to name: every n-th, and the selected one in place of its neighbours."""
    named = [index for index in indices if index % every == 0]
    if selected is not None and selected in indices and every > 1:
        named = [index for index in named if abs(index - selected) >= every] + [selected]
    return named


def _name_font(font: QFont, cell: float) -> QFont:
    bold = cell >= 18
    return scaled_font(font, 0.95 if bold else 0.85, bold=bold)


def _paint_row_names(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    used = _name_font(font, layout.cell_height)
    metrics = QFontMetricsF(used)
    every = _every(layout.cell_height, metrics.height())
    painter.setFont(used)
    for row in _named(layout.rows(), every, state.selected_class):
        middle = layout.cell(row, 0).center().y()
        middle = min(max(middle, layout.grid.top() + 1), layout.grid.bottom() - 1)
        top = middle - metrics.height() / 2
        area = QRectF(layout.names.left(), top, layout.names.width(), metrics.height())
        text = shown_name(used, state.classes[row], area.width(), state.classes)
        if row == state.selected_class:
            _paint_chosen_name(painter, area, metrics.horizontalAdvance(text), palette)
        painter.setPen(name_ink(palette, row))
        painter.drawText(area, _MIDDLE_RIGHT, text)


def _paint_chosen_name(painter: QPainter, area: QRectF, width: float, palette: Palette) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink(palette.accent, 0.5), 1))
    painter.setBrush(ink(palette.selected_row))
    frame = QRectF(area.right() - width - 6, area.top() - 2, width + 11, area.height() + 4)
    painter.drawRoundedRect(frame, 4, 4)
    painter.restore()


def _paint_column_names(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    used = _name_font(font, layout.cell_width)
    metrics = QFontMetricsF(used)
    every = _every(layout.cell_width, metrics.height()) if layout.turned else 1
    painter.setFont(used)
    for column in _named(layout.columns(), every, state.selected_class):
        cell = layout.cell(0, column)
        middle = min(max(cell.center().x(), layout.grid.left() + 1), layout.grid.right() - 1)
        painter.save()
        painter.translate(QPointF(middle, layout.header.bottom()))
        if layout.turned:
            painter.rotate(-90)
            area = QRectF(0, -metrics.height() / 2, layout.header.height(), metrics.height())
            _paint_column_name(painter, area, column, state, palette, upright=True)
        else:
            area = QRectF(-cell.width() / 2 + 2, -metrics.height(), cell.width() - 4, metrics.height())
            _paint_column_name(painter, area, column, state, palette, upright=False)
        painter.restore()


def _paint_column_name(
    painter: QPainter, area: QRectF, column: int, state: MatrixState, palette: Palette, *, upright: bool
) -> None:
    metrics = QFontMetricsF(painter.font())
    text = shown_name(painter.font(), state.classes[column], area.width(), state.classes)
    width = metrics.horizontalAdvance(text)
    if column == state.selected_class:
        left = area.left() if upright else area.center().x() - width / 2
        _paint_chosen_name(painter, QRectF(left, area.top(), width, area.height()), width, palette)
    painter.setPen(name_ink(palette, column))
    painter.drawText(area, _MIDDLE_LEFT if upright else Qt.AlignmentFlag.AlignCenter, text)


def _paint_recall(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    small = scaled_font(font, 0.92)
    line = QFontMetricsF(small).height()
    painter.setFont(small)
    painter.setPen(ink(palette.muted))
    head = QRectF(layout.recall.left(), layout.header.bottom() - line, layout.recall.width(), line)
    painter.drawText(head, _MIDDLE_LEFT, "recall")
    painter.save()
    painter.setClipRect(layout.recall)
    dense = layout.cell_height <= DENSE
    if dense:
        paint_dense_recall(painter, layout, state.recall, palette)
    for row in () if dense else layout.rows():
        cell = layout.cell(row, 0)
        wanted = min(max(line + 8, cell.height() * 0.42), _THICKEST_BAR)
        height = min(wanted, cell.height() - (1 if cell.height() > 3 else 0))
        area = QRectF(layout.recall.left(), cell.center().y() - height / 2, layout.recall.width(), height)
        _paint_bar(painter, area, float(state.recall[row]), palette)
        if cell.height() >= line - 2:
            _paint_bar_text(painter, area, float(state.recall[row]), palette)
    painter.restore()


def _paint_bar(painter: QPainter, area: QRectF, share: float, palette: Palette) -> None:
    painter.fillRect(area, ink(palette.grid, 0.6))
    if not math.isnan(share):
        filled = QRectF(area.left(), area.top(), area.width() * share, area.height())
        painter.fillRect(filled, ink(palette.bar))


def _paint_bar_text(painter: QPainter, area: QRectF, share: float, palette: Palette) -> None:
    painter.setPen(ink(palette.muted if math.isnan(share) else palette.text))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, figure(share))


def _paint_precision(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    small = scaled_font(font, 0.92)
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    painter.setPen(ink(palette.muted))
    side = QRectF(layout.names.left() - AXIS_LABEL, layout.precision.top(), layout.names.width() + AXIS_LABEL,
                  layout.precision.height())
    painter.drawText(side, _MIDDLE_RIGHT, _PRECISION)
    fits = metrics.horizontalAdvance("0.000") + 2 <= layout.cell_width
    painter.save()
    painter.setClipRect(layout.precision)
    dense = layout.cell_width <= DENSE
    if dense:
        paint_dense_precision(painter, layout, state.precision, palette)
    for column in () if dense else layout.columns():
        cell = layout.cell(0, column)
        inset = min(8.0, cell.width() * 0.08) if fits else 0.5 if cell.width() > 3 else 0.0
        area = QRectF(cell.left() + inset, layout.precision.top(), cell.width() - 2 * inset, 0.0)
        area.setHeight(layout.precision.height())
        share = float(state.precision[column])
        if fits:
            _paint_bar(painter, area, share, palette)
            _paint_bar_text(painter, area, share, palette)
        elif not math.isnan(share):
            painter.fillRect(area.adjusted(0, area.height() * (1 - share), 0, 0), ink(palette.bar))
    painter.restore()


def _paint_scale(
    painter: QPainter, layout: HeatLayout, state: MatrixState, palette: Palette, font: QFont
) -> None:
    colours, _ = cell_colours(palette, diverging=state.diverging)
    gradient = QLinearGradient(layout.scale.bottomLeft(), layout.scale.topLeft())
    for step in range(17):
        gradient.setColorAt(step / 16, colours[min(255, step * 16)])
    painter.fillRect(layout.scale, gradient)
    painter.setPen(line_pen(ink(palette.border)))
    painter.drawRect(layout.scale)
    painter.setFont(scaled_font(font, 0.88))
    painter.setPen(ink(palette.muted))
    left = layout.scale.right() + 6
    room = QRectF(left, layout.scale.top() - 2, layout.scale_text, layout.scale.height() + 4)
    high, low = QTextOption(Qt.AlignmentFlag.AlignTop), QTextOption(Qt.AlignmentFlag.AlignBottom)
    painter.drawText(room, state.high_text, high)
    taken = painter.boundingRect(room, state.high_text, high).height()
    if taken + painter.boundingRect(room, state.low_text, low).height() <= room.height():
        painter.drawText(room, state.low_text, low)
