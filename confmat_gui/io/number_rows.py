"""Columns of numbers that lie one after another in one array, which then are the scores without a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Scores

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


class NumberRows:
    """Room for the columns of a file whose rows are counted: each is one row of an array of its type.

    Parameters
    ----------
    n_columns : int
        The most columns of one type. Room that is not used is never touched, and so takes no memory.
    n_rows : int
        Rows of the file.
    """

    def __init__(self, n_columns: int, n_rows: int) -> None:
        self._shape = (n_columns, n_rows)
        self._arrays: dict[np.dtype[Any], NDArray[Any]] = {}
        self._used: dict[np.dtype[Any], int] = {}

    def filled(self, parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Return the parts of a column below one another, float32 or float64, in the next row."""
        dtype = parts[0].dtype
        if dtype not in self._arrays:
            self._arrays[dtype] = np.empty(self._shape, dtype)
        place = self._used.get(dtype, 0)
        self._used[dtype] = place + 1
        row: NDArray[Any] = self._arrays[dtype][place]
        return np.concatenate(parts, out=row)


class GrowingRows:
    """The columns of a file whose rows come block by block, and are about as many as `expected`.

    Rows beyond that are taken too, at the price of a copy.
    """

    def __init__(self, n_columns: int, expected: int, dtype: np.dtype[Any] = FLOATS[1]) -> None:
        self._array = np.empty((n_columns, max(expected, 1)), dtype)
        self._n_rows = 0

    def add(self, columns: Sequence[NDArray[Any]]) -> None:
        """Append as many rows of every column."""
        if not columns:
            return
        stop = self._n_rows + len(columns[0])
        if stop > self._array.shape[1]:
            larger = np.empty((len(self._array), 2 * stop), self._array.dtype)
            larger[:, : self._n_rows] = self._array[:, : self._n_rows]
            self._array = larger
        for row, column in zip(self._array, columns, strict=True):
            row[self._n_rows : stop] = column
        self._n_rows = stop

    def rows(self) -> NDArray[Any]:
        """Return (n_columns, n_rows), once; room that was not used is given back."""
        array, self._array = self._array, np.empty((0, 0))
        flat, room, n_rows = array.reshape(-1), array.shape[1], self._n_rows
        if n_rows < room:
            for place in range(1, len(array)):  # each moves to the front, over what has been moved already
                flat[place * n_rows : (place + 1) * n_rows] = flat[place * room : place * room + n_rows]
        del flat
        array.resize((len(array), n_rows), refcheck=False)
        return array


def as_scores(columns: Sequence[NDArray[Any]]) -> Scores | None:
    """Return columns that are neighbouring rows of one array, in this order, as (n, K); None where not."""
    first = columns[0]
    whole = first.base
    if not isinstance(whole, np.ndarray) or whole.ndim != 2 or whole.dtype not in FLOATS:
        return None
    if not whole.flags.c_contiguous or whole.shape[1] != len(first):
        return None
    start, step = _address(whole), whole.strides[0]
    place, rest = divmod(_address(first) - start, step)
    if rest or not all(
        column.base is whole and column.shape == first.shape and column.strides == (whole.itemsize,)
        for column in columns
    ):
        return None
    if [_address(column) for column in columns] != [start + (place + k) * step for k in range(len(columns))]:
        return None
    scores: Scores = whole[place : place + len(columns)].T
    return scores


def _address(array: NDArray[Any]) -> int:
    found: int = array.__array_interface__["data"][0]
    return found
