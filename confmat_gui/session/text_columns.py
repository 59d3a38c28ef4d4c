"""Columns of text as numbers: one UTF-8 blob, and where in the text each cell starts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts

LARGEST = 1 << 32
"""Bytes of a text column in memory, where every cell takes the width of the longest: a small file with one
long cell must not ask for terabytes."""


def packed_text(column: NDArray[Any]) -> tuple[NDArray[np.uint8], Counts]:
    """Return the UTF-8 bytes of all cells in a row, and (n + 1,) offsets counted in characters."""
    cells = [str(cell) for cell in column.tolist()]
    offsets = np.zeros(len(cells) + 1, dtype=np.int64)
    np.cumsum([len(cell) for cell in cells], out=offsets[1:])
    blob = np.frombuffer("".join(cells).encode("utf-8", "surrogatepass"), dtype=np.uint8)
    return blob, offsets


def unpacked_text(blob: NDArray[Any], offsets: NDArray[Any], n: int) -> NDArray[np.str_]:
    """Return the n cells again; ValueError if blob and offsets do not belong together."""
    if blob.dtype != np.uint8 or blob.ndim != 1 or offsets.dtype != np.int64 or offsets.shape != (n + 1,):
        raise ValueError("a text column of the wrong type or length")
    text = blob.tobytes().decode("utf-8", "surrogatepass")
    if offsets[0] != 0 or offsets[-1] != len(text) or bool((np.diff(offsets) < 0).any()):
        raise ValueError("a text column whose offsets do not fit its text")
    bounds = offsets.tolist()
    cells = [text[start:end] for start, end in pairwise(bounds)]
    if n * max(map(len, cells), default=0) * 4 > LARGEST:
        raise ValueError("a text column with one cell far longer than the rest")
    return np.array(cells, dtype=np.str_)
