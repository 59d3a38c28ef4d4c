"""Paints the cells of the ledger: ticks, bars of classes, small matrices."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from confmat_gui.core.arrays import Counts
from confmat_gui.core.matrix_figures import ratio
from confmat_gui.gui.views.batch_model import BatchModel
from confmat_gui.gui.views.inks import class_paint, ink
from confmat_gui.present.batch_columns import cell_text
from confmat_gui.present.batch_rows import BatchRow
from confmat_gui.present.palette import Palette, heat_table

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
TICK = 15


class BatchDelegate(QStyledItemDelegate):
    """Draws one cell; what can be pressed is found with `tick_of`."""

    def __init__(self, model: BatchModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.look: Palette | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look, area = self.look, option.rect
        if look is None or self._model.state is None:
            return
        batch, column = self._model.batch(index.row()), self._model.columns[index.column()]
        flags: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if flags & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, ink(look.selected_row))
        if column.key == "counts":
            _paint_tick(painter, tick_of(area), look, ticked=batch.included)
        elif column.key == "classes":
            _paint_classes(painter, area, batch, look)
        elif column.key == "matrix":
            _paint_matrix(painter, area, batch.matrix, look)
        else:
            self._paint_text(painter, option.font, area, batch, column.key, right=column.right)
        if flags & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(ink(look.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, font: QFont, area: QRect, batch: BatchRow, key: str, *, right: bool
    ) -> None:
        look = self.look
        assert look is not None
        text = cell_text(batch, key)
        strong = batch.outside and key in {"figure", "remark"}
        font = QFont(font)
        font.setBold(strong)
        painter.setFont(font)
        quiet = not batch.included or key in {"expected", "remark"}
        painter.setPen(ink(look.worse if strong else look.muted if quiet else look.text))
        room = area.adjusted(8, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | _MIDDLE, shown)


def tick_of(area: QRect) -> QRect:
    """Return where the tick of a cell is."""
    return QRect(area.center().x() - TICK // 2, area.center().y() - TICK // 2, TICK, TICK)


def _paint_tick(painter: QPainter, box: QRect, look: Palette, *, ticked: bool) -> None:
    painter.setPen(QPen(ink(look.accent if ticked else look.muted), 1))
    painter.setBrush(ink(look.accent) if ticked else ink(look.panel))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        painter.setPen(QPen(ink(look.accent_text), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y = box.left(), box.top()
        painter.drawLine(x + 4, y + 8, x + 7, y + 11)
        painter.drawLine(x + 7, y + 11, x + 11, y + 4)


def _paint_classes(painter: QPainter, area: QRect, batch: BatchRow, look: Palette) -> None:
    """Draw the shares of the true classes side by side."""
    total = int(batch.class_counts.sum())
    if not total:
        return
    height = min(12, area.height() - 8)
    room = QRectF(area.left() + 8, area.center().y() - height / 2 + 0.5, area.width() - 16, height)
    painter.setOpacity(1.0 if batch.included else 0.35)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    ends = np.cumsum(batch.class_counts) / total * room.width()
    start = 0.0
    for k, end in enumerate(ends.tolist()):
        if end > start:
            bar = QRectF(room.left() + start, room.top(), end - start, height)
            painter.fillRect(bar, class_paint(look, k))
        start = end


def _paint_matrix(painter: QPainter, area: QRect, matrix: Counts | None, look: Palette) -> None:
    """Draw a small matrix, each row in shares of its samples, on the fixed scale of the large one."""
    if matrix is None:
        return
    side = area.height() - 4
    wide = side * matrix.shape[1] / matrix.shape[0]
    place = QRectF(area.center().x() - wide / 2, area.top() + 2, wide, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.drawImage(place, small_matrix(matrix, look))
    painter.setPen(QPen(ink(look.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)


def small_matrix(matrix: Counts, look: Palette) -> QImage:
    """Return a matrix as one pixel a cell, rows in shares; empty rows have the panel's colour."""
    shares = ratio(matrix, np.broadcast_to(matrix.sum(axis=1, keepdims=True), matrix.shape))
    steps = np.rint(np.nan_to_num(shares) * 255).astype(np.uint8)
    pixels = np.empty((*matrix.shape, 4), dtype=np.uint8)
    pixels[..., :3] = heat_table(look)[steps][..., ::-1]
    pixels[..., 3] = 255
    panel = ink(look.panel)
    pixels[np.isnan(shares)] = (panel.blue(), panel.green(), panel.red(), 255)
    height, width = matrix.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the pixels are let go with the array
