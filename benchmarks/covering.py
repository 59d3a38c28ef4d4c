"""How often intervals of few samples hold the truth, over a grid of sizes and strengths of two classes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import Measure
from benchmarks.rows import Row
from confmat_gui.core.area_intervals import AreaSpread, area_interval
from confmat_gui.core.arrays import Floats
from confmat_gui.core.curves import average_precision, roc_auc
from confmat_gui.core.intervals import (
    average_precision_interval,
    delong_parts,
    normal_interval,
    wilson,
)
from confmat_gui.core.ranking import rank_scores

REPETITIONS = {"quick": 20, "full": 400}
SIZES = tuple(itertools.product((10, 20, 30, 50, 100, 300), (50, 200, 1000)))
RECALLS, FALSE_ALARMS, RATIOS = (0.6, 0.8, 0.9, 0.95, 0.98), (0.01, 0.05, 0.15, 0.3), (1, 5, 20)
AREAS = (0.6, 0.75, 0.85, 0.92, 0.97)
KINDS = {"normal": 1.0, "rounded": 1.0, "wide": 2.0, "narrow": 0.5}
"""Scores of the positives: their standard deviation beside 1 of the negatives; "rounded" to whole numbers."""
DRAWS = 500
LOW, HIGH = 0.92, 0.98
_NORMAL = NormalDist()
Ends = tuple[Floats, Floats]


class Tally(NamedTuple):
    """Settings of one size: their coverage, by what they are."""

    shares: dict[str, float]

    def note(self) -> str:
        """Say how many are inside, the range, and which are outside."""
        outside = {key: share for key, share in self.shares.items() if not LOW <= share <= HIGH}
        values = list(self.shares.values())
        told = f"{len(values) - len(outside)} of {len(values)} inside, {min(values):.2f} to {max(values):.2f}"
        said = ", ".join(f"{key} {share:.3f}" for key, share in outside.items())
        return f"{told}; outside: {said}" if outside else told


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Simulate every size; nothing is timed."""
    del measure, turns
    n = REPETITIONS[size]
    generator = np.random.default_rng(5)
    for n_pos, n_neg in SIZES:
        found: dict[str, dict[str, float]] = {}
        for what, key, share in (*_costs(n_pos, n_neg, n, generator), *_areas(n_pos, n_neg, n, generator)):
            found.setdefault(what, {})[key] = share
        for what, shares in found.items():
            yield Row(f"{what}, {n_pos} and {n_neg}", note=Tally(shares).note())


def _costs(
    n_pos: int, n_neg: int, n: int, generator: np.random.Generator
) -> Iterator[tuple[str, str, float]]:
    """Yield what, setting and coverage of the cost, class sizes fixed or as they come, and of recall."""
    for recall, alarms in itertools.product(RECALLS, FALSE_ALARMS):
        fixed = _Outcomes.draw(np.full(n, n_pos), np.full(n, n_neg), recall, alarms, generator)
        some = generator.binomial(n_pos + n_neg, n_pos / (n_pos + n_neg), n).clip(1, n_pos + n_neg - 1)
        random = _Outcomes.draw(some, n_pos + n_neg - some, recall, alarms, generator)
        draws = {
            "cost, bootstrap": (fixed, fixed.bootstrapped(generator)),
            "cost, one sample added": (fixed, fixed.added(generator)),
            "cost, class sizes random, at their shares": (random, random.added(generator)),
        }
        for (what, (outcomes, drawn)), ratio in itertools.product(draws.items(), RATIOS):
            key = f"recall {recall} FPR {alarms} {ratio}:1"
            ends, truth = outcomes.cost_ends(drawn, ratio), outcomes.cost(1 - recall, alarms, ratio)
            yield what, key, _covered(ends, truth)
            if outcomes is random:
                share = n_pos / (n_pos + n_neg)
                overall = share * ratio * (1 - recall) + (1 - share) * alarms
                yield "cost, class sizes random, of the population", key, _covered(ends, overall)
        if alarms == FALSE_ALARMS[0]:
            low, high = wilson(n_pos - fixed.missed, n_pos).T
            yield "recall, Wilson", f"recall {recall}", _covered((low, high), recall)


