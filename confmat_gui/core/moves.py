"""Figures while rows move, one after the other, from one class to others: no matrix is made for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.goals import Goal
from confmat_gui.core.matrix_figures import (
    CLASS_RATES,
    f1_of_sums,
    kappa_of_sums,
    mcc_of_sums,
    ratio,
)
from confmat_gui.core.objectives import Objective
from confmat_gui.core.weighted_sums import RowWeights

_SPAN = 64
"""Terms added up in a row: sums of such sums round less than one long sum."""


@dataclass(frozen=True, eq=False)
class Moves:
    """Rows that leave one class for another, in this order.

    Attributes
    ----------
    class_index : the class they leave
    confusion : (K, K) int64, the matrix before the first of them moves
    codes : (m,) true class * K + the class that takes the row over
    count : (m,) int64 or None, the samples that each stands for
    weights : what a sample of each true class counts, None for 1
        Every number of samples but `confusion` is then one of weighted samples, float64.
    """

    class_index: int
    confusion: Counts
    codes: NDArray[Any]
    count: Counts | None = None
    weights: RowWeights | None = None

    @cached_property
    def true(self) -> NDArray[Any]:
        """True class of each row."""
        return np.asarray(self.codes // self.codes.dtype.type(len(self.confusion)))

    @cached_property
    def holder(self) -> NDArray[Any]:
        """Class that takes each row over."""
        return np.asarray(self.codes - self.true * self.codes.dtype.type(len(self.confusion)))

    @cached_property
    def support(self) -> NDArray[Any]:
        """(K,) samples of each true class."""
        return self.of_rows(self.confusion.sum(axis=1))

    @cached_property
    def predicted(self) -> NDArray[Any]:
        """(K,) samples predicted as each class before the first move."""
        if self.weights is not None:
            return self.weights.of_columns(self.confusion)
        return np.asarray(self.confusion.sum(axis=0))

    @cached_property
    def right(self) -> NDArray[Any]:
        """(K,) samples of each class predicted right before the first move."""
        return self.of_rows(np.diagonal(self.confusion))

    @cached_property
    def total(self) -> Any:
        """All samples."""
        return self.confusion.sum() if self.weights is None else self.support.sum()

    @cached_property
    def won(self) -> NDArray[Any]:
        """1 where the row comes to its true class, -1 where it leaves it, else 0."""
        return np.asarray((self.true == self.holder).astype(np.int8) - (self.true == self.class_index))

    @cached_property
    def n_right(self) -> NDArray[Any]:
        """Samples predicted right after each move."""
        return self.after(np.diagonal(self.confusion), self.won)

    @cached_property
    def left(self) -> NDArray[Any]:
        """Samples still predicted as the class that loses them, after each move."""
        if self.weights is not None:
            return self.after(self.confusion[:, self.class_index], np.full(len(self.codes), -1, np.int8))
        first = self.predicted[self.class_index]
        if self.count is None:
            return np.arange(first - 1, first - 1 - len(self.codes), -1)
        return np.asarray(first - np.cumsum(self.count))

    @cached_property
    def products(self) -> NDArray[Any]:
        """Sum over the classes of true samples * predicted samples after each move."""
        change = (self.support - self.support[self.class_index]).take(self.holder)
        if self.weights is not None:
            change = change * self.weights.values.take(self.true)
            return float(self.support @ self.predicted) + self.added(change)
        return int(self.support @ self.predicted) + self.summed(change)

    @cached_property
    def by_holder(self) -> _ByHolder:
        """Counts of the class that takes each row over."""
        return _ByHolder(self)

    def of_rows(self, counts: Counts) -> NDArray[Any]:
        """Return numbers of samples of each true class, (K,), from those that were counted."""
        return np.asarray(counts) if self.weights is None else self.weights.of_rows(counts)

    def after(self, start: Counts, changes: NDArray[Any]) -> NDArray[Any]:
        """Return a number of samples after each move.

        start : (K,) of each true class before the first, as counted
        changes : (m,) by how many rows each move changes it
        """
        if self.weights is None:
            return np.asarray(start.sum() + self.summed(changes))
        changes = changes if self.count is None else changes * self.count
        return self.weights.running(start, self.true, changes)

    def summed(self, values: NDArray[Any]) -> Counts:
        """Return cumulative sums of whole numbers, each as often as the row counts."""
        return np.cumsum(values if self.count is None else values * self.count, dtype=np.int64)

    def added(self, values: Floats) -> Floats:
        """Return cumulative sums of fractions, each as often as the row counts."""
        return running_sum(values if self.count is None else values * self.count)


class _ByHolder:
    """Counts of the class that takes a row over, after it did.

    Rows are ordered by that class, which makes a count a cumulative sum and the count before a row that of
    its neighbour.

    Attributes
    ----------
    holder : (m,) the classes, ascending
    predicted, tp : (m,) samples predicted as the class, and those of them that are of the class
    """

    def __init__(self, moves: Moves) -> None:
        self._moves = moves
        self._order = np.argsort(moves.holder, kind="stable")
        self.holder = moves.holder.take(self._order)
        self._starts = np.flatnonzero(np.concatenate(([True], self.holder[1:] != self.holder[:-1])))
        self._sizes = np.diff(np.append(self._starts, len(self.holder)))
        self._count = None if moves.count is None else moves.count.take(self._order)

    @cached_property
    def predicted(self) -> NDArray[Any]:
        weights = self._moves.weights
        if weights is None:
            upto = np.arange(1, len(self._order) + 1) if self._count is None else np.cumsum(self._count)
            return self._from(upto, self._moves.predicted)
        true = self._moves.true.take(self._order)
        count = 1 if self._count is None else self._count
        upto_of_parts = (np.cumsum(part.take(true) * count) for part in weights.parts)
        return np.asarray(sum(
            self._from(upto, part @ self._moves.confusion)
            for part, upto in zip(weights.parts, upto_of_parts, strict=True)
        ))  # fmt: skip

    @cached_property
    def tp(self) -> NDArray[Any]:
        right = (self._moves.true == self._moves.holder).take(self._order)
        upto = np.cumsum(right if self._count is None else right * self._count, dtype=np.int64)
        counted, weights = self._from(upto, np.diagonal(self._moves.confusion)), self._moves.weights
        if weights is None:
            return counted
        return np.asarray(sum(part.take(self.holder) * counted for part in weights.parts))

    def changes(self, after: NDArray[Any], at_first: NDArray[Any]) -> NDArray[Any]:
        """Return by how much each move changes a number, in the order of the moves.

        after : (m,) the number of the class that takes a row over, after it did
        at_first : (K,) the number of every class before all moves
        """
        before = np.empty_like(after)
        before[1:] = after[:-1]
        before[self._starts] = at_first[self.holder[self._starts]]
        result = np.empty_like(after)
        result[self._order] = after - before
        return result

    def _from(self, upto: NDArray[Any], at_first: NDArray[Any]) -> NDArray[Any]:
        """Let cumulative sums over all rows begin anew, with each class, at its own number."""
        base = at_first[self.holder[self._starts]]
        base[1:] -= upto[self._starts[1:] - 1]
        upto += np.repeat(base, self._sizes)
        return upto


def merits_along(objective: Objective, moves: Moves) -> Floats:
    """Return the figure after each move with the sign that makes higher better; -inf where undefined."""
    values = _ALONG[objective.key](objective, moves)
    return np.where(np.isnan(values), -np.inf, objective.sign * values)


def shortfalls_along(goal: Goal, moves: Moves) -> Floats:
    """Return the sum of the shortfalls of a goal's constraints after each move."""
    total = np.zeros(len(moves.codes))
    for constraint in goal.constraints:
        total += goal.shortfall_of(constraint, _bounded(constraint, goal, moves))
    return total


