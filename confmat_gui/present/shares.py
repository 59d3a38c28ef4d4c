"""How common the classes are where the rule is used, in words, wherever figures stand."""

from __future__ import annotations

from typing import Any

from confmat_gui.core.evaluation import Evaluation, reevaluated
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import Loaded
from confmat_gui.present import texts
from confmat_gui.present.json_values import number
from confmat_gui.present.repair_words import adapted_shares
from confmat_gui.session.shares import adaptation_of

MOST_NAMED = 2
"""Classes that are named with their share; more are counted."""


def is_reweighted(evaluation: Evaluation) -> bool:
    """Return whether the figures of the matrix are those of other shares of the classes."""
    return evaluation.point.prevalence is not None


def reweighting_text(evaluation: Evaluation, most: int = MOST_NAMED) -> str:
    """Return "re-weighted to crack 1 %"; empty where the classes have the shares of the samples.

    Named are the classes whose share was set, of two the positive one alone.
    """
    shares = evaluation.point.prevalence
    if shares is None:
        return ""
    force = prevalence_in_force(evaluation).tolist()
    named = [k for k, share in enumerate(shares) if share is not None]
    if len(shares) == 2:
        named = named[:1] if evaluation.point.positive is None else [evaluation.point.positive]
    told = [f"{evaluation.classes[k]} {texts.share(force[k])}" for k in named]
    return f"re-weighted to {texts.listed(told, most)}"


def share_sentence(evaluation: Evaluation) -> str:
    """Return what re-weighting does to the figures, one sentence; empty where there is none."""
    told = reweighting_text(evaluation, most=8)
    if not told:
        return ""
    return (
        f"{told[0].upper()}{told[1:]}: what mixes classes (accuracy, precision, F1, MCC, cost) is as it "
        "would be at these shares; recall, ROC and AUC are those of the samples."
    )


def adapting_text(loaded: Loaded) -> str:
    """Return "scores adapted to crack 1 % (trained on 10 %)"; empty where they are the model's own."""
    step = adaptation_of(loaded.options.repairs)
    return "" if step is None else f"scores adapted to {adapted_shares(step)}"


def as_sampled(evaluation: Evaluation) -> Evaluation:
    """Return the figures at the shares of the samples; itself where these are in force."""
    if evaluation.point.prevalence is None:
        return evaluation
    return reevaluated(evaluation, evaluation.point.with_prevalence(None))


def shares_document(evaluation: Evaluation) -> dict[str, Any]:
    """Return from which matrix the figures are, and at which shares of the classes."""
    shares, classes = evaluation.point.prevalence, evaluation.classes
    if shares is None:
        return {"reweighted": False, "figures_from": "confusion", "prevalence": None}
    force = prevalence_in_force(evaluation).tolist()
    return {
        "reweighted": True,
        "figures_from": "confusion_weighted",
        "prevalence": {
            "set": dict(zip(classes, shares, strict=True)),
            "in_force": dict(zip(classes, map(number, force), strict=True)),
        },
    }


def adaptation_document(loaded: Loaded) -> dict[str, Any] | None:
    """Return the shares that scores were adapted to and from; None where they are the model's own."""
    step: Repair | None = adaptation_of(loaded.options.repairs)
    if step is None:
        return None
    wanted, trained = step.numbers
    return {
        "adapted_to": dict(zip(step.names, wanted, strict=True)),
        "trained_on": dict(zip(step.names, trained, strict=True)),
    }
