"""Tests of two models: McNemar, DeLong, Holm."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from confmat_gui.core.arrays import Bools, Counts, Floats


def mcnemar(b: int, c: int) -> tuple[float, float]:
    """Return the exact and the mid-p two-sided value of McNemar's test.

    b and c count the samples on which only one of two models is right. The exact value is that of the
    binomial with probability 1/2; mid-p takes off the probability of what was seen (Fagerland et al. 2013).
    Both are 1 where the models never differ.
    """
    n, low = b + c, min(b, c)
    if n == 0:
        return 1.0, 1.0
    log_half_n = n * math.log(0.5)
    steps = np.arange(1, low + 1, dtype=np.float64)
    log_pmf = log_half_n + np.concatenate(([0.0], np.cumsum(np.log((n - steps + 1) / steps))))
    with np.errstate(under="ignore"):
        pmf = np.exp(log_pmf)
    tail = float(pmf.sum())
    return min(1.0, 2 * tail), min(1.0, 2 * tail - float(pmf[-1]))


def holm(p_values: Sequence[float] | Floats) -> Floats:
    """Return p-values adjusted for their number by Holm's method; nan stays nan and is not counted."""
    values = np.asarray(p_values, dtype=np.float64)
    result = np.full(len(values), np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    result[order] = np.minimum(1.0, np.maximum.accumulate(values[order] * factors))
    return result


def delong_difference_variance(
    first: Floats, second: Floats, is_positive: Bools, count: Counts | None = None
) -> float:
    """Return the variance of AUC_2 - AUC_1 on the same samples, from the placements of both (DeLong 1988).

    nan unless there are at least two samples of each kind.
    """
    total = 0.0
    difference = second - first
    for chosen in (is_positive, ~is_positive):
        values = difference[chosen]
        weights = np.ones(len(values)) if count is None else count[chosen].astype(np.float64)
        n = float(weights.sum())
        if n < 2:
            return math.nan
        mean = float((values * weights).sum()) / n
        total += float((np.square(values - mean) * weights).sum()) / (n - 1) / n
    return total
