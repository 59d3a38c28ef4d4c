"""Sigmoid recalibration: a logistic curve of the log-odds (Platt 1999)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.losses import SMALLEST
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column
from confmat_gui.core.score_counts import ScoreCounts, score_counts

MOST_STEPS = 100
RIDGE = 1e-12
"""Keeps the two equations of a step solvable where all scores are equal."""


def log_odds(predictions: Predictions, class_index: int) -> Floats:
    """Return the log-odds of one class, (n,) float64.

    Logits of two classes as they are; of probabilities ln(p + ε) - ln(1 - p + ε), see `log_block`.
    """
    if predictions.score_kind == "logit" and predictions.is_binary:
        return predictions.score_of(class_index).astype(np.float64)
    p = probability_column(predictions, class_index).astype(np.float64)
    return np.asarray(np.log(p + SMALLEST) - np.log((1 - p) + SMALLEST))


def fit_sigmoid(predictions: Predictions, class_index: int) -> tuple[float, float]:
    """Return slope a and offset b of the probability 1 / (1 + exp(-(a z + b))) at log-odds z.

    The lowest log loss against Platt's targets, (P + 1) / (P + 2) for the P samples of the class and
    1 / (N + 2) for the N others, which keep a and b finite where the classes are separated.
    """
    counts = score_counts(
        log_odds(predictions, class_index), predictions.y_true == class_index, predictions.count
    )
    shift = float((counts.values * counts.n).sum() / counts.n_samples)
    scale = float(np.sqrt((np.square(counts.values - shift) * counts.n).sum() / counts.n_samples)) or 1.0
    slope, offset = _fitted((counts.values - shift) / scale, counts)
    return slope / scale, offset - slope * shift / scale


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + exp(-z)) without overflow."""
    with np.errstate(under="ignore"):
        small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1 + small))


@dataclass(frozen=True, eq=False)
class _Targets:
    """Scores, samples at each, and what their probabilities should add up to."""

    x: Floats
    n: Counts
    wanted: Floats

    def loss(self, at: Floats) -> float:
        """Return the summed log loss of a sigmoid with slope and offset."""
        z = at[0] * self.x + at[1]
        return float((self.n * np.logaddexp(0, z) - self.wanted * z).sum())

    def step(self, at: Floats) -> Floats:
        """Return Newton's step towards the lowest loss, to be subtracted."""
        q = sigmoid(at[0] * self.x + at[1])
        away, spread = self.n * q - self.wanted, self.n * q * (1 - q)
        slope = np.array([(away * self.x).sum(), away.sum()])
        mixed = (spread * self.x).sum()
        rise = np.array([[(spread * self.x * self.x).sum(), mixed], [mixed, spread.sum()]])
        return np.linalg.solve(rise + RIDGE * np.eye(2), slope)


def _fitted(x: Floats, counts: ScoreCounts) -> tuple[float, float]:
    """Return slope and offset by Newton's method with steps halved until the loss falls (Lin et al. 2007)."""
    n_pos = int(counts.hits.sum())
    n_neg = counts.n_samples - n_pos
    high, low = (n_pos + 1) / (n_pos + 2), 1 / (n_neg + 2)
    targets = _Targets(x, counts.n, counts.hits * high + (counts.n - counts.hits) * low)
    at = np.array([0.0, np.log((n_pos + 1) / (n_neg + 1))])
    for _ in range(MOST_STEPS):
        following = _shortened(targets, at)
        moved, at = float(np.abs(following - at).max()), following
        if moved <= 1e-13 * (1 + float(np.abs(at).max())):
            break
    return float(at[0]), float(at[1])


def _shortened(targets: _Targets, at: Floats) -> Floats:
    """Return where the loss is not higher along a step; where it was if it is nowhere."""
    step, loss = targets.step(at), targets.loss(at)
    for _ in range(40):
        if targets.loss(at - step) <= loss:
            return np.asarray(at - step)
        step = step / 2
    return at
