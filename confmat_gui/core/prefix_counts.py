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
        for i in range(1, n_kept):
            self._kept[i] = self._kept[i - 1]
            self._add(self._kept[i], (i - 1) * self.step, i * self.step)

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
