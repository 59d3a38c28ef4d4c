"""Rule 4: the class with the lowest expected cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.argmax import Decision, first_true
from confmat_gui.core.arrays import Bools, Codes, Floats, NarrowCodes, narrow_type
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_block

PRODUCTS = 2**18
"""Products of a probability and a price that the linear algebra library is given at a time: so few it does
not share among threads, which on a busy machine takes many times as long as it saves."""
FEWEST_TOGETHER = 16
"""Below this number of rows a product is not worth a call; then threads are left to the library."""
BLOCK_VALUES = 2**18
FEWEST_ROWS, MOST_ROWS = 512, 16_384
FEW_ROWS = 256
"""Below this number of rows all columns of prices are summed at once."""
_LARGEST_PROBABILITY = 2.0
"""Bound on one probability, generous (1.0001 is refused); it enters the certified rounding error."""


def minimum_cost(predictions: Predictions, costs: Floats) -> Decision:
    """Return argmin_j sum_i p_i C[i, j] and the number of rows with more than one lowest cost.

    The sums are made in float64, p_0 C[0, j] + p_1 C[1, j] + ..., strictly in class order; equal sums go to
    the first class. This order decides ties, so every path (and anything exported) must sum the same way. A
    matrix product in float32 finds the classes that could be lowest within its rounding error, and only where
    there are several they are summed in class order: the same answer, sooner.

    costs : (K, J) float64, rows = true class; J is K, or K + 1 where the last column is no decision, code K
    """
    n_rows = predictions.n_rows
    prices = _rough_prices(costs)
    codes = np.empty(n_rows, dtype=narrow_type(costs.shape[1]))
    n_tied = 0
    step = max(FEWEST_ROWS, min(MOST_ROWS, BLOCK_VALUES // costs.shape[1]))
    for start in range(0, n_rows, step):
        rows = slice(start, min(start + step, n_rows))
        n_tied += _decide_block(probability_block(predictions, rows), costs, prices, codes[rows])
    return codes, n_tied


@dataclass(frozen=True, eq=False)
class _RoughPrices:
    """Prices for a rough product, and how far above the lowest one a rough cost may be and still be lowest.

    Attributes
    ----------
    scaled : (J, K) float32, from 0 to 1
        The lowest price of each true class is subtracted, which shifts all costs of a row alike: a rough cost
        is then a sum without cancellation, and its error a small share of itself.
    factor, slack : the largest rough cost that may be the lowest is lowest * factor + slack
    """

    scaled: NDArray[np.float32]
    factor: np.float32
    slack: np.float32


def _rough_prices(costs: Floats) -> _RoughPrices:
    """Bound the rounding errors of the rough product and of the sums in class order.

    With u the unit roundoff, a sum of K products in any order is off by less than (K + 1) u times the sum of
    their magnitudes; rounding p and C to float32 adds 2 u, shifting and scaling less than 1 u. All of that is
    doubled for the two sides that are compared, and doubled again.
    """
    n_classes = len(costs)
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = costs - costs.min(axis=1, keepdims=True)
        size = shifted.max() or 1.0
        largest = np.abs(costs).max()
        rough_error = (n_classes + 4) * float(np.finfo(np.float32).eps)
        row_sum = _LARGEST_PROBABILITY * n_classes
        exact_error = (n_classes + 4) * np.finfo(np.float64).eps * row_sum * largest / size
        below_normal = n_classes * (2.0**-120 + np.finfo(np.float64).tiny / size)
        slack = np.float32(8 * (exact_error + below_normal))
        if not np.isfinite(row_sum * largest + size + slack):
            return _RoughPrices(np.zeros(costs.T.shape, np.float32), np.float32(1), np.float32(np.inf))
    scaled = np.ascontiguousarray((shifted / size).T, dtype=np.float32)
    return _RoughPrices(scaled, np.float32(1 + 4 * rough_error), slack)


def _decide_block(block: NDArray[Any], costs: Floats, prices: _RoughPrices, codes: NarrowCodes) -> int:
    """Write the decisions of some rows to `codes` and return on how many a tie was broken."""
    rough = _rough_costs(prices.scaled, block.T.astype(np.float32, copy=False))
    ceiling = np.minimum.reduce(rough, axis=0) * prices.factor + prices.slack
    maybe = rough <= ceiling
    codes[:], holders = first_true(maybe)
    if holders is None:
        return 0
    n_tied = 0
    open_rows = np.flatnonzero(holders > 1)
    piece = np.cumsum(holders[open_rows], dtype=np.int64) // max(1, BLOCK_VALUES // len(costs))
    for rows in np.split(open_rows, np.flatnonzero(np.diff(piece)) + 1):
        codes[rows], tied = _settle(block[rows], costs, maybe[:, rows])
        n_tied += tied
    return n_tied


def _rough_costs(scaled: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (J, m) product of (J, K) prices and (K, m) probabilities, some rows at a time."""
    n_rows = columns.shape[1]
    result = np.empty((len(scaled), n_rows), dtype=np.float32)
    together = PRODUCTS // scaled.size
    whole = n_rows - n_rows % together if together >= FEWEST_TOGETHER else 0
    if whole:
        pieces = _pieces(columns[:, :whole], together)
        np.matmul(scaled, pieces, out=_pieces(result[:, :whole], together))
    np.matmul(scaled, columns[:, whole:], out=result[:, whole:])
    return result


def _pieces(matrix: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Return a view of a matrix cut into pieces of so many columns, (pieces, rows, width)."""
    return matrix.reshape(len(matrix), -1, width).transpose(1, 0, 2)


def _settle(probability: NDArray[Any], costs: Floats, maybe: Bools) -> tuple[NDArray[Any], int]:
    """Sum the open classes of some rows in class order; return the first lowest and the number of ties."""
    row, column = np.nonzero(maybe.T)
    terms = probability.astype(np.float64)[row]
    terms *= costs.T[column]
    sums = np.add.accumulate(terms, axis=1)[:, -1]  # adds strictly in order
    lowest = np.minimum.reduceat(sums, np.searchsorted(row, np.arange(len(probability))))
    among = np.flatnonzero(sums == lowest[row])
    tied = np.bincount(row[among]) > 1
    first = among[np.diff(row[among], prepend=-1) > 0]
    return column[first], int(np.count_nonzero(tied))


def expected_costs(probability: Floats, costs: Floats) -> Floats:
    """Return the expected costs of each column of `costs`, (J, m), summed in class order.

    probability : (K, m) float64
    """
    result = np.zeros((costs.shape[1], probability.shape[1]))
    if probability.shape[1] < FEW_ROWS:
        for own, prices in zip(probability, costs, strict=True):
            result += prices[:, None] * own
        return result
    term = np.empty(probability.shape[1])
    for j, prices in enumerate(costs.T):
        for i in np.flatnonzero(prices):  # adding p * 0 changes no sum
            np.multiply(probability[i], prices[i], out=term)
            result[j] += term
    return result


def first_lowest(sums: Floats) -> tuple[Codes, int]:
    """Return the first of the lowest sums of each row, (J, m), and how many rows have several."""
    codes = np.argmin(sums, axis=0).astype(np.int32)
    tied = (sums == sums.min(axis=0)).sum(axis=0) > 1
    return codes, int(np.count_nonzero(tied))
