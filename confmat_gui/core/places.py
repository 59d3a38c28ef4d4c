"""Rules along a line: one threshold takes every value that matters, and each value is a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.goals import MERIT_ROUNDING, SHORTFALL_ROUNDING, Goal, Sums

BLOCK_VALUES = 2**16
"""Numbers of a kind judged at a time: what is made of them stays in the processor's cache."""

Report: TypeAlias = Callable[[], None]
"""Called now and then; may raise `CancelledError`."""


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


class Places(ABC):
    """All places of one threshold. Of equally good places the first is taken."""

    n_classes: int

    @property
    @abstractmethod
    def n_places(self) -> int:
        """Number of places, at least 1."""

    @abstractmethod
    def sums(self, places: slice) -> Sums:
        """Return the sums of the matrices at some places; slices are asked for from the first on."""

    @abstractmethod
    def threshold(self, place: int) -> float:
        """Return a threshold that makes the decisions of a place."""

    @abstractmethod
    def cells(self, places: NDArray[np.intp]) -> Cells:
        """Return what happens to the samples between some ascending places, the first and last included."""

    @abstractmethod
    def spread_out(self, most: int) -> NDArray[np.intp]:
        """Return about so many ascending places at most, the first and last included."""

    def is_place(self, places: slice) -> Bools | None:
        """Return which places a threshold can reach, None for all."""
        del places
        return None


@dataclass(frozen=True, eq=False)
class Along:
    """Merit and shortfall at every place; -inf and inf at places that no threshold reaches."""

    merits: Floats
    shortfalls: Floats

    def best(self) -> NDArray[np.intp]:
        """Return the ascending places that are best: the least shortfall, then the best merit."""
        return best_places(self.merits, self.shortfalls)


def nobody() -> None:
    """Report nothing and never cancel."""


def along(places: Places, goal: Goal, report: Report = nobody) -> Along:
    """Judge every place."""
    n = places.n_places
    merits, shortfalls = np.empty(n), np.empty(n)
    step = max(256, BLOCK_VALUES // places.n_classes)
    for start in range(0, n, step):
        report()
        part = slice(start, min(start + step, n))
        sums = places.sums(part)
        merits[part], shortfalls[part] = goal.merit(sums), goal.shortfall(sums)
        reached = places.is_place(part)
        if reached is not None:
            np.copyto(merits[part], -np.inf, where=~reached)
            np.copyto(shortfalls[part], np.inf, where=~reached)
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
