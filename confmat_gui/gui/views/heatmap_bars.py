"""The bars beside very many classes, all at one stroke: one by one they take longer than a frame."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from confmat_gui.core.arrays import Floats
from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.gui.views.inks import ink
from confmat_gui.present.palette import Palette

DENSE = 2.0
"""Pixels of a cell up to which its bar has no gap beside it and no text in it."""


def paint_dense_recall(painter: QPainter, layout: HeatLayout, shares: Floats, palette: Palette) -> None:
    """Paint a bar for each visible row that has a pixel of its own, from the left."""
    rows, area = layout.rows(), layout.recall
    edges = layout.row_edges()
    whole = QRectF(area.left(), edges[0], area.width(), edges[-1] - edges[0])
    painter.fillRect(whole, ink(palette.grid, 0.6))
    lengths = _lengths(shares, rows, area.width())
    _fill(painter, palette, [
        QRectF(area.left(), top, length, bottom - top)
        for top, bottom, length in zip(edges, edges[1:], lengths, strict=False) if bottom > top and length
    ])  # fmt: skip


def paint_dense_precision(painter: QPainter, layout: HeatLayout, shares: Floats, palette: Palette) -> None:
    """Paint a bar for each visible column that has a pixel of its own, from the bottom."""
    columns, area = layout.columns(), layout.precision
    edges = layout.column_edges()
    lengths = _lengths(shares, columns, area.height())
    _fill(painter, palette, [
        QRectF(left, area.top() + area.height() - length, right - left, length)
        for left, right, length in zip(edges, edges[1:], lengths, strict=False) if right > left and length
    ])  # fmt: skip


def _lengths(shares: Floats, classes: range, whole: float) -> list[float]:
    lengths: list[float] = (np.nan_to_num(shares[classes.start : classes.stop]) * whole).tolist()
    return lengths


def _fill(painter: QPainter, palette: Palette, bars: list[QRectF]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(palette.bar))
    painter.drawRects(bars)
