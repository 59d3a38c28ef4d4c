"""Where thresholds start when someone moves one under a rule that has none."""

from __future__ import annotations

import math

from confmat_gui.core.costs import binary_threshold, equivalence
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.core.thresholds import starting_thresholds, threshold_is_share
from confmat_gui.session.state import Session


def as_thresholds(session: Session) -> Rule:
    """Return the current rule as one with thresholds.

    Thresholds stay as they are. The rule of minimum expected cost gives the thresholds that are the same
    rule, where there are any. All else starts at the default rule (binary) or at equal thresholds, which
    are the same rule as argmax (K > 2).
    """
    point = session.point
    if point.rule.kind == "thresholds":
        return point.rule
    predictions = session.data.prepared.predictions
    costs = (point.rule.costs or point.costs) if point.rule.kind == "min-cost" else None
    if predictions.is_binary:
        return _binary(session, predictions, point, costs)
    values = starting_thresholds(predictions, point.rule, point.positive)
    same = None if costs is None else equivalence(costs).thresholds
    values = values if same is None else same
    named = zip(predictions.classes, values.tolist(), strict=True)
    return Rule.thresholds(dict(named), boundary=point.rule.boundary)


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
