"""How far the areas below the ROC curves of useless scores lie from one half."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats, Integers
from confmat_gui.core.predictions import Predictions


def deviation_of_areas(predictions: Predictions) -> Floats:
    """Return the standard deviation of the AUC of a useless score, (K,); inf without one of both sides."""
    own = predictions.support.astype(np.float64)
    others = own.sum() - own
    both = own * others
    variance = np.divide(own + others + 1, 12 * both, out=np.full(len(own), np.inf), where=both > 0)
    return np.asarray(np.sqrt(variance))


def deviation_of_mean(predictions: Predictions, known: Integers) -> float:
    """Return the largest standard deviation that the mean AUC of these classes has by chance.

    The areas hang together: what one class gains another loses. Over all orders of the samples the
    correlation of two areas is that of the two classes' labels times that of the ranks of their scores, which
    is -1 at least (and is -1 for two classes, whose areas are the same).
    """
    deviation = deviation_of_areas(predictions)[known]
    share = predictions.support[known] / predictions.support.sum()
    odds = np.sqrt(share / (1 - share))
    alone = (deviation**2).sum()
    together = (deviation * odds).sum() ** 2 - ((deviation * odds) ** 2).sum()
    return float(np.sqrt(alone + together)) / len(known)
