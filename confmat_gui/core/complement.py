"""The probability of the other class, 1 - p, as on paper and for whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats

DIGITS = {np.dtype(np.float32): (7, 8), np.dtype(np.float64): (15,)}
"""Decimals with which a score may have been written, tried in this order."""


def complement(probability: NDArray[Any]) -> Floats:
    """Return 1 - p as (n,) float64, in decimal arithmetic where p was written with few decimals.

    In binary 1 - 0.8 is less than 0.2, and a threshold of 0.2 would miss a score that is exactly on it. A p
    that reads back from 15 decimals (7 or 8 for float32) is taken for that decimal number; from any other p
    the difference is exact above 0.5 and rounded below.

    The order of p is kept, reversed; values closer than a float64 near 1 can tell apart become equal.
    """
    exact = probability.astype(np.float64, copy=False)
    result = 1.0 - exact
    open_rows = np.ones(len(exact), dtype=np.bool_)
    for digits in DIGITS[probability.dtype]:
        scale = 10.0**digits
        whole = np.rint(exact * scale)
        written = open_rows & ((whole / scale).astype(probability.dtype) == probability)
        np.divide(scale - whole, scale, out=result, where=written)
        open_rows &= ~written
    return result
