"""Critical values: the largest threshold at which a row is still predicted a class, exact to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.decide import share
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column

_ULP_STEPS = 4
"""Rounding moves the quotient p / M by a few units in the last place at most; the rest is bisected."""
_LARGEST = float(np.finfo(np.float64).max)


def critical_values(predictions: Predictions, thresholds: Floats, class_index: int) -> Floats:
    """Return for every row the largest t_k at which rule 2 predicts class k, the other thresholds fixed.

    Parameters
    ----------
    thresholds : (K,) raw thresholds, K > 2; the value at `class_index` does not matter

    Returns
    -------
    (n,) float64: 0 where no positive t_k makes the row k, inf where every one does
        The row is predicted k by `decide` exactly when t_k <= its critical value: the quotient p / t is
        compared as `decide` compares it, where a tie goes to the first class.
    """
    needed = _needed_share(predictions, thresholds, class_index)
    own = probability_column(predictions, class_index).astype(np.float64)
    result = np.zeros(len(own))
    result[needed <= 0] = np.inf
    open_rows = np.flatnonzero((needed > 0) & (own > 0))
    result[open_rows] = _largest_threshold(own[open_rows], needed[open_rows])
    return result


def _needed_share(predictions: Predictions, thresholds: Floats, class_index: int) -> Floats:
    """Return the smallest p_k / t_k that wins: equal to the best later class, above the best earlier one."""
    n_rows = predictions.n_rows
    earlier, later = np.full(n_rows, -np.inf), np.full(n_rows, -np.inf)
    for j in range(predictions.n_classes):
        if j != class_index:
            best = earlier if j < class_index else later
            np.maximum(best, share(probability_column(predictions, j), float(thresholds[j])), out=best)
    if class_index > 0:
        beyond = next_up(earlier)
        beyond[earlier == np.inf] = np.nan  # nothing is above it
        np.maximum(later, beyond, out=later)
    return later


def next_up(values: Floats) -> Floats:
    """Return the next larger float64 of each value."""
    with np.errstate(over="ignore", under="ignore"):
        return np.nextafter(values, np.inf)


def _largest_threshold(own: Floats, needed: Floats) -> Floats:
    """Return the largest float64 t with own / t >= needed (both > 0), by single steps, else by bisection."""
    with np.errstate(over="ignore", under="ignore"):
        t = np.minimum(own / needed, _LARGEST)
    np.maximum(t, np.nextafter(0, 1), out=t)
    for _ in range(_ULP_STEPS):
        higher = next_up(t)
        up = _wins(own, higher, needed)
        if not up.any():
            break
        t[up] = higher[up]
    for _ in range(_ULP_STEPS):
        down = ~_wins(own, t, needed)
        if not down.any():
            break
        t[down] = np.nextafter(t[down], 0.0)
    unsettled = np.flatnonzero(~_wins(own, t, needed) | _wins(own, next_up(t), needed))
    t[unsettled] = _bisect(own[unsettled], needed[unsettled])
    return np.where(t == _LARGEST, np.inf, t)


def _wins(own: Floats, t: Floats, needed: Floats) -> Bools:
    with np.errstate(divide="ignore"):
        return np.asarray((share(own, t) >= needed) & (t > 0))


def _bisect(own: Floats, needed: Floats) -> Floats:
    """Bisect over the bits of positive floats, whose order is that of the numbers."""
    low: NDArray[Any] = np.zeros(len(own), dtype=np.int64)
    high = np.full(len(own), np.array(np.inf).view(np.int64))
    while (high - low > 1).any():
        middle = low + (high - low) // 2
        wins = _wins(own, middle.view(np.float64), needed)
        low, high = np.where(wins, middle, low), np.where(wins, high, middle)
    return low.view(np.float64)
