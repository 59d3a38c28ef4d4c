"""Log loss and Brier score of probabilities."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column

SMALLEST = float(np.finfo(np.float64).eps)
"""Log loss clips probabilities to [eps, 1 - eps] of float64."""

LOSSES = ("log_loss", "brier")


def largest(key: str, predictions: Predictions) -> float:
    """Return the largest value that a figure of the scores can have."""
    if key == "log_loss":
        return math.inf
    return 2.0 if key == "brier" and not predictions.is_binary else 1.0


def row_losses(predictions: Predictions) -> dict[str, Floats]:
    """Return the (n,) "log_loss" and "brier" of every row; nothing where `why_no_losses` has a reason.

    Log loss is -log of the true class's probability, in nats. Brier is the squared error of the positive
    class for two classes, and is summed over the classes for more.
    """
    if why_no_losses(predictions):
        return {}
    own = true_probability(predictions)
    clipped = np.clip(own, SMALLEST, 1 - SMALLEST)
    return {"log_loss": -np.log(clipped), "brier": _squared_errors(predictions, own)}


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


def true_probability(predictions: Predictions) -> Floats:
    """Return the (n,) float64 probability that each row gives to its true class."""
    own = np.empty(predictions.n_rows)
    order = np.argsort(predictions.y_true, kind="stable")
    stops = np.cumsum(np.bincount(predictions.y_true, minlength=predictions.n_classes))
    start = 0
    for k, stop in enumerate(stops.tolist()):
        rows = order[start:stop]
        if len(rows):
            own[rows] = probability_column(predictions, k)[rows]
        start = stop
    return own


def _squared_errors(predictions: Predictions, own: Floats) -> Floats:
    if predictions.is_binary:
        # 1 - p of the true class is the error of either class, up to the rounding of the file
        positive = predictions.positive or 0
        occurs = (predictions.y_true == positive).astype(np.float64)
        error = probability_column(predictions, positive) - occurs
        return np.asarray(np.square(error), dtype=np.float64)
    total = np.square(1 - own) - np.square(own)
    for k in range(predictions.n_classes):
        total += np.square(probability_column(predictions, k), dtype=np.float64)
    return total
