"""The matrix while rows pass, one after the other, from one class to the class that takes each over."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts
from confmat_gui.core.prefix_counts import PrefixCounts


class Tick(NamedTuple):
    """What a rule gives at one place: the same counts as the plain decision."""

    outcomes: Counts
    """(K, K) samples [true, predicted], or (K, K + 1) with no decision as the last column."""
    n_tied: int
    """Rows on which a tie was broken."""


class Handover:
    """Matrices of rows in a fixed order, of which the first so many are with their takers.

    Immutable, so threads may share it.

    Parameters
    ----------
    giver : the column that has all other rows
    cells : (n,) integers, `cell_codes` of true class and taker in the order in which rows pass
    shape : (K, K) or (K, K + 1)
    count : (n,) int64 or None
        Samples of each row, in the same order.
    """

    def __init__(
        self, giver: int, cells: NDArray[Any], shape: tuple[int, int], count: Counts | None = None
    ) -> None:
        self.giver, self.shape = giver, shape
        self._cells = PrefixCounts(cells, shape[0] * shape[1], count)
        self._totals = self._taken(len(cells)).sum(axis=1)

    @property
    def nbytes(self) -> int:
        """Memory of the cells and their checkpoints."""
        return self._cells.nbytes

    def at(self, place: int) -> Counts:
        """Return the matrix in which the rows before `place` are taken over, as an array of one's own."""
        matrix = self._taken(place)
        matrix[:, self.giver] += self._totals - matrix.sum(axis=1)
        return matrix

    def _taken(self, place: int) -> Counts:
        return self._cells.upto(place).reshape(self.shape)


def cell_codes(true: Codes, pred: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Return the number of each row's cell in a matrix of that shape, in the smallest type that holds it."""
    kind: Any = np.min_scalar_type(shape[0] * shape[1] - 1)
    codes = true.astype(kind)
    codes *= kind.type(shape[1])
    codes += pred.astype(kind)
    return codes
