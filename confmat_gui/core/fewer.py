"""Fewer errors of one kind: the smallest change of one threshold that does it, and what that costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.abstaining import own_probability
from confmat_gui.core.arrays import Counts, Scores
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.confusion import confusion_matrix, outcome_counts
from confmat_gui.core.costs import cost_by_cell
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import reweighted
from confmat_gui.core.rules import Rule
from confmat_gui.core.thresholds import resolve_thresholds, with_threshold

Harm: TypeAlias = Literal["cost", "errors"]
"""By what it is said which change hurts less: the total cost where there are prices, else all errors."""


@dataclass(frozen=True, eq=False)
class Change:
    """One way to bring the cell down.

    Attributes
    ----------
    class_index : the class whose threshold moves; of two classes with one threshold the positive one
    rises : whether it goes up
    threshold : the new raw value
    rule : the rule with it
    outcomes : (K, K) or (K, K + 1) int64, what the rule then does
    harm : total cost or number of errors then, see `Fewer.measure`; at the shares of the classes
    """

    class_index: int
    rises: bool
    threshold: float
    rule: Rule
    outcomes: Counts
    harm: float


@dataclass(frozen=True, eq=False)
class Fewer:
    """How errors of one kind become fewer.

    Attributes
    ----------
    cell : (true, predicted)
    wanted : samples that the cell may have at most
    before : what the present rule does
    measure : "cost" or "errors": by which the changes are ordered
    harm_before : the same of the present rule
    changes : the ways there are, the one that hurts least first
    """

    cell: tuple[int, int]
    wanted: int
    before: Counts
    measure: Harm
    harm_before: float
    changes: tuple[Change, ...]

    @property
    def best(self) -> Change:
        """The change that hurts least."""
        return self.changes[0]


def fewer(
    predictions: Predictions, point: OperatingPoint, cell: tuple[int, int], share: float,
    progress: Progress = no_progress,
) -> Fewer:
    """Return the smallest changes of one threshold that take a share of a cell's errors away.

    Raising the threshold of the predicted class takes samples out of the cell, and so does lowering that of
    their true class; of two classes with one threshold both are the same. Each is looked for over all
    decisions that the threshold can reach, so no smaller change brings the cell down as far.

    Parameters
    ----------
    predictions : with scores; probabilities for more than two classes
    point : with a rule of thresholds, with or without no decision; prices say what hurts, shares of the
        classes how much of it there is where the rule is used
    cell : (true, predicted) with different classes
    share : above 0, at most 1: how much of the cell has to go, counted up to whole samples
    progress : called before each search; may raise `CancelledError`

    Ties
    ----
    Samples that change over together stay together, so more may go than was asked for. Of two changes that
    hurt as much the one that moves fewer samples comes first, then that of the predicted class.

    Raises
    ------
    InputError
        The cell is no error, or has no samples; or no change of one threshold brings it down so far.
    """
    true, predicted = cell
    if true == predicted or predicted >= predictions.n_classes:
        raise InputError("Only errors can become fewer: choose a cell beside the diagonal.")
    codes = decide(predictions, point)[0]
    rows = np.flatnonzero((predictions.y_true == true) & (codes == predicted))
    before = _outcomes(predictions, codes, point)
    here = int(before[true, predicted])
    if not here:
        raise InputError("There are no errors of this kind under the present rule.")
    wanted = math.floor(here * (1 - share) + 1e-9)
    moves = _moves(predictions, point, cell, rows, progress)
    count = np.ones(len(rows), dtype=np.int64) if predictions.count is None else predictions.count[rows]
    changes = []
    for move in moves:
        progress(0.8, "Counting what changes")
        threshold = move.threshold_for(count, here - wanted)
        if threshold is not None:
            changes.append(_change(predictions, point, move, threshold))
    if not changes:
        raise InputError(_unreachable(predictions, cell))
    measure: Harm = "errors" if point.prices is None else "cost"
    changes.sort(key=lambda change: (change.harm, int(np.abs(change.outcomes - before).sum())))
    return Fewer(cell, wanted, before, measure, _harm(before, point), tuple(changes))


@dataclass(frozen=True, eq=False)
class _Move:
    """A threshold that can rise, or fall, and where samples change over.

    Attributes
    ----------
    class_index : whose threshold
    rises : a row changes over where the threshold is above its edge; else where it is not above it
    edges : (n,) of all rows, in any order: decisions change nowhere else
    own : (m,) of the rows of the cell that change over at all
    of_cell : (m,) which rows of the cell these are
    relative : whether only ratios matter: then a threshold is above 0, and lies between two edges
    strict : whether a score on the threshold is below it
    """

    class_index: int
    rises: bool
    edges: Scores
    own: Scores
    of_cell: NDArray[np.intp]
    relative: bool
    strict: bool = False

    def threshold_for(self, count: Counts, needed: int) -> float | None:
        """Return the nearest threshold at which so many samples of the cell have changed over, or None."""
        order = np.argsort(self.own if self.rises else -self.own, kind="stable")
        gone = np.cumsum(count[self.of_cell][order])
        place = int(np.searchsorted(gone, needed))
        if place == len(order):
            return None
        edge = float(self.own[order[place]])
        return self._beyond(edge) if math.isfinite(edge) and (edge > 0 or not self.relative) else None

    def _beyond(self, edge: float) -> float:
        """Return a threshold at which rows on the edge have changed over and none behind it has."""
        if self.rises:
            above = self.edges[self.edges > edge]
            following = float(above.min()) if len(above) else math.inf
            if self.relative:
                return _between(edge, following)
            return edge if self.strict else following if math.isfinite(following) else _next(edge, self.edges)
        below = self.edges[self.edges < edge]
        previous = float(below.max()) if len(below) else -math.inf
        if self.relative:
            return _between(max(previous, 0.0), edge)
        if not self.strict:
            return edge
        return previous if math.isfinite(previous) else -_next(-edge, self.edges)


def _moves(
    predictions: Predictions, point: OperatingPoint, cell: tuple[int, int], rows: NDArray[np.intp],
    progress: Progress,
) -> list[_Move]:
    progress(0.0, "Looking for the smallest change")
    true, predicted = cell
    strict = point.rule.boundary == ">"
    every = np.arange(len(rows))
    if point.rule.no_decision:
        own, other = (own_probability(predictions, k) for k in (predicted, true))
        taken = other[rows] >= own[rows] if true < predicted else other[rows] > own[rows]
        return [
            _Move(predicted, True, own, own[rows], every, relative=False, strict=strict),
            _Move(true, False, other, other[rows][taken], every[taken], relative=False, strict=strict),
        ]
    if predictions.is_binary:
        positive = predictions.positive if point.positive is None else point.positive
        assert positive is not None
        score = predictions.score_of(positive)
        rises = predicted == positive
        return [_Move(positive, rises, score, score[rows], every, relative=False, strict=strict)]
    thresholds = resolve_thresholds(predictions, point.rule, point.positive)
    moves = []
    for number, k in enumerate(cell[::-1]):
        progress(0.1 + 0.35 * number, "Looking for the smallest change")
        critical, _ = critical_rows(predictions, thresholds, k)
        moves.append(_Move(k, k == predicted, critical, critical[rows], every, relative=True))
    return moves


def _change(predictions: Predictions, point: OperatingPoint, move: _Move, threshold: float) -> Change:
    rule = with_threshold(predictions, point.rule, move.class_index, threshold, point.positive)
    rule = replace(rule, boundary=point.rule.boundary)
    moved = point.with_rule(rule)
    outcomes = _outcomes(predictions, decide(predictions, moved)[0], moved)
    return Change(move.class_index, move.rises, threshold, rule, outcomes, _harm(outcomes, point))


def _outcomes(predictions: Predictions, codes: NDArray[Any], point: OperatingPoint) -> Counts:
    counted = outcome_counts if point.may_abstain else confusion_matrix
    return counted(predictions.y_true, codes, predictions.n_classes, predictions.count)


def _harm(outcomes: Counts, point: OperatingPoint) -> float:
    counted = outcomes if point.prevalence is None else reweighted(outcomes, point.prevalence)
    if point.prices is not None:
        return float(cost_by_cell(counted, point.prices).sum())
    if point.prevalence is None:
        return float(outcomes.sum() - np.trace(outcomes))
    errors = counted.copy()
    np.fill_diagonal(errors, 0.0)
    return float(errors.sum())


def _between(low: float, high: float) -> float:
    """Return a threshold with low < t <= high in the middle of them, by ratio."""
    if math.isinf(high):
        return low * 2
    middle = high / 2 if low == 0 else math.sqrt(low) * math.sqrt(high)
    return min(max(middle, math.nextafter(low, math.inf)), high)


def _next(edge: float, edges: Scores) -> float:
    """Return the next number above in the scores' own type, in which thresholds are compared."""
    return float(np.nextafter(edges.dtype.type(edge), edges.dtype.type(np.inf)))


def _unreachable(predictions: Predictions, cell: tuple[int, int]) -> str:
    true, predicted = (predictions.classes[k] for k in cell)
    return (
        f"No change of one threshold takes so many {true} predicted {predicted} away: their scores leave "
        f"{predicted} nothing to lose; ask for fewer of them."
    )
