"""The choice of a threshold repeated on bootstrap samples: how far it moves, what is as good within noise.

Samples are drawn as counts of cells (step of the threshold, true class, prediction before and after), never
as rows, so that a replicate costs what the places cost, not what the samples cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.bootstrap import percentiles
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.costs import priced
from confmat_gui.core.goals import MERIT_ROUNDING, SHORTFALL_ROUNDING, Goal, Sums
from confmat_gui.core.places import Cells
from confmat_gui.core.suggestion import Bootstrapped, Estimate

PIECE_VALUES = 2**15
"""Numbers of a kind judged at a time."""
LEAST_SHARE = 0.025
"""A threshold is as good within noise if in this share of the bootstrap samples it is no worse."""
HISTOGRAM_BINS = 24
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)


@dataclass(frozen=True, eq=False)
class Choice:
    """Some places of a threshold, one of them chosen.

    Attributes
    ----------
    cells : what happens to the samples from one place to the next
    thresholds : (P,) of the places, ascending or descending
    chosen : the place that was chosen
    n_classes : K
    takes_first : whether of equally good places the first is taken; else the nearest to the chosen one
    """

    cells: Cells
    thresholds: Floats
    chosen: int
    n_classes: int
    takes_first: bool = True

    @cached_property
    def support(self) -> Counts:
        """(K,) samples of each true class."""
        return np.bincount(self.cells.true, self.cells.counts, minlength=self.n_classes).astype(np.int64)

    def sums(self, drawn: Floats, goal: Goal) -> Sums:
        """Return the sums at every place, (R, P, K), for (R, J) counts of the cells.

        They are weighted where the goal has shares of the classes.
        """
        weights, prices = goal.weights(self.support), goal.prices
        if weights is None:
            return self._sums(drawn, None if prices is None else priced(prices, self.n_classes + 1))
        costs = None if prices is None else weights.prices(priced(prices, self.n_classes + 1))
        sums = self._sums(drawn, costs)
        source, target = self.cells.source, self.cells.target
        predicted = sum(
            self._through(drawn * part[self.cells.true], source, target, self.n_classes + 1)
            for part in weights.parts
        )  # fmt: skip
        return Sums(
            weights.of_rows(sums.tp), weights.of_rows(sums.decided), np.asarray(predicted)[..., :-1],
            weights.of_rows(sums.support), sums.cost,
        )  # fmt: skip

    def _sums(self, drawn: Floats, prices: Floats | None) -> Sums:
        cells, n_classes = self.cells, self.n_classes
        support = _by_class(drawn, cells.true, n_classes)[:, None, :]
        right_before, right_after = cells.source == cells.true, cells.target == cells.true
        predicted = self._through(drawn, cells.source, cells.target, n_classes + 1)
        tp = self._through(
            drawn, np.where(right_before, cells.true, n_classes),
            np.where(right_after, cells.true, n_classes), n_classes + 1,
        )  # fmt: skip
        decided = support
        if (cells.source == n_classes).any() or (cells.target == n_classes).any():
            decided = self._through(
                drawn, np.where(cells.source < n_classes, cells.true, n_classes),
                np.where(cells.target < n_classes, cells.true, n_classes), n_classes + 1,
            )[..., :-1]  # fmt: skip
        shape = tp[..., :-1].shape
        return Sums(
            tp[..., :-1], np.broadcast_to(decided, shape), predicted[..., :-1],
            np.broadcast_to(support, shape), None if prices is None else self._costs(drawn, prices),
        )  # fmt: skip

    def _through(self, drawn: Floats, before: NDArray[Any], after: NDArray[Any], n_kinds: int) -> Floats:
        """Count the samples of each kind at every place, (R, P, n_kinds); each changes its kind once."""
        result = np.zeros((len(drawn), self.cells.n_steps + 1, n_kinds))
        for kind in range(n_kinds):
            change = (after == kind).astype(np.float64) - (before == kind)
            result[:, 0, kind] = drawn[:, before == kind].sum(axis=1)
            result[:, 1:, kind] = self._by_step(drawn, change)
        return np.cumsum(result, axis=1)

    def _by_step(self, drawn: Floats, change: Floats) -> Floats:
        """Sum weighted counts of each step, (R, P - 1); samples that never change are left out."""
        result = np.zeros((len(drawn), self.cells.n_steps))
        moving = np.flatnonzero((change != 0) & (self.cells.step < self.cells.n_steps))
        if len(moving):
            steps, starts = np.unique(self.cells.step[moving], return_index=True)
            result[:, steps] = np.add.reduceat(drawn[:, moving] * change[moving], starts, axis=1)
        return result

    def _costs(self, drawn: Floats, prices: Floats) -> Floats:
        before = prices[self.cells.true, self.cells.source]
        after = prices[self.cells.true, self.cells.target]
        start = (drawn @ before)[:, None]
        return np.cumsum(np.hstack([start, self._by_step(drawn, after - before)]), axis=1)

    def picked(self, merits: Floats, shortfalls: Floats) -> NDArray[np.intp]:
        """Return the best place of each replicate, (R,)."""
        nearest = shortfalls <= shortfalls.min(axis=1, keepdims=True) + SHORTFALL_ROUNDING
        merits = np.where(nearest, merits, -np.inf)
        best = merits.max(axis=1, keepdims=True)
        largest = np.abs(np.where(np.isfinite(merits), merits, 0.0)).max(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):  # -inf - -inf, where the objective is undefined everywhere
            tied = nearest & ((merits >= best - MERIT_ROUNDING * largest) | (best == -np.inf))
        if self.takes_first:
            return np.asarray(tied.argmax(axis=1))
        away = np.abs(np.arange(tied.shape[1]) - self.chosen)
        return np.asarray(np.where(tied, away, tied.shape[1] + away).argmin(axis=1))

    def tied_around(self, goal: Goal) -> tuple[float, float]:
        """Return the run of places around the chosen one that are as good on the samples as they are."""
        sums = self.sums(self.cells.counts[None].astype(np.float64), goal)
        merits, shortfalls = goal.merit(sums)[0], goal.shortfall(sums)[0]
        own = merits[self.chosen]
        with np.errstate(invalid="ignore"):  # where the objective is undefined
            same = (np.abs(merits - own) <= MERIT_ROUNDING * max(1.0, abs(own))) | (merits == own)
        same &= np.abs(shortfalls - shortfalls[self.chosen]) <= SHORTFALL_ROUNDING
        return self.run_around(same)

    def run_around(self, as_good: Bools) -> tuple[float, float]:
        """Return the lowest and highest threshold of the run of such places around the chosen one."""
        worse = np.flatnonzero(~as_good)
        before, after = worse[worse < self.chosen], worse[worse > self.chosen]
        first = int(before[-1]) + 1 if len(before) else 0
        last = int(after[0]) - 1 if len(after) else len(as_good) - 1
        ends = sorted((float(self.thresholds[first]), float(self.thresholds[last])))
        return ends[0], ends[1]

    @cached_property
    def true_classes(self) -> list[NDArray[np.intp]]:
        """The cells of each true class that has any."""
        found = (np.flatnonzero(self.cells.true == k) for k in range(self.n_classes))
        return [cells for cells in found if len(cells)]


@dataclass(frozen=True, eq=False)
class Repeated:
    """What the bootstrap says of a choice.

    Attributes
    ----------
    band : (lowest, highest) threshold around the chosen one that is as good within noise
    quantiles : (5,) of the thresholds picked
    histogram_edges, histogram_counts : of the same
    bootstrapped : the objective of the thresholds picked, in and out of bag; None where not looked at
    """

    band: tuple[float, float]
    quantiles: Floats
    histogram_edges: Floats
    histogram_counts: Counts
    bootstrapped: Bootstrapped | None


def repeat_choice(
    choice: Choice, goal: Goal, n_bootstrap: int, *, seed: int, with_bags: bool = True,
    report: Report = no_report,
) -> Repeated:
    """Choose anew on bootstrap samples: every true class is redrawn from its own cells.

    A place is as good within noise if it keeps the constraints no worse than the chosen one and in at least
    2.5 % of the bootstrap samples its objective is no worse; the band is the run of such places around the
    chosen one.

    with_bags : whether to look at the objective in and out of bag
    """
    generator = np.random.default_rng(seed)
    n_places = len(choice.thresholds)
    piece = max(1, PIECE_VALUES // (n_places * choice.n_classes))
    no_worse = np.zeros(n_places, dtype=np.int64)
    picked, inside, outside = [], [], []
    for start in range(0, n_bootstrap, piece):
        report()
        drawn = _drawn(choice, min(piece, n_bootstrap - start), generator)
        merits, shortfalls = _judged(choice, drawn, goal)
        with np.errstate(invalid="ignore"):
            no_worse += (merits >= merits[:, choice.chosen, None]).sum(axis=0)
        places = choice.picked(merits, shortfalls)
        picked.append(places)
        inside.append(np.take_along_axis(merits, places[:, None], axis=1)[:, 0])
        if with_bags:
            outside.append(_merits_at(choice, _out_of_bag(choice, drawn, goal), places, goal))
    as_good = (no_worse >= LEAST_SHARE * n_bootstrap) & _keeping(choice, goal)
    thresholds = choice.thresholds[np.concatenate(picked)]
    edges, counts = _histogram(thresholds)
    quantiles = np.quantile(thresholds, QUANTILES, method="inverted_cdf")
    bootstrapped = None
    if with_bags:
        bags = [_estimate(np.concatenate(merits), goal) for merits in (inside, outside)]
        bootstrapped = Bootstrapped(n_bootstrap, bags[0], bags[1])
    return Repeated(choice.run_around(as_good), quantiles, edges, counts, bootstrapped)


def _drawn(choice: Choice, replicates: int, generator: np.random.Generator) -> Floats:
    """Return (R, J) redrawn counts; the samples of a true class keep their number."""
    counts = choice.cells.counts
    drawn = np.empty((replicates, len(counts)))
    for cells in choice.true_classes:
        total = int(counts[cells].sum())
        drawn[:, cells] = generator.multinomial(total, counts[cells] / total, size=replicates)
    return drawn


def _out_of_bag(choice: Choice, drawn: Floats, goal: Goal) -> Floats:
    """Return how many samples of each cell were not drawn: of single samples just that, else its expectation.

    Of c samples of which d were drawn with replacement, each is missed with probability (1 - 1/c)^d. At other
    shares of the classes those of each true class are scaled to as many as it has, since weights are for
    these numbers.
    """
    counts = choice.cells.counts.astype(np.float64)
    with np.errstate(under="ignore"):
        missed: Floats = counts * (1 - 1 / counts) ** drawn
    if goal.prevalence is not None:
        for cells in choice.true_classes:
            left = missed[:, cells].sum(axis=1, keepdims=True)
            scale = np.divide(counts[cells].sum(), left, out=np.zeros(left.shape), where=left > 0)
            missed[:, cells] *= scale
    return missed


def _judged(choice: Choice, drawn: Floats, goal: Goal) -> tuple[Floats, Floats]:
    sums = choice.sums(drawn, goal)
    return goal.merit(sums), goal.shortfall(sums)


def _merits_at(choice: Choice, drawn: Floats, places: NDArray[np.intp], goal: Goal) -> Floats:
    """Return the objective, higher is better, of each replicate at a place of its own."""
    sums = choice.sums(drawn, goal)
    rows = np.arange(len(drawn))
    cost = None if sums.cost is None else sums.cost[rows, places]
    return goal.merit(Sums(
        sums.tp[rows, places], sums.decided[rows, places], sums.predicted[rows, places],
        sums.support[rows, places], cost,
    ))  # fmt: skip


def _keeping(choice: Choice, goal: Goal) -> Bools:
    """Return which places keep the constraints as the chosen one does, on the samples as they are."""
    shortfalls = goal.shortfall(choice.sums(choice.cells.counts[None].astype(np.float64), goal))[0]
    result: Bools = shortfalls <= shortfalls[choice.chosen] + SHORTFALL_ROUNDING
    return result


def _histogram(values: Floats) -> tuple[Floats, Counts]:
    """Return edges and counts of equal bins; one bin where so many edges are no numbers of their own.

    The ends are then too close to each other, or further apart than the largest number.
    """
    low, high = float(values.min()), float(values.max())
    if np.isinf(high - low) or not (np.diff(np.linspace(low, high, HISTOGRAM_BINS + 1)) > 0).all():
        return np.array([low, high]), np.array([len(values)])
    counts, edges = np.histogram(values, HISTOGRAM_BINS)
    return edges, counts.astype(np.int64)


def _estimate(merits: Floats, goal: Goal) -> Estimate:
    values = np.where(np.isfinite(merits), goal.objective.sign * merits, np.nan)
    defined = values[~np.isnan(values)]
    low, high = percentiles(values)
    return Estimate(float(np.median(defined)) if len(defined) else float("nan"), float(low), float(high))


def _by_class(drawn: Floats, true: NDArray[Any], n_classes: int) -> Floats:
    return np.stack([drawn[:, true == k].sum(axis=1) for k in range(n_classes)], axis=1)
