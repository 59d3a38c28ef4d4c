"""The best threshold of one class in a rule of many, over all decisions that it can reach (K > 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.goals import SHORTFALL_ROUNDING, Goal, as_goal
from confmat_gui.core.moves import Moves, merits_along, shortfalls_along
from confmat_gui.core.objectives import Objective
from confmat_gui.core.packed_order import ascending_order
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.weighted_sums import RowWeights

BLOCK_ROWS = 16_384
ROUNDING = 1e-13
"""Values that differ by less, relative to the largest on the line, are equal but for rounding."""


@dataclass(frozen=True)
class LineOptimum:
    """The best value on a line, and where it is reached.

    Attributes
    ----------
    class_index : the class whose threshold moved
    value : the objective there, as of the plain matrix (at other shares of the classes: as weighted); nan
        where it is undefined everywhere
    threshold : the present one if nothing is better, else strictly inside `tied`
    start_value : the objective at the present threshold
    tied : (low, high), the interval low < t <= high around `threshold` with nothing but the best value
        0 and inf stand for thresholds at which the class wins, or loses, all that it can
    is_better : whether `value` is better than `start_value`; under constraints first whether they are nearer
        to being kept
    """

    class_index: int
    value: float
    threshold: float
    start_value: float
    tied: tuple[float, float]
    is_better: bool


@dataclass(frozen=True, eq=False)
class Line:
    """Rows in the order in which a class loses them while its threshold rises.

    Attributes
    ----------
    class_index : the class
    edges : (n,) ascending critical values: the row is the class's while threshold <= edge
    codes : (n,) true class * K + the class that takes the row over
    count : (n,) int64 or None
    support : (K,) samples of each true class
    """

    class_index: int
    edges: Floats
    codes: NDArray[Any]
    count: Counts | None
    support: Counts

    def matrix(self, place: int) -> Counts:
        """Return the matrix in which the rows before `place` are lost and the others are the class's."""
        matrix = np.zeros((len(self.support), len(self.support)), dtype=np.int64)
        matrix[:, self.class_index] = self.support
        for start in range(0, place, BLOCK_ROWS):
            matrix = matrix_after(self.moves(matrix, slice(start, min(start + BLOCK_ROWS, place))))
        return matrix

    def moves(self, confusion: Counts, rows: slice, weights: RowWeights | None = None) -> Moves:
        """Return the moves of some rows, which start from this matrix."""
        count = None if self.count is None else self.count[rows]
        return Moves(self.class_index, confusion, self.codes[rows], count, weights)

    def merits(self, objective: Objective, report: Report = no_report) -> Floats:
        """Return the merit before the first and after each row, (n + 1,).

        -inf where it is undefined, and within rows of equal critical values, which move together.
        """
        return self.along(as_goal(objective), report)[0]

    def along(self, goal: Goal, report: Report = no_report) -> tuple[Floats, Floats | None]:
        """Return the merits, and the sums of shortfalls (inf within rows that move together).

        There are no shortfalls without constraints.
        """
        matrix, weights = self.matrix(0), goal.weights(self.support)
        merits = np.empty(len(self.edges) + 1)
        merits[0] = goal.rank(matrix).merit
        shortfalls = np.empty(len(merits)) if goal.constraints else None
        if shortfalls is not None:
            shortfalls[0] = goal.rank(matrix).shortfall
        for start in range(0, len(self.edges), BLOCK_ROWS):
            report()
            rows = slice(start, start + BLOCK_ROWS)
            moves = self.moves(matrix, rows, weights)
            merits[1:][rows] = merits_along(goal.objective, moves)
            if shortfalls is not None:
                shortfalls[1:][rows] = shortfalls_along(goal, moves)
            matrix = matrix_after(moves)
        self._rule_out(merits, -np.inf)
        if shortfalls is not None:
            self._rule_out(shortfalls, np.inf)
        return merits, shortfalls

    def _rule_out(self, values: Floats, value: float) -> None:
        """Write a value where no threshold leads: between rows that move together, and after the last."""
        np.copyto(values[:-1], value, where=self.edges == np.concatenate(([0.0], self.edges[:-1])))
        if np.isinf(self.edges[-1]):
            values[-1] = value

    def matrix_at(self, threshold: float) -> Counts:
        """Return the matrix of the plain decision at a threshold."""
        return self.matrix(int(np.searchsorted(self.edges, threshold)))


