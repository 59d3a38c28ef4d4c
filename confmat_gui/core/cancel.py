"""Progress of long work, and the one way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

Report: TypeAlias = Callable[[], None]
"""Called by the inner loops of long work, far more often than a person looks; may raise `CancelledError`."""


class Progress(Protocol):
    """Called by long work every 100 ms or so; may raise `CancelledError`, which the work lets through."""

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report that `fraction` (0 to 1) is done and what is being done now."""
        ...


def no_progress(fraction: float, text: str = "") -> None:
    """Report to nobody and never cancel."""


def no_report() -> None:
    """Report nothing and never cancel."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that runs from `start` to `end` of another while it runs from 0 to 1."""

    def report(fraction: float, text: str = "") -> None:
        progress(start + (end - start) * fraction, text)

    return report