class _Outcomes(NamedTuple):
    """(n,) samples of both classes and their errors, n times."""

    n_pos: NDArray[Any]
    n_neg: NDArray[Any]
    missed: NDArray[Any]
    alarms: NDArray[Any]

    @classmethod
    def draw(
        cls, n_pos: NDArray[Any], n_neg: NDArray[Any], recall: float, rate: float, generator: Any
    ) -> _Outcomes:
        missed, alarms = generator.binomial(n_pos, 1 - recall), generator.binomial(n_neg, rate)
        return cls(n_pos, n_neg, missed, alarms)

    def bootstrapped(self, generator: np.random.Generator) -> Ends:
        """Return the rates of cells drawn from themselves, (n, draws) for misses and false alarms."""
        shape = (len(self.n_pos), DRAWS)
        of_pos = generator.binomial(self.n_pos[:, None], (self.missed / self.n_pos)[:, None], shape)
        of_neg = generator.binomial(self.n_neg[:, None], (self.alarms / self.n_neg)[:, None], shape)
        return of_pos / self.n_pos[:, None], of_neg / self.n_neg[:, None]

    def added(self, generator: np.random.Generator) -> Ends:
        """Return what `cell_draws` draws for two classes: beta, half an error and half a hit added."""
        found = [
            generator.beta(errors[:, None] + 0.5, (sizes - errors)[:, None] + 0.5, (len(errors), DRAWS))
            for errors, sizes in ((self.missed, self.n_pos), (self.alarms, self.n_neg))
        ]
        return found[0], found[1]

    def cost(self, missed: Any, alarms: Any, ratio: int) -> Floats:
        """Return the cost of a sample at these rates of errors and the shares of the samples."""
        n = self.n_pos + self.n_neg
        weights = (self.n_pos / n * ratio, self.n_neg / n)
        if np.ndim(missed) == 2:
            weights = (weights[0][:, None], weights[1][:, None])
        return np.asarray(weights[0] * missed + weights[1] * alarms)

    def cost_ends(self, drawn: Ends, ratio: int) -> Ends:
        """Return the ends of the interval of the cost."""
        low, high = np.quantile(self.cost(*drawn, ratio), [0.025, 0.975], axis=1)
        value = self.cost(self.missed / self.n_pos, self.alarms / self.n_neg, ratio)
        return np.minimum(low, value), np.maximum(high, value)


def _areas(
    n_pos: int, n_neg: int, n: int, generator: np.random.Generator
) -> Iterator[tuple[str, str, float]]:
    """Yield what, setting and coverage of the AUC by both methods, and of average precision."""
    own = np.arange(n_pos + n_neg) < n_pos
    for (kind, deviation), area in itertools.product(KINDS.items(), AREAS):
        shift = math.hypot(1.0, deviation) * _NORMAL.inv_cdf(area)
        truth, precision = _truth(kind, shift, deviation, n_pos / (n_pos + n_neg))
        found: list[tuple[tuple[float, float], ...]] = []
        for _ in range(n):
            score = generator.standard_normal(n_pos + n_neg)
            score[:n_pos] = score[:n_pos] * deviation + shift
            ranking = rank_scores(np.round(score) if kind == "rounded" else score, own)
            spread = AreaSpread(roc_auc(ranking), *delong_parts(ranking), n_pos, n_neg)
            found.append((
                normal_interval(spread.area, spread.own + spread.rest, 0.0, 1.0), area_interval(spread),
                average_precision_interval(average_precision(ranking), n_pos),
            ))  # fmt: skip
        ends = np.array(found)
        for place, (what, value) in enumerate(
            (("AUC, DeLong", truth), ("AUC, as shown", truth), ("average precision, logit", precision))
        ):
            yield what, f"{kind} {area}", _covered((ends[:, place, 0], ends[:, place, 1]), value)


def _truth(kind: str, shift: float, deviation: float, share: float) -> tuple[float, float]:
    """Return the AUC and the average precision of very many samples of both classes."""
    step = 1.0 if kind == "rounded" else 0.01
    edges = np.arange(round(-40 / step), round(40 / step)) * step + step / 2
    rate: Callable[[float], float] = _NORMAL.cdf
    below = np.array([[rate((edge - shift) / deviation), rate(edge)] for edge in edges.tolist()])
    own, other = np.diff(below, axis=0).T
    tpr, fpr = np.cumsum(own[::-1])[::-1], np.cumsum(other[::-1])[::-1]
    predicted = share * tpr + (1 - share) * fpr
    precision = np.divide(share * tpr, predicted, out=np.zeros(len(tpr)), where=predicted > 0)
    return float((own * (1 - fpr + other / 2 - (1 - fpr[0]))).sum()), float((own * precision).sum())


def _covered(ends: Ends, truth: Any) -> float:
    return float(np.mean((ends[0] <= truth + 1e-12) & (truth - 1e-12 <= ends[1])))
