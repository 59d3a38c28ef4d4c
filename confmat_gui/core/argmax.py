"""The highest of many columns, and the first class that has it, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import NarrowCodes, narrow_type

Decision: TypeAlias = tuple[NarrowCodes, int]
"""Class of every row, and the number of rows on which a tie was broken."""

WIDE = 128
"""From this number of columns on the highest is first looked for in groups of columns."""
GROUP = 8
BLOCK_VALUES = 2**18
FEWEST_ROWS, MOST_ROWS = 4_096, 16_384
"""Bounds of the rows of a block: what is made of it stays in the cache and takes a few MiB at most."""


def highest_column(
    block_of: Callable[[slice], NDArray[Any]], n_rows: int, n_columns: int, step: int | None = None
) -> Decision:
    """Return the first of the highest columns of every row and on how many rows several are highest.

    block_of : gives the (m, n_columns) numbers of a slice of rows, columns contiguous, without nan
    step : rows a block
    """
    codes = np.empty(n_rows, dtype=narrow_type(n_columns))
    step = step or min(MOST_ROWS, max(FEWEST_ROWS, BLOCK_VALUES // n_columns))
    n_tied = 0
    for start in range(0, n_rows, step):
        rows = slice(start, min(start + step, n_rows))
        n_tied += first_highest(block_of(rows), codes[rows])
    return codes, n_tied


def first_highest(block: NDArray[Any], codes: NarrowCodes) -> int:
    """Write the first of the highest columns of each row to `codes`; return how many rows have several.

    block : (m, C), each column contiguous: all work runs along the columns, without branches
    """
    if block.shape[1] < WIDE:
        codes[:], holders = first_true(np.maximum.reduce(block, axis=1) == block.T)
    else:
        holders = _first_of_groups(block, codes)
    return 0 if holders is None else int(np.count_nonzero(holders > 1))


def first_true(equal: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Return the first true row of every column, and how many are true (None if one everywhere)."""
    n = len(equal)
    kind = narrow_type(n + 1)
    weight = np.arange(n, 0, -1, dtype=kind)[:, None]
    first = kind(n) - np.maximum.reduce(equal.view(np.uint8) * weight, axis=0)
    if np.count_nonzero(equal) == equal.shape[1]:
        return first, None
    return first, np.add.reduce(equal, axis=0, dtype=kind)


def _first_of_groups(block: NDArray[Any], codes: NarrowCodes) -> NDArray[Any] | None:
    """Look for the first group of columns with the highest value, then within this group of each row.

    Every number is read once; only the group that holds the highest is looked at again.
    """
    n_rows, n_columns = block.shape
    starts = range(0, n_columns, GROUP)
    highest = np.empty((len(starts), n_rows), dtype=block.dtype)
    for row, start in zip(highest, starts, strict=True):
        np.maximum.reduce(block[:, start : start + GROUP], axis=1, out=row)
    best = np.maximum.reduce(highest, axis=0)
    group, in_groups = first_true(highest == best)
    columns = group.astype(np.intp) * GROUP + np.arange(GROUP)[:, None]
    beyond = columns >= n_columns
    columns[beyond] = n_columns - 1
    equal = block[np.arange(n_rows), columns] == best
    equal &= ~beyond
    first, holders = first_true(equal)
    codes[:] = group.astype(codes.dtype) * codes.dtype.type(GROUP) + first
    if in_groups is None:
        return holders
    return in_groups if holders is None else np.maximum(in_groups, holders)
