"""What was read, prepared once and shared by every state of the undo history."""

from __future__ import annotations

from dataclasses import replace

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.integrity import Finding, check_integrity
from confmat_gui.core.rescoring import recalibration_in
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import before_rescoring, repaired
from confmat_gui.session.state import DataSet


def data_set(
    loaded: Loaded, progress: Progress = no_progress, *, findings: tuple[Finding, ...] | None = None
) -> DataSet:
    """Put right what was read as its options say, prepare it, evaluate it by default, and look for faults.

    Faults are those of the scores that the model gave; `findings` where they are known.
    """
    used = repaired(loaded)
    prepared = prepare(used.predictions, part_of(progress, 0.0, 0.9))
    default = evaluate(prepared)
    if findings is None:
        findings = check_integrity(_as_given(default, loaded), part_of(progress, 0.9, 1.0))
    original = None if used is loaded else replace(loaded, options=used.options)
    return DataSet(used, prepared, default, original, findings)


def _as_given(default: Evaluation, loaded: Loaded) -> Evaluation:
    """Return the default evaluation of the scores that the model gave.

    Isotonic recalibration makes many scores equal, which would look like repeated rows.
    """
    if recalibration_in(loaded.options.repairs) is None:
        return default
    return evaluate(prepare(before_rescoring(loaded)))
