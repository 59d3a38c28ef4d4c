"""Log loss and Brier score of probabilities."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column

SMALLEST = float(np.finfo(np.float64).eps)
"""Log loss clips probabilities to [eps, 1 - eps] of float64."""


def losses(predictions: Predictions) -> tuple[float, float, str]:
    """Return (log loss, Brier score, reason): means over samples; nan, nan and a sentence where undefined.

    Log loss is -log of the true class's probability, in nats. Brier is the squared error of the positive
    class for two classes, and is summed over the classes for more.
    """
    reason = _why_undefined(predictions)
    if reason:
        return float("nan"), float("nan"), reason
    own = true_probability(predictions)
    clipped = np.clip(own, SMALLEST, 1 - SMALLEST)
    return _mean(-np.log(clipped), predictions), _mean(_squared_errors(predictions, own), predictions), ""


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


def _mean(values: Floats, predictions: Predictions) -> float:
    if predictions.count is None:
        return float(values.mean())
    return float((values * predictions.count).sum() / predictions.n)


def _why_undefined(predictions: Predictions) -> str:
    if predictions.y_score is None:
        return "It needs probabilities, but there are only labels."
    if not predictions.has_probabilities:
        return "It needs probabilities, but these scores only rank the samples."
    if predictions.score_kind == "sigmoid" and predictions.y_score.shape[1] > 1:
        return "It needs probabilities that sum to 1, but these are independent sigmoids."
    return ""
