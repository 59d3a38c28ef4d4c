"""The best way to give every row a column of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats


def best_assignment(gain: Floats) -> NDArray[np.intp]:
    """Return the column of each row that makes the summed gain largest, (K,); a permutation.

    The Hungarian method with shortest augmenting paths: rows whose best column is free take it at once, so
    that a matrix with a heavy diagonal costs little. O(K^3) at worst.

    Source: R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
    assignment problems", Computing 38 (1987).
    """
    cost = gain.max(axis=1, keepdims=True) - gain
    taken_by = np.full(len(cost), -1, dtype=np.intp)
    prices = np.zeros(len(cost))
    for row, column in enumerate(cost.argmin(axis=1).tolist()):
        if taken_by[column] < 0:
            taken_by[column] = row
    for row in np.setdiff1d(np.arange(len(cost)), taken_by).tolist():
        _give(row, cost, prices, taken_by)
    result = np.empty(len(cost), dtype=np.intp)
    result[taken_by] = np.arange(len(cost))
    return result


def _give(row: int, cost: Floats, prices: Floats, taken_by: NDArray[np.intp]) -> None:
    """Find a column for one more row along the cheapest chain of exchanges.

    A row that has a column pays least there: cost - prices is at its smallest in that column.
    """
    n = len(cost)
    reached = np.zeros(n, dtype=np.bool_)
    distance = np.full(n, np.inf)
    before = np.full(n, -1, dtype=np.intp)
    at, length, column = row, 0.0, -1
    while at >= 0:
        own = 0.0 if column < 0 else cost[at, column] - prices[column]
        through = length + (cost[at] - prices) - own
        if column < 0:
            shift = float((cost[at] - prices).min())
            through = through - shift  # only differences matter, and lengths stay at least 0
        shorter = ~reached & (through < distance)
        distance[shorter] = through[shorter]
        before[shorter] = column
        open_ones = np.where(reached, np.inf, distance)
        column = int(open_ones.argmin())
        length = float(open_ones[column])
        reached[column] = True
        at = int(taken_by[column])
    known = reached & (distance < length)
    prices[known] += distance[known] - length
    while column >= 0:
        previous = int(before[column])
        taken_by[column] = row if previous < 0 else taken_by[previous]
        column = previous