def matrix_after(moves: Moves) -> Counts:
    """Return the matrix after the last move."""
    n_classes = len(moves.confusion)
    moved = np.bincount(moves.codes, moves.count, minlength=n_classes * n_classes).astype(np.int64)
    moved = moved.reshape(n_classes, n_classes)
    result = moves.confusion + moved
    result[:, moves.class_index] -= moved.sum(axis=1)
    return result


def line_of(
    predictions: Predictions, thresholds: Floats, class_index: int, report: Report = no_report
) -> Line:
    """Order the rows by their critical values; `thresholds` are raw, the one of the class does not matter."""
    report()
    critical, cells = critical_rows(predictions, thresholds, class_index)
    report()
    edges, order = ascending_order(critical)
    report()
    count = None if predictions.count is None else predictions.count[order]
    return Line(class_index, edges, cells[order], count, predictions.support)


def search_line(
    predictions: Predictions,
    thresholds: Floats,
    class_index: int,
    wanted: Objective | Goal,
    report: Report = no_report,
) -> LineOptimum:
    """Return the best threshold of one class while the others stay, exact over all distinct decisions.

    Parameters
    ----------
    predictions : with probabilities, K > 2
    thresholds : (K,) raw, above 0
    wanted : what is to be best, perhaps under constraints: then the places nearest to keeping all of them
        are compared
    report : called now and then, to show that the work goes on and to stop it

    Ties
    ----
    Of several intervals with the best value the one that holds the present threshold, which then stays; else
    the nearest to it in ratio, and of two as near the lower. From an interval its geometric mean is taken;
    from one without lower end (or upper end) half the upper (twice the lower).
    """
    report()
    goal = as_goal(wanted)
    line = line_of(predictions, thresholds, class_index, report)
    merits = _among_nearest(*line.along(goal, report))
    present = float(thresholds[class_index])
    start = line.matrix_at(present)
    start_value = goal.value(start)
    best = float(merits.max())
    if best == -np.inf:  # undefined everywhere
        return LineOptimum(class_index, math.nan, present, start_value, (0.0, math.inf), is_better=False)
    places = np.flatnonzero(merits >= best - ROUNDING * _largest(merits, best))
    low, high = _nearest(tied_intervals(line, places), present)
    if low < present <= high:
        return LineOptimum(class_index, start_value, present, start_value, (low, high), is_better=False)
    threshold = inside(low, high)
    end = line.matrix_at(threshold)
    better = goal.rank(end).is_better_than(goal.rank(start))
    return LineOptimum(class_index, goal.value(end), threshold, start_value, (low, high), better)


def _among_nearest(merits: Floats, shortfalls: Floats | None) -> Floats:
    """Return the merits of the places nearest to keeping all constraints, -inf at all others.

    Where the objective is undefined at all of them they are equally good.
    """
    if shortfalls is None:
        return merits
    nearest = shortfalls <= shortfalls.min() + SHORTFALL_ROUNDING
    result = np.where(nearest, merits, -np.inf)
    if result.max() == -np.inf:
        np.copyto(result, 0.0, where=nearest)
    return result


def _largest(merits: Floats, best: float) -> float:
    """Return the largest magnitude of the merits that are defined."""
    worst = float(merits.min())
    if worst == -np.inf:
        worst = float(merits[merits > -np.inf].min())
    return max(abs(worst), abs(best))


def tied_intervals(line: Line, places: NDArray[np.intp]) -> list[tuple[float, float]]:
    """Return the intervals of the places, ascending, those that touch made one."""
    padded = np.concatenate(([0.0], line.edges, [np.inf]))
    lows, highs = padded[places], padded[places + 1]
    apart = highs[:-1] != lows[1:]
    starts, ends = np.concatenate(([True], apart)), np.concatenate((apart, [True]))
    return list(zip(lows[starts].tolist(), highs[ends].tolist(), strict=True))


def _nearest(intervals: list[tuple[float, float]], present: float) -> tuple[float, float]:
    def distance(interval: tuple[float, float]) -> float:
        low, high = interval
        if low < present <= high:
            return 1.0
        return low / present if present <= low else present / high

    return min(intervals, key=distance)


def inside(low: float, high: float) -> float:
    """Return a threshold with low < t <= high, in the middle of it."""
    if low == 0 and high == math.inf:
        return 1.0
    middle = high / 2 if low == 0 else low * 2 if high == math.inf else math.sqrt(low) * math.sqrt(high)
    above = math.nextafter(low, math.inf)
    return min(max(middle, above), high, float(np.finfo(np.float64).max))
