"""What the bar says with which a rule is asked for: what is to be best, what to keep, tuned on what."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.constraints import CLASS_FIGURES, OVERALL_FIGURES, BoundFigure, Constraint
from confmat_gui.core.objectives import CLASS_KEYS, ObjectiveKey
from confmat_gui.core.tuning import TUNED_BY, TunedBy, Tuning
from confmat_gui.present import texts
from confmat_gui.session.state import Session
from confmat_gui.session.wish import (
    OBJECTIVES,
    Wish,
    class_of,
    why_no_suggestion,
    why_not_drawn,
    why_not_objective,
    wished_key,
)

OBJECTIVE_NAMES: dict[ObjectiveKey, str] = {
    "expected_cost": "lowest cost", "macro_f1": "macro F1", "f1": "F1", "mcc": "MCC",
    "balanced_accuracy": "balanced accuracy", "youden": "Youden’s J", "accuracy": "accuracy",
    "cohen_kappa": "Cohen’s kappa",
}  # fmt: skip
FIGURE_NAMES: dict[BoundFigure, str] = {
    "recall": "recall", "precision": "precision", "fpr": "false positive rate", "specificity": "specificity",
    "f1": "F1", "predicted": "share predicted as it", "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy", "macro_f1": "macro F1", "mcc": "MCC", "coverage": "coverage",
    "cost": "cost per sample",
}  # fmt: skip
AT_MOST: frozenset[BoundFigure] = frozenset({"fpr", "predicted", "cost"})
"""Figures of which a person usually wants little."""
BY_NAMES: dict[TunedBy, str] = {
    "rows": "rows of each class", "batch": "whole batches", "group": "whole groups",
}  # fmt: skip


@dataclass(frozen=True)
class ObjectiveChoice:
    """Something that can be made best; greyed with `reason` where it cannot."""

    key: ObjectiveKey
    name: str
    reason: str = ""


@dataclass(frozen=True)
class DrawnBy:
    """A way to draw the samples; greyed with `reason` where there is none."""

    by: TunedBy
    name: str
    reason: str = ""


@dataclass(frozen=True)
class BoundChoice:
    """A figure that can be bounded."""

    figure: BoundFigure
    name: str
    of_class: bool
    at_most: bool
    reason: str = ""


@dataclass(frozen=True)
class SuggestBarState:
    """The whole bar.

    Attributes
    ----------
    reason : why nothing can be suggested here; empty where it can
    objectives, objective : what can be chosen, and what is
    constraints : each in words
    constraint_text : all of them, for the button: "recall(crack) ≥ 0.95 and 1 more"
    tuning, cross_fit, tuning_text : on which samples, and in words
    drawn_by : the ways to draw them
    bounds, classes, selected_class : for the form of a new constraint
    """

    reason: str
    objectives: tuple[ObjectiveChoice, ...]
    objective: ObjectiveKey
    constraints: tuple[str, ...]
    constraint_text: str
    tuning: Tuning
    cross_fit: int | None
    tuning_text: str
    drawn_by: tuple[DrawnBy, ...]
    bounds: tuple[BoundChoice, ...]
    classes: tuple[str, ...]
    selected_class: int


def suggest_bar_state(session: Session, wish: Wish) -> SuggestBarState:
    """Return the bar of a session."""
    classes = session.data.prepared.predictions.classes
    words = tuple(constraint_words(constraint, classes) for constraint in wish.constraints)
    selected = class_of(session, wish)
    return SuggestBarState(
        reason=why_no_suggestion(session),
        objectives=tuple(_objective(session, wish, key) for key in OBJECTIVES),
        objective=wished_key(session, wish),
        constraints=words,
        constraint_text=texts.listed(words, 1) if len(words) == 1 else _several(words),
        tuning=wish.tuning,
        cross_fit=wish.cross_fit,
        tuning_text=tuning_words(wish.tuning, wish.cross_fit),
        drawn_by=tuple(DrawnBy(by, BY_NAMES[by], why_not_drawn(session, by)) for by in TUNED_BY),
        bounds=_bounds(session),
        classes=classes,
        selected_class=0 if selected is None else selected,
    )  # fmt: skip


def objective_words(key: ObjectiveKey, class_name: str | None) -> str:
    """Return "lowest cost", "F1 of crack"."""
    name = OBJECTIVE_NAMES[key]
    return name if class_name is None else f"{name} of {class_name}"


def constraint_words(constraint: Constraint, classes: tuple[str, ...]) -> str:
    """Return "recall(crack) ≥ 0.95"."""
    sign = {">=": "≥", "<=": "≤"}[constraint.bound]
    name = constraint.figure.replace("_", " ")
    of = "" if constraint.class_index is None else f"({classes[constraint.class_index]})"
    return f"{name}{of} {sign} {texts.plain(constraint.limit)}"


def tuning_words(tuning: Tuning, cross_fit: int | None) -> str:
    """Return "tuned on 50 % of the samples, shown on the rest"."""
    by = {"rows": "", "batch": ", whole batches", "group": ", whole groups"}[tuning.by]
    if cross_fit is not None:
        return f"cross-fitted in {cross_fit} folds{by}"
    if not tuning.holds_back:
        return "tuned on all samples, none held back"
    return f"tuned on {texts.plain(100 * tuning.share)} % of the samples{by}, shown on the rest"


def _several(words: tuple[str, ...]) -> str:
    return f"{words[0]} and {len(words) - 1} more" if words else ""


def _objective(session: Session, wish: Wish, key: ObjectiveKey) -> ObjectiveChoice:
    index = class_of(session, wish) if key in CLASS_KEYS else None
    classes = session.data.prepared.predictions.classes
    name = objective_words(key, None if index is None else classes[index])
    return ObjectiveChoice(key, name, why_not_objective(session, wish, key))


def _bounds(session: Session) -> tuple[BoundChoice, ...]:
    unpriced = session.point.prices is None
    reasons: dict[BoundFigure, str] = {}
    if unpriced:
        reasons["cost"] = "A bound on the cost needs prices: say in the cost matrix what each error costs."
    if not session.data.prepared.predictions.has_probabilities:
        reasons["coverage"] = "Leaving samples without a decision needs probabilities."
    figures: tuple[BoundFigure, ...] = (*CLASS_FIGURES, *OVERALL_FIGURES)
    return tuple(
        BoundChoice(
            figure, FIGURE_NAMES[figure], figure in CLASS_FIGURES, figure in AT_MOST, reasons.get(figure, "")
        )
        for figure in figures
    )  # fmt: skip
