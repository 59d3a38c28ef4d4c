"""The convex hull in the ROC plot: what thresholds are worth using, and which is best at these prices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from confmat_gui.core.arrays import Floats
from confmat_gui.core.conditions import Condition, condition_of
from confmat_gui.core.cost_curve import Envelope, envelope_of
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.core.ranking import Ranking
from confmat_gui.present import texts

BEST = "best at these prices:"


@dataclass(frozen=True, eq=False)
class HullState:
    """The convex hull of one class against the rest.

    Attributes
    ----------
    x, y : (m,) float64
        False and true positive rate of its vertices, from (0, 0) to (1, 1).
    texts : (m,) lines for each vertex, under the mouse
    best : first and last vertex that is best at the present prices; None without prices
        They differ where a whole edge costs the same; then the first, with the lower false positive rate,
        is chosen.
    label : lines such as "best at these prices:", "threshold 0.31"; empty without prices
    """

    class_index: int
    x: Floats
    y: Floats
    texts: tuple[tuple[str, ...], ...]
    best: tuple[int, int] | None = None
    label: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def kept_envelope(hulls: tuple[Ranking, ...]) -> Envelope | None:
    """Return the envelope of hulls; the same value as long as the hulls are the same."""
    return envelope_of(hulls)


def present_condition(evaluation: Evaluation, class_index: int) -> Condition:
    """Return shares and prices of a class against the rest as they are in force; no prices: all errors 1."""
    shares = prevalence_in_force(evaluation)
    return condition_of(evaluation.point.prices, class_index, shares, float(shares[class_index]))


def hull_state(evaluation: Evaluation, class_index: int | None) -> HullState | None:
    """Return the hull of a class; None where no class is asked for or its ROC is undefined."""
    if class_index is None or math.isnan(evaluation.prepared.roc_auc[class_index]):
        return None
    envelope = kept_envelope((evaluation.prepared.hull(class_index),))
    if envelope is None:
        return None
    condition = present_condition(evaluation, class_index)
    priced = evaluation.point.prices is not None and condition.sensible
    best = envelope.best_at(condition.pc) if priced else None
    x, y, words = _vertices(envelope, evaluation.classes[class_index])
    return HullState(class_index, x, y, words, best, () if best is None else _label(envelope, best))


@lru_cache(maxsize=16)
def _vertices(envelope: Envelope, name: str) -> tuple[Floats, Floats, tuple[tuple[str, ...], ...]]:
    words = tuple(
        (f"hull of {name}: {answer_text(threshold)}",
         f"true positive rate {texts.figure(tpr)} at false positive rate {texts.figure(fpr)}")
        for threshold, fpr, tpr in zip(
            envelope.thresholds.tolist(), envelope.fpr.tolist(), envelope.tpr.tolist(), strict=True
        )
    )  # fmt: skip
    return envelope.fpr, envelope.tpr, words


def answer_text(threshold: float) -> str:
    """Return "threshold 0.31", or that every sample gets the same answer."""
    if math.isinf(threshold):
        return "nothing called positive" if threshold > 0 else "everything called positive"
    return f"threshold {texts.threshold(threshold)}"


def _label(envelope: Envelope, best: tuple[int, int]) -> tuple[str, ...]:
    first, last = (float(envelope.thresholds[place]) for place in best)
    if best[0] == best[1]:
        return BEST, answer_text(first)
    if math.isinf(first) or math.isinf(last):
        return BEST, answer_text(first), f"ties: {answer_text(last)}"
    return BEST, f"threshold {texts.threshold(first)}", f"ties down to {texts.threshold(last)}"
