"""What the cost curves lead to: a threshold of the convex hull, or the price of a miss."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.conditions import condition_of
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import resolved_prevalence
from confmat_gui.core.rules import Rule
from confmat_gui.session.changes import set_costs, set_rule
from confmat_gui.session.state import Session


def use_threshold(session: Session, class_index: int, threshold: float) -> Session:
    """Decide by a score of the positive class of two: samples with it and above are called positive.

    Under the boundary ">" the next lower number is set, which says the same.
    """
    predictions = session.data.prepared.predictions
    if class_index != session.point.positive or not math.isfinite(threshold):
        raise InputError("Only the positive class of two has a threshold of its own, and it is finite.")
    boundary = session.point.rule.boundary
    set_to = threshold if boundary == ">=" else _next_lower(predictions, class_index, threshold)
    return set_rule(session, Rule.thresholds({predictions.classes[class_index]: set_to}, boundary=boundary))


def _next_lower(predictions: Predictions, class_index: int, threshold: float) -> float:
    """Return the next lower number of the scores' own type, to which a threshold is rounded."""
    if predictions.score_type(class_index) == np.float32:
        return float(np.nextafter(np.float32(threshold), np.float32(-np.inf)))
    return math.nextafter(threshold, -math.inf)


def set_price_ratio(session: Session, class_index: int, ratio: float) -> Session:
    """Let missing a class cost `ratio` false alarms more than a right answer; all else stays.

    Where no price is set, every other error costs 1. For more than two classes a false alarm costs the mean
    over the samples of the rest, and all errors on the class get the same price.
    """
    if not (math.isfinite(ratio) and ratio > 0):
        raise InputError("A miss must cost more than nothing, in false alarms.")
    predictions = session.data.prepared.predictions
    n_classes = predictions.n_classes
    point = session.point
    costs = np.ones((n_classes, n_classes)) - np.eye(n_classes)
    if point.costs is not None:
        costs = np.array(point.costs, dtype=np.float64)
    others = np.arange(n_classes) != class_index
    shares = resolved_prevalence(point.prevalence, predictions.support)
    alarm = condition_of(costs, class_index, shares).false_alarm
    if not alarm > 0:  # prices that make no sense: a false alarm costs 1 from now on
        alarm = 1.0
        costs[others, class_index] = np.diagonal(costs)[others] + alarm
    costs[class_index, :n_classes][others] = costs[class_index, class_index] + ratio * alarm
    return set_costs(session, costs)
