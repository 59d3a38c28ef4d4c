"""What a terminal needs beside the answer: progress on a line of its own, and quiet ends."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from confmat_gui.core.cancel import Progress, no_progress


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """Give a progress that rewrites one line of stderr, where that is a terminal, and wipes it at the end."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    width = shutil.get_terminal_size().columns - 1
    shown = ""

    def report(fraction: float, text: str = "") -> None:
        nonlocal shown
        line = f"{fraction:4.0%} {text}"[:width]
        if line != shown:
            sys.stderr.write(f"\r{line:<{width}}")
            sys.stderr.flush()
            shown = line

    try:
        yield report
    finally:
        if shown:
            sys.stderr.write("\r" + " " * width + "\r")
            sys.stderr.flush()


def close_broken_pipe() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain about a closed pipe."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError):
        # A stdout without a file behind it has nothing to flush.
        return
