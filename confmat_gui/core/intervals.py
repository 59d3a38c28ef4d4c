"""95 % intervals (docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.bootstrap import bootstrap_metrics
from confmat_gui.core.curves import roc_auc
from confmat_gui.core.ranking import Ranking

__all__ = [
    "average_precision_interval", "bootstrap_metrics", "delong_interval", "delong_parts", "delong_variance",
    "normal_interval", "two_sided_p", "wilson",
]  # fmt: skip

Z95 = NormalDist().inv_cdf(0.975)


def wilson(successes: ArrayLike, n: ArrayLike, z: float = Z95) -> Floats:
    """Return Wilson's score interval of a rate, shape (..., 2); nan where n is 0.

    Wilson (1927), without continuity correction; `z` is the normal quantile of its level, 95 % if not given.
    """
    count = np.asarray(n, dtype=np.float64)
    hits = np.asarray(successes, dtype=np.float64)
    count, hits = np.broadcast_arrays(np.where(count > 0, count, np.nan), hits)
    share = hits / count
    middle = share + z**2 / (2 * count)
    half = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    low = np.where(hits == 0, np.where(np.isnan(count), np.nan, 0.0), (middle - half) / (1 + z**2 / count))
    high = np.where(hits == count, 1.0, (middle + half) / (1 + z**2 / count))
    ends: Floats = np.clip(np.stack([low, high], axis=-1), 0.0, 1.0)  # rounding may leave them by an ulp
    return ends


def delong_variance(ranking: Ranking) -> float:
    """Return the variance of the AUC by DeLong et al. (1988), from mid-ranks (Sun & Xu 2014).

    nan unless there are at least two samples of the class and two others.
    """
    own, rest = delong_parts(ranking)
    return own + rest


def delong_parts(ranking: Ranking) -> tuple[float, float]:
    """Return what the samples of the class, and the others, add to `delong_variance`."""
    if ranking.n_pos < 2 or ranking.n_neg < 2:
        return (math.nan, math.nan)
    area = roc_auc(ranking)
    beaten, beating = 0.0, 0.0
    for steps in ranking.steps():
        won = 1 - (steps.fps_before + steps.fps) / (2 * ranking.n_neg) - area
        beaten += _spread(won, steps.tps - steps.tps_before)
        won = (steps.tps_before + steps.tps) / (2 * ranking.n_pos) - area
        beating += _spread(won, steps.fps - steps.fps_before)
    n_pos, n_neg = ranking.n_pos, ranking.n_neg
    return beaten / (n_pos - 1) / n_pos, beating / (n_neg - 1) / n_neg


def delong_interval(ranking: Ranking) -> tuple[float, float]:
    """Return AUC +- z sqrt(DeLong's variance), clipped to [0, 1]; (nan, nan) where undefined.

    Where the classes are separated without overlap the variance is 0 and the interval degenerates to a point;
    see `area_intervals` for the interval that is shown.
    """
    return normal_interval(roc_auc(ranking), delong_variance(ranking), 0.0, 1.0)


def normal_interval(value: float, variance: float, low: float, high: float) -> tuple[float, float]:
    """Return value +- z sqrt(variance) clipped to [low, high]; (nan, nan) where undefined."""
    if math.isnan(variance) or math.isnan(value):
        return (math.nan, math.nan)
    half = Z95 * math.sqrt(max(variance, 0.0))
    return (max(low, value - half), min(high, value + half))


def average_precision_interval(average_precision: float, n_pos: int) -> tuple[float, float]:
    """Return the logit interval logit(AP) +- z / sqrt(n_pos AP (1 - AP)) (Boyd et al. 2013).

    (nan, nan) without positives; at AP = 0 or 1 it degenerates to a point.
    """
    if n_pos == 0 or math.isnan(average_precision):
        return (math.nan, math.nan)
    spread = n_pos * average_precision * (1 - average_precision)
    if spread <= 0:
        return (average_precision, average_precision)
    centre = math.log(average_precision / (1 - average_precision))
    half = Z95 / math.sqrt(spread)
    return (expit(centre - half), expit(centre + half))


def two_sided_p(z: float) -> float:
    """Return the two-sided p-value of a standard normal statistic; nan for nan."""
    return math.erfc(abs(z) / math.sqrt(2))


def expit(value: float) -> float:
    """Return 1 / (1 + exp(-value)) without overflow."""
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    small = math.exp(value) if value > -700 else 0.0
    return small / (1 + small)


def _spread(away: Floats, times: Counts) -> float:
    return float(np.einsum("i,i,i->", away, away, times.astype(np.float64)))
