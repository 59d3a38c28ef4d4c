"""Scores and labels sorted together: the label travels in a bit of the sort key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools

_BLOCK = 32_768
"""Rows packed at a time, so that what is made of them stays in the processor's cache."""
_INTEGERS: dict[int, tuple[type[np.signedinteger[Any]], type[np.unsignedinteger[Any]]]] = {
    4: (np.int32, np.uint32),
    8: (np.int64, np.uint64),
}


@dataclass(frozen=True, eq=False)
class SortedKeys:
    """Scores ascending, as integers of the same order, with a label in the lowest bit.

    Attributes
    ----------
    keys : (n,) integers as wide as a score, ascending; in a tie the rows with label 1 come last
        Unsigned: the bits of scores >= 0, one place to the left. Signed: plus or minus the bits of the
        magnitude less `base`, so that the widest of them leaves the bit free; 0 is 0.
    base : int
    dtype : float32 or float64, that of the scores
    """

    keys: NDArray[Any]
    base: int
    dtype: np.dtype[Any]
    count: None = None
    positives_last: bool = True

    def __len__(self) -> int:
        return len(self.keys)

    def own(self, rows: slice) -> Bools:
        """Return the labels of some rows."""
        lowest = self.keys[rows].astype(np.uint8)  # the bits above the lowest eight fall away
        lowest &= np.uint8(1)
        return lowest.view(np.bool_)

    def starts(self, rows: slice) -> Bools:
        """Return whether each of some rows has a higher score than the one before it; the first has."""
        keys = self.keys[rows].view(_INTEGERS[self.keys.itemsize][1])
        result = np.empty(len(keys), dtype=np.bool_)
        result[:1] = True
        np.greater(keys[1:] ^ keys[:-1], keys.dtype.type(1), out=result[1:])
        return result

    def first_of_tie(self, rows: NDArray[np.intp], within: slice) -> NDArray[np.intp]:
        """Return the places of the first rows with the scores of `rows`, which are somewhere in `within`."""
        lowest = self.keys[rows] & ~self.keys.dtype.type(1)
        return np.asarray(np.searchsorted(self.keys[within], lowest) + within.start)

    def score(self, rows: slice | NDArray[np.intp]) -> NDArray[Any]:
        """Return the scores of some rows."""
        half = self.keys[rows] >> self.keys.dtype.type(1)
        if half.dtype.kind == "u":
            return np.asarray(half.view(self.dtype))
        negative = half >> half.dtype.type(8 * half.itemsize - 1)
        magnitude = (half ^ negative) - negative
        np.add(magnitude, half.dtype.type(self.base), out=magnitude, where=magnitude > 0)
        return np.asarray((magnitude | (negative & np.iinfo(half.dtype).min)).view(self.dtype))


def sort_keys(score: NDArray[Any], label: NDArray[Any]) -> SortedKeys | None:
    """Sort scores of both labels by one sort of integers, far faster than an argsort.

    None where no bit is free: with scores of both signs whose magnitudes (0 aside) are further apart than
    about 2^1024 (float64) or 2^128 (float32). -0.0 is 0.0.
    """
    score = np.ascontiguousarray(score)
    signed, unsigned = _INTEGERS[score.itemsize]
    bits = score.view(signed)
    if not len(bits) or bits.min() >= 0:
        keys = _packed(bits.view(unsigned), label, _doubled)
        keys.sort()
        return SortedKeys(keys, 0, score.dtype)
    smallest, largest = _magnitudes(bits)
    if largest - smallest >= np.iinfo(signed).max // 2 - 1:
        return None
    base = signed(smallest - 1)
    keys = _packed(bits, label, lambda part, out: _doubled_signed(part, base, out))
    keys.sort()
    return SortedKeys(keys, int(base), score.dtype)


def _packed(bits: NDArray[Any], label: NDArray[Any], double: Any) -> NDArray[Any]:
    keys = np.empty_like(bits)
    for start in range(0, len(bits), _BLOCK):
        part = slice(start, start + _BLOCK)
        double(bits[part], keys[part])
        keys[part] |= label[part].astype(bits.dtype)
    return keys


def _doubled(bits: NDArray[Any], out: NDArray[Any]) -> None:
    np.left_shift(bits, bits.dtype.type(1), out=out)


def _doubled_signed(bits: NDArray[Any], base: Any, out: NDArray[Any]) -> None:
    """Write twice the bits of the magnitude less `base`, with the sign of the score."""
    negative = bits >> bits.dtype.type(8 * bits.itemsize - 1)
    np.bitwise_and(bits, np.iinfo(bits.dtype).max, out=out)
    out -= base
    np.maximum(out, 0, out=out)  # 0.0 and -0.0
    out ^= negative
    out -= negative
    out += out


def _magnitudes(bits: NDArray[Any]) -> tuple[int, int]:
    """Return the bits of the smallest magnitude but 0, and of the largest; (1, 0) if all are 0."""
    unsigned = _INTEGERS[bits.itemsize][1]
    smallest, largest = int(np.iinfo(bits.dtype).max), 0
    for start in range(0, len(bits), _BLOCK):
        magnitude = (bits[start : start + _BLOCK] & np.iinfo(bits.dtype).max).view(unsigned)
        largest = max(largest, int(magnitude.max()))
        magnitude -= unsigned(1)  # 0 becomes the largest number
        smallest = min(smallest, int(magnitude.min()) + 1)
    return (smallest, largest) if largest else (1, 0)
