"""A threshold for each of two classes, with no decision where neither is reached: every pair is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.abstaining import own_probability
from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.costs import priced
from confmat_gui.core.goals import (
    MERIT_ROUNDING,
    SHORTFALL_ROUNDING,
    Goal,
    Rank,
    Sums,
    weighted_sums,
)
from confmat_gui.core.places import Cells, best_places
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.rules import Boundary
from confmat_gui.core.selection_bootstrap import Choice

MOST_LEVELS = 600
"""Thresholds of a class up to which all are looked at; of more, so many are spread over the samples."""
PIECE_VALUES = 2**16


class PairOptimum(NamedTuple):
    """The best pair of thresholds, how far the constraints are from being kept, and whether all were seen."""

    thresholds: Floats
    shortfall: float
    is_exact: bool


@dataclass(frozen=True, eq=False)
class Levels:
    """The thresholds of a class that are looked at.

    Attributes
    ----------
    values : (m,) ascending thresholds; the last is above all probabilities
    passed : (n,) how many of them each row passes; all pass the first
    is_whole : whether every distinct probability is among them
    """

    values: Floats
    passed: NDArray[np.intp]
    is_whole: bool


@dataclass(frozen=True, eq=False)
class PairTable:
    """Samples by what they pass.

    Attributes
    ----------
    levels : of both classes
    true, first : (n,) true class, and the class of the higher probability (of equal ones 0)
    count : (n,) or None
    """

    levels: tuple[Levels, Levels]
    true: NDArray[np.int64]
    first: NDArray[np.int64]
    count: Counts | None


def pair_table(predictions: Predictions, boundary: Boundary) -> PairTable:
    """Sort the samples of two classes by what they pass."""
    check_probabilities(predictions, "A rule of thresholds with no decision")
    own = [own_probability(predictions, k) for k in range(2)]
    return PairTable(
        (_levels(own[0], boundary), _levels(own[1], boundary)), predictions.y_true.astype(np.int64),
        (own[1] > own[0]).astype(np.int64), predictions.count,
    )  # fmt: skip


def search_pair(table: PairTable, goal: Goal) -> tuple[PairOptimum, tuple[int, int]]:
    """Return the best pair and its levels; of equally good ones the first with the most decisions."""
    tables = _counts(table)
    best, best_rank, most = (0, 0), Rank(np.inf, -np.inf), -1.0
    shape = tables.shape[-2:]
    step = max(1, PIECE_VALUES // shape[1])
    for start in range(0, shape[0], step):
        sums = _sums(tables, slice(start, start + step), goal)
        merits, shortfalls = goal.merit(sums).ravel(), goal.shortfall(sums).ravel()
        decided = sums.decided.sum(axis=-1).ravel()
        tied = best_places(merits, shortfalls)
        first = int(tied[np.argmax(decided[tied])])
        rank = Rank(float(shortfalls[first]), float(merits[first]))
        same = _are_equal(rank, best_rank)
        if (same and decided[first] > most) or (not same and rank.is_better_than(best_rank)):
            row, column = divmod(first, shape[1])
            best, best_rank, most = (start + row, column), rank, float(decided[first])
    values = [float(levels.values[at]) for levels, at in zip(table.levels, best, strict=True)]
    whole = all(levels.is_whole for levels in table.levels)
    return PairOptimum(np.array(values), best_rank.shortfall, whole), best


def pair_choice(table: PairTable, at: tuple[int, int], moving: int) -> Choice:
    """Return the places of one of the thresholds while the other stays."""
    levels = table.levels[moving]
    passes_other = table.levels[1 - moving].passed > at[1 - moving]
    failing = np.where(passes_other, 1 - moving, 2)
    passing = np.where(passes_other, table.first, moving)
    n_steps = len(levels.values) - 1
    step = np.where(levels.passed == 0, n_steps, levels.passed - 1)
    source = np.where(levels.passed == 0, failing, passing)
    cells = Cells.of_rows(step, (table.true, source, failing), table.count, n_steps)
    return Choice(cells, levels.values, at[moving], 2)


def _are_equal(rank: Rank, other: Rank) -> bool:
    """Whether two ranks differ by rounding at most."""
    if rank == other:
        return True
    near = abs(rank.merit - other.merit) <= MERIT_ROUNDING * max(1.0, abs(other.merit))
    return near and abs(rank.shortfall - other.shortfall) <= SHORTFALL_ROUNDING


def _levels(own: NDArray[Any], boundary: Boundary) -> Levels:
    distinct = np.unique(own)
    whole = len(distinct) <= MOST_LEVELS
    if not whole:
        distinct = np.unique(np.sort(own)[np.linspace(0, len(own) - 1, MOST_LEVELS).astype(np.intp)])
    kind = own.dtype.type
    if boundary == ">=":
        values = np.append(distinct, np.nextafter(distinct[-1], kind(np.inf)))
        return Levels(values.astype(np.float64), np.searchsorted(values, own, side="right"), whole)
    values = np.append(np.nextafter(distinct[0], kind(-np.inf)), distinct)
    return Levels(values.astype(np.float64), np.searchsorted(values, own, side="left"), whole)


def _counts(table: PairTable) -> Floats:
    """Return samples that pass both of a pair, the one only, the other only, (3, true, first, m0, m1)."""
    shape = [len(levels.values) + 1 for levels in table.levels]
    kind = table.true * 2 + table.first
    flat = (kind * shape[0] + table.levels[0].passed) * shape[1] + table.levels[1].passed
    cells = np.bincount(flat, table.count, minlength=4 * shape[0] * shape[1]).astype(np.float64)
    cells = cells.reshape(2, 2, *shape)
    passing = cells[..., ::-1, ::-1].cumsum(axis=-2).cumsum(axis=-1)[..., ::-1, ::-1]
    both = passing[..., 1:, 1:]
    return np.stack([both, passing[..., 1:, :1] - both, passing[..., :1, 1:] - both])


def _sums(tables: Floats, rows: slice, goal: Goal) -> Sums:
    both, zero, one = (part[..., rows, :] for part in tables)
    cells = np.zeros((2, 3, *both.shape[-2:]))  # true, predicted
    for true in range(2):
        cells[true, 0] = both[true, 0] + zero[true].sum(axis=0)
        cells[true, 1] = both[true, 1] + one[true].sum(axis=0)
    return _of_cells(cells, tables, goal)


def _of_cells(cells: Floats, tables: Floats, goal: Goal) -> Sums:
    """Complete the cells by those without a decision and sum them."""
    support = tables[0, :, :, 0, 0].sum(axis=1)  # all pass both of the lowest pair
    cells[:, 2] = support[:, None, None] - cells[:, :2].sum(axis=1)
    stacked, weights = np.moveaxis(cells, (0, 1), (-2, -1)), goal.weights(support)
    if weights is not None:
        return weighted_sums(stacked, weights, goal.prices)
    cost = None
    if goal.prices is not None:
        cost = np.einsum("ij,ijab->ab", priced(goal.prices, 3), cells)
    tp = np.stack([stacked[..., 0, 0], stacked[..., 1, 1]], axis=-1)
    supports = np.broadcast_to(support, tp.shape)
    decided = stacked[..., :2].sum(axis=-1)
    return Sums(tp, decided, stacked[..., :2].sum(axis=-2), supports, cost)
