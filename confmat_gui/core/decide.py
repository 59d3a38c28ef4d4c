"""Carrying a decision rule out: scores to predicted classes (docs/numbers.md, section 2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Floats, Scores
from confmat_gui.core.errors import InputError
from confmat_gui.core.minimum_cost import minimum_cost
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities, probabilities, probability_column
from confmat_gui.core.rules import Boundary
from confmat_gui.core.thresholds import normalised_thresholds, resolve_thresholds

__all__ = ["decide", "normalised_thresholds", "probabilities", "resolve_thresholds"]

Decision: TypeAlias = tuple[Codes, int]
BLOCK_ROWS = 16_384
"""Rows a block: the running maxima of a block stay in the processor's cache."""
WIDE = 64
"""From this number of classes on a row is searched at once instead of column by column."""


def decide(predictions: Predictions, point: OperatingPoint) -> Decision:
    """Return the predicted class of every row and the number of rows on which a tie was broken.

    Ties
    ----
    argmax, thresholds of K > 2 (argmax of float64(p) / t) and minimum cost: the first class in class order.
    Binary thresholds: the threshold is rounded to the score's own type; a row exactly on it counts as a tie
    and goes by `rule.boundary`.

    Returns
    -------
    codes : (n,) int32; -1 only under rule "predicted" where the file has no label
    n_tied : int, rows (not samples)

    Raises
    ------
    InputError
        The rule needs labels, scores, probabilities or prices that are not there.
    """
    kind = point.rule.kind
    if kind == "predicted":
        return _file_labels(predictions), 0
    if predictions.y_score is None:
        raise InputError("These predictions hold only labels, so the only rule is the file's own labels.")
    if kind == "argmax":
        return _argmax(predictions, predictions.y_score)
    if kind == "min-cost":
        check_probabilities(predictions, "The rule of lowest expected cost")
        return minimum_cost(predictions, deciding_prices(point, predictions.n_classes))
    thresholds = resolve_thresholds(predictions, point.rule, point.positive)
    if predictions.is_binary:
        positive = predictions.positive if point.positive is None else point.positive
        assert positive is not None
        return _binary_thresholds(predictions, float(thresholds[positive]), positive, point.rule.boundary)
    check_probabilities(predictions, "A threshold for each of several classes")
    return largest_share(predictions, thresholds)


def passes(score: NDArray[Any], threshold: float, boundary: Boundary) -> Bools:
    """Compare scores with a threshold that is first rounded to their own type."""
    rounded = rounded_threshold(score, threshold)
    result: Bools = score >= rounded if boundary == ">=" else score > rounded
    return result


def rounded_threshold(score: NDArray[Any], threshold: float) -> np.floating[Any]:
    """Return the value of the score's own type that is nearest to the threshold."""
    with np.errstate(over="ignore", under="ignore"):
        rounded: np.floating[Any] = score.dtype.type(threshold)
    return rounded


def largest_share(predictions: Predictions, thresholds: Floats) -> Decision:
    """Return argmax_k float64(p_k) / t_k, ties to the first class."""
    if predictions.n_classes >= WIDE:
        return _wide_argmax(_score_matrix(predictions), thresholds)

    def column(k: int, rows: slice) -> NDArray[Any]:
        return share(probability_column(predictions, k)[rows], float(thresholds[k]))

    return _running_argmax(column, predictions.n_rows, predictions.n_classes)


def share(probability: NDArray[Any], threshold: float | NDArray[Any]) -> Floats:
    """Return float64(p) / t, the value that rule 2 compares; every path that must agree with it uses this."""
    with np.errstate(over="ignore", under="ignore"):
        result: Floats = probability.astype(np.float64, copy=False) / threshold
    return result


def _file_labels(predictions: Predictions) -> Codes:
    if predictions.y_pred is None:
        raise InputError("The file has no predicted labels of its own; choose another rule.")
    return predictions.y_pred


def deciding_prices(point: OperatingPoint, n_classes: int) -> Floats:
    """Return the (K, K) prices by which minimum cost decides: the rule's own, else those of the point.

    Raises InputError where there are none, or where they are for another number of classes.
    """
    costs = point.rule.costs if point.rule.costs is not None else point.costs
    if costs is None:
        raise InputError("The rule of lowest expected cost needs prices; say what each error costs.")
    if len(costs) != n_classes:
        raise InputError(f"The cost matrix has {len(costs)} classes, but there are {n_classes}.")
    return np.array(costs, dtype=np.float64)


def _score_matrix(predictions: Predictions) -> Scores:
    if predictions.score_kind == "logit":
        return probabilities(predictions)
    assert predictions.y_score is not None
    return predictions.y_score


def _binary_thresholds(
    predictions: Predictions, threshold: float, positive: int, boundary: Boundary
) -> Decision:
    score = predictions.score_of(positive)
    chosen = passes(score, threshold, boundary)
    codes = np.where(chosen, np.int32(positive), np.int32(1 - positive))
    return codes, int(np.count_nonzero(score == rounded_threshold(score, threshold)))


def _argmax(predictions: Predictions, scores: Scores) -> Decision:
    if scores.shape[1] == 1:
        return _argmax_of_one_column(predictions, scores[:, 0])
    if scores.shape[1] >= WIDE:
        return _wide_argmax(scores, None)
    return _running_argmax(lambda k, rows: scores[rows, k], predictions.n_rows, scores.shape[1])


def _argmax_of_one_column(predictions: Predictions, score: NDArray[Any]) -> Decision:
    """Return the likelier class of a single column: the middle is 0.5 for probabilities and 0 for logits."""
    if predictions.n_classes == 1:
        return np.zeros(len(score), dtype=np.int32), 0
    if predictions.score_kind == "score":
        raise InputError("A single column of ranking scores has no highest class; choose a threshold.")
    middle = score.dtype.type(0 if predictions.score_kind == "logit" else 0.5)
    own = predictions.score_class or 0
    codes = np.where(score > middle, np.int32(own), np.int32(1 - own))
    tied = score == middle
    codes[tied] = 0
    return codes, int(np.count_nonzero(tied))


def _running_argmax(column: Callable[[int, slice], NDArray[Any]], n_rows: int, n_classes: int) -> Decision:
    """Return the argmax over columns, block by block, by a running maximum and its first holder."""
    codes = np.zeros(n_rows, dtype=np.int32)
    n_tied = 0
    for start in range(0, n_rows, BLOCK_ROWS):
        rows = slice(start, min(start + BLOCK_ROWS, n_rows))
        best = column(0, rows).copy()
        holder, tied = codes[rows], np.zeros(len(best), dtype=np.bool_)
        for k in range(1, n_classes):
            value = column(k, rows)
            tied |= value == best
            higher = value > best
            tied &= ~higher
            np.maximum(best, value, out=best)
            np.copyto(holder, np.int32(k), where=higher)
        n_tied += int(np.count_nonzero(tied))
    return codes, n_tied


def _wide_argmax(scores: Scores, thresholds: Floats | None) -> Decision:
    n_rows, n_classes = scores.shape
    codes = np.empty(n_rows, dtype=np.int32)
    n_tied = 0
    step = max(1, 2**19 // n_classes)
    for start in range(0, n_rows, step):
        rows = slice(start, start + step)
        block = np.ascontiguousarray(scores[rows])
        if thresholds is not None:
            block = share(block, thresholds)
        codes[rows] = block.argmax(axis=1)
        best = np.take_along_axis(block, codes[rows, None].astype(np.intp), axis=1)
        n_tied += int(np.count_nonzero((block == best).sum(axis=1) > 1))
    return codes, n_tied
