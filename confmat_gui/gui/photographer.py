"""Waits until the screen is complete and saves its picture."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from confmat_gui.gui.jobs import JobRunner
from confmat_gui.present.notices import Notice

ROUNDS = 4
"""Turns of the event loop in which layouts settle, each with a full painting."""
_LACK = "This plugin does not support "
"""The platform "offscreen" says so for every window, in no category that could be silenced."""


class Photographer(QObject):
    """Takes one picture of a window and ends the event loop.

    Attributes
    ----------
    error : str
        Why there is no picture; empty when there is one.
    """

    def __init__(self, window: QWidget, jobs: JobRunner, target: Path) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._target = target
        self._rounds = 0
        self.error = ""
        jobs.busy_changed.connect(lambda _: self.look())

    def note(self, notice: Notice) -> None:
        """Remember what went wrong."""
        if notice.severity == "error":
            self.error = notice.text

    def look(self) -> None:
        """Take the picture when no job runs and everything was painted a few times."""
        if self.error:
            QApplication.exit()
        elif self._jobs.is_busy():
            self._rounds = 0
        elif self._rounds == 0:
            self._round()

    def _round(self) -> None:
        if self._jobs.is_busy():
            self._rounds = 0
            return
        self._rounds += 1
        picture = self._window.grab()
        if self._rounds < ROUNDS:
            QTimer.singleShot(0, self._round)
            return
        if not picture.save(str(self._target)):
            self.error = f"“{self._target}” could not be written; name a .png file in a folder that exists."
        QApplication.exit()


@contextmanager
def without_platform_warnings() -> Iterator[None]:
    """Leave out, while this lasts, what the platform cannot do; all other messages are printed as ever."""
    before = qInstallMessageHandler(_print)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _print(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith(_LACK):
        sys.stderr.write(message + "\n")
