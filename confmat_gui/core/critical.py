"""Critical values: the largest threshold at which a row is still predicted a class, exact to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.decide import share

_ULP_STEPS = 4
"""Rounding moves the quotient p / M by a few units in the last place at most; the rest is bisected."""
_LARGEST = float(np.finfo(np.float64).max)


def largest_winning(own: Floats, needed: Floats) -> Floats:
    """Return for every row the largest t with own / t >= needed; 0 where there is none, inf where all do."""
    open_rows = (needed > 0) & (own > 0)
    if open_rows.all():
        return _largest_threshold(own, needed)
    result = np.where(needed <= 0, np.inf, 0.0)
    result[open_rows] = _largest_threshold(own[open_rows], needed[open_rows])
    return result


def _largest_threshold(own: Floats, needed: Floats) -> Floats:
    """Return the largest float64 t with own / t >= needed (both > 0), by single steps, else by bisection.

    The quotient own / needed is right but for a float or so: of most rows it or a neighbour is the answer.
    """
    with np.errstate(over="ignore", under="ignore"):
        t = np.minimum(own / needed, _LARGEST)
    np.maximum(t, np.nextafter(0, 1), out=t)
    wins = _wins(own, t, needed)
    bits = t.view(np.int64)
    bits -= ~wins
    higher = _wins(own, _step(t, 1), needed)
    higher &= wins  # where t itself lost, the float above is that t
    bits += higher
    rows = np.flatnonzero(higher == wins)  # all but those that win at t and lose above it
    if len(rows):
        t[rows] = _settled(own[rows], t[rows], needed[rows])
    return np.where(t == _LARGEST, np.inf, t)


def _settled(own: Floats, t: Floats, needed: Floats) -> Floats:
    """Return the largest winning floats, found in the neighbourhood of t if they are there."""
    for by in (1, -1):
        for _ in range(_ULP_STEPS):
            moved = _step(t, by)
            moves = _wins(own, moved, needed) if by == 1 else ~_wins(own, t, needed)
            if not moves.any():
                break
            t = np.where(moves, moved, t)
    wrong = np.flatnonzero(~_wins(own, t, needed) | _wins(own, _step(t, 1), needed))
    if len(wrong):
        t[wrong] = _bisect(own[wrong], needed[wrong])
    return t


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
