"""The best three thresholds of all: every set of decisions that they can make is looked at (K = 3).

Only the ratios of thresholds matter, so three of them are a point (log t_0, log t_1) of a plane, t_2 = 1.
Each row draws three lines into it, one for each pair of classes: vertical where 0 and 2 are even, horizontal
where 1 and 2 are, rising where 0 and 1 are. Between the lines nothing changes: each cell is one set of
decisions.

A cell that has a line of the first kind on its left, or one of the second kind below it, is met by a walk
just right of the one, or just above the other. A cell that has neither stays within itself on the way down to
the left, where all lines but the rising ones are left behind, so a walk left of all vertical lines meets it.
A walk is the exact search of one threshold with the ratio of the others fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.cancel import Progress
from confmat_gui.core.goals import Goal, Rank, Sums, weighted_sums
from confmat_gui.core.line_search import inside
from confmat_gui.core.places import best_places
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities

MOST_ROWS = 500
"""Rows up to which every cell is looked at: two walks a row, each in proportion to the rows."""
BESIDE = 1e-9
"""How far beside a line a walk goes, relative, where the next line is not nearer."""
SAME = 1e-12
"""Lines that are nearer than this, relative, are one but for rounding."""
PIECE_VALUES = 2**16


class PlaneOptimum(NamedTuple):
    """The best thresholds and the number of walks."""

    thresholds: Floats
    n_searches: int


def search_plane(predictions: Predictions, goal: Goal, progress: Progress) -> PlaneOptimum:
    """Return the best thresholds of three classes, exact but for ties that only rounding breaks.

    predictions : with probabilities, K = 3, at most `MOST_ROWS` rows or it takes long
    progress : called now and then
    """
    best, best_rank, n_walks = np.ones(3), Rank(np.inf, -np.inf), 0
    for fixed in (0, 1):
        ratios = _beside_lines(predictions, fixed)
        piece = max(1, PIECE_VALUES // (3 * predictions.n_rows + 3))
        for start in range(0, len(ratios), piece):
            progress((fixed + start / len(ratios)) / 2, "Looking at every set of decisions")
            walks = _Walks.of(predictions, fixed, ratios[start : start + piece], goal)
            thresholds, rank = walks.best(goal)
            if rank.is_better_than(best_rank):
                best, best_rank = thresholds, rank
        n_walks += len(ratios)
    return PlaneOptimum(best, n_walks)


@dataclass(frozen=True, eq=False)
class _Walks:
    """The rows in the order in which a class loses them, for several ratios of the two others.

    Attributes
    ----------
    fixed, moving : the class whose ratio to the last is given, and the one whose threshold rises
    ratios : (W,)
    edges : (W, n) ascending: up to here a row is the moving class's
    reached : (W, n + 1) whether a threshold leads between the rows before and after
    sums : of the matrices there
    """

    fixed: int
    moving: int
    ratios: Floats
    edges: Floats
    reached: Bools
    sums: Sums

    @classmethod
    def of(cls, predictions: Predictions, fixed: int, ratios: Floats, goal: Goal) -> _Walks:
        moving = 1 - fixed
        columns = probabilities(predictions).T
        other = columns[fixed] / ratios[:, None]
        needed = np.maximum(other, columns[2])
        with np.errstate(divide="ignore", invalid="ignore"):  # what nobody else wants is never lost
            edges = np.where(needed > 0, columns[moving] / needed, np.inf)
        order = np.argsort(edges, axis=1, kind="stable")
        edges = np.take_along_axis(edges, order, axis=1)
        holder = np.take_along_axis(np.where(other >= columns[2], fixed, 2), order, axis=1)
        padded = np.pad(edges, ((0, 0), (1, 1)), constant_values=((0.0, 0.0), (0.0, np.inf)))
        with np.errstate(invalid="ignore"):
            reached = padded[:, 1:] > padded[:, :-1] * (1 + SAME)
        count = np.ones(predictions.n_rows) if predictions.count is None else predictions.count
        sums = _sums(predictions.y_true[order], holder, moving, count[order], goal)
        return cls(fixed, moving, ratios, edges, reached, sums)

    def best(self, goal: Goal) -> tuple[Floats, Rank]:
        """Return the thresholds of the first of the best places."""
        merits = np.where(self.reached, goal.merit(self.sums), -np.inf)
        shortfalls = np.where(self.reached, goal.shortfall(self.sums), np.inf)
        first = int(best_places(merits.ravel(), shortfalls.ravel())[0])
        walk, place = divmod(first, merits.shape[1])
        ends = np.concatenate(([0.0], self.edges[walk], [np.inf]))
        thresholds = np.ones(3)
        thresholds[self.fixed] = self.ratios[walk]
        thresholds[self.moving] = inside(float(ends[place]), float(ends[place + 1]))
        return thresholds, Rank(float(shortfalls.flat[first]), float(merits.flat[first]))


def _sums(
    true: NDArray[np.int32], holder: NDArray[np.intp], moving: int, count: NDArray[np.float64] | Counts,
    goal: Goal,
) -> Sums:
    """Return the sums before the first row leaves the moving class and after each, (W, n + 1, 3)."""
    weights = goal.weights(np.bincount(true[0], count[0], minlength=3))
    if weights is not None:
        return weighted_sums(_cells(true, holder, moving, count), weights, goal.prices)
    leaves = np.stack([np.where(holder == k, count, 0.0) for k in range(3)], axis=-1)
    leaves[..., moving] = -count
    owned = np.stack([true == k for k in range(3)], axis=-1)
    support = (owned * count[..., None]).sum(axis=1, keepdims=True)
    own = np.arange(3) == moving
    predicted = np.where(own, support.sum(axis=-1, keepdims=True), 0.0)
    predicted = predicted + _from_0(leaves)
    tp = np.where(own, support, 0.0) + _from_0(leaves * owned)
    support = np.broadcast_to(support, tp.shape)
    cost = None
    if goal.prices is not None:
        prices = np.array(goal.prices)
        start = (support[:, 0] * prices[:, moving]).sum(axis=1, keepdims=True)
        dearer = (prices[true, holder] - prices[true, moving]) * count
        cost = start + np.pad(np.cumsum(dearer, axis=1), ((0, 0), (1, 0)))
    return Sums(tp, support, predicted, support, cost)


def _cells(
    true: NDArray[np.int32], holder: NDArray[np.intp], moving: int, count: NDArray[np.float64] | Counts
) -> Floats:
    """Return the whole matrices before the first row leaves the moving class and after each, 3 x 3 each."""
    changes = np.zeros((*true.shape, 3, 3))
    for i in range(3):
        own = np.where(true == i, count, 0.0)
        changes[..., i, moving] = -own
        for k in {0, 1, 2} - {moving}:
            changes[..., i, k] = np.where(holder == k, own, 0.0)
    cells = np.concatenate([np.zeros_like(changes[:, :1]), np.cumsum(changes, axis=1)], axis=1)
    cells[..., moving] -= changes[..., moving].sum(axis=1)[:, None]
    return cells


def _from_0(changes: Floats) -> Floats:
    return np.pad(np.cumsum(changes, axis=1), ((0, 0), (1, 0), (0, 0)))


def _beside_lines(predictions: Predictions, fixed: int) -> Floats:
    """Return ratios t_fixed / t_2: one below all lines of this kind, and one just above each."""
    columns = probabilities(predictions).T
    open_rows = (columns[fixed] > 0) & (columns[2] > 0)
    lines = np.unique(columns[fixed][open_rows] / columns[2][open_rows])
    if not len(lines):
        return np.ones(1)
    apart = np.append(lines[1:] > lines[:-1] * (1 + SAME), np.ones(1, np.bool_))
    lines = lines[apart]
    between = np.append(np.sqrt(lines[1:]) * np.sqrt(lines[:-1]), np.inf)
    return np.concatenate(([lines[0] / 2], np.minimum(lines * (1 + BESIDE), between)))
