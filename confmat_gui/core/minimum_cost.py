"""Rule 4: the class with the lowest expected cost."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Bools, Codes, Floats
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column

SMALL = 12
"""Up to this number of classes the plain sums in class order are the fastest way."""
BLOCK_VALUES = 2**18
FEW_ROWS = 256
"""Below this number of rows all columns of prices are summed at once."""


def minimum_cost(predictions: Predictions, costs: Floats) -> tuple[Codes, int]:
    """Return argmin_j sum_i p_i C[i, j] and the number of rows with more than one lowest cost.

    `costs` is (K, K) or (K, K + 1); the last of K + 1 columns is no decision, code K.

    The sums are made in float64, p_0 C[0, j] + p_1 C[1, j] + ..., strictly in class order; equal sums go to
    the first class. This order decides ties, so every path (and anything exported) must sum the same way. For
    many classes a matrix product finds the classes that could be lowest within its rounding error, and only
    those are summed in class order: the same answer, sooner.
    """
    n_rows, n_classes = predictions.n_rows, predictions.n_classes
    codes = np.empty(n_rows, dtype=np.int32)
    n_tied = 0
    step = max(1, BLOCK_VALUES // n_classes)
    for start in range(0, n_rows, step):
        rows = slice(start, min(start + step, n_rows))
        block = np.empty((n_classes, rows.stop - start))
        for k in range(n_classes):
            block[k] = probability_column(predictions, k)[rows]
        codes[rows], tied = _of_block(block, costs)
        n_tied += tied
    return codes, n_tied


def expected_costs(probability: Floats, costs: Floats) -> Floats:
    """Return the expected costs of each column of `costs`, (columns, m), summed in class order."""
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


def _of_block(probability: Floats, costs: Floats) -> tuple[Codes, int]:
    if len(costs) <= SMALL:
        return first_lowest(expected_costs(probability, costs))
    rough = costs.T @ probability
    size = np.abs(costs).T @ np.abs(probability)
    slack = 4 * len(costs) * np.finfo(np.float64).eps * size
    ceiling = (rough + slack).min(axis=0)
    maybe = rough - slack <= ceiling
    codes = np.argmax(maybe, axis=0).astype(np.int32)
    open_rows = np.flatnonzero(maybe.sum(axis=0) > 1)
    tied = 0
    if len(open_rows) > len(costs):
        codes[open_rows], tied = first_lowest(expected_costs(probability[:, open_rows], costs))
        return codes, tied
    for row in open_rows:
        codes[row], more = _settle(probability[:, row], costs, maybe[:, row])
        tied += more
    return codes, tied


def _settle(probability: Floats, costs: Floats, maybe: Bools) -> tuple[int, int]:
    """Sum one row's open classes in class order; return the first lowest and whether it was tied."""
    classes = np.flatnonzero(maybe)
    sums = np.cumsum(probability[:, None] * costs[:, classes], axis=0)[-1]  # cumsum adds strictly in order
    lowest = sums.min()
    return int(classes[int(np.argmin(sums))]), int(np.count_nonzero(sums == lowest) > 1)


def first_lowest(sums: Floats) -> tuple[Codes, int]:
    """Return the first of the lowest sums of each row, (columns, m), and how many rows have several."""
    codes = np.argmin(sums, axis=0).astype(np.int32)
    tied = (sums == sums.min(axis=0)).sum(axis=0) > 1
    return codes, int(np.count_nonzero(tied))
