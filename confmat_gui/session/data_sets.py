"""What was read, prepared once and shared by every state of the undo history."""

from __future__ import annotations

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import repaired
from confmat_gui.session.state import DataSet


def data_set(loaded: Loaded, progress: Progress = no_progress) -> DataSet:
    """Put right what was read as its options say, prepare it, and evaluate it under the default rule."""
    used = repaired(loaded)
    prepared = prepare(used.predictions, progress)
    return DataSet(used, prepared, evaluate(prepared), None if used is loaded else loaded)


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that runs from `start` to `end` of another while it runs from 0 to 1."""

    def report(fraction: float, text: str = "") -> None:
        progress(start + (end - start) * fraction, text)

    return report
