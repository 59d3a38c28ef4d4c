"""The best rule of a kind on the samples given: which search, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.common_places import CommonPlaces
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.coordinate_descent import PART_ROWS, Start, descend, usual_starts
from confmat_gui.core.decide import largest_share
from confmat_gui.core.goals import Goal
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.pair_search import PairTable, pair_table, search_pair
from confmat_gui.core.places import Along, Places, along
from confmat_gui.core.plane_search import MOST_ROWS, search_plane
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.score_places import score_places
from confmat_gui.core.suggestion import ExactReason, SearchKind
from confmat_gui.core.thresholds import starting_thresholds

SMALL_ROWS = 5_000
"""Up to this number of rows more starts are tried."""
STARTS, KICKS = {True: 6, False: 3}, {True: 8, False: 2}
"""Random starts, and places around the best end, for a small problem and for a large one."""


@dataclass(frozen=True, eq=False)
class Quest:
    """What rule is looked for.

    Attributes
    ----------
    goal : objective and constraints
    point : the present rule, which gives boundary, positive class and one of the starts
    no_decision : whether the rule may leave samples without a decision
    free : classes whose thresholds may move, for rule 2 of several classes; None for all
    seed : of random starts
    start : raw thresholds of rule 2 from which alone to start; None for the usual ones
    """

    goal: Goal
    point: OperatingPoint
    no_decision: bool = False
    free: tuple[int, ...] | None = None
    seed: int = 0
    start: tuple[float, ...] | None = None


@dataclass(frozen=True, eq=False)
class Found:
    """The best rule that was found.

    Attributes
    ----------
    rule : Rule
    kind : what was searched
    exact : why the search is exact, or that it is not
    n_searches : lines searched
    shortfall : how far the constraints are from being kept; 0 where all are
    line : all places of a rule of one threshold, as they were judged
    pair : what a pair of thresholds was found in, and which of them
    thresholds : (K,) raw, of rule 2 for several classes
    """

    rule: Rule
    kind: SearchKind
    exact: ExactReason
    n_searches: int
    shortfall: float
    line: tuple[Places, Along] | None = None
    pair: tuple[PairTable, tuple[int, int]] | None = None
    thresholds: Floats = field(default_factory=lambda: np.empty(0))


def find_rule(predictions: Predictions, quest: Quest, progress: Progress = no_progress) -> Found:
    """Return the rule with the least shortfall of the constraints and, among those, the best objective.

    predictions : the samples to tune on
    """
    if quest.no_decision:
        return _pair(predictions, quest, progress) if predictions.is_binary else _common(
            predictions, quest, progress
        )  # fmt: skip
    if predictions.is_binary:
        return _one_threshold(predictions, quest, progress)
    return _thresholds(predictions, quest, progress)


def _one_threshold(predictions: Predictions, quest: Quest, progress: Progress) -> Found:
    positive = positive_of(predictions, quest.point)
    progress(0.0, "Sorting the scores")
    places = score_places(
        predictions, positive, quest.point.rule.boundary, quest.goal.prices,
        quest.goal.weights(predictions.support),
    )  # fmt: skip
    return _best_of_line(places, quest, "threshold", (predictions.classes[positive],), progress)


def _common(predictions: Predictions, quest: Quest, progress: Progress) -> Found:
    progress(0.0, "Sorting the highest probabilities")
    weights = quest.goal.weights(predictions.support)
    places = CommonPlaces(predictions, quest.point.rule.boundary, quest.goal.prices, weights)
    return _best_of_line(places, quest, "common", predictions.classes, progress)


def _pair(predictions: Predictions, quest: Quest, progress: Progress) -> Found:
    progress(0.0, "Looking at every pair of thresholds")
    table = pair_table(predictions, quest.point.rule.boundary)
    found, at = search_pair(table, quest.goal)
    rule = _rule(dict(zip(predictions.classes, found.thresholds.tolist(), strict=True)), quest)
    exact: ExactReason = "every-pair" if found.is_exact else "grid"
    return Found(rule, "pair", exact, 1, found.shortfall, pair=(table, at), thresholds=found.thresholds)


def _best_of_line(
    places: Places, quest: Quest, kind: SearchKind, classes: tuple[str, ...], progress: Progress
) -> Found:
    """Return the rule of the best place, whose threshold is that of all the classes."""
    judged = along(places, quest.goal, lambda: progress(0.5, "Looking at every score"))
    best = int(judged.best()[0])
    rule = _rule(dict.fromkeys(classes, places.threshold(best)), quest)
    return Found(rule, kind, "every-score", 1, float(judged.shortfalls[best]), line=(places, judged))


def _rule(thresholds: dict[str, float], quest: Quest) -> Rule:
    boundary: Boundary = quest.point.rule.boundary
    return Rule.thresholds(thresholds, boundary=boundary, no_decision=quest.no_decision)


def _thresholds(predictions: Predictions, quest: Quest, progress: Progress) -> Found:
    starts, kicks = _starts(predictions, quest)
    whole = predictions.n_classes == 3 and predictions.n_rows <= MOST_ROWS
    every_cell = whole and quest.free is None and quest.start is None
    n_walks = 0
    if every_cell:
        plane = search_plane(predictions, quest.goal, part_of(progress, 0.0, 0.7))
        starts, n_walks = [*starts, Start("plane", plane.thresholds)], plane.n_searches
    found = descend(
        predictions, quest.goal, starts, free=quest.free, n_kicks=kicks, part_rows=PART_ROWS, seed=quest.seed,
        progress=part_of(progress, 0.7, 1.0) if every_cell else progress,
    )  # fmt: skip
    values = _with_sum_1(predictions, found.thresholds)
    exact: ExactReason = "every-cell" if every_cell else "descent"
    if quest.free is not None and len(quest.free) == 1:
        exact = "one-class"
    rule = _rule(dict(zip(predictions.classes, values.tolist(), strict=True)), quest)
    return Found(rule, "thresholds", exact, found.n_searches + n_walks, found.shortfall, thresholds=values)


def _starts(predictions: Predictions, quest: Quest) -> tuple[list[Start], int]:
    """Return where to start, and how often to start again around the best end."""
    if quest.start is not None:
        return [Start("given", np.array(quest.start))], 0
    present = present_thresholds(predictions, quest.point.rule)
    if quest.free is not None and len(quest.free) == 1:  # one line, which is searched from anywhere
        return [Start("present", present)], 0
    small = predictions.n_rows <= SMALL_ROWS
    starts = usual_starts(
        present, quest.goal.objective, n_random=STARTS[small], seed=quest.seed,
        weights=quest.goal.weights(predictions.support),
    )  # fmt: skip
    if quest.free is not None:
        fixed = np.setdiff1d(np.arange(predictions.n_classes), quest.free)
        starts = [Start(start.name, _with(start.thresholds, fixed, present)) for start in starts]
    return starts, KICKS[small]


def _with(thresholds: Floats, fixed: Counts, present: Floats) -> Floats:
    result = np.array(thresholds)
    result[fixed] = present[fixed]
    return result


def present_thresholds(predictions: Predictions, rule: Rule) -> Floats:
    """Return raw thresholds of rule 2 from which to start: those of the rule, if they can be."""
    found = starting_thresholds(predictions, rule)
    return found if (found > 0).all() else np.ones(predictions.n_classes)


def _with_sum_1(predictions: Predictions, thresholds: Floats) -> Floats:
    """Return thresholds as they are shown, unless that moves a sample on a tie."""
    normalised = thresholds / thresholds.sum()
    same = (_matrix(predictions, normalised) == _matrix(predictions, thresholds)).all()
    return normalised if same else np.array(thresholds)


def _matrix(predictions: Predictions, thresholds: Floats) -> Counts:
    codes, _ = largest_share(predictions, thresholds)
    return confusion_matrix(predictions.y_true, codes, predictions.n_classes, predictions.count)


def positive_of(predictions: Predictions, point: OperatingPoint) -> int:
    """Return the positive class of two."""
    positive = predictions.positive if point.positive is None else point.positive
    assert positive is not None
    return positive
