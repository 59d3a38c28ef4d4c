"""The dark card that explains what is under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.views.inks import ink, scaled_font
from confmat_gui.present.palette import Palette

_MARGIN = 10
_GAP = 14


class TooltipCard(QWidget):
    """A card inside its parent that keeps clear of the mouse and of the parent's edges."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.lines: tuple[str, ...] = ()
        self._palette: Palette | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def show_lines(self, lines: Sequence[str], at: QPoint) -> None:
        """Show `lines` beside the point `at` (in the parent's coordinates); no lines: hide."""
        self.lines = tuple(lines)
        if not self.lines:
            self.hide()
            return
        size = self.sizeHint()
        self.setGeometry(_beside(at, size, self._home.rect()))
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all lines, no more than there is."""
        widths = [self.fontMetrics().horizontalAdvance(line) for line in self.lines]
        line_height = self.fontMetrics().height() + 3
        width = round(max(widths, default=0) * 1.08) + 2 * _MARGIN
        return QSize(min(width, self._home.width()), line_height * len(widths) + 2 * _MARGIN - 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card; the first line is strong."""
        if self._palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(self._palette.tooltip))
            painter.drawRoundedRect(self.rect(), 5, 5)
            painter.setPen(ink(self._palette.tooltip_text))
            line_height = self.fontMetrics().height() + 3
            for number, line in enumerate(self.lines):
                painter.setFont(scaled_font(self.font(), 1.0, bold=number == 0))
                shown = painter.fontMetrics().elidedText(
                    line, Qt.TextElideMode.ElideMiddle, self.width() - 2 * _MARGIN
                )
                painter.drawText(_MARGIN, _MARGIN + number * line_height + self.fontMetrics().ascent(), shown)
        finally:
            painter.end()


def _beside(at: QPoint, size: QSize, room: QRect) -> QRect:
    """Return the card's place: right of and below the mouse, flipped where the room ends."""
    x = at.x() + _GAP if at.x() + _GAP + size.width() <= room.width() else at.x() - _GAP - size.width()
    y = at.y() + _GAP if at.y() + _GAP + size.height() <= room.height() else at.y() - _GAP - size.height()
    return QRect(QPoint(max(0, x), max(0, y)), size)
