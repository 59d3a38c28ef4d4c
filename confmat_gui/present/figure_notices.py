"""What the matrix of a rule says that a person should know."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.abstaining_notices import (
    abstaining_unpriced,
    everything_decided,
    nothing_decided,
)
from confmat_gui.present.imbalance_notices import imbalance_notices
from confmat_gui.present.notice import Notice


def figure_notices(evaluation: Evaluation, default: Evaluation | None) -> list[Notice]:
    """Return the notices about the matrix of the rule in force; `default` is that of the default rule."""
    if len(evaluation.classes) < 2 or not evaluation.n:
        return []
    found = [
        nothing_decided(evaluation),
        abstaining_unpriced(evaluation),
        everything_decided(evaluation),
        *imbalance_notices(evaluation, default),
        _without_samples(evaluation),
    ]
    return [notice for notice in found if notice is not None]


def _without_samples(evaluation: Evaluation) -> Notice | None:
    absent = [evaluation.classes[k] for k in np.flatnonzero(evaluation.per_class["support"] == 0)]
    if not absent:
        return None
    one = len(absent) == 1
    return Notice(
        code="class_without_samples",
        text=f"{'Class' if one else 'Classes'} {texts.listed(absent)} {'has' if one else 'have'} "
        "no true samples, so recall is undefined there.",
        class_name=absent[0] if one else None,
        severity="info",
    )
