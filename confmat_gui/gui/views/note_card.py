"""A button among the headline figures that says under which conditions they hold, with a menu."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.present.palette import Palette

_ARROW = 9
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class NoteCard(QToolButton):
    """Three lines and, with choices, the arrow of a menu; it looks like a figure."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.choices = QMenu(self)
        self.choices.setToolTipsVisible(True)
        self._lines: tuple[str, str, str] | None = None
        self._strong = False
        self._palette: Palette | None = None

    def show_lines(self, lines: tuple[str, str, str], *, strong: bool) -> None:
        """Show what it is about, the condition itself, and more about it."""
        self._lines, self._strong = lines, strong
        if not self.choices.isEmpty():
            self.setMenu(self.choices)
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        if self._lines is None or self._palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            strong = self.hasFocus() or self.underMouse() or self._strong
            painter.setPen(line_pen(ink(self._palette.accent if strong else self._palette.border)))
            painter.setBrush(ink(self._palette.selected_row))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
            self._paint_texts(painter, self._lines, self._palette)
        finally:
            painter.end()

    def _paint_texts(self, painter: QPainter, lines: tuple[str, str, str], palette: Palette) -> None:
        area = self.rect().adjusted(12, 7, -12, -7)
        painter.setFont(scaled_font(self.font(), 0.88))
        line = painter.fontMetrics().height() + 1
        head = QRect(area.left(), area.top(), area.width(), line)
        foot = area.adjusted(0, area.height() - line, 0, 0)
        painter.setPen(ink(palette.muted))
        painter.drawText(head, _LEFT, _elided(painter, lines[0], head.width()))
        painter.drawText(foot, _LEFT, _elided(painter, lines[2], foot.width()))
        painter.setFont(scaled_font(self.font(), 1.15, bold=True))
        painter.setPen(ink(palette.text))
        middle = area.adjusted(0, line, 0, -line)
        room = middle.width() - (0 if self.choices.isEmpty() else _ARROW + 6)
        painter.drawText(middle, _LEFT, _elided(painter, lines[1], room))
        if not self.choices.isEmpty():
            _draw_arrow(painter, middle.right() - _ARROW, middle.center().y(), palette)


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def _draw_arrow(painter: QPainter, x: int, y: int, palette: Palette) -> None:
    """Draw the arrow of a menu."""
    painter.setPen(line_pen(ink(palette.muted), 1.5))
    half = _ARROW / 2
    ends = (QPointF(x, y - 2), QPointF(x + half, y + 2), QPointF(x + 2 * half, y - 2))
    painter.drawPolyline(QPolygonF(ends))
