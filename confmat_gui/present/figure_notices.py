"""What the figures hide: a class that is missed, never predicted, or without samples."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.abstaining_notices import (
    abstaining_unpriced,
    everything_decided,
    nothing_decided,
)
from confmat_gui.present.notice import Notice
from confmat_gui.present.rule_words import same_rule

HIDDEN_BY = 0.25
"""A recall this far below the accuracy is hidden by it."""


def figure_notices(evaluation: Evaluation, default: Evaluation | None) -> list[Notice]:
    """Return the notices about the matrix of the current rule and of the default rule."""
    if len(evaluation.classes) < 2 or not evaluation.n:
        return []
    found = [
        nothing_decided(evaluation),
        abstaining_unpriced(evaluation),
        everything_decided(evaluation),
        _hidden(evaluation, default),
        _below_majority(evaluation),
        _never_predicted(evaluation),
        _without_samples(evaluation),
    ]
    return [notice for notice in found if notice is not None]


def _hidden(evaluation: Evaluation, default: Evaluation | None) -> Notice | None:
    """Say which class the accuracy hides under the current rule, or else hid under the default rule."""
    if default is None or same_rule(evaluation, default):
        return _hides(evaluation, "hid class", "at the default rule" if default else "at this rule")
    now = _hides(evaluation, "hides class", "at the current rule")
    return now or _hides(default, "hid class", "at the default rule")


def _hides(evaluation: Evaluation, verb: str, where: str) -> Notice | None:
    accuracy = evaluation.metrics["accuracy"]
    recall: Floats = evaluation.per_class["recall"]
    if np.isnan(recall).all():
        return None
    worst = int(np.nanargmin(recall))
    if accuracy - float(recall[worst]) < HIDDEN_BY:
        return None
    name = evaluation.classes[worst]
    share = float(evaluation.per_class["support"][worst]) / evaluation.n
    return Notice(
        code="accuracy_hides_class",
        text=f"Accuracy {texts.figure(accuracy)} {verb} {name}: "
        f"recall {texts.figure(float(recall[worst]), 2)} {where} "
        f"({texts.percent(share, spaced=True)} of samples).",
        class_name=name,
        detail=f"A model that always answers {_majority(evaluation)} would score "
        f"{texts.figure(evaluation.metrics['no_information_rate'], 2)}.",
        action="select_class",
        action_label=f"Show {name}",
    )


def _majority(evaluation: Evaluation) -> str:
    return evaluation.classes[int(np.argmax(evaluation.per_class["support"]))]


def _below_majority(evaluation: Evaluation) -> Notice | None:
    accuracy, always = evaluation.metrics["accuracy"], evaluation.metrics["no_information_rate"]
    if not accuracy < always:
        return None
    return Notice(
        code="accuracy_below_majority",
        text=f"A model that always answers {_majority(evaluation)} would score {texts.figure(always)}, "
        f"more than the accuracy {texts.figure(accuracy)} here.",
        severity="info",
    )


def _never_predicted(evaluation: Evaluation) -> Notice | None:
    support: Floats = evaluation.per_class["support"]
    missed = np.flatnonzero((evaluation.confusion.sum(axis=0) == 0) & (support > 0))
    if not len(missed) or not evaluation.confusion.any():
        return None
    names = [evaluation.classes[k] for k in missed]
    rows = int(support[missed].sum())
    if len(names) == 1:
        text = f"Class {names[0]} is never predicted; none of its {texts.samples(rows)} is found."
    else:
        text = f"{texts.count(len(names))} classes are never predicted: {texts.listed(names)}."
    return Notice(
        code="class_never_predicted",
        text=text,
        class_name=names[0] if len(names) == 1 else None,
        action="select_class" if len(names) == 1 else "",
        action_label=f"Show {names[0]}" if len(names) == 1 else "",
    )


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
