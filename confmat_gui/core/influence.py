"""Influence values: how far each row moves a figure (infinitesimal jackknife; docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.ranking import Ranking

BLOCK = 1 << 16
ROUNDING = 1e-13
"""A standard error below this share of the figure is the rounding of sums, not a spread of the samples."""


def influence_variance(
    values: Floats, strata: NDArray[Any] | None, count: Counts | None, scale: float
) -> float:
    """Return the variance of a figure, the sum of squared influence values over n squared.

    Parameters
    ----------
    values : (n,) influence of each row, mean 0
    strata : (n,) int or bool, or None
        Every stratum of m samples is enlarged by m / (m - 1), for the means that were fitted to it. Strata
        of true classes make the variance of an AUC the one of DeLong et al.
    count : (n,) samples that a row stands for, or None
    scale : size of the figure; a variance that is only rounding on this scale is 0

    Returns
    -------
    float
        nan where a stratum has one sample only
    """
    if strata is None:
        sums = np.array([_sum_of_squares(values, count)])
        sizes = np.array([len(values) if count is None else count.sum()], dtype=np.float64)
    else:
        group = strata.astype(np.intp, copy=False)
        squares = np.square(values)
        sums = np.bincount(group, squares if count is None else squares * count)
        sizes = np.bincount(group, count).astype(np.float64)
    sums, sizes = sums[sizes > 0], sizes[sizes > 0]
    if not len(sizes) or sizes.min() < 2:
        return math.nan
    variance = float((sums * sizes / (sizes - 1)).sum() / sizes.sum() ** 2)
    return 0.0 if math.sqrt(variance) <= ROUNDING * abs(scale) else variance


def _sum_of_squares(values: Floats, count: Counts | None) -> float:
    parts = (slice(start, start + BLOCK) for start in range(0, len(values), BLOCK))
    squares = ((part, np.square(values[part])) for part in parts)
    return sum(float((block if count is None else block * count[part]).sum()) for part, block in squares)


def average_precision_influence(ranking: Ranking) -> tuple[Floats, Floats]:
    """Return the influence of a sample of the class, and of another, on AP at every distinct score.

    With A(s) = P(class, score >= s), G(s) = P(score >= s), pi = A(-inf), AP is the mean of A / G over the
    samples of the class. A sample (y, s) moves it by

        (y (A(s) / G(s) + C(s) - AP) - D(s)) / pi,

    where C and D are the integrals of 1 / G and of A / G^2 over the samples of the class with scores up to s.
    """
    all_above = (ranking.tps + ranking.fps).astype(np.float64)
    precision = ranking.tps / all_above
    positives = np.diff(ranking.tps, prepend=0).astype(np.float64)
    mean = float((positives * precision).sum()) / ranking.n_pos
    each = positives / all_above
    for_own = np.cumsum(each[::-1])[::-1]
    for_all = np.cumsum((each * precision)[::-1])[::-1]
    factor = (ranking.n_pos + ranking.n_neg) / ranking.n_pos
    return factor * (precision + for_own - mean - for_all), -factor * for_all


def average_precision_variance(ranking: Ranking) -> float:
    """Return the variance of AP; nan unless there are two samples of the class and two others."""
    if ranking.n_pos < 2 or ranking.n_neg < 2:
        return math.nan
    own, other = average_precision_influence(ranking)
    count = np.concatenate((np.diff(ranking.tps, prepend=0), np.diff(ranking.fps, prepend=0)))
    is_own = np.arange(len(count)) < len(own)
    return influence_variance(np.concatenate((own, other)), is_own, count, 1.0)
