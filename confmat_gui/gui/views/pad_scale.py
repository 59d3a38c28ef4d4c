"""The scale of colours beside the pad."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.present.pad_colours import shade_colours
from confmat_gui.present.palette import Palette

_BAR = 10
_WIDTH = 50
_BELOW, _ABOVE = 36, 10


class PadScale(QWidget):
    """A strip of colours with the thresholds they stand for; no ticks: it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._ticks: tuple[tuple[str, float], ...] = ()
        self._look: Palette | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Colours of the thresholds")

    def show_ticks(self, ticks: tuple[tuple[str, float], ...]) -> None:
        """Mark other thresholds."""
        self._ticks = ticks
        self.setVisible(bool(ticks))
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._look = palette
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the strip and its texts."""
        return QSize(_WIDTH, 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip and its marks."""
        if self._look is None:
            return
        strip = QRectF(2, _ABOVE, _BAR, self.height() - _ABOVE - _BELOW)
        colours = np.ascontiguousarray(shade_colours(np.linspace(1.0, 0.0, 128), self._look)[:, None, :])
        image = QImage(colours.data, 1, 128, 3, QImage.Format.Format_RGB888)
        painter = QPainter(self)
        try:
            painter.drawImage(strip, image)
            painter.setPen(line_pen(ink(self._look.border)))
            painter.drawRect(strip)
            painter.setPen(ink(self._look.muted))
            painter.setFont(scaled_font(self.font(), 0.8))
            for text, shade in self._ticks:
                y = strip.bottom() - shade * strip.height()
                place = QRectF(strip.right() + 4, y - 8, _WIDTH - _BAR - 6, 16)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        finally:
            painter.end()
