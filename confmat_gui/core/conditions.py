"""Conditions of use: how frequent a class is and what errors on it cost, in one number PC(+).

Drummond and Holte, Cost curves (Machine Learning 65, 2006); docs/numbers.md, section 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import Costs, among_classes, slope_of_prices


@dataclass(frozen=True)
class Condition:
    """Prevalence and prices of one class against the rest.

    Attributes
    ----------
    prevalence : share of the class, within [0, 1]
    false_alarm, miss : what an error costs above the right answer for the same sample
    hit, rejection : what a right answer costs, on the class and on the rest
    """

    prevalence: float
    false_alarm: float = 1.0
    miss: float = 1.0
    hit: float = 0.0
    rejection: float = 0.0

    @property
    def sensible(self) -> bool:
        """Whether both errors cost more than the right answers, and both sides occur."""
        return self.false_alarm > 0 and self.miss > 0 and 0 < self.prevalence < 1

    @property
    def ratio(self) -> float:
        """Price of a miss in false alarms; nan unless both are above 0."""
        return self.miss / self.false_alarm if self.false_alarm > 0 and self.miss > 0 else math.nan

    @property
    def scale(self) -> float:
        """What a sample costs on average if all are wrong, above the cost if all are right."""
        return self.prevalence * self.miss + (1 - self.prevalence) * self.false_alarm

    @property
    def right(self) -> float:
        """What a sample costs on average if all are right."""
        return self.prevalence * self.hit + (1 - self.prevalence) * self.rejection

    @property
    def pc(self) -> float:
        """PC(+), the share of the class in the cost if all are wrong; nan unless sensible."""
        return self.prevalence * self.miss / self.scale if self.sensible else math.nan

    @property
    def slope(self) -> float:
        """Slope of lines of equal cost in the ROC plane; nan unless sensible."""
        return slope_of_prices(self.false_alarm, self.miss, self.prevalence) if self.sensible else math.nan

    @property
    def trivial_cost(self) -> float:
        """The lower cost of a sample of always and never answering with the class."""
        return min(self.expected_cost(0.0, 1.0), self.expected_cost(1.0, 0.0))

    def expected_cost(self, fpr: float, fnr: float) -> float:
        """Return the cost of a sample, in the unit of the prices; nan where a rate is."""
        share = self.prevalence
        return self.right + share * fnr * self.miss + (1 - share) * fpr * self.false_alarm

    def at(self, prevalence: float, ratio: float) -> Condition:
        """Return another prevalence and price of a miss; a false alarm and right answers cost the same."""
        return replace(self, prevalence=prevalence, miss=ratio * self.false_alarm)


def condition_of(
    costs: Costs | None, class_index: int, support: ArrayLike, prevalence: float | None = None
) -> Condition:
    """Return the condition of a class against the rest.

    Parameters
    ----------
    costs : (K, K) or (K, K + 1), rows = true class; None: every error costs 1
    class_index : int
    support : (K,) samples of each class
    prevalence : share of the class to reckon with; None: that of the samples (nan without samples)

    Returns
    -------
    Condition
        Exact for two classes. For more, prices of the other classes count by their samples: a false alarm
        costs the mean over the samples of the rest of being called the class, a miss the mean price of
        being called one of them (where all errors on a class cost the same, that price).
    """
    counts = np.asarray(support, dtype=np.float64)
    total, n_classes = float(counts.sum()), len(counts)
    share = float(counts[class_index]) / total if total else math.nan
    prices = np.ones((n_classes, n_classes)) - np.eye(n_classes) if costs is None else among_classes(costs)
    others = np.arange(n_classes) != class_index
    weights = counts[others] if counts[others].any() else np.ones(n_classes - 1)
    right = np.diagonal(prices)[others]
    hit = float(prices[class_index, class_index])
    return Condition(
        prevalence=share if prevalence is None else prevalence,
        false_alarm=_mean(prices[others, class_index] - right, weights),
        miss=_mean(prices[class_index, others] - hit, weights),
        hit=hit,
        rejection=_mean(right, weights),
    )


def _mean(values: Floats, weights: Floats) -> float:
    """Return the weighted mean; a value that all share comes out as it is, and none at all as nan."""
    if not len(values):
        return math.nan
    return float(values[0]) if (values == values[0]).all() else float(np.average(values, weights=weights))


def pc_of(prevalence: ArrayLike, ratio: ArrayLike) -> Floats:
    """Return PC(+) at a prevalence and a price of a miss in false alarms, elementwise."""
    misses = np.asarray(prevalence, dtype=np.float64) * np.asarray(ratio, dtype=np.float64)
    return np.asarray(misses / (misses + (1 - np.asarray(prevalence, dtype=np.float64))))


def ratio_at(pc: float, prevalence: float) -> float:
    """Return the price of a miss in false alarms that has this PC(+) at a prevalence; inf at PC(+) = 1."""
    if pc >= 1:
        return math.inf
    return pc * (1 - prevalence) / ((1 - pc) * prevalence) if prevalence > 0 else math.nan


def prevalence_at(pc: float, ratio: float) -> float:
    """Return the prevalence that has this PC(+) where a miss costs `ratio` false alarms."""
    return pc / (pc + (1 - pc) * ratio)
