"""The best of the other classes of every row: what one class has to beat under rule 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.decide import share


@dataclass(frozen=True, eq=False)
class RunnerUp:
    """For some rows the largest p_j / t_j over all classes j but one.

    Attributes
    ----------
    class_index : the class that is left out
    best : (n,) float64
    holder : (n,) class codes
        The first class in class order with that share: the decision wherever the left-out class loses.
    tied : (n,) bool
        Whether several of these classes have it.
    """

    class_index: int
    best: Floats
    holder: NDArray[Any]
    tied: Bools

    @property
    def strict(self) -> Bools:
        """Whether an equal share is not enough for the left-out class, because an earlier class has it."""
        return np.asarray(self.holder < self.class_index)

    def needed(self) -> Floats:
        """Return the smallest share that wins each row; nan where none does."""
        bits = (self.best + 0.0).view(np.int64) + self.strict  # of numbers >= 0: the next one up
        needed = bits.view(np.float64)
        endless = self.best == np.inf
        if endless.any():
            needed[endless & self.strict] = np.nan  # nothing is above it
        return needed


def find_runner_up(
    columns: Mapping[int, NDArray[Any]], thresholds: Floats, class_index: int, rows: slice
) -> RunnerUp:
    """Compare all classes but one (of at least two) as `decide` compares them.

    Parameters
    ----------
    columns : class code to (n,) probabilities, in class order
    thresholds : (K,) raw; the value at `class_index` does not matter
    rows : those to compare
    """
    best = Best(rows.stop - rows.start, len(columns))
    for j, column in columns.items():
        if j != class_index:
            best.challenge(share(column[rows], float(thresholds[j])), j)
    return RunnerUp(class_index, best.value, best.holder, best.second == best.value)


class Best:
    """The largest value of each row so far, its first holder, and the second largest value (may be equal).

    Holders must come in ascending order. There is no branch, so ties and order of the values cost nothing.
    """

    def __init__(self, n_rows: int, n_classes: int) -> None:
        self.value, self.second = np.full(n_rows, -np.inf), np.full(n_rows, -np.inf)
        self.holder = np.zeros(n_rows, dtype=_holder_type(n_classes))

    def challenge(self, value: Floats, holder: int) -> None:
        """Compare with the values of one more holder."""
        higher = (value > self.value).astype(self.holder.dtype)
        higher *= self.holder.dtype.type(holder)
        np.maximum(self.holder, higher, out=self.holder)
        np.maximum(self.second, np.minimum(value, self.value), out=self.second)
        np.maximum(self.value, value, out=self.value)


def next_up(values: Floats) -> Floats:
    """Return the next larger float64 of each value."""
    with np.errstate(over="ignore", under="ignore"):
        return np.nextafter(values, np.inf)


def _holder_type(n_classes: int) -> np.dtype[Any]:
    return np.dtype(np.uint8 if n_classes <= 256 else np.int32)
