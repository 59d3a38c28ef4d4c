"""Why one small batch misleads: what chance alone does to its accuracy."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Counts
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.hypergeometric import hypergeometric_limits
from confmat_gui.core.intervals import wilson
from confmat_gui.present import texts
from confmat_gui.present.notice import Notice

WIDE = 0.2
"""An interval of the accuracy that is at least this wide says little about the model."""
LARGE = 400
"""Beyond so many samples no interval of a rate is as wide as that."""


def batch_notices(evaluation: Evaluation) -> list[Notice]:
    """Return the notice that one batch says little, where the batches, or the only one, are that small.

    It needs no pass over the samples, so it can follow a threshold that is being dragged.
    """
    if len(evaluation.classes) < 2:
        return []
    sizes = evaluation.prepared.predictions.batch_sizes
    sizes = np.sort(sizes[sizes > 0])
    found = _of_several(evaluation, sizes) if len(sizes) > 1 else _of_one(evaluation)
    return [] if found is None else [found]


def _of_several(evaluation: Evaluation, sizes: Counts) -> Notice | None:
    """Set the batch of the middle size beside the whole."""
    size = int(sizes[(len(sizes) - 1) // 2])
    decided, right = int(evaluation.confusion.sum()), int(np.trace(evaluation.confusion))
    trials = round(size * decided / int(sizes.sum()))  # as many as a batch of this size has on average
    if size > LARGE or not trials:
        return None
    low, high = (end / trials for end in hypergeometric_limits(decided, right, trials))
    if high - low < WIDE:
        return None
    about = "" if sizes[0] == sizes[-1] else "about "
    of_these = "" if trials == size else f", {texts.count(trials)} of them decided"
    return Notice(
        code="small_batches",
        text=f"Batches of {about}{texts.samples(size)}{of_these}: by chance alone one of them has an "
        f"accuracy from {texts.figure(low)} to {texts.figure(high)}; all {texts.count(len(sizes))} together "
        f"have {texts.figure(right / decided)}.",
        detail="Judge by all of them together.",
        action="show_batches",
        action_label="Show the batches",
    )


def _of_one(evaluation: Evaluation) -> Notice | None:
    decided, right = int(evaluation.confusion.sum()), int(np.trace(evaluation.confusion))
    if not decided or decided > LARGE:
        return None
    low, high = wilson(right, decided).tolist()
    if high - low < WIDE:
        return None
    what = "samples" if evaluation.no_decision is None else "decided samples"
    return Notice(
        code="one_small_batch",
        text=f"One batch of {decided} {what if decided > 1 else what.removesuffix('s')}: its accuracy is "
        f"{texts.figure(right / decided)}, that of the model may be anywhere from {texts.figure(low)} to "
        f"{texts.figure(high)}.",
        detail="Add more batches.",
        action="add_batch",
        action_label="Add batch…",
    )
