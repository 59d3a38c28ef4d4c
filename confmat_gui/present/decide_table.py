"""The Decide table of a session: which rules are possible, and one row of figures per class."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import cost_weights, equivalence
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.core.thresholds import resolve_thresholds, shown_range, shown_thresholds
from confmat_gui.present import texts
from confmat_gui.present.decide import DecideColumn, DecideState, RuleChoice
from confmat_gui.present.figure_cards import IN_UNIT
from confmat_gui.present.rule_choices import rule_choices
from confmat_gui.present.rule_words import SIGNS
from confmat_gui.present.shares import OF_SAMPLES, is_reweighted
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session

FIGURES = ("coverage", "recall", "precision", "f1", "fpr", "roc_auc", "average_precision", "cost")
HEADERS = {
    "class": "Class",
    "support": "Support",
    "prevalence": "Share here",
    "threshold": "Threshold",
    "cost_weight": "Cost of missing it",
    "coverage": "Coverage",
    "recall": "Recall",
    "precision": "Precision",
    "f1": "F1",
    "fpr": "FPR",
    "roc_auc": "AUC",
    "average_precision": "AP",
    "cost": "Cost",
    "share_of_cost": "Share of cost",
}
"""Headers in the order of the columns."""
STARRED = "* Re-weighted to the shares of the classes where the rule is used."
SHARE_HELP = (
    "How common the class is where the rule is used. Type a share such as 1 % to re-weight the matrix, "
    "precision, costs and curves; empty it to let the class share what is left as in the samples."
)


def decide_state(session: Session, evaluation: Evaluation) -> DecideState:
    """Return the Decide table of a session."""
    rules = rule_choices(session)
    editable = any(choice.kind == "thresholds" and choice.possible for choice in rules)
    absolute = editable and as_thresholds(session).no_decision
    predictions = session.data.prepared.predictions
    if session.point.positive is not None:
        predictions = predictions.with_positive(session.point.positive)
    low, high = (0.0, 1.0) if absolute else shown_range(predictions)
    rule = session.point.rule
    return DecideState(
        rules=rules,
        boundary=rule.boundary,
        boundary_applies=rule.no_decision
        or (editable and predictions.is_binary and rule.kind == "thresholds"),
        columns=decide_columns(
            abstaining=evaluation.no_decision is not None, cost_unit=session.cost_unit,
            starred=_starred(evaluation),
        ),
        classes=evaluation.classes,
        positive=session.point.positive,
        support=evaluation.per_class["support"].astype(np.int64),
        thresholds=_shown_thresholds(session, evaluation, rules),
        threshold_low=low,
        threshold_high=high,
        thresholds_editable=editable,
        threshold_note=threshold_note(evaluation),
        cost_weights=class_weights(evaluation),
        figures={key: evaluation.per_class[key] for key in FIGURES},
        share_of_cost=evaluation.per_class["share_of_cost"],
        selected_class=session.display.selected_class,
        thresholds_absolute=absolute or predictions.is_binary,
        shares_set=_shares_set(evaluation),
        shares=prevalence_in_force(evaluation),
    )


def decide_columns(
    *, abstaining: bool = False, cost_unit: str = "", starred: Collection[str] = ()
) -> tuple[DecideColumn, ...]:
    """Return the columns of the table, explained by the registry; coverage only where a rule may abstain.

    A column with a star has figures at other shares of the classes than those of the samples.
    """
    columns = []
    for key, header in HEADERS.items():
        if key == "coverage" and not abstaining:
            continue
        named = texts.named_unit(header, cost_unit if key in IN_UNIT else "")
        words = f"{_explanation(key)} {STARRED}" if key in starred else _explanation(key)
        columns.append(DecideColumn(key, f"{named} *" if key in starred else named, words))
    return tuple(columns)


def _starred(evaluation: Evaluation) -> list[str]:
    """Return the columns that are re-weighted; of two classes the rate of the other one is its own."""
    if not is_reweighted(evaluation):
        return []
    kept = {*OF_SAMPLES, "coverage", *(["fpr"] if len(evaluation.classes) == 2 else [])}
    return [key for key in HEADERS if key not in kept]


def _shares_set(evaluation: Evaluation) -> Floats:
    shares = evaluation.point.prevalence or (None,) * len(evaluation.classes)
    return np.array([np.nan if share is None else share for share in shares])


def class_weights(evaluation: Evaluation) -> Floats:
    """Return the (K,) price of missing each class; nan where its errors differ in price or have none."""
    costs = evaluation.point.costs
    return np.full(len(evaluation.classes), np.nan) if costs is None else cost_weights(costs)


def threshold_note(evaluation: Evaluation) -> str:
    """Return how the thresholds are to be read, in one sentence."""
    positive, kind = evaluation.point.positive, evaluation.point.rule.form
    sign = SIGNS[evaluation.point.rule.boundary]
    if kind == "no-decision":
        return (
            f"The class with the highest probability is predicted among those {sign} their threshold; "
            "where there is none, there is no decision."
        )
    if kind == "predicted":
        return "The labels of the file are taken as they are, whatever the scores."
    if positive is None:
        return (
            "Thresholds are relative: the class with the largest score for its threshold is predicted, "
            "so a lower threshold makes its class easier to reach."
        )
    if kind == "argmax":
        return "The class with the highest score is predicted."
    name = evaluation.classes[positive]
    return f"{name} is predicted when its score {sign} its threshold."


def _explanation(key: str) -> str:
    if key == "prevalence":
        return SHARE_HELP
    return METRICS[key].explanation if key in METRICS else "The true class, in the order of the files."


def _shown_thresholds(
    session: Session, evaluation: Evaluation, rules: tuple[RuleChoice, ...]
) -> Floats | None:
    """Return the thresholds of the rule, or of a rule with thresholds that decides the same; None without."""
    kind = session.point.rule.kind
    if kind == "thresholds":
        return evaluation.thresholds_normalised
    possible = {choice.kind: choice.possible for choice in rules}
    if kind == "predicted" or not possible["thresholds"] or not equal_to_thresholds(session):
        return None
    predictions = session.data.prepared.predictions
    rule = as_thresholds(session)
    raw = resolve_thresholds(predictions, rule, session.point.positive)
    return shown_thresholds(predictions, rule, raw)


def equal_to_thresholds(session: Session) -> bool:
    """Whether the rule is not one of prices, or decides the same as some thresholds."""
    costs = session.point.deciding_costs
    if session.point.rule.kind != "min-cost" or costs is None:
        return True
    return equivalence(costs, session.point.positive).thresholds is not None
