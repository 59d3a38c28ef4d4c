"""The best thresholds of all classes together: one class at a time, from several starts (K > 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from confmat_gui.core.arrays import Counts, Floats, read_only
from confmat_gui.core.cancel import Progress, Report, no_progress
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.costs import among_classes, equivalence
from confmat_gui.core.decide import largest_share
from confmat_gui.core.goals import Goal, Rank, as_goal
from confmat_gui.core.line_search import search_line
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.strata import stratified_part
from confmat_gui.core.weighted_sums import RowWeights

RANDOM_STARTS = 3
KICK = 0.5
PART_ROWS = 100_000
"""Rows that show nearly the same best thresholds as all, where there are far more."""


class Start(NamedTuple):
    """Where a descent begins."""

    name: str
    thresholds: Floats


@dataclass(frozen=True, eq=False)
class Descent:
    """The best thresholds that were found, and how.

    Attributes
    ----------
    objective : Objective
    shortfall : how far the constraints are from being kept on all rows; 0 where all are
    value : of all rows at `thresholds`; nan where undefined
    thresholds : (K,) raw
    start : name of the start that led there
    start_value : of all rows at the first start
    n_improved : searches of one class that found something better, on the way to the result
    n_searches : searches made altogether
    """

    objective: Objective
    value: float
    thresholds: Floats
    start: str
    start_value: float
    n_improved: int
    n_searches: int
    shortfall: float = 0.0


def descend(
    predictions: Predictions,
    wanted: Objective | Goal,
    starts: Sequence[Start],
    *,
    free: Sequence[int] | None = None,
    n_kicks: int = 0,
    part_rows: int | None = PART_ROWS,
    full_rounds: int | None = 1,
    seed: int = 0,
    progress: Progress = no_progress,
) -> Descent:
    """Improve one threshold after the other by exact searches until a whole round improves none.

    From every start, on a stratified part of the rows where there are more than `part_rows` (None: on all
    rows, always); then from places around the best end. The best end of these, or the best start where that
    is better on all rows, is then improved on all rows. The result is not worse on all rows than any start.
    Without a part, or with `full_rounds` None, no search of a single class improves it; it need not be the
    best of all, and more starts find more.

    Parameters
    ----------
    predictions : with probabilities, K > 2
    wanted : what is to be best, perhaps under constraints; to be nearer to keeping these is better than any
        objective
    starts : at least one; `start_value` belongs to the first
    free : classes whose thresholds may move; None for all
    n_kicks : places around the best end from which to go down again; each better end takes its place
    full_rounds : over all rows after a part; None: until nothing improves
    seed : of the part
    progress : called several times in every search, which it can end by raising `CancelledError`

    Raises
    ------
    InputError
        There are no probabilities.
    """
    check_probabilities(predictions, "A threshold for each of several classes")
    goal = as_goal(wanted)
    part = predictions if part_rows is None else stratified_part(predictions, part_rows, seed)
    classes = range(predictions.n_classes) if free is None else free
    walk = _Walk(goal, classes, progress, len(starts) + n_kicks + (part is not predictions))
    ends = [walk.down(part, start, 0) for start in starts]
    if n_kicks:
        ends.append(walk.kicked(part, _best(part, ends, goal, walk.still), n_kicks, seed))
    if part is predictions:
        best = _best(part, ends, goal, walk.still)
    else:
        on_part = _best(part, ends, goal, walk.still) if goal.constraints else None
        places = [_Place(start, start.thresholds, 0) for start in starts] + ends
        best = walk.on_all(predictions, places, on_part, full_rounds)
    progress(1.0, "")
    return Descent(
        objective=goal.objective, value=_value(predictions, best.thresholds, goal),
        thresholds=read_only(best.thresholds), start=best.start.name,
        start_value=_value(predictions, starts[0].thresholds, goal), n_improved=best.n_improved,
        n_searches=walk.n_searches, shortfall=_rank(predictions, best.thresholds, goal).shortfall,
    )  # fmt: skip


def usual_starts(
    present: Floats, objective: Objective, *, n_random: int = RANDOM_STARTS, seed: int = 0,
    weights: RowWeights | None = None,
) -> list[Start]:
    """Return the present thresholds, the highest score, what prices say, and some random thresholds.

    Prices say something where they amount to thresholds (see `costs.equivalence`). Random thresholds are
    exp(z) with z from the standard normal distribution. Where samples have `weights`, prices are weighted.
    """
    n_classes = len(present)
    starts = [Start("present", np.array(present, dtype=np.float64)), Start("argmax", np.ones(n_classes))]
    by_price = None
    if objective.costs is not None:
        prices = among_classes(objective.costs)
        by_price = equivalence(prices if weights is None else weights.prices(prices)).thresholds
    if by_price is not None:
        starts.append(Start("prices", by_price))
    generator = np.random.default_rng(seed)
    drawn = np.exp(generator.standard_normal((n_random, n_classes)))
    return starts + [Start(f"random {i}", thresholds) for i, thresholds in enumerate(drawn, start=1)]


class _Place(NamedTuple):
    """Where a descent is, where it came from and how often it became better."""

    start: Start
    thresholds: Floats
    n_improved: int


class _Walk:
    """Descents one after the other, with a common count of searches and a common progress."""

    def __init__(self, goal: Goal, free: Sequence[int], progress: Progress, n_descents: int) -> None:
        self.n_searches = 0
        self._goal, self._free, self._progress = goal, free, progress
        self._n_descents, self._n_done = n_descents, 0

    def down(
        self, predictions: Predictions, start: Start, n_improved: int, rounds: int | None = None
    ) -> _Place:
        """Search the classes in turn until none of them improves, or for some rounds."""
        thresholds = start.thresholds.copy()
        n_free = len(self._free)
        since_better, searched = 0, 0
        while since_better < n_free and (rounds is None or searched < rounds * n_free):
            k = self._free[searched % n_free]
            report = partial(self._report, predictions.classes[k], searched / n_free)
            found = search_line(predictions, thresholds, k, self._goal, report)
            self.n_searches += 1
            searched += 1
            since_better += 1
            if found.is_better:
                thresholds[k] = found.threshold
                n_improved += 1
                since_better = 1
        self._n_done += 1
        return _Place(start, thresholds, n_improved)

    def on_all(
        self, predictions: Predictions, places: Sequence[_Place], first: _Place | None, rounds: int | None
    ) -> _Place:
        """Improve the best of some places on all rows.

        Where there is a `first` one it is improved in its place: what kept constraints on a part may miss
        them by a hair on all rows, and be far better than what keeps them.
        """
        best = _best(predictions, places, self._goal, self.still)
        for place in (best,) if first is None else (first, best):
            start = Start(place.start.name, place.thresholds)
            end = self.down(predictions, start, place.n_improved, rounds)
            if not _rank(predictions, best.thresholds, self._goal).is_better_than(
                _rank(predictions, end.thresholds, self._goal)
            ):
                return end
        return best

    def kicked(self, predictions: Predictions, best: _Place, n_kicks: int, seed: int) -> _Place:
        """Go down from places around the best one, each time around the best so far.

        About half of the thresholds that may move are multiplied by exp(`KICK` z), z standard normal.
        """
        generator = np.random.default_rng(seed)
        free = np.zeros(len(best.thresholds), dtype=np.bool_)
        free[list(self._free)] = True
        rank = _rank(predictions, best.thresholds, self._goal)
        for _ in range(n_kicks):
            moved = free & (generator.random(len(free)) < 0.5)
            factors = np.where(moved, np.exp(KICK * generator.standard_normal(len(free))), 1.0)
            start = Start(best.start.name, best.thresholds * factors)
            end = self.down(predictions, start, best.n_improved)
            found = _rank(predictions, end.thresholds, self._goal)
            if found.is_better_than(rank):
                best, rank = end, found
        return best

    def still(self) -> None:
        """Say that it is as far as before."""
        self._progress(min(1.0, self._n_done / self._n_descents), "Comparing where the searches ended")

    def _report(self, class_name: str, rounds: float) -> None:
        """Say how far it is; a descent takes some rounds, nobody knows how many."""
        part = rounds / (rounds + 2)
        self._progress((self._n_done + part) / self._n_descents, f"Searching the threshold of {class_name}")


def _value(predictions: Predictions, thresholds: Floats, goal: Goal) -> float:
    return goal.value(_matrix(predictions, thresholds))


def _rank(predictions: Predictions, thresholds: Floats, goal: Goal) -> Rank:
    return goal.rank(_matrix(predictions, thresholds))


def _best(
    predictions: Predictions, places: Sequence[_Place], goal: Goal, report: Report
) -> _Place:
    """Return the first of the best on all rows."""

    def order(place: _Place) -> tuple[float, float]:
        report()
        return _rank(predictions, place.thresholds, goal).order

    return max(places, key=order)


def _matrix(predictions: Predictions, thresholds: Floats) -> Counts:
    codes, _ = largest_share(predictions, thresholds)
    return confusion_matrix(predictions.y_true, codes, predictions.n_classes, predictions.count)
