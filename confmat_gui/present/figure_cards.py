"""The headline figures of one evaluation, and how each figure is written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from confmat_gui.core.area_intervals import DELONG
from confmat_gui.core.costs import cost_by_cell
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.present import texts
from confmat_gui.present.headline import Direction, FigureCard
from confmat_gui.present.rule_words import same_rule
from confmat_gui.present.seen_samples import seen_sentence
from confmat_gui.present.shares import OF_SAMPLES, at_same_shares, is_reweighted, share_sentence
from confmat_gui.session.state import Session

ALWAYS = ("accuracy", "balanced_accuracy", "macro_f1", "mcc")
ALWAYS_ABSTAINING = ("coverage", "accuracy", "error_rate", "balanced_accuracy")
UNPRICED_ABSTAINING = ("macro_f1", "mcc")
PRICED = ("expected_cost", "total_cost")
IN_UNIT = (*PRICED, "cost", "cost_weight")
"""Figures that are counted as the prices are."""
UNPRICED = ("macro_roc_auc", "no_information_rate")
ABSTAINING = ("error_rate", "coverage")
"""Said only of rules that may leave samples without a decision: else 1 − accuracy, and 1."""
SHORT_NAMES = {"expected_cost": "Cost / sample"}


def headline_cards(session: Session, evaluation: Evaluation) -> tuple[FigureCard, ...]:
    """Return the headline figures of a session, with their change against its default rule."""
    cards = cards_of(evaluation, session.data.default_evaluation, session.cost_unit)
    sentence, shares = seen_sentence(session), share_sentence(evaluation)
    if not sentence and not shares:
        return cards
    return tuple(
        replace(card, explanation=f"{card.explanation} {sentence} {shares if card.mark else ''}".strip())
        for card in cards
    )


def cards_of(
    evaluation: Evaluation, default: Evaluation | None = None, cost_unit: str = ""
) -> tuple[FigureCard, ...]:
    """Return the six headline figures; costs take the last two places once there are prices.

    Where a rule may leave samples without a decision, its coverage comes first.
    """
    default = None if default is None else at_same_shares(default, evaluation)
    abstaining = evaluation.no_decision is not None
    unpriced = UNPRICED_ABSTAINING if abstaining else UNPRICED
    keys = (ALWAYS_ABSTAINING if abstaining else ALWAYS) + (
        unpriced if evaluation.point.costs is None else PRICED
    )
    return tuple(_card(key, evaluation, default, cost_unit) for key in keys)


def _card(key: str, evaluation: Evaluation, default: Evaluation | None, unit: str) -> FigureCard:
    value = evaluation.metrics.get(key, math.nan)
    before = math.nan if default is None else _at_same_prices(key, evaluation.point, default)
    if default is not None and same_rule(evaluation, default):
        before = math.nan  # nothing was changed, so there is nothing to say
    ends = evaluation.intervals.get(key, (math.nan, math.nan))
    difference = value - before
    changed = "" if key in UNPRICED else texts.change(difference_writer(key)(difference))
    reason = evaluation.undefined.get(key) or evaluation.prepared.undefined.get(key, "")
    return FigureCard(
        key=key,
        name=card_name(key, evaluation, unit),
        value=figure_writer(key)(value),
        interval=interval_text(key, ends),
        change=changed,
        direction=direction(key, difference, changed),
        explanation=" ".join(filter(None, (METRICS[key].explanation, _method(key, evaluation), reason))),
        mark="re-weighted" if is_reweighted(evaluation) and key not in OF_SAMPLES else "",
    )


def _method(key: str, evaluation: Evaluation) -> str:
    """Say how the interval of the AUC of two classes was made; the mean of more has another."""
    method = evaluation.prepared.roc_auc_method[0]
    if key != "macro_roc_auc" or len(evaluation.classes) != 2 or not method:
        return ""
    if method == DELONG:
        return f"Interval: {method}."
    low, high = evaluation.prepared.roc_auc_interval[0].tolist()
    return f"Interval: {method}; DeLong's own is {texts.interval((low, high))}."


def card_name(key: str, evaluation: Evaluation, cost_unit: str = "") -> str:
    """Return the name of a figure, and that it is one of the decided samples where not all are.

    Costs have their unit, and one below 0 is called a gain.
    """
    name = SHORT_NAMES.get(key, METRICS[key].name)
    if key in PRICED:
        gain = ", a gain" if evaluation.metrics.get(key, math.nan) < 0 else ""
        return f"{texts.named_unit(name, cost_unit)}{gain}"
    whole = evaluation.no_decision is None or key in (*PRICED, "coverage", "macro_roc_auc")
    return name if whole else f"{name} of decided"


def interval_text(key: str, ends: tuple[float, float]) -> str:
    """Return an interval as the figure itself is written."""
    return texts.amount_interval(ends) if key == "total_cost" else texts.interval(ends)


def figure_writer(key: str) -> Callable[[float], str]:
    """Return how a figure is written: total cost as an amount, all else to three decimals."""
    return texts.amount if key == "total_cost" else texts.figure


def difference_writer(key: str) -> Callable[[float], str]:
    """Return how a difference of a figure is written."""
    return texts.signed_amount if key == "total_cost" else texts.signed


def direction(key: str, difference: float, written: str) -> Direction:
    """Return whether a difference helps, as far as it can be read at the digits shown."""
    better = METRICS[key].better
    if math.isnan(difference) or written.startswith(("same", "0")) or better == "neither" or not written:
        return "same"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def _at_same_prices(key: str, point: OperatingPoint, default: Evaluation) -> float:
    """Return a figure of the default rule; costs at the prices given now, since it has none itself."""
    if key not in PRICED or point.costs is None:
        return default.metrics.get(key, math.nan)
    total = float(np.sum(cost_by_cell(default.figured, point.costs)))
    return total if key == "total_cost" else total / default.n if default.n else math.nan
