"""Tests of two models: McNemar, DeLong, Holm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.ranking import group_ends, sort_rows


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


def placements(score: NDArray[Any], is_positive: Bools, count: Counts | None = None) -> Floats:
    """Return for each row how often it is on the right side of the other kind, ties 1/2.

    Parameters
    ----------
    score : (n,) float32 or float64
    is_positive : (n,) bool; both kinds must occur
    count : (n,) int64 or None, how many samples a row stands for

    Returns
    -------
    (n,) float64 in [0, 1], from one sort that carries the row numbers along
    """
    rows = sort_rows(score, np.arange(len(score), dtype=np.int32), len(score))
    order = rows.code
    positives, weight = is_positive[order], np.ones(len(order)) if count is None else count[order]
    ends = group_ends(rows.score)
    below_pos, n_pos = _mid_ranks(np.where(positives, weight, 0), ends)
    below_neg, n_neg = _mid_ranks(np.where(positives, 0, weight), ends)
    result = np.empty(len(score))
    result[order] = np.where(positives, below_neg / n_neg, 1 - below_pos / n_pos)
    return result


def _mid_ranks(weight: NDArray[Any], ends: NDArray[np.intp]) -> tuple[Floats, float]:
    """Return for each sorted row the weight below it plus half of that in its group, and the whole weight."""
    upto = np.cumsum(weight, dtype=np.float64)[ends]
    before = np.concatenate(([0.0], upto[:-1]))
    middle = (upto + before) / 2
    if len(ends) < len(weight):
        middle = np.repeat(middle, np.diff(ends, prepend=-1))
    return middle, float(upto[-1])


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
