"""How often each code occurs before any position of a long array, without walking from its start."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts

STEP = 512
"""Positions between two checkpoints, more where their memory would exceed the bound."""
MOST_BYTES = 2**24
"""Bound on the memory of the checkpoints of one array (or two checkpoints, where those need more)."""
AT_ONCE, MOST_CELLS = 2**15, 2**16
"""Bounds on the positions, and on the counts, of the steps that are counted at once."""
WIDE_CODES = 2**12
"""From this number of codes on a few positions are counted one by one, which costs less than a table."""


class PrefixCounts:
    """Counts of codes before a position: those kept at the nearest checkpoint and the few codes between.

    Immutable, so threads may share it.

    Parameters
    ----------
    codes : (n,) integers in range(n_codes)
    count : (n,) int64 or None
        What each position counts for; 1 if None.
    """

    def __init__(
        self,
        codes: NDArray[Any],
        n_codes: int,
        count: Counts | None = None,
        *,
        step: int = STEP,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._codes, self._n_codes, self._count = codes, n_codes, count
        n_kept = max(2, min(len(codes) // step + 1, most_bytes // (8 * n_codes)))
        self.step = max(1, -(-len(codes) // (n_kept - 1)))
        self._kept = np.zeros((n_kept, n_codes), dtype=np.int64)
        self._count_steps()
        np.cumsum(self._kept, axis=0, out=self._kept)

    @property
    def nbytes(self) -> int:
        """Memory of the codes, their counts and the checkpoints."""
        return self._codes.nbytes + self._kept.nbytes + (0 if self._count is None else self._count.nbytes)

    def upto(self, position: int) -> Counts:
        """Return the (n_codes,) counts of the codes before `position`, as an array of one's own."""
        nearest = (position + self.step // 2) // self.step
        at = nearest * self.step
        result: Counts = self._kept[nearest].copy()
        if at < position:
            self._add(result, at, position)
        elif at > position:
            self._add(result, position, at, np.subtract)
        return result

    def _count_steps(self) -> None:
        """Put the counts of each step between two checkpoints behind it, many steps at once."""
        n_whole = min(len(self._codes) // self.step, len(self._kept) - 1)
        at_once = max(1, min(AT_ONCE // self.step, MOST_CELLS // self._n_codes))
        for first in range(0, n_whole, at_once):
            after = min(first + at_once, n_whole)
            part = slice(first * self.step, after * self.step)
            codes = self._codes[part].reshape(after - first, -1).astype(np.intp)
            codes += np.arange(after - first)[:, None] * self._n_codes
            weight = None if self._count is None else self._count[part]
            counted = np.bincount(codes.reshape(-1), weight, (after - first) * self._n_codes)
            self._kept[first + 1 : after + 1] = counted.reshape(after - first, -1)
        if n_whole < len(self._kept) - 1:
            self._add(self._kept[n_whole + 1], n_whole * self.step, len(self._codes))

    def _add(self, counts: Counts, start: int, stop: int, change: np.ufunc = np.add) -> None:
        codes = self._codes[start:stop]
        weight = None if self._count is None else self._count[start:stop]
        if self._n_codes >= WIDE_CODES:
            change.at(counts, codes, 1 if weight is None else weight)
        elif weight is None:
            change(counts, np.bincount(codes, minlength=self._n_codes), out=counts)
        else:
            weighted = np.bincount(codes, weight, minlength=self._n_codes).astype(np.int64)
            change(counts, weighted, out=counts)
