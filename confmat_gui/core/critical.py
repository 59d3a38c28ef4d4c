"""Critical values: the largest threshold at which a row is still predicted a class, exact to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.decide import BLOCK_ROWS, share
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column
from confmat_gui.core.runner_up import find_runner_up

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
    runner_up = find_runner_up(predictions, thresholds, class_index)
    return largest_winning(probability_column(predictions, class_index), runner_up.needed())


def largest_winning(own: NDArray[Any], needed: Floats) -> Floats:
    """Return for every row the largest t with own / t >= needed; 0 where there is none, inf where all do."""
    result = np.zeros(len(own))
    for start in range(0, len(own), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        result[rows] = _largest_in_block(own[rows].astype(np.float64), needed[rows])
    return result


def _largest_in_block(own: Floats, needed: Floats) -> Floats:
    open_rows = (needed > 0) & (own > 0)
    if open_rows.all():
        return _largest_threshold(own, needed)
    result = np.where(needed <= 0, np.inf, 0.0)
    result[open_rows] = _largest_threshold(own[open_rows], needed[open_rows])
    return result


def _largest_threshold(own: Floats, needed: Floats) -> Floats:
    """Return the largest float64 t with own / t >= needed (both > 0), by single steps, else by bisection."""
    with np.errstate(over="ignore", under="ignore"):
        t = np.minimum(own / needed, _LARGEST)
    np.maximum(t, np.nextafter(0, 1), out=t)
    for _ in range(_ULP_STEPS):
        higher = _step(t, 1)
        up = _wins(own, higher, needed)
        if not up.any():
            break
        np.copyto(t, higher, where=up)
    for _ in range(_ULP_STEPS):
        down = ~_wins(own, t, needed)
        if not down.any():
            break
        np.copyto(t, _step(t, -1), where=down)
    unsettled = np.flatnonzero(~_wins(own, t, needed) | _wins(own, _step(t, 1), needed))
    if len(unsettled):
        t[unsettled] = _bisect(own[unsettled], needed[unsettled])
    return np.where(t == _LARGEST, np.inf, t)


def _step(t: Floats, by: int) -> Floats:
    """Return the neighbours of floats >= 0 (of 0 downwards: 0): the order of their bits is their own."""
    return np.maximum(t.view(np.int64) + by, 0).view(np.float64)


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
