"""Where thresholds start when someone moves one under a rule that has none."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.costs import binary_threshold, equivalence
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.core.thresholds import (
    one_minus,
    resolve_thresholds,
    starting_thresholds,
    threshold_is_share,
)
from confmat_gui.session.state import Session

MOST_LOGIT = 700.0
"""Beyond it a logit is a probability of 0 or 1."""


def as_thresholds(session: Session) -> Rule:
    """Return the current rule as one with thresholds.

    Thresholds stay as they are, with or without no decision. The rule of minimum expected cost gives the
    thresholds that are the same rule, where there are any. All else starts at the default rule (binary) or
    at equal thresholds, which are the same rule as argmax (K > 2).
    """
    point = session.point
    if point.rule.kind == "thresholds":
        return point.rule
    predictions = session.data.prepared.predictions
    costs = point.deciding_costs if point.rule.kind == "min-cost" else None
    abstaining = None if costs is None else _chow(costs, predictions, point)
    if abstaining is not None:
        return abstaining
    if predictions.is_binary:
        return _binary(session, predictions, point, costs)
    values = starting_thresholds(predictions, point.rule, point.positive)
    same = None if costs is None else equivalence(costs).thresholds
    values = values if same is None else same
    named = zip(predictions.classes, values.tolist(), strict=True)
    return Rule.thresholds(dict(named), boundary=point.rule.boundary)


def relative_thresholds(session: Session) -> Rule:
    """Return the current rule as one that decides every sample by thresholds; see `as_thresholds`.

    Thresholds with no decision keep their values: two classes that of the positive class, more classes all
    of them if they are above 0, else equal ones.
    """
    rule = as_thresholds(session)
    if not rule.no_decision:
        return rule
    predictions, positive = session.data.prepared.predictions, session.point.positive
    values = resolve_thresholds(predictions, rule, positive)
    if predictions.is_binary:
        raw = float(values[1 if positive is None else positive])
        kept = math.log(raw / (1 - raw)) if predictions.score_kind == "logit" and 0 < raw < 1 else raw
        return Rule.thresholds({predictions.classes[1 if positive is None else positive]: kept})
    if not (values > 0).all():
        values = np.ones(predictions.n_classes)
    return Rule.thresholds(dict(zip(predictions.classes, values.tolist(), strict=True)))


def abstaining_thresholds(session: Session) -> Rule:
    """Return thresholds with no decision to start from.

    Two classes: those of the current rule, t and 1 - t, so that nothing changes at first. More classes: 0.5
    for each, which only a class can reach that is likelier than all others together. The rule of minimum
    expected cost with a price of no decision gives the thresholds that are the same rule, if any are.
    """
    rule = as_thresholds(session)
    if rule.no_decision:
        return rule
    predictions = session.data.prepared.predictions
    if not predictions.is_binary:
        return Rule.thresholds(
            dict.fromkeys(predictions.classes, 0.5), boundary=rule.boundary, no_decision=True
        )
    positive = 1 if session.point.positive is None else session.point.positive
    value = float(resolve_thresholds(predictions, rule, positive)[positive])
    if predictions.score_kind == "logit":
        value = 1 / (1 + math.exp(-value)) if abs(value) < MOST_LOGIT else float(value > 0)
    other = predictions.classes[1 - positive]
    both = {predictions.classes[positive]: value, other: one_minus(value)}
    return Rule.thresholds(both, boundary=rule.boundary, no_decision=True)


def _chow(costs: CostMatrix, predictions: Predictions, point: OperatingPoint) -> Rule | None:
    """Return the thresholds with no decision that are the same rule as minimum expected cost, if any are."""
    same = equivalence(costs, point.positive)
    if same.kind != "no-decision" or same.thresholds is None:
        return None
    named = zip(predictions.classes, same.thresholds.tolist(), strict=True)
    return Rule.thresholds(dict(named), boundary=point.rule.boundary, no_decision=True)


def _binary(
    session: Session, predictions: Predictions, point: OperatingPoint, costs: CostMatrix | None
) -> Rule:
    positive = 1 if point.positive is None else point.positive
    value = _default_threshold(session, predictions, positive)
    best = math.nan if costs is None else binary_threshold(costs, positive)
    if 0.0 < best < 1.0:
        value = math.log(best / (1.0 - best)) if predictions.score_kind == "logit" else best
    return Rule.thresholds({predictions.classes[positive]: value}, boundary=point.rule.boundary)


def _default_threshold(session: Session, predictions: Predictions, positive: int) -> float:
    """Return the default rule's threshold if it is one for this class, else the middle of the scale."""
    name = predictions.classes[positive]
    default = session.data.prepared.default_rule.thresholds_by_class
    return default.get(name, 0.5 if threshold_is_share(predictions) else 0.0)
