"""The best rule of a kind on the samples given: which search, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.coordinate_descent import Descent, descend, usual_starts
from confmat_gui.core.decide import largest_share
from confmat_gui.core.goals import Goal
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.places import Along, Places, along
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.score_places import score_places
from confmat_gui.core.suggestion import ExactReason, SearchKind
from confmat_gui.core.thresholds import starting_thresholds


@dataclass(frozen=True, eq=False)
class Found:
    """The best rule that was found.

    Attributes
    ----------
    rule : Rule
    kind : what was searched
    exact : why the search is exact, or "descent"
    n_searches : lines searched
    shortfall : how far the constraints are from being kept; 0 where all are
    line : all places of a rule of one threshold, as they were judged; None for several thresholds
    thresholds : (K,) raw, of several; None for one
    """

    rule: Rule
    kind: SearchKind
    exact: ExactReason
    n_searches: int
    shortfall: float
    line: tuple[Places, Along] | None = None
    thresholds: Floats | None = None


def find_rule(
    predictions: Predictions,
    goal: Goal,
    point: OperatingPoint,
    *,
    seed: int = 0,
    progress: Progress = no_progress,
) -> Found:
    """Return the rule with the least shortfall of the constraints and, among those, the best objective.

    Parameters
    ----------
    predictions : the samples to tune on
    point : the present rule, which gives boundary, positive class and one of the starts
    """
    if predictions.is_binary:
        return _one_threshold(predictions, goal, point, progress)
    return _thresholds(predictions, goal, point, seed, progress)


def _one_threshold(
    predictions: Predictions, goal: Goal, point: OperatingPoint, progress: Progress
) -> Found:
    positive = positive_of(predictions, point)
    progress(0.0, "Sorting the scores")
    places = score_places(predictions, positive, point.rule.boundary, goal.prices)
    judged = along(places, goal, lambda: progress(0.5, "Looking at every score"))
    best = int(judged.best()[0])
    rule = Rule.thresholds(
        {predictions.classes[positive]: places.threshold(best)}, boundary=point.rule.boundary
    )
    return Found(rule, "threshold", "every-score", 1, float(judged.shortfalls[best]), (places, judged))


def _thresholds(
    predictions: Predictions, goal: Goal, point: OperatingPoint, seed: int, progress: Progress
) -> Found:
    present = starting_thresholds(predictions, point.rule)
    starts = usual_starts(present, goal.objective, seed=seed)
    found = descend(predictions, goal, starts, seed=seed, progress=progress)
    values = _with_sum_1(predictions, found)
    rule = Rule.thresholds(dict(zip(predictions.classes, values.tolist(), strict=True)))
    return Found(
        rule, "thresholds", "descent", found.n_searches, found.shortfall, thresholds=values
    )


def _with_sum_1(predictions: Predictions, found: Descent) -> Floats:
    """Return thresholds as they are shown, unless that moves a sample on a tie."""
    normalised = found.thresholds / found.thresholds.sum()

    def matrix(thresholds: Floats) -> list[list[int]]:
        codes, _ = largest_share(predictions, thresholds)
        counts = confusion_matrix(predictions.y_true, codes, predictions.n_classes, predictions.count)
        return [[int(count) for count in row] for row in counts]

    return normalised if matrix(normalised) == matrix(found.thresholds) else np.array(found.thresholds)


def positive_of(predictions: Predictions, point: OperatingPoint) -> int:
    """Return the positive class of two."""
    positive = predictions.positive if point.positive is None else point.positive
    assert positive is not None
    return positive
