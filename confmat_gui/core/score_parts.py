"""What a mean score of probabilities is made of: miscalibration, discrimination, uncertainty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.isotonic import IsotonicSteps
from confmat_gui.core.losses import SMALLEST
from confmat_gui.core.reliability_bins import Bins
from confmat_gui.core.score_counts import ScoreCounts

LossKey: TypeAlias = Literal["brier", "log_loss"]


@dataclass(frozen=True)
class ScoreParts:
    """A mean score and its parts: score = miscalibration - discrimination + uncertainty, without bins.

    Attributes
    ----------
    score : the mean Brier score or log loss of one event
    miscalibration : what isotonic recalibration would save
    discrimination : what these recalibrated scores save against always saying the share of hits
    uncertainty : the score of always saying the share of hits
    """

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True)
class BinnedParts:
    """The Brier score and its parts on bins (Murphy 1973, with the terms of Stephenson et al. 2008).

    score = reliability - resolution + uncertainty + within_spread - within_covariance.

    Attributes
    ----------
    score : the mean Brier score of one event
    reliability : mean square of (mean score - share of hits), over bins
    resolution : mean square of (share of hits - share of all hits), over bins
    uncertainty : share of all hits times that of the rest
    within_spread : variance of the scores within their bins
    within_covariance : twice the covariance of scores and hits within their bins
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within_spread: float
    within_covariance: float


def score_parts(counts: ScoreCounts, steps: IsotonicSteps, key: LossKey) -> ScoreParts:
    """Return the parts of a mean score (Dimitriadis, Gneiting & Jordan 2021), nan without samples.

    `steps` is the isotonic regression of the same counts. Log loss takes scores no nearer to 0 and 1 than
    everywhere (`core.losses`).
    """
    if not len(counts.n):
        return ScoreParts(*[math.nan] * 4)
    mean = _brier if key == "brier" else _log_loss
    said, came = mean(counts.values, counts.n, counts.hits), mean(steps.rate, steps.n, steps.hits)
    always = np.array([counts.base_rate])
    base = mean(always, np.array([counts.n_samples]), np.array([counts.hits.sum()]))
    return ScoreParts(said, said - came, base - came, base)


def added_up(parts: Sequence[ScoreParts]) -> ScoreParts:
    """Return the parts of a score that is summed over classes, as the Brier score of three or more is."""
    return ScoreParts(
        sum(part.score for part in parts), sum(part.miscalibration for part in parts),
        sum(part.discrimination for part in parts), sum(part.uncertainty for part in parts),
    )  # fmt: skip


def binned_parts(bins: Bins) -> BinnedParts:
    """Return the parts of the mean Brier score on bins; nan without samples."""
    n = bins.n_samples
    if not n:
        return BinnedParts(*[math.nan] * 6)
    base, mean = bins.hits.sum() / n, bins.total / bins.n
    total = float((bins.squares - 2 * bins.hit_total + bins.hits).sum() / n)
    return BinnedParts(
        score=total,
        reliability=float((bins.n * np.square(mean - bins.rate)).sum() / n),
        resolution=float((bins.n * np.square(bins.rate - base)).sum() / n),
        uncertainty=float(base * (1 - base)),
        within_spread=float((bins.squares - bins.n * np.square(mean)).sum() / n),
        within_covariance=float(2 * (bins.hit_total - bins.hits * mean).sum() / n),
    )


def _brier(said: Floats, n: Counts, hits: Counts) -> float:
    return float((hits * np.square(1 - said) + (n - hits) * np.square(said)).sum() / n.sum())


def _log_loss(said: Floats, n: Counts, hits: Counts) -> float:
    kept = np.clip(said, SMALLEST, 1 - SMALLEST)
    return float(-(hits * np.log(kept) + (n - hits) * np.log1p(-kept)).sum() / n.sum())
