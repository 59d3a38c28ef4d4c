"""Sums of weighted samples that round once: equal counts have equal sums, in whatever order they were added.

A search adds and takes away one sample after the other. With weights that are fractions such sums would
drift, a class that lost its last sample would keep a rest of rounding, and its precision would be 0 in place
of undefined.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.prevalence import Prevalence, weights_of_rows

MOST_PARTS = 3
"""Parts of a weight: of a million samples two hold all digits of a share above one in a thousand."""
_BITS = 51
"""Digits of a sum, in the binary system, that are kept free of rounding."""


@dataclass(frozen=True, eq=False)
class RowWeights:
    """What a sample of each true class counts.

    Attributes
    ----------
    values : (K,) float64, from 0
    support : (K,) samples that are counted
    """

    values: Floats
    support: Counts

    @cached_property
    def parts(self) -> Floats:
        """(P, K): each adds up over these samples without rounding, and all together are the weights."""
        found: list[Floats] = []
        rest = self.values
        while rest.any() and len(found) < MOST_PARTS:
            unit = math.ldexp(1.0, math.frexp(float(np.abs(rest) @ self.support))[1] - _BITS)
            part = np.round(rest / unit) * unit
            found.append(part)
            rest = rest - part
        return np.array(found) if found else np.zeros((1, len(self.values)))

    def of_rows(self, counts: NDArray[Any]) -> Floats:
        """Return weighted counts of every true class, (..., K), from whole ones."""
        return np.asarray(sum(part * counts for part in self.parts))

    def of_columns(self, outcomes: NDArray[Any]) -> Floats:
        """Return weighted column sums, (..., C), of whole counts (..., K, C)."""
        return np.asarray(sum((part[:, None] * outcomes).sum(axis=-2) for part in self.parts))

    def running(self, start: Counts, true: NDArray[Any], changes: NDArray[Any]) -> Floats:
        """Return a weighted number of samples after each of some changes, (m,).

        Parameters
        ----------
        start : (K,) whole samples of each true class at first
        true, changes : (m,) true class of each change, and by how many samples
        """
        return np.asarray(
            sum(float(part @ start) + np.cumsum(part.take(true) * changes) for part in self.parts)
        )

    def prices(self, prices: NDArray[Any]) -> Floats:
        """Return prices (K, C) that cost the samples as they are what `prices` cost the weighted ones."""
        return np.asarray(prices * self.values[:, None])


def row_weights_at(prevalence: Prevalence | None, support: Counts) -> RowWeights | None:
    """Return what samples count where the true classes have these shares; None without any set."""
    if prevalence is None:
        return None
    return RowWeights(weights_of_rows(support, prevalence), support)
