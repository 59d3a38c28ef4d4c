"""How far the thresholds of a rule are determined by the samples that it was tuned on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.goals import Goal
from confmat_gui.core.line_search import ROUNDING, Line, inside, line_of, tied_intervals
from confmat_gui.core.pair_search import PairTable, pair_choice
from confmat_gui.core.places import Along, Cells, Places
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.selection_bootstrap import Choice, Repeated, repeat_choice
from confmat_gui.core.suggestion import Bootstrapped, Spread

MOST_PLACES = 1024
"""Places of a single threshold that the bootstrap looks at; of more, so many are spread over the samples."""
LINE_PLACES, LINE_REPLICATES = 48, 200
"""Of several thresholds each has so many places spread over all samples, as many over those of its class,
and some nearer and nearer to the one chosen; and so many bootstrap samples."""
NEARER = np.unique(np.round(1.7 ** np.arange(22)).astype(np.intp))
"""Rows between the chosen place and those around it."""
MOST_LINES = 20
"""Thresholds of one rule that are looked at: of more classes those with the most samples."""
_NOWHERE = (math.nan, math.nan)


class Repeats(NamedTuple):
    """How often a choice is repeated on bootstrap samples (0: never), the seed, and whether with bags."""

    n_bootstrap: int
    seed: int
    with_bags: bool = True

    def of(self, choice: Choice, goal: Goal, report: Report) -> Repeated | None:
        """Repeat a choice."""
        if not self.n_bootstrap:
            return None
        return repeat_choice(
            choice, goal, self.n_bootstrap, seed=self.seed, with_bags=self.with_bags, report=report
        )

    @property
    def fewer(self) -> Repeats:
        """What each of several thresholds gets."""
        return Repeats(min(self.n_bootstrap, LINE_REPLICATES), self.seed, with_bags=False)


class Lines(NamedTuple):
    """Thresholds of rule 2 whose spread is looked at one by one.

    Attributes
    ----------
    predictions : the samples they were tuned on
    thresholds : (K,) raw
    free : classes whose thresholds could move
    """

    predictions: Predictions
    thresholds: Floats
    free: tuple[int, ...]


def spread_of_places(
    line: tuple[Places, Along], goal: Goal, class_index: int, repeats: Repeats, report: Report = no_report
) -> tuple[Spread, Bootstrapped | None]:
    """Return the spread of one threshold, given all its places as they were judged."""
    places, judged = line
    best = judged.best()
    ends = sorted((places.threshold(int(best[0])), places.threshold(int(best[-1]))))
    throughout = len(best) == int(best[-1]) - int(best[0]) + 1
    looked_at = np.union1d(places.spread_out(MOST_PLACES), best[:1])
    thresholds = np.array([places.threshold(int(place)) for place in looked_at])
    chosen = int(np.searchsorted(looked_at, best[0]))
    choice = Choice(places.cells(looked_at), thresholds, chosen, places.n_classes)
    found = repeats.of(choice, goal, report)
    spread = _spread(
        class_index, float(thresholds[chosen]), (ends[0], ends[1]), throughout=throughout, found=found
    )
    return spread, None if found is None else found.bootstrapped


def pair_spreads(
    table: PairTable, at: tuple[int, int], goal: Goal, repeats: Repeats, report: Report = no_report
) -> Iterator[Spread]:
    """Return the spread of each of a pair of thresholds, while the other stays."""
    for k in range(2):
        report()
        choice = pair_choice(table, at, k)
        tied = choice.tied_around(goal)
        found = repeats.fewer.of(choice, goal, report)
        yield _spread(k, float(choice.thresholds[choice.chosen]), tied, throughout=True, found=found)


def line_spreads(
    lines: Lines, goal: Goal, repeats: Repeats, report_of: Callable[[int], Report]
) -> Iterator[Spread]:
    """Return the spread of each of several thresholds, while the others stay.

    report_of : makes the report for the search of a class
    """
    free = np.array(lines.free)
    largest = free[np.argsort(-lines.predictions.support[free], kind="stable")[:MOST_LINES]]
    for k in np.sort(largest).tolist():
        report = report_of(k)
        report()
        line = line_of(lines.predictions, lines.thresholds, k, report)
        present = float(lines.thresholds[k])
        tied = _tied_around(line, present, goal, report)
        found = repeats.fewer.of(_line_choice(line, present), goal, report)
        yield _spread(k, present, tied, throughout=True, found=found)


def _tied_around(line: Line, present: float, goal: Goal, report: Report) -> tuple[float, float]:
    """Return the interval around a threshold with the same objective and shortfall."""
    merits, shortfalls = line.along(goal, report)
    place = int(np.searchsorted(line.edges, present))
    own = merits[place]
    with np.errstate(invalid="ignore"):  # where the objective is undefined
        same = (np.abs(merits - own) <= ROUNDING * max(1.0, abs(own))) | (merits == own)
    if shortfalls is not None:
        same &= np.abs(shortfalls - shortfalls[place]) <= ROUNDING
    intervals = tied_intervals(line, np.flatnonzero(same))
    return next((low, high) for low, high in intervals if low < present <= high)


def _line_choice(line: Line, present: float) -> Choice:
    """Thin a line to some places and count what happens between them."""
    n = len(line.edges)
    chosen = int(np.searchsorted(line.edges, present))
    first = int(np.searchsorted(line.edges, 0.0, side="right"))
    last = int(np.searchsorted(line.edges, np.inf))
    own = np.flatnonzero(line.codes // len(line.support) == line.class_index)
    own = own[(own >= first) & (own < last)]
    even = np.linspace(first, last, LINE_PLACES).astype(np.intp)
    some = own[np.linspace(0, len(own) - 1, LINE_PLACES).astype(np.intp)] if len(own) else own
    even = np.concatenate([even, some, some + 1, chosen - NEARER, chosen + NEARER])
    even = even[(even >= first) & (even <= last)]
    whole = np.searchsorted(line.edges, line.edges[np.minimum(even, n - 1)])  # none splits a tie
    places = np.unique(np.concatenate([[first, last, chosen], whole[(whole >= first) & (whole <= last)]]))
    padded = np.concatenate(([0.0], line.edges, [np.inf]))
    thresholds = np.array([inside(float(padded[p]), float(padded[p + 1])) for p in places])
    at = int(np.searchsorted(places, chosen))
    thresholds[at] = present
    return Choice(_line_cells(line, places), thresholds, at, len(line.support), takes_first=False)


def _line_cells(line: Line, places: NDArray[np.intp]) -> Cells:
    n_classes, k, n_steps = len(line.support), line.class_index, len(places) - 1
    step = np.searchsorted(places, np.arange(len(line.edges)), side="right") - 1
    lost, kept = step < 0, step >= n_steps
    true, holder = np.divmod(line.codes.astype(np.int64), n_classes)
    moves = true, np.where(lost, holder, k), np.where(kept, k, holder)
    return Cells.of_rows(np.where(lost, n_steps, step), moves, line.count, n_steps)


def _spread(
    class_index: int, threshold: float, tied: tuple[float, float], *, throughout: bool, found: Repeated | None
) -> Spread:
    if found is None:
        empty = np.empty(0)
        return Spread(class_index, threshold, tied, throughout, _NOWHERE, np.full(5, np.nan), empty,
                      empty.astype(np.int64))  # fmt: skip
    return Spread(
        class_index, threshold, tied, throughout, found.band, found.quantiles, found.histogram_edges,
        found.histogram_counts,
    )  # fmt: skip
