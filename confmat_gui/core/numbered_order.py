"""The row numbers in the order of their scores, by one sort of integers that hold both."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools
from confmat_gui.core.packed_order import whole_groups

_BLOCK = 32_768
"""Rows packed at a time, so that what is made of them stays in the processor's cache."""


def order_by_score(score: NDArray[Any], is_last: Bools) -> NDArray[np.intp]:
    """Return the row numbers in ascending order of their scores (float32 or float64, finite or infinite).

    In a tie the rows marked `is_last` come last. A key holds the score above the row number; where a float64
    does not fit, its lowest bits are left out, and rows that only they tell apart are put in order after.
    """
    n = len(score)
    if not n:
        return np.empty(0, dtype=np.intp)
    keys = _ordered_bits(score)
    keys -= keys.min()
    width = max(1, (n - 1).bit_length())
    dropped = max(0, int(keys.max()).bit_length() + width + 1 - 64)
    for start in range(0, n, _BLOCK):
        part = slice(start, min(start + _BLOCK, n))
        block = keys[part]
        block >>= np.uint64(dropped)
        block <<= np.uint64(1)
        block |= is_last[part]
        block <<= np.uint64(width)
        block |= np.arange(part.start, part.stop, dtype=np.uint64)
    keys.sort()
    order = (keys & np.uint64(2**width - 1)).view(np.int64).astype(np.intp, copy=False)
    if dropped:
        keys >>= np.uint64(width + 1)
        _tell_apart(order, keys, score, is_last)
    return order


def _ordered_bits(score: NDArray[Any]) -> NDArray[np.uint64]:
    """Return whole numbers in the order of the scores; those of -0.0 and 0.0 are equal."""
    kind = np.dtype(f"i{score.itemsize}").type
    result = np.empty(len(score), dtype=np.uint64)
    for start in range(0, len(score), _BLOCK):
        bits = (score[start : start + _BLOCK] + score.dtype.type(0)).view(kind)
        bits ^= (bits >> kind(8 * score.itemsize - 1)) & np.iinfo(kind).max
        result[start : start + _BLOCK] = bits.astype(np.int64).view(np.uint64) ^ np.uint64(2**63)
    return result


def _tell_apart(
    order: NDArray[np.intp], coarse: NDArray[np.uint64], score: NDArray[Any], is_last: Bools
) -> None:
    """Put rows in order whose coarse scores are equal but whose scores are not.

    Rows of equal coarse scores stand with those marked last behind the others, so that where the scores do
    not fall the ties are in order too.
    """
    ordered = score.take(order)
    falls = np.flatnonzero(ordered[1:] < ordered[:-1])
    if len(falls):
        places = whole_groups(coarse, falls)
        rows = order[places]
        order[places] = rows[np.lexsort((is_last[rows], score[rows], coarse[places]))]
