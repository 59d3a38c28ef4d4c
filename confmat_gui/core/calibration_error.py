"""The expected calibration error, and what a perfectly calibrated model of the same size would show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.reliability_bins import Bins

REPLICATES = 1_000
FEWEST_REPLICATES = 100
MOST_DRAWS = 3_000_000
"""Draws of one simulation: with very many classes there are fewer replicates."""
SEED = 0


@dataclass(frozen=True)
class CalibrationError:
    """An expected calibration error (ECE) beside chance.

    Attributes
    ----------
    value : mean over samples of |mean score - share of hits| of their bin; nan without samples
    perfect : the mean value of a perfectly calibrated model with the same scores
    low, high : between these it is 95 times in 100
    """

    value: float
    perfect: float
    low: float
    high: float

    @property
    def is_above_chance(self) -> bool:
        """Whether a perfectly calibrated model would hardly ever show as much."""
        return self.value > self.high


UNDEFINED = CalibrationError(math.nan, math.nan, math.nan, math.nan)


def expected_error(bins: Bins) -> float:
    """Return the mean over samples of |mean score - share of hits| of their bin; nan without samples."""
    n = bins.n_samples
    return float(np.abs(bins.total - bins.hits).sum() / n) if n else math.nan


def replicates_for(n_draws: int) -> int:
    """Return how many replicates there are where each takes so many draws."""
    return min(REPLICATES, max(FEWEST_REPLICATES, MOST_DRAWS // max(1, n_draws)))


def simulated_errors(bins: Bins, replicates: int, generator: np.random.Generator) -> Floats:
    """Return expected calibration errors with labels drawn from the scores themselves, (replicates,).

    The hits of a bin are a sum of draws with the probabilities p in it. They are drawn as one binomial number
    with the same mean Σp and, but for rounding n' = (Σp)² / Σp² to a whole number, the same variance
    Σp(1 - p); above one half the same for the misses. So no replicate passes over rows.
    """
    if not bins.n_samples:
        return np.full(replicates, np.nan)
    seldom = bins.total <= bins.n / 2
    mean = np.where(seldom, bins.total, bins.n - bins.total)
    squares = np.where(seldom, bins.squares, bins.n - 2 * bins.total + bins.squares)
    mean = np.maximum(mean, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        trials = np.where(squares > 0, np.square(mean) / squares, 1.0)
    trials = np.clip(np.ceil(np.maximum(np.rint(trials), mean)), 1, bins.n).astype(np.int64)
    chance = np.clip(mean / trials, 0.0, 1.0)
    drawn = generator.binomial(trials, chance, (replicates, len(trials)))
    return np.asarray(np.abs(drawn - mean).sum(axis=1) / bins.n_samples)


def beside_chance(value: float, simulated: Floats) -> CalibrationError:
    """Return an error beside simulated ones of a perfectly calibrated model."""
    if math.isnan(value) or not len(simulated):
        return UNDEFINED
    low, high = np.quantile(simulated, [0.025, 0.975])
    return CalibrationError(value, float(simulated.mean()), float(low), float(high))


def calibration_error(bins: Bins, seed: int = SEED, replicates: int = REPLICATES) -> CalibrationError:
    """Return the expected calibration error on bins beside that of a perfectly calibrated model."""
    drawn = simulated_errors(bins, replicates, np.random.default_rng(seed))
    return beside_chance(expected_error(bins), drawn)


def mean_error(each: Sequence[float], simulated: Sequence[Floats]) -> CalibrationError:
    """Return the mean of the errors of classes; the classes are drawn independently of each other."""
    if not each:
        return UNDEFINED
    return beside_chance(float(np.mean(each)), np.mean(simulated, axis=0))
