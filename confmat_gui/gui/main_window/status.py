"""The line at the bottom: what the program does, how the rule reads, and what is not saved yet."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

MESSAGE_TIME = 8_000
"""Milliseconds a message stays."""


class Status(QStatusBar):
    """Status bar with progress; signal `cancel_requested()`."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self._ready = "Ready"
        self.text = QLabel(self._ready)
        self.text.setAccessibleName("Status")
        self.session = QLabel()
        self.session.setAccessibleName("Session")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.cancel = QPushButton("Cancel")
        self.cancel.setObjectName("cancel")
        self.cancel.setAccessibleName("Cancel loading")
        self.cancel.clicked.connect(self.cancel_requested)
        self.addWidget(self.text, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.cancel)
        self.addPermanentWidget(self.session)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MESSAGE_TIME)
        self._timer.timeout.connect(self._back_to_ready)
        self.end_progress()

    def show_ready(self, text: str) -> None:
        """Show what is true while nothing else is to be said."""
        self._ready = text
        if not self._timer.isActive():
            self.text.setText(text)

    def show_message(self, text: str) -> None:
        """Say something for a few seconds."""
        self.text.setText(text)
        self._timer.start()

    def show_session(self, text: str) -> None:
        """Name the session."""
        self.session.setText(text)

    def show_progress(self, fraction: float, text: str) -> None:
        """Show how far the loading is."""
        self._timer.stop()
        self.progress.setValue(round(1000 * min(max(fraction, 0.0), 1.0)))
        self.progress.show()
        self.cancel.show()
        if text:
            self.text.setText(text)

    def end_progress(self) -> None:
        """Hide progress and its button."""
        self.progress.hide()
        self.cancel.hide()
        self._back_to_ready()

    def _back_to_ready(self) -> None:
        if not self._timer.isActive():
            self.text.setText(self._ready)
