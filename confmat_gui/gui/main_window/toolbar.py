"""The row below the menus: the commands used most, and what is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QToolButton, QVBoxLayout, QWidget

from confmat_gui.gui.actions import TOOLBAR

GAP_AFTER = {"save", "redo"}


class ToolBar(QToolBar):
    """Buttons left, two lines about what is open right."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("Toolbar", parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for name, text in TOOLBAR:
            action = actions[name]
            action.setIconText(text)
            self.addAction(action)
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setObjectName(name)
                button.setAccessibleName(action.text().replace("&", ""))
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if name in GAP_AFTER:
                self.addWidget(_gap())
        self.title = _RightLabel("title", "What is open")
        self.subtitle = _RightLabel("subtitle", "About the samples")
        self.addWidget(self._lines())

    def show_open(self, title: str, subtitle: str) -> None:
        """Say what is open."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        for label in (self.title, self.subtitle):
            label.setToolTip(label.text())

    def _lines(self) -> QWidget:
        lines = QWidget()
        lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(lines)
        layout.setContentsMargins(16, 0, 2, 0)
        layout.setSpacing(1)
        layout.addWidget(self.title)
        layout.addWidget(self.subtitle)
        return lines


class _RightLabel(QLabel):
    """One line at the right that is shortened in its middle where the window is narrow."""

    def __init__(self, role: str, name: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, shortened where it must be."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter = QPainter(self)
        try:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        finally:
            painter.end()


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(8)
    return gap
