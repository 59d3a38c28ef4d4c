"""The best threshold of a class against the rest, over all distinct scores or over the convex hull."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.ranking import Ranking

_ROUNDING = 1e-12
"""Values that differ by less, relative to the largest involved, are equal but for rounding."""


@dataclass(frozen=True)
class Optimum:
    """The best value, where it is reached, and what ties with it.

    Attributes
    ----------
    value : float
    threshold : float
        Of several with the best value the one with the lowest false positive rate; inf: nothing is positive.
    tp, fp : int
        Samples at or above the threshold.
    tied : (lowest, highest) threshold with the best value
    """

    value: float
    threshold: float
    tp: int
    fp: int
    tied: tuple[float, float]


@dataclass(frozen=True)
class UnitCosts:
    """What each outcome costs, and the share of positives to reckon with (None: that of the samples)."""

    false_positive: float
    false_negative: float
    true_negative: float = 0.0
    true_positive: float = 0.0
    prevalence: float | None = None


def best_threshold(ranking: Ranking, figure: str) -> Optimum | None:
    """Return the distinct score with the largest value of a figure of `FIGURES`.

    None where the figure is undefined at every score, as without samples on both sides.
    """
    if ranking.n_pos == 0 or ranking.n_neg == 0:
        return None
    values = FIGURES[figure](ranking.tps, ranking.fps, ranking.n_pos, ranking.n_neg)
    values = np.where(np.isnan(values), -np.inf, values)
    if not np.isfinite(values).any():
        return None
    return _first_best(values, ranking, ranking.thresholds, 0)


def lowest_cost(ranking: Ranking, costs: UnitCosts) -> Optimum | None:
    """Return the threshold with the lowest expected cost a sample; None without samples on both sides.

    `ranking` may be a convex hull (`convex_hull`): the cost is the same, the tied thresholds are the ends of
    an edge. Calling nothing positive is among the candidates.
    """
    n_pos, n_neg = ranking.n_pos, ranking.n_neg
    if n_pos == 0 or n_neg == 0:
        return None
    share = n_pos / (n_pos + n_neg) if costs.prevalence is None else costs.prevalence
    tpr = np.concatenate(([0.0], ranking.tps / n_pos))
    fpr = np.concatenate(([0.0], ranking.fps / n_neg))
    expected = share * ((1 - tpr) * costs.false_negative + tpr * costs.true_positive)
    expected += (1 - share) * (fpr * costs.false_positive + (1 - fpr) * costs.true_negative)
    best = _first_best(-expected, ranking, np.concatenate(([np.inf], ranking.thresholds)), 1)
    return Optimum(-best.value, best.threshold, best.tp, best.fp, best.tied)


def _first_best(values: Floats, ranking: Ranking, thresholds: Floats, start: int) -> Optimum:
    """Return the first of the largest values; `start` is how many candidates come before the first score."""
    best = float(values.max())
    largest = float(np.abs(values[np.isfinite(values)]).max())
    near = np.flatnonzero(values >= best - _ROUNDING * largest)
    at = int(near[0])
    tp, fp = (int(ranking.tps[at - start]), int(ranking.fps[at - start])) if at >= start else (0, 0)
    tied = (float(thresholds[near[-1]]), float(thresholds[at]))
    return Optimum(float(values[at]), float(thresholds[at]), tp, fp, tied)


def _youden(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    return np.asarray(tp / n_pos - fp / n_neg)


def _balanced_accuracy(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    return (1 + _youden(tp, fp, n_pos, n_neg)) / 2


def _f1(tp: Counts, fp: Counts, n_pos: int, _n_neg: int) -> Floats:
    return np.asarray(2 * tp / (tp + fp + n_pos))


def _mcc(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    predicted = (tp + fp).astype(np.float64)
    covered = tp * float(n_neg) - fp * float(n_pos)
    scale = np.sqrt(predicted * (n_pos + n_neg - predicted)) * math.sqrt(float(n_pos) * n_neg)
    result: Floats = np.divide(covered, scale, out=np.full(len(tp), np.nan), where=scale > 0)
    return result


FIGURES: Mapping[str, Callable[[Counts, Counts, int, int], Floats]] = {
    "youden": _youden,
    "balanced_accuracy": _balanced_accuracy,
    "f1": _f1,
    "mcc": _mcc,
}
"""Figures to search for, by key."""
