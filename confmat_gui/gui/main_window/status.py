"""The line at the bottom: what was done, how the rule reads, and what is not saved yet."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.present.watching import WatchState

MESSAGE_TIME = 8_000
"""Milliseconds a message stays."""


class Status(QStatusBar):
    """Status bar: a passing message or what is true while nothing is said, and the session at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 0, 6, 0)
        self._ready = "Ready"
        self.text = ElidedLabel(self._ready, quiet=True)
        self.text.setAccessibleName("Status")
        self.session = QLabel()
        self.session.setAccessibleName("Session")
        self.watch = QLabel()
        self.watch.setAccessibleName("Watched folder")
        self.watch.hide()
        self.addWidget(self.text, 1)
        self.addPermanentWidget(self.watch)
        self.addPermanentWidget(self.session)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MESSAGE_TIME)
        self._timer.timeout.connect(self._back_to_ready)

    def show_ready(self, text: str) -> None:
        """Show what is true while nothing else is to be said."""
        self._ready = text
        if not self._timer.isActive():
            self.text.setText(text)

    def show_message(self, text: str) -> None:
        """Say something for a few seconds."""
        self.text.setText(text)
        self._timer.start()

    def end_message(self) -> None:
        """Say no longer what is no longer so, such as that undo takes something back after it did."""
        self._timer.stop()
        self._back_to_ready()

    def show_session(self, text: str) -> None:
        """Name the session."""
        self.session.setText(text)

    def show_watch(self, state: WatchState | None) -> None:
        """Name the folder that is watched."""
        self.watch.setVisible(state is not None)
        if state is not None:
            self.watch.setText(state.short)
            self.watch.setToolTip(state.path)

    def _back_to_ready(self) -> None:
        self.text.setText(self._ready)
