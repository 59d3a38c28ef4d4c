"""A small panel that drops down from a button, and goes when something else is pressed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from confmat_gui.gui.views.inks import line_pen
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette

_ARROW = 8
_FROM_RIGHT = 8


class DropButton(QPushButton):
    """A button with a small arrow, from which a panel drops."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("menu")  # which leaves room at the right

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and its arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(line_pen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
            x, y, half = self.width() - _FROM_RIGHT - _ARROW, self.height() / 2, _ARROW / 2
            ends = (QPointF(x, y - 2), QPointF(x + half, y + 2), QPointF(x + 2 * half, y - 2))
            painter.drawPolyline(QPolygonF(ends))
        finally:
            painter.end()


class DropPanel(QFrame):
    """Lies above all else while it is open; Escape closes it. Signal `closed()`."""

    closed = Signal()

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panel")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(8)

    def drop_from(self, button: QWidget) -> None:
        """Open below a button, or above it where there is no room."""
        self.adjustSize()
        below = button.mapToGlobal(QPoint(0, button.height() + 2))
        screen = button.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below = button.mapToGlobal(QPoint(0, -self.height() - 2))
        x = min(below.x(), screen.right() - self.width())
        self.move(max(x, screen.left()), max(below.y(), screen.top()))
        self.show()

    def dress(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it was closed."""
        super().hideEvent(event)
        self.closed.emit()
