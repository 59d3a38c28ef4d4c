"""What was read, prepared once and shared by every state of the undo history."""

from __future__ import annotations

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.integrity import check_integrity
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import repaired
from confmat_gui.session.state import DataSet


def data_set(loaded: Loaded, progress: Progress = no_progress) -> DataSet:
    """Put right what was read as its options say, prepare it, evaluate it by default, and look for faults."""
    used = repaired(loaded)
    prepared = prepare(used.predictions, part_of(progress, 0.0, 0.9))
    default = evaluate(prepared)
    findings = check_integrity(default, part_of(progress, 0.9, 1.0))
    return DataSet(used, prepared, default, None if used is loaded else loaded, findings)