def _bounded(constraint: Constraint, goal: Goal, moves: Moves) -> Floats:
    """Return a bounded figure after each move, nan where undefined."""
    if constraint.class_index is not None:
        return _of_class(constraint.figure, constraint.class_index, moves)
    if constraint.figure == "cost":
        objective = Objective("expected_cost", costs=goal.prices)
        return _ALONG["expected_cost"](objective, moves)
    return _ALONG[constraint.figure](goal.objective, moves)  # overall figures do not look at the objective


def _of_class(key: str, k: int, moves: Moves) -> Floats:
    """Return a figure of one class against the rest after each move."""
    own = moves.true == k
    if k == moves.class_index:
        change, predicted = -own.astype(np.int8), moves.left
    else:
        come = moves.holder == k
        change = (come & own).astype(np.int8)
        predicted = moves.after(moves.confusion[:, k], come.astype(np.int8))
    tp = moves.after(_only(np.diagonal(moves.confusion), k), change)
    return CLASS_RATES[key](tp, predicted, moves.support[k], moves.total)


def _only(counts: Counts, k: int) -> Counts:
    """Return the count of one class, 0 for all others."""
    result = np.zeros_like(counts)
    result[k] = counts[k]
    return result


def running_sum(terms: Floats) -> Floats:
    """Return cumulative sums as sums of short sums, so that rounding stays at a few dozen roundings."""
    padded = np.zeros(-(-len(terms) // _SPAN) * _SPAN)
    padded[: len(terms)] = terms
    spans = np.cumsum(padded.reshape(-1, _SPAN), axis=1)
    spans[1:] += np.cumsum(spans[:-1, -1])[:, None]
    result: Floats = spans.ravel()[: len(terms)]
    return result


def _accuracy(_: Objective, moves: Moves) -> Floats:
    return np.asarray(moves.n_right / moves.total)


def _balanced_accuracy(_: Objective, moves: Moves) -> Floats:
    occurring, counted = moves.support > 0, moves.confusion.sum(axis=1)
    weight = np.divide(1.0 / np.count_nonzero(occurring), counted, out=np.zeros(len(occurring)),
                       where=occurring)  # fmt: skip
    start = float(weight @ np.diagonal(moves.confusion))
    return start + moves.added(weight.take(moves.true) * moves.won)


def _expected_cost(objective: Objective, moves: Moves) -> Floats:
    prices = objective.prices
    if moves.weights is None:
        start = objective.value(moves.confusion)
    else:
        prices = moves.weights.prices(prices)
        start = float((moves.confusion * prices).sum(axis=1).sum() / moves.total)
    dearer = (prices - prices[:, moves.class_index, None]).take(moves.codes)
    return np.asarray(start + moves.added(dearer / moves.total))


def _class_figure(objective: Objective, moves: Moves) -> Floats:
    assert objective.class_index is not None
    return _of_class(objective.key, objective.class_index, moves)


def _macro_f1(_: Objective, moves: Moves) -> Floats:
    k, taking = moves.class_index, moves.by_holder
    own_tp = moves.after(_only(np.diagonal(moves.confusion), k), -(moves.true == k).astype(np.int8))
    own = f1_of_sums(own_tp, moves.support[k], moves.left)
    first = f1_of_sums(moves.right, moves.support, moves.predicted)
    first[k] = np.nan
    after = f1_of_sums(taking.tp, moves.support.take(taking.holder), taking.predicted)
    total = np.nansum(first) + running_sum(taking.changes(_or_0(after), _or_0(first)))
    if moves.support.all():
        return (total + own) / len(first)
    defined = taking.changes(~np.isnan(after) * 1, ~np.isnan(first) * 1)
    n_defined = np.count_nonzero(~np.isnan(first)) + np.cumsum(defined) + ~np.isnan(own)
    return ratio(total + _or_0(own), n_defined)


def _or_0(values: Floats) -> Floats:
    """Return figures >= 0 with 0 where they are undefined."""
    return np.fmax(values, 0.0)


def _mcc(_: Objective, moves: Moves) -> Floats:
    first = moves.predicted**2
    change = moves.by_holder.changes(moves.by_holder.predicted**2, first)
    others = first.sum() - first[moves.class_index]
    changes = np.cumsum(change) if moves.weights is None else running_sum(change)
    squares = others + moves.left**2 + changes
    return mcc_of_sums(moves.n_right, float(moves.total), moves.products, _true_squares(moves), squares)


def _kappa(_: Objective, moves: Moves) -> Floats:
    return kappa_of_sums(moves.n_right, float(moves.total), moves.products, _true_squares(moves))


def _true_squares(moves: Moves) -> float:
    return float((moves.support**2).sum())


_ALONG: Mapping[str, Callable[[Objective, Moves], Floats]] = {
    "accuracy": _accuracy,
    "balanced_accuracy": _balanced_accuracy,
    "macro_f1": _macro_f1,
    "mcc": _mcc,
    "cohen_kappa": _kappa,
    "f1": _class_figure,
    "youden": _class_figure,
    "recall": _class_figure,
    "precision": _class_figure,
    "fpr": _class_figure,
    "specificity": _class_figure,
    "predicted": _class_figure,
    "coverage": lambda _, moves: np.ones(len(moves.codes)),  # rule 2 decides every sample
    "expected_cost": _expected_cost,
}
