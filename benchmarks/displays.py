"""A virtual display with a window manager, for as long as a benchmark needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.mouse import library

SIZE = "1920x1200x24"


def missing() -> str:
    """Return why no window can be dragged here, "" where it can."""
    lacking = [tool for tool in ("Xvfb", "openbox") if shutil.which(tool) is None]
    lacking += [f"lib{name}" for name in ("X11", "Xtst") if not library(name)]
    return f"not run: {', '.join(lacking)} not found" if lacking else ""


@contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Start Xvfb and openbox; yield the environment of a program that draws there."""
    readable, writable = os.pipe()
    xvfb = ["Xvfb", "-displayfd", str(writable), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(xvfb, pass_fds=(writable,), stderr=subprocess.DEVNULL) as server:
        os.close(writable)
        try:
            with os.fdopen(readable) as answer:
                display = f":{answer.readline().strip()}"
            environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            with subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL) as manager:
                try:
                    time.sleep(0.5)
                    yield environment
                finally:
                    manager.terminate()
        finally:
            server.terminate()
