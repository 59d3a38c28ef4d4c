"""The matrix while rows pass, one after the other, from one class to the class that takes each over."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, read_only
from confmat_gui.core.cursor import Cursor, PassedRows
from confmat_gui.core.prefix_counts import PrefixCounts

LARGE_MATRIX = 2**17
"""From this number of cells on one matrix is moved in place: a copy from a checkpoint would cost more."""


class Tick(NamedTuple):
    """What a rule gives at one place: the same counts as the plain decision."""

    outcomes: Counts
    """(K, K) samples [true, predicted], or (K, K + 1) with no decision as the last column."""
    n_tied: int
    """Rows on which a tie was broken."""


class Handover(Protocol):
    """Matrices of rows in a fixed order, of which the first so many are with their takers."""

    @property
    def giver(self) -> int:
        """The column that has all other rows."""
        ...

    @property
    def rows(self) -> PassedRows:
        """The rows in the order in which they pass."""
        ...

    @property
    def nbytes(self) -> int:
        """Memory of the cells and of what is kept to count them."""
        ...

    def at(self, place: int) -> Counts:
        """Return the matrix in which the rows before `place` are taken over, as an array of one's own."""
        ...

    def lent(self, place: int) -> Counts:
        """Return the same matrix, read-only and good until the next call; for one thread that moves alone."""
        ...


def handover(
    giver: int, cells: NDArray[Any], shape: tuple[int, int], count: Counts | None = None
) -> Handover:
    """Return the matrices of rows that pass in the order given; threads may share it.

    Parameters
    ----------
    giver : the column that has all rows not taken over
    cells : (n,) integers, `cell_codes` of true class and taker
    shape : (K, K) or (K, K + 1)
    count : (n,) int64 or None
        Samples of each row.
    """
    if shape[0] * shape[1] >= LARGE_MATRIX:
        return Cursor(giver, cells, shape, count)
    return Checkpoints(giver, cells, shape, count)


class Checkpoints:
    """A `Handover` at a cost that does not grow with the rows; immutable. Parameters as for `handover`."""

    def __init__(
        self, giver: int, cells: NDArray[Any], shape: tuple[int, int], count: Counts | None = None
    ) -> None:
        self.giver, self._shape = giver, shape
        self.rows = PassedRows(cells, shape[1], count)
        self._cells = PrefixCounts(cells, shape[0] * shape[1], count)
        self._totals = self._taken(len(cells)).sum(axis=1)

    @property
    def nbytes(self) -> int:
        """Memory of the cells and their checkpoints."""
        return self._cells.nbytes

    def at(self, place: int) -> Counts:
        """Return the matrix in which the rows before `place` are taken over."""
        matrix = self._taken(place)
        matrix[:, self.giver] += self._totals - matrix.sum(axis=1)
        return matrix

    def lent(self, place: int) -> Counts:
        """Return the same matrix, read-only."""
        return read_only(self.at(place))

    def _taken(self, place: int) -> Counts:
        return self._cells.upto(place).reshape(self._shape)


def cell_type(shape: tuple[int, int]) -> np.dtype[Any]:
    """Return the smallest type that numbers the cells of a matrix of that shape."""
    return np.min_scalar_type(shape[0] * shape[1] - 1)


def cell_codes(true: Codes, pred: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Return the number of each row's cell, true class * columns + predicted class, as a `cell_type`."""
    kind: Any = cell_type(shape)
    codes = true.astype(kind)
    codes *= kind.type(shape[1])
    codes += pred.astype(kind, copy=False)
    return codes
