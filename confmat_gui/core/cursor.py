"""A large matrix that follows a place: only the rows between the last place and the next are touched."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, read_only


@dataclass(frozen=True, eq=False)
class PassedRows:
    """Rows in the order in which they pass from one column to others.

    Attributes
    ----------
    cells : (n,) true class * columns + the column that each row passes to
    columns : K or K + 1
    count : (n,) samples of each row, or None
    """

    cells: NDArray[Any]
    columns: int
    count: Counts | None

    def belong_to(self, true: int) -> Bools:
        """Return whether each row is truly of a class."""
        first = true * self.columns
        return np.asarray((self.cells >= first) & (self.cells < first + self.columns))


class Cursor:
    """A `Handover` with one matrix that is moved in place: a near place costs little, a far one more.

    Threads may share it as long as none uses `lent`. Parameters as for `handover`.
    """

    def __init__(
        self, giver: int, cells: NDArray[Any], shape: tuple[int, int], count: Counts | None = None
    ) -> None:
        self.giver = giver
        self.rows = PassedRows(cells, shape[1], count)
        self._matrix = np.zeros(shape, dtype=np.int64)
        self._matrix[:, giver] = np.bincount(cells // shape[1], count, minlength=shape[0])
        self._place = 0
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Memory of the cells, their counts and the matrix."""
        count = 0 if self.rows.count is None else self.rows.count.nbytes
        return self.rows.cells.nbytes + self._matrix.nbytes + count

    def at(self, place: int) -> Counts:
        """Return the matrix in which the rows before `place` are taken over, as an array of one's own."""
        with self._lock:
            self._move_to(place)
            return self._matrix.copy()

    def lent(self, place: int) -> Counts:
        """Return the same matrix, read-only and good until the next call; for one thread that moves alone."""
        self._move_to(place)
        return read_only(self._matrix)

    def _move_to(self, place: int) -> None:
        between = slice(min(self._place, place), max(self._place, place))
        sign = 1 if place > self._place else -1
        samples = sign if self.rows.count is None else sign * self.rows.count[between]
        cells = self.rows.cells[between].astype(np.intp)
        flat = self._matrix.reshape(-1)
        np.add.at(flat, cells, samples)
        cells -= cells % self.rows.columns
        cells += self.giver
        np.subtract.at(flat, cells, samples)
        self._place = place
