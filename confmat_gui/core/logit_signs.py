"""Whether scores of unknown scale are logits."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.predictions import Predictions

MOST_VALUES = 200_000
"""Scores that are looked at, of rows evenly through the file."""
FEWEST_ROWS = 100
COOLEST, HOTTEST = 0.5, 4.0
"""Temperatures at which scores fit as logits do: networks are often too sure, and hardly ever too unsure."""


def logit_temperature(predictions: Predictions) -> float | None:
    """Return the temperature at which the scores give the best probabilities, None where they are no logits.

    Of the scores divided by a temperature the softmax (sigmoid for one column) is taken, and the temperature
    of lowest log loss is looked for between 1/64 and 64 in steps of 2^(1/8). Logits have theirs near 1, and
    tell more than the shares of the classes; margins, distances and similarities have it anywhere.
    """
    scores, n = predictions.y_score, predictions.n_rows
    if scores is None or predictions.score_kind != "score" or n < FEWEST_ROWS or predictions.n_classes < 2:
        return None
    rows = slice(None, None, -(-scores.size // MOST_VALUES))
    true = predictions.y_true[rows]
    count = None if predictions.count is None else predictions.count[rows]
    values = scores[rows].astype(np.float64)
    if values.shape[1] == 1:
        own = true == predictions.score_class
        values = np.where(own, values[:, 0], -values[:, 0])[:, None] * [0.0, -1.0]
        true = np.zeros_like(true)
    best, loss = _best_temperature(values, true, count)
    known = COOLEST <= best <= HOTTEST and loss < _of_shares(predictions.y_true[rows], count)
    return best if known else None


def _best_temperature(values: Floats, true: Codes, count: Counts | None) -> tuple[float, float]:
    """Return the temperature of lowest log loss and that loss; there is one valley, so coarse goes first."""
    exponent, best = 0.0, np.inf
    for reach, steps in ((6.0, 13), (0.875, 15)):
        exponents = exponent + np.linspace(-reach, reach, steps)
        losses = np.array([_log_loss(values / 2.0**e, true, count) for e in exponents.tolist()])
        exponent, best = float(exponents[losses.argmin()]), float(losses.min())
    return 2.0**exponent, best


def _log_loss(logits: Floats, true: Codes, count: Counts | None) -> float:
    highest = logits.max(axis=1, keepdims=True)
    total = highest[:, 0] + np.log(np.exp(logits - highest).sum(axis=1))
    return float(np.average(total - logits[np.arange(len(true)), true], weights=count))


def _of_shares(true: Codes, count: Counts | None) -> float:
    """Return the log loss of the shares of the classes, the same for every row."""
    shares = np.bincount(true, count)
    shares = shares[shares > 0] / shares.sum()
    return float(-(shares * np.log(shares)).sum())
