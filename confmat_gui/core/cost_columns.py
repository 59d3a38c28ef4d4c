"""Which answers the rule of lowest expected cost can give at all, whatever the probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.rules import CostMatrix

MOST_EXACT = 30
"""Classes up to which an answer that is lowest for no single class is decided by exact arithmetic."""

STEEP_PIVOTS = 3


@dataclass(frozen=True)
class AnswerReach:
    """Which answers lowest expected cost never gives; an index K is no decision.

    Attributes
    ----------
    never : answers that are not given for any probabilities, ties included (they go to the first class)
    undecided : answers of very many classes that are lowest for no single class; whether a mixture of classes
        asks for them is not searched
    """

    never: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()

    @property
    def aside(self) -> frozenset[int]:
        """`never` as a set."""
        return frozenset(self.never)


ALL_REACHED = AnswerReach()


def answer_reach(costs: ArrayLike) -> AnswerReach:
    """Return which columns of a K x K or K x (K + 1) cost matrix are never the first of the lowest.

    Column j is given for some probabilities p where p C[:, j] < p C[:, k] for every k before it and <= for
    every k after it. A class that is sure asks for the first lowest price of its row; for the other columns
    the question is a linear programme, solved in whole numbers: the answer does not hang on rounding. Prices
    count as the decimal numbers that are shown (0.1 is 1/10).
    """
    matrix = np.asarray(costs, dtype=np.float64)
    if len(matrix) > MOST_EXACT:
        return _reach_of_many(matrix)
    return _reach(tuple(tuple(row) for row in matrix.tolist()))


@lru_cache(maxsize=64)
def _reach(costs: CostMatrix) -> AnswerReach:
    asked = _asked_by_one_class(np.array(costs, dtype=np.float64))
    open_ = np.flatnonzero(~asked).tolist()
    if not open_:
        return ALL_REACHED
    whole = _whole_numbers(costs)
    return AnswerReach(tuple(j for j in open_ if _is_beaten(whole, j) or not _is_reached(whole, j)))


def _reach_of_many(matrix: Floats) -> AnswerReach:
    never: list[int] = []
    undecided: list[int] = []
    for j in np.flatnonzero(~_asked_by_one_class(matrix)).tolist():
        (never if _is_beaten(matrix, j) else undecided).append(j)
    return AnswerReach(tuple(never), tuple(undecided))


def _is_beaten(matrix: NDArray[Any], j: int) -> bool:
    """Whether one other answer alone is at least as good for every class, and comes first or is better."""
    own = matrix[:, j : j + 1]
    first = (matrix[:, :j] <= own).all(axis=0).any()
    return bool(first or (matrix[:, j + 1 :] < own).all(axis=0).any())


def _asked_by_one_class(matrix: Floats) -> Bools:
    asked = np.zeros(matrix.shape[1], dtype=np.bool_)
    asked[np.argmin(matrix, axis=1)] = True
    return asked


def _whole_numbers(costs: CostMatrix) -> NDArray[Any]:
    """Return the prices times their common denominator, as Python integers."""
    exact = [[Fraction(repr(value)) for value in row] for row in costs]
    factor = math.lcm(*(value.denominator for row in exact for value in row))
    return np.array([[int(value * factor) for value in row] for row in exact], dtype=object)


def _is_reached(whole: NDArray[Any], j: int) -> bool:
    """Whether some p >= 0, not all 0, prefers column j; see `answer_reach`.

    Greatest s with s <= (C[:, k] - C[:, j]) p for k before j, 0 <= (C[:, k] - C[:, j]) p for k after j,
    s <= sum p <= 1: it is above 0 exactly where there is such a p. The simplex method starts at p = 0.
    """
    n_classes, answers = whole.shape
    others = [k for k in range(answers) if k != j]
    limits = np.array([[*(whole[:, j] - whole[:, k]), int(k < j)] for k in others], dtype=object)
    together = [[-1] * n_classes + [1], [1] * n_classes + [0]]
    left = np.vstack([limits, np.array(together, dtype=object)])
    rows = len(left)
    table = np.zeros((rows + 1, n_classes + 1 + rows + 1), dtype=object)
    table[:rows, : n_classes + 1] = left
    table[np.arange(rows), n_classes + 1 + np.arange(rows)] = 1
    table[rows - 1, -1] = 1
    table[rows, n_classes] = -1
    return _can_rise(table, list(range(n_classes + 1, n_classes + 1 + rows)))


def _can_rise(table: NDArray[Any], basis: list[int]) -> bool:
    """Whether the aim (last row) gets above 0; pivots in whole numbers (Bareiss 1968).

    The steepest column is fast; nearly all limits are 0, so after some pivots Bland's rule (1977) takes over,
    which cannot go round in circles.
    """
    divisor, pivots = 1, 0
    while table[-1, -1] == 0:
        falling = np.flatnonzero(table[-1, :-1] < 0)
        if not falling.size:
            return False
        steepest = falling[int(np.argmin(table[-1, falling]))]
        column = int(steepest if pivots < STEEP_PIVOTS * len(basis) else falling[0])
        pivots += 1
        row = _leaving(table, basis, column)
        pivot = table[row, column]
        kept = table[row].copy()
        table[:] = (table * pivot - np.outer(table[:, column], kept)) // divisor
        table[row] = kept
        basis[row], divisor = column, pivot
    return True


def _leaving(table: NDArray[Any], basis: list[int], column: int) -> int:
    """Return the row that limits a column most, of equal ones that of the first variable."""
    rows = [row for row in range(len(basis)) if table[row, column] > 0]
    return min(rows, key=lambda row: (Fraction(table[row, -1], table[row, column]), basis[row]))
