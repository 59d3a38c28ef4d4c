"""Rules along a line: one threshold takes every value that matters, and each value is a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.goals import MERIT_ROUNDING, SHORTFALL_ROUNDING, Goal, Sums

BLOCK_VALUES = 2**16
"""Numbers of a kind judged at a time: what is made of them stays in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Samples by what happens to them along some places: the table that a bootstrap draws from.

    Attributes
    ----------
    step : (J,) ascending: the sample changes its prediction between the places step and step + 1 of those
        chosen; the number of steps stands for one that never does
    true, source, target : (J,) true class, and what is predicted before and after; K is no decision
    counts : (J,) samples
    n_steps : places chosen, less one
    """

    step: NDArray[np.intp]
    true: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    counts: Counts
    n_steps: int

    @classmethod
    def of_rows(
        cls, step: NDArray[Any], moves: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], count: Counts | None,
        n_steps: int,
    ) -> Cells:
        """Count rows of the same step, true class, source and target."""
        kinds = int(max(part.max() for part in moves)) + 1
        flat = step.astype(np.int64)
        for part in moves:
            flat = flat * kinds + part
        cells, inverse = np.unique(flat, return_inverse=True)
        counts = np.bincount(inverse, count, minlength=len(cells)).astype(np.int64)
        cells, counts = cells[counts > 0], counts[counts > 0]
        cells, target = np.divmod(cells, kinds)
        cells, source = np.divmod(cells, kinds)
        steps, true = np.divmod(cells, kinds)
        return cls(steps, true, source, target, counts, n_steps)


class Places(ABC):
    """All places of one threshold. Of equally good places the first is taken."""

    n_classes: int

    @property
    @abstractmethod
    def n_places(self) -> int:
        """Number of places, at least 1."""

    @abstractmethod
    def blocks(self, step: int) -> Iterator[tuple[slice, Sums]]:
        """Yield the sums of the matrices at so many places at a time, from the first place on."""

    @abstractmethod
    def threshold(self, place: int) -> float:
        """Return a threshold that makes the decisions of a place."""

    @abstractmethod
    def cells(self, places: NDArray[np.intp]) -> Cells:
        """Return what happens to the samples between some ascending places, the first and last included."""

    @abstractmethod
    def spread_out(self, most: int) -> NDArray[np.intp]:
        """Return about so many ascending places at most, the first and last included."""


@dataclass(frozen=True, eq=False)
class Along:
    """Merit and shortfall at every place."""

    merits: Floats
    shortfalls: Floats

    def best(self) -> NDArray[np.intp]:
        """Return the ascending places that are best: the least shortfall, then the best merit."""
        return best_places(self.merits, self.shortfalls)


def along(places: Places, goal: Goal, report: Report = no_report) -> Along:
    """Judge every place."""
    n = places.n_places
    merits, shortfalls = np.empty(n), np.empty(n)
    step = max(256, BLOCK_VALUES // places.n_classes)
    for part, sums in places.blocks(step):
        report()
        merits[part], shortfalls[part] = goal.merit(sums), goal.shortfall(sums)
    return Along(merits, shortfalls)


def best_places(merits: Floats, shortfalls: Floats) -> NDArray[np.intp]:
    """Return the ascending places with the least shortfall and, among these, the best merit.

    Where the objective is undefined at all of these they are equally good.
    """
    nearest = np.flatnonzero(shortfalls <= shortfalls.min() + SHORTFALL_ROUNDING)
    among = merits[nearest]
    best = among.max()
    if best == -np.inf:
        return nearest
    defined = among[among > -np.inf]
    least = best - MERIT_ROUNDING * max(abs(best), abs(defined.min()))
    result: NDArray[np.intp] = nearest[among >= least]
    return result
