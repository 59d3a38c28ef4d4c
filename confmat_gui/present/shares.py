"""How common the classes are where the rule is used, in words, wherever figures stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from confmat_gui.core.adapting import check_adaptable
from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation, reevaluated
from confmat_gui.core.prevalence import Prevalence, prevalence_in_force, resolved_prevalence
from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import Loaded
from confmat_gui.present import texts
from confmat_gui.present.json_values import number
from confmat_gui.present.repair_words import adapted_shares
from confmat_gui.session.shares import adaptation_of
from confmat_gui.session.state import Session

MOST_NAMED = 2
"""Classes that are named with their share; more are counted."""


OF_SAMPLES = (
    "balanced_accuracy", "macro_recall", "log_loss", "brier", "hand_till", "macro_roc_auc", "support",
    "no_decision", "recall", "roc_auc", "threshold", "cost_weight", "class", "prevalence",
)  # fmt: skip
"""Figures that other shares of the classes do not touch; of a class also its coverage."""


def is_reweighted(evaluation: Evaluation) -> bool:
    """Return whether the figures of the matrix are those of other shares of the classes."""
    return evaluation.point.prevalence is not None


def reweighting_text(evaluation: Evaluation, most: int = MOST_NAMED) -> str:
    """Return "re-weighted to crack 1 %"; empty where the classes have the shares of the samples.

    Named are the classes whose share was set, of two the positive one alone.
    """
    if evaluation.point.prevalence is None:
        return ""
    force = prevalence_in_force(evaluation)
    told = told_shares(evaluation.point.prevalence, force, evaluation.classes, evaluation.point.positive)
    return f"re-weighted to {texts.listed(told, most)}"


def told_shares(
    shares: Prevalence, force: Floats, classes: tuple[str, ...], positive: int | None
) -> list[str]:
    """Return "crack 1 %" of every class whose share was set, of two classes of the positive one alone.

    force : (K,) the shares in force
    """
    named = [k for k, share in enumerate(shares) if share is not None]
    if len(shares) == 2:
        named = named[:1] if positive is None else [positive]
    return [f"{classes[k]} {texts.share(float(force[k]))}" for k in named]


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


_DEFAULTS: WeakKeyDictionary[Evaluation, Evaluation] = WeakKeyDictionary()
"""The default rule at the prices and shares asked last."""


def at_same_shares(default: Evaluation, evaluation: Evaluation) -> Evaluation:
    """Return the default rule at the prices and the shares of another evaluation, without intervals."""
    point = evaluation.point
    if point.prevalence is None:
        return default
    known = _DEFAULTS.get(default)
    asked = (point.costs, point.prevalence)
    if known is None or (known.point.costs, known.point.prevalence) != asked:
        known = _DEFAULTS[default] = reevaluated(default, point)
    return known


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
    return {
        "reweighted": True,
        "figures_from": "confusion_weighted",
        "prevalence": prevalence_document(shares, classes, evaluation.outcomes.sum(axis=1)),
    }


def prevalence_document(
    shares: Prevalence | None, classes: tuple[str, ...], support: Counts
) -> dict[str, Any] | None:
    """Return the shares that were set and those in force among samples of each class; None without any."""
    if shares is None:
        return None
    force = resolved_prevalence(shares, support).tolist()
    return {
        "set": dict(zip(classes, shares, strict=True)),
        "in_force": dict(zip(classes, map(number, force), strict=True)),
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


@dataclass(frozen=True)
class SharesState:
    """At which shares of the classes the figures are, and whether the scores are adapted to them.

    Attributes
    ----------
    name : "crack 1 %", the smallest share that was set, and how many more were
    state : "re-weighted", "adapted" or both
    sentence : what re-weighting does, also stands on the report; empty where no share is set
    step : that scores are adapted, and to what; empty where they are the model's own
    adapted : whether the scores are adapted
    why_not : why scores cannot be adapted; empty where they can
    """

    name: str
    state: str
    sentence: str
    step: str
    adapted: bool
    why_not: str = ""


def shares_state(session: Session, evaluation: Evaluation) -> SharesState | None:
    """Return how figures and scores depend on shares that were set; None where none was."""
    adapting = adapting_text(session.data.loaded)
    if evaluation.point.prevalence is None and not adapting:
        return None
    told = reweighting_text(evaluation)
    parts = ("re-weighted" if told else "", "adapted" if adapting else "")
    step = f"{adapting[0].upper()}{adapting[1:]}: decisions are made on these." if adapting else ""
    return SharesState(
        name=_short_name(evaluation, adapting),
        state=", ".join(part for part in parts if part),
        sentence=share_sentence(evaluation),
        step=step,
        adapted=bool(adapting),
        why_not="" if adapting else _why_not_adapted(evaluation),
    )


def _short_name(evaluation: Evaluation, adapting: str) -> str:
    """Return "crack 1 %", of several shares that were set the smallest and how many more: "crack 1 % +2"."""
    shares = evaluation.point.prevalence
    if shares is None:
        return adapting.removeprefix("scores adapted to ").partition(" (")[0]
    if len(shares) == 2:
        return reweighting_text(evaluation).removeprefix("re-weighted to ")
    least, k = min((share, k) for k, share in enumerate(shares) if share is not None)
    more = sum(share is not None for share in shares) - 1
    return f"{evaluation.classes[k]} {texts.share(least)}{f' +{more}' if more else ''}"


def _why_not_adapted(evaluation: Evaluation) -> str:
    try:
        check_adaptable(evaluation.prepared.predictions)
    except InputError as error:
        return str(error)
    return ""
