"""Steps that give every sample other scores, in the order in which they were asked for.

They come after rows were left out and classes put right, whatever the order in which that was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from confmat_gui.core.adapting import adapted
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.recalibration import Recalibration, fitted, recalibrated, recalibration_of
from confmat_gui.core.repairs import Repair, RepairKind, recalibrate


def recalibration_in(repairs: tuple[Repair, ...]) -> Recalibration | None:
    """Return the recalibration in force; None where the probabilities are as the model gave them."""
    for repair in repairs:
        if repair.kind == "recalibrate":
            return recalibration_of(repair.names, repair.numbers)
    return None


def _recalibrated(predictions: Predictions, repair: Repair) -> Predictions:
    return recalibrated(predictions, recalibration_of(repair.names, repair.numbers))


RESCORING: Mapping[RepairKind, Callable[[Predictions, Repair], Predictions]] = {
    "recalibrate": _recalibrated,
    "adapt-scores": adapted,
}
"""What makes new scores, by the kind of the step."""


def rescored(predictions: Predictions, repairs: tuple[Repair, ...]) -> Predictions:
    """Return the samples with the scores that these steps make, one after another.

    The scores of before stay known as `drawn_by`.

    Raises
    ------
    InputError
        A step that these samples do not allow.
    """
    before = predictions
    for repair in repairs:
        make = RESCORING.get(repair.kind)
        if make is not None:
            predictions = make(predictions, repair)
    return predictions if predictions is before else replace(predictions, drawn_by=before.y_score)


def fitted_steps(predictions: Predictions, repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Return the steps with every recalibration fitted; one that has its numbers keeps them.

    Raises
    ------
    InputError
        The samples cannot be recalibrated.
    """
    return tuple(_fitted(predictions, repair) for repair in repairs)


def unfitted_steps(repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Return the steps with every recalibration to be fitted anew, because there are other samples."""
    return tuple(
        Repair(each.kind, (*each.names[:2], ""), each.numbers[:1]) if each.kind == "recalibrate" else each
        for each in repairs
    )


def without_rescoring(repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Return the steps that leave scores what they are."""
    return tuple(each for each in repairs if each.kind not in RESCORING)


def _fitted(predictions: Predictions, repair: Repair) -> Repair:
    if repair.kind != "recalibrate" or len(repair.numbers) > 1:
        return repair
    return recalibrate(fitted(predictions, recalibration_of(repair.names, repair.numbers)))
