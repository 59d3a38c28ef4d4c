"""Probabilities, one column at a time, from whatever kind of score can give them."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats, read_only
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions

BLOCK_ROWS = 8_192
"""Rows converted at a time: they stay in the processor's cache."""

_softmaxes: weakref.WeakKeyDictionary[Predictions, Floats] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def probabilities(predictions: Predictions) -> Floats:
    """Return (n, K) float64 probabilities in class order, columns contiguous, read-only.

    Logits become probabilities by softmax (a single column by the sigmoid); a single probability column is
    completed by 1 - p. Independent sigmoids are returned as they are. InputError where there are none.
    """
    check_probabilities(predictions)
    if predictions.score_kind == "logit":
        return _from_logits(predictions)
    result = np.empty((predictions.n_rows, predictions.n_classes), order="F")
    for k in range(predictions.n_classes):
        result[:, k] = probability_column(predictions, k)
    return read_only(result)


def probability_column(predictions: Predictions, class_index: int) -> NDArray[Any]:
    """Return the (n,) probabilities of one class, in the type they were given (float64 if converted)."""
    scores = predictions.y_score
    if predictions.score_kind == "logit" or scores is None:
        return probabilities(predictions)[:, class_index]
    if scores.shape[1] > 1:
        return scores[:, class_index]
    if predictions.score_class == class_index:
        return scores[:, 0]
    return 1.0 - scores[:, 0].astype(np.float64)


def probability_block(predictions: Predictions, rows: slice) -> NDArray[Any]:
    """Return what `probability_column` gives for some rows, (m, K) with contiguous columns."""
    scores = predictions.y_score
    if predictions.score_kind == "logit" or scores is None:
        return probabilities(predictions)[rows]
    if scores.shape[1] > 1:
        return scores[rows]
    block = np.empty((len(scores[rows]), predictions.n_classes), order="F")
    own = predictions.score_class or 0
    block[:, own] = scores[rows, 0]
    if predictions.is_binary:
        block[:, 1 - own] = 1.0 - block[:, own]
    return block


def check_probabilities(predictions: Predictions, purpose: str = "This") -> None:
    """Raise InputError with one sentence unless probabilities are at hand."""
    if predictions.y_score is None:
        raise InputError(f"{purpose} needs scores, but these predictions hold only labels.")
    if not predictions.has_probabilities:
        raise InputError(
            f"{purpose} needs probabilities, but these scores only rank the samples; "
            "if they are logits, say so (kind logit)."
        )


def _from_logits(predictions: Predictions) -> Floats:
    with _lock:
        kept = _softmaxes.get(predictions)
    if kept is None:
        kept = read_only(_softmax(predictions))
        with _lock:
            _softmaxes[predictions] = kept
    return kept


def _softmax(predictions: Predictions) -> Floats:
    scores = predictions.y_score
    assert scores is not None
    if scores.shape[1] == 1:
        return _sigmoid_columns(predictions)
    result = np.empty(scores.shape, order="F")
    for start in range(0, len(scores), BLOCK_ROWS):
        block = result[start : start + BLOCK_ROWS]
        block[:] = scores[start : start + BLOCK_ROWS]
        softmax_in_place(block)
    return result


def softmax_in_place(block: Floats) -> None:
    """Turn logits into probabilities; sums are made in class order."""
    block -= np.maximum.reduce(block, axis=1)[:, None]
    total = np.zeros(len(block))
    with np.errstate(under="ignore"):
        np.exp(block, out=block)
        for column in block.T:
            total += column
        block /= total[:, None]


def _sigmoid_columns(predictions: Predictions) -> Floats:
    assert predictions.y_score is not None
    logit = predictions.y_score[:, 0].astype(np.float64)
    with np.errstate(under="ignore"):
        small = np.exp(-np.abs(logit))
    high, low = 1 / (1 + small), small / (1 + small)
    result = np.empty((len(logit), predictions.n_classes), order="F")
    own = predictions.score_class or 0
    result[:, own] = np.where(logit >= 0, high, low)
    if predictions.is_binary:
        result[:, 1 - own] = np.where(logit >= 0, low, high)
    return result
