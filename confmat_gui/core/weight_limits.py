"""From which cost weight on a row is surely a class's, whatever rounding does to sums in class order.

With u = 4 K eps every sum of K products, in class order or by a matrix product, is within u / 2 of the sum of
its sizes. The sums of two columns are surely ordered where they differ by more than 4 u of their sizes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.minimum_cost import FEWEST_ROWS, PRODUCTS, expected_costs
from confmat_gui.core.runner_up import Best

_TINY = 1e-290
"""Far above what products below the normal range can lose, far below any price."""
_FARTHEST = 1e300


@dataclass(frozen=True, eq=False)
class WeightLimits:
    """For some rows what a growing cost weight of class k does.

    Attributes
    ----------
    critical : (m,) float64
        Critical weight, right to `widest` of its size; for an open row the weight from which on it is surely
        with its winner, inf where there is none.
    taker : (m,) column that has the row below its critical weight
    winner : (m,) column that has it above: k, or no decision
    settled : (m,) bool
        No weight >= 0 changes the row's decision, nor whether it is tied.
    is_open : (m,) bool
        Below `critical` only sums in class order tell.
    """

    critical: Floats
    taker: NDArray[Any]
    winner: NDArray[np.int32]
    settled: Bools
    is_open: Bools


def widest(n_classes: int) -> float:
    """Return how far, relative to its size, a critical weight may be off before its row counts as open.

    The square root makes both the rows near a weight and the open rows rare.
    """
    return math.sqrt(4 * _unit(n_classes))


def weight_limits(probability: Floats, prices: Floats, class_index: int) -> WeightLimits:
    """Bound the critical weights of a block of rows.

    Parameters
    ----------
    probability : (K, m) float64
    prices : (K, K) or (K, K + 1), with 0 in place of the weight
    """
    n_classes, columns = prices.shape
    sums = _rough_sums(probability, prices)
    stays = [class_index, *range(n_classes, columns)]
    own = sums[stays].min(axis=0)
    winner, equal = _first_of_fixed(probability, prices, stays)
    best = Best(probability.shape[1], n_classes)
    for j in range(n_classes):
        if j != class_index:
            best.challenge(-sums[j], j)
    ahead = own + best.value  # by how much k is dearer than the cheapest other class at weight 0
    size = np.abs(prices).max(axis=1) @ probability + np.abs(ahead)
    doubt = _unit(n_classes) * size + _TINY
    grows = probability[class_index]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        critical = ahead / grows
        until = (np.maximum(ahead, 0.0) + 4 * doubt) / grows * (1 + widest(n_classes))
    settled = (grows == 0) | (ahead < -4 * doubt)
    regular = (4 * doubt <= widest(n_classes) * ahead) & (best.value - best.second > 4 * doubt)
    regular &= ~equal & (critical < _FARTHEST)
    is_open = ~settled & ~regular
    until[equal | ~(until < _FARTHEST)] = np.inf
    return WeightLimits(np.where(is_open, until, critical), best.holder, winner, settled, is_open)


def _rough_sums(probability: Floats, prices: Floats) -> Floats:
    """Return the expected costs of each column but for rounding, (columns, m)."""
    result = np.empty((prices.shape[1], probability.shape[1]))
    step = max(FEWEST_ROWS, PRODUCTS // prices.size)
    for start in range(0, probability.shape[1], step):
        rows = slice(start, start + step)
        np.matmul(prices.T, probability[:, rows], out=result[:, rows])
    return result


def _first_of_fixed(probability: Floats, prices: Floats, stays: list[int]) -> tuple[NDArray[np.int32], Bools]:
    """Return the cheapest of the columns without the weight, as decided, and where two of them are equal."""
    if len(stays) == 1:
        n_rows = probability.shape[1]
        return np.full(n_rows, stays[0], dtype=np.int32), np.zeros(n_rows, dtype=np.bool_)
    sums = expected_costs(probability, prices[:, stays])
    return np.where(sums[1] < sums[0], np.int32(stays[1]), np.int32(stays[0])), sums[0] == sums[1]


def _unit(n_classes: int) -> float:
    return float(4 * n_classes * np.finfo(np.float64).eps)
