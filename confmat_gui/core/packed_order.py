"""The order of numbers >= 0: their leading bits and the row numbers are sorted as plain integers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats


def ascending_order(values: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return float64 numbers >= 0 (or inf) ascending, and the row number of each; order within ties is free.

    Sorting integers is far faster than any argsort. The sign bit is free and the row number needs the low
    bits of a key, so numbers that differ in their last bits only may come out wrong; these are few and are
    put right afterwards.
    """
    width = np.uint64(max(1, len(values) - 1).bit_length())
    low: Any = (np.uint64(1) << width) - np.uint64(1)
    keys = np.left_shift(values.view(np.uint64), np.uint64(1))
    keys &= ~low
    keys |= np.arange(len(values), dtype=np.uint64)
    keys.sort()
    order = np.bitwise_and(keys, low).view(np.int64)
    ordered = values.take(order)
    falls = np.flatnonzero(ordered[1:] < ordered[:-1])
    if len(falls):
        keys >>= width
        wrong = whole_groups(keys, falls)
        right = wrong[np.argsort(ordered[wrong])]  # groups stay in their places: their leading bits differ
        ordered[wrong], order[wrong] = ordered[right], order[right]
    return ordered, order


def whole_groups(ascending: NDArray[np.uint64], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return all positions whose value occurs at one of the ascending `places`."""
    starts = np.searchsorted(ascending, ascending[places], side="left")
    starts, first = np.unique(starts, return_index=True)
    sizes = np.searchsorted(ascending, ascending[places[first]], side="right") - starts
    before = np.cumsum(sizes) - sizes
    result: NDArray[np.intp] = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return result
