"""The frame that views with a title share, and labels that shorten their text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette


class ElidedLabel(QLabel):
    """One line that ends in "…" where the room ends; the whole text is its tooltip."""

    def __init__(self, text: str = "", *, quiet: bool = False, right: bool = False) -> None:
        super().__init__(text)
        self.setProperty("quiet", quiet)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 4, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        shown = "" if shown == "…" else shown
        painter = QPainter(self)
        try:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), self.alignment(), shown)
        finally:
            painter.end()


class Panel(QFrame):
    """A rounded frame with a title row; `header` and `body` are filled by the view."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(title)
        self.title = ElidedLabel(title)
        self.title.setFont(scaled_font(self.font(), 1.1, bold=True))
        self.header = QHBoxLayout()
        self.header.setSpacing(10)
        self.header.addWidget(self.title, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 8, 10, 8)
        self.body.setSpacing(4)
        self.body.addLayout(self.header)

    def show_title(self, title: str) -> None:
        """Show the title and use it as the accessible name."""
        if self.title.text() != title:
            self.title.setText(title)
            self.setAccessibleName(title)

    def dress(self, palette: Palette) -> None:
        """Give the frame and its plain widgets the palette's colours."""
        dress(self, palette)

    def copy_picture(self) -> QPixmap:
        """Return the panel as it stands on the screen, at the screen's own resolution."""
        return self.grab()


def quiet_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label in the muted colour."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("quiet", True)
    return label
