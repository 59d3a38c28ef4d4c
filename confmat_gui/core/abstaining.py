"""Rule 3: the highest probability among the classes that reach their own threshold, else no decision."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.argmax import Decision, highest_column
from confmat_gui.core.arrays import Floats
from confmat_gui.core.boundary import rounded_threshold
from confmat_gui.core.complement import complement
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities, probability_column
from confmat_gui.core.rules import Boundary


def highest_passing(predictions: Predictions, thresholds: Floats, boundary: Boundary) -> Decision:
    """Return the decided class of every row and the number of rows on which a tie was broken.

    Parameters
    ----------
    predictions : with probabilities, K >= 1
    thresholds : (K,) on the probabilities; each is first rounded to their own type
    boundary : ">=" or ">"

    Returns
    -------
    codes : (n,) of the smallest unsigned type; K where no class reaches its threshold
    n_tied : rows whose highest probability above a threshold belongs to more than one class; the first has it
    """
    matrix = _columns(predictions)
    n_rows, n_classes = matrix.shape
    limits = np.array(
        [rounded_threshold(own_probability(predictions, k), float(t)) for k, t in enumerate(thresholds)],
        dtype=matrix.dtype,
    )

    def block_of(rows: slice) -> NDArray[Any]:
        """Return what each class offers, and last what no decision offers: more than a class that fails."""
        p = matrix[rows]
        block = np.empty((len(p), n_classes + 1), dtype=matrix.dtype, order="F")
        block[:, :n_classes] = np.where(p >= limits if boundary == ">=" else p > limits, p, -np.inf)
        block[:, n_classes] = np.finfo(matrix.dtype).min
        return block

    return highest_column(block_of, n_rows, n_classes + 1)


def own_probability(predictions: Predictions, class_index: int) -> NDArray[Any]:
    """Return the (n,) probabilities of a class as its threshold meets them.

    The other class of a single column has 1 - p as on paper (see `complement`), so that a p written as 0.8
    reaches a threshold of 0.2 on the other class.
    """
    if predictions.is_complement(class_index):
        assert predictions.y_score is not None
        return complement(predictions.y_score[:, 0])
    return probability_column(predictions, class_index)


def _columns(predictions: Predictions) -> NDArray[Any]:
    """Return the probabilities of all classes, (n, K) with contiguous columns; no copy where they are so."""
    if predictions.score_kind == "logit":
        return probabilities(predictions)
    assert predictions.y_score is not None
    if predictions.y_score.shape[1] == predictions.n_classes:
        return predictions.y_score
    return np.stack([own_probability(predictions, k) for k in range(predictions.n_classes)]).T
