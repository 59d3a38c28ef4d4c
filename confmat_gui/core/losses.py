"""Log loss and Brier score of probabilities."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Floats
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_block

BLOCK = 1 << 15
"""Rows whose losses are found at a time."""

SMALLEST = float(np.finfo(np.float64).eps)
"""Log loss clips probabilities to [eps, 1 - eps] of float64."""

LOSSES = ("log_loss", "brier")


def largest(key: str, predictions: Predictions) -> float:
    """Return the largest value that a figure of the scores can have."""
    if key == "log_loss":
        return math.inf
    return 2.0 if key == "brier" and not predictions.is_binary else 1.0


def row_losses(predictions: Predictions) -> dict[str, Floats]:
    """Return every loss of every row; nothing where `why_no_losses` has a reason."""
    return {} if why_no_losses(predictions) else {key: row_loss(predictions, key) for key in LOSSES}


def row_loss(predictions: Predictions, key: str) -> Floats:
    """Return the (n,) "log_loss" or "brier" of every row.

    Log loss is -log of the true class's probability, in nats. Brier is the squared error of the positive
    class for two classes, and is summed over the classes for more.
    """
    losses = np.empty(predictions.n_rows)
    for start in range(0, len(losses), BLOCK):
        rows = slice(start, start + BLOCK)
        block, codes = probability_block(predictions, rows), predictions.y_true[rows]
        own = block[np.arange(len(codes)), codes].astype(np.float64)
        losses[rows] = _log_loss(own) if key == "log_loss" else _brier(predictions, block, codes, own)
    return losses


def mean_loss(values: Floats, predictions: Predictions) -> float:
    """Return the mean over samples of a value of every row."""
    if predictions.count is None:
        return float(values.mean())
    return float((values * predictions.count).sum() / predictions.n)


def why_no_losses(predictions: Predictions) -> str:
    """Return why the losses are undefined, a plain sentence, or nothing."""
    if predictions.y_score is None:
        return "It needs probabilities, but there are only labels."
    if not predictions.has_probabilities:
        return "It needs probabilities, but these scores only rank the samples."
    if predictions.score_kind == "sigmoid" and predictions.y_score.shape[1] > 1:
        return "It needs probabilities that sum to 1, but these are independent sigmoids."
    return ""


def _log_loss(own: Floats) -> Floats:
    return np.asarray(-np.log(np.clip(own, SMALLEST, 1 - SMALLEST)))


def _brier(predictions: Predictions, block: NDArray[Any], codes: Codes, own: Floats) -> Floats:
    if predictions.is_binary:
        # 1 - p of the true class is the error of either class, up to the rounding of the file
        positive = predictions.positive or 0
        error = block[:, positive] - (codes == positive).astype(np.float64)
        return np.asarray(np.square(error), dtype=np.float64)
    total = np.square(1 - own) - np.square(own)
    for k in range(predictions.n_classes):
        total += np.square(block[:, k], dtype=np.float64)
    return total
