"""Steps that give every sample other scores, in the order in which they were asked for.

They come after rows were left out and classes put right, whatever the order in which that was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from confmat_gui.core.adapting import adapted
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair, RepairKind

RESCORING: Mapping[RepairKind, Callable[[Predictions, Repair], Predictions]] = {"adapt-scores": adapted}
"""What makes new scores, by the kind of the step."""


def rescored(predictions: Predictions, repairs: tuple[Repair, ...]) -> Predictions:
    """Return the samples with the scores that these steps make, one after another.

    Raises
    ------
    InputError
        A step that these samples do not allow.
    """
    for repair in repairs:
        make = RESCORING.get(repair.kind)
        if make is not None:
            predictions = make(predictions, repair)
    return predictions
