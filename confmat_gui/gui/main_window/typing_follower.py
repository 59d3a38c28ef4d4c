"""Whether somebody is typing in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


class TypingFollower(QObject):
    """Follows the keyboard into the fields of a window and out of them; signal `changed(bool)`."""

    changed = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Fields are there only while a cell is edited; dialogs are windows of their own.
        self.changed.emit(isinstance(now, QLineEdit) and self._window.isAncestorOf(now))
