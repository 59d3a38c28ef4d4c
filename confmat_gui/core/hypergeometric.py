"""Right answers in a batch when all samples are dealt out at random."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.arrays import Floats


def hypergeometric_shares(total: int, right: int, n: int) -> tuple[int, Floats]:
    """Return how likely each number of right ones is among `n` drawn without replacement.

    Parameters
    ----------
    total, right : samples, and how many of them are right
    n : samples drawn

    Returns
    -------
    low : the number that the shares begin with
    shares : (m,) float64 that sum to 1; what is left out does not count in double precision
    """
    mean = n * right / total
    spread = math.sqrt(mean * (1 - right / total) * (total - n) / max(1, total - 1))
    reach = 12 * spread + 12
    low = max(0, n - (total - right), math.floor(mean - reach))
    high = min(n, right, math.ceil(mean + reach))
    k = np.arange(low, high, dtype=np.float64)
    ratios = np.log(right - k) + np.log(n - k) - np.log(k + 1) - np.log(total - right - n + k + 1)
    logs = np.concatenate(([0.0], np.cumsum(ratios)))
    shares = np.exp(logs - logs.max())
    return low, shares / shares.sum()


def hypergeometric_limits(total: int, right: int, n: int) -> tuple[int, int]:
    """Return the 2.5 % and 97.5 % quantile of right ones among `n` drawn without replacement.

    Each is the smallest number that is reached with at least that probability.
    """
    low, shares = hypergeometric_shares(total, right, n)
    upto = np.cumsum(shares)
    upto /= upto[-1]
    return low + int(np.argmax(upto >= 0.025)), low + int(np.argmax(upto >= 0.975))
