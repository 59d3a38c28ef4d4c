"""What Qt says about a platform without a display, which concerns nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LACK = "This plugin does not support "
"""The platform "offscreen" says so for every window, in no category that could be silenced."""


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
