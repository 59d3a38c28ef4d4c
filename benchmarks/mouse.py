"""Move the real pointer of an X display; a process of its own, so that it waits for nobody.

    python -m benchmarks.mouse < {"path": [[x, y], ...], "rate": 60}

It presses the left button at the first place, goes on to the next one `rate` times a second, lets the button
go, and prints when each place was sent, in seconds of the monotonic clock.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import sys
import time
from typing import Any

LEFT = 1
WAIT = 0.3
"""Seconds between press and first move: what a press starts is no part of the drag."""


class Pointer:
    """The pointer of the display that DISPLAY names."""

    def __init__(self) -> None:
        self._x11 = ctypes.CDLL(library("X11"))
        self._xtst = ctypes.CDLL(library("Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(None))
        if not self._display:
            raise RuntimeError("there is no display to move a mouse on")

    def move(self, x: int, y: int) -> None:
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x11.XFlush(self._display)

    def button(self, *, down: bool) -> None:
        self._xtst.XTestFakeButtonEvent(self._display, LEFT, int(down), ctypes.c_ulong(0))
        self._x11.XFlush(self._display)


def library(name: str) -> str:
    """Return the file of an X library, "" where it is not installed."""
    return ctypes.util.find_library(name) or ""


def drag(path: list[list[int]], rate: float) -> list[float]:
    """Press, follow the path, let go; return when each place was sent."""
    pointer = Pointer()
    pointer.move(*path[0])
    pointer.button(down=True)
    time.sleep(WAIT)
    start = time.monotonic()
    sent = []
    for number, (x, y) in enumerate(path[1:]):
        time.sleep(max(0.0, start + number / rate - time.monotonic()))
        sent.append(time.monotonic())
        pointer.move(x, y)
    time.sleep(WAIT)
    pointer.button(down=False)
    return sent


if __name__ == "__main__":
    asked: dict[str, Any] = json.load(sys.stdin)
    json.dump(drag(asked["path"], asked["rate"]), sys.stdout)
