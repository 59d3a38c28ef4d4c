"""Intervals of rates of a re-weighted matrix: the sizes are those of the real counts.

Every true class is a sample of its own with as many rows as were counted; only the shares with which they
are put together are others, and these are known. See docs/numbers.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.intervals import wilson

MIXED_RATES = ("fpr", "specificity", "precision")
"""Rates of a class that mix several true classes."""


def share_interval(hits: NDArray[Any], n: NDArray[Any], weight: NDArray[Any], guess: float = 0.5) -> Floats:
    """Return Wilson's interval of a weighted mean of rates, over the first axis, shape (..., 2).

    Parameters
    ----------
    hits, n : (S, ...) hits and trials of each of S independent samples
    weight : (S, ...) weights >= 0; only their proportions matter
    guess : pseudo-hits of one added trial, which keep a variance where no hit, or nothing else, was seen

    Notes
    -----
    The number of trials is the one of a plain rate with the same variance, p (1 - p) / Var, where
    Var = sum a^2 r (1 - r) / n over the samples with a hit rate r = (hits + guess) / (n + 1) and the weights
    a scaled to sum 1. Of one sample it is n, and the interval Wilson's. nan where all weights are on nothing.
    """
    trials = np.where(n > 0, n, 1.0)
    used = np.where(n > 0, weight, 0.0)
    total = used.sum(axis=0)
    share = np.divide(used, total, out=np.zeros(np.shape(used)), where=total > 0)
    rate = (hits + guess) / (trials + 1.0)
    variance = (share**2 * rate * (1 - rate) / trials).sum(axis=0)
    return _wilson_like((share * hits / trials).sum(axis=0), (share * rate).sum(axis=0), variance)


def _wilson_like(mean: NDArray[Any], middle: NDArray[Any], variance: NDArray[Any]) -> Floats:
    """Return Wilson's interval with the trials that a rate of this variance has at `middle`."""
    size = np.divide(middle * (1 - middle), variance, out=np.zeros(np.shape(middle)), where=variance > 0)
    return wilson(np.clip(mean, 0.0, 1.0) * size, size)


def overall_row_rates(outcomes: Counts, weights: Floats) -> dict[str, Floats]:
    """Return the intervals (2,) of the overall rates that follow from one rate of every true class.

    "coverage" where a rule may abstain, else "accuracy" and "error_rate". With no decision these are ratios
    of two weighted sums, which the bootstrap of the cells takes; the share of the largest class is known.
    """
    n_classes = len(outcomes)
    support = outcomes.sum(axis=1).astype(np.float64)
    if outcomes.shape[1] > n_classes:
        return {"coverage": share_interval(support - outcomes[:, -1], support, weights * support)}
    accuracy = share_interval(np.diagonal(outcomes).astype(np.float64), support, weights * support)
    return {"accuracy": accuracy, "error_rate": 1.0 - accuracy[::-1]}


def row_rates(outcomes: Counts, weights: Floats) -> dict[str, Floats]:
    """Return the intervals of what every class has besides its recall, each (K, 2).

    Parameters
    ----------
    outcomes : (K, K) or (K, K + 1) counts
    weights : (K,) what a sample of each true class counts

    Returns
    -------
    "fpr" and "specificity" of the decided, "precision" of what is predicted as the class
    """
    n_classes = len(outcomes)
    square = outcomes[:, :n_classes].astype(np.float64)
    decided, support = square.sum(axis=1), outcomes.sum(axis=1).astype(np.float64)
    fpr = taken = _of_the_others(square, support, weights * support)
    if n_classes < outcomes.shape[1]:
        fpr = _of_the_others(square, decided, weights * decided)
    found = wilson(np.diagonal(square), support)
    return {
        "fpr": fpr,
        "specificity": 1.0 - fpr[:, ::-1],
        "precision": _precision(square, support, weights * support, found=found, taken=taken),
    }


def _of_the_others(square: Floats, n: Floats, weight: Floats) -> Floats:
    """Return the interval of the share of each class's others that is taken for it, (K, 2).

    `share_interval` for every column at once, its own class left out: from sums over whole columns, since a
    matrix of all rates would cost far more than the matrix itself.
    """
    trials = np.where(n > 0, n, 1.0)
    used = np.where(n > 0, weight, 0.0)
    rest, guess = used.sum() - used, 1.0 / len(square)
    shares, spread = used / (trials + 1), used**2 / trials / (trials + 1)
    squared = spread / (trials + 1)
    factors = np.stack([used / trials, shares, spread, squared])
    own = square.diagonal()
    hits, smooth, linear, cross = factors @ square - factors * own
    squares = squared @ np.square(square) - squared * own**2

    def added(factor: Floats) -> Floats:  # what the pseudo-hits of the other rows add up to
        return np.asarray(factor.sum() - factor)

    variance = linear + guess * added(spread) - squares - 2 * guess * cross - guess**2 * added(squared)

    def over(sums: Floats, below: Floats) -> Floats:
        return np.divide(sums, below, out=np.zeros(len(sums)), where=below > 0)

    return _wilson_like(
        over(hits, rest), over(smooth + guess * added(shares), rest), over(variance, rest**2)
    )


def _precision(square: Floats, n: Floats, weight: Floats, *, found: Floats, taken: Floats) -> Floats:
    """Return intervals of precision from those of both its rates, (K, 2).

    Precision rises with the ratio of the share that is found and the share of others that is taken for the
    class, whose ends are recovered from the ends of both (Donner & Zou 2012).
    """
    right = np.diagonal(square)
    rate = np.divide(right, n, out=np.zeros(len(n)), where=n > 0)
    rest = weight.sum() - weight
    each = np.divide(weight, n, out=np.zeros(len(n)), where=n > 0)
    wrong = np.maximum(each @ square - each * right, 0.0)
    other = np.divide(wrong, rest, out=np.zeros(len(n)), where=rest > 0)
    low = _lowest_ratio(rate, other, low=found[:, 0], high=taken[:, 1])
    high = _lowest_ratio(other, rate, low=taken[:, 0], high=found[:, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([weight * low / (weight * low + rest), weight / (weight + rest * high)], axis=-1)
    ends[rest == 0] = 1.0
    ends[weight == 0] = 0.0
    predicted = (weight > 0).astype(np.float64) @ square > 0
    return np.where(predicted[:, None], ends, np.nan)


def _lowest_ratio(above: Floats, below: Floats, *, low: Floats, high: Floats) -> Floats:
    """Return the lower end of above / below from the lower end of one and the upper end of the other."""
    product = above * below
    one, other = low * (2 * above - low), high * (2 * below - high)
    divisor = product + np.sqrt(np.maximum(product**2 - one * other, 0.0))
    return np.divide(one, divisor, out=np.zeros(np.shape(one)), where=divisor > 0)
