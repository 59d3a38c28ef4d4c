"""Carrying a decision rule out: scores to predicted classes (docs/numbers.md, section 2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.abstaining import highest_passing
from confmat_gui.core.argmax import Decision, highest_column
from confmat_gui.core.arrays import Bools, Codes, Floats, NarrowCodes, Scores
from confmat_gui.core.boundary import passes, rounded_threshold
from confmat_gui.core.errors import InputError
from confmat_gui.core.minimum_cost import minimum_cost
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities, probabilities, probability_block
from confmat_gui.core.rules import Boundary
from confmat_gui.core.thresholds import normalised_thresholds, resolve_thresholds

__all__ = [
    "decide", "normalised_thresholds", "passes", "probabilities", "resolve_thresholds", "rounded_threshold",
]  # fmt: skip

BLOCK_ROWS = 16_384
"""Rows a block: the running maxima of a block stay in the processor's cache."""
SHARES = 2**17
"""Quotients of scores and thresholds that are made at a time."""


def decide(predictions: Predictions, point: OperatingPoint) -> Decision:
    """Return the predicted class of every row and the number of rows on which a tie was broken.

    A rule that may abstain gives the code K where it makes no decision.

    Ties
    ----
    argmax, thresholds of K > 2 (argmax of float64(p) / t) and minimum cost: the first class in class order.
    Binary thresholds: the threshold is rounded to the score's own type; a row exactly on it counts as a tie
    and goes by `rule.boundary`. Thresholds with no decision: the first class among those that reach their
    own threshold. Lowest expected cost: no decision comes after every class.

    Returns
    -------
    codes : (n,) integers, the smallest unsigned type that holds all classes (and K for no decision); under
        rule "predicted" int32, with -1 where the file has no label
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
    if point.rule.no_decision:
        return highest_passing(predictions, thresholds, point.rule.boundary)
    if predictions.is_binary:
        positive = predictions.positive if point.positive is None else point.positive
        assert positive is not None
        return _binary_thresholds(predictions, float(thresholds[positive]), positive, point.rule.boundary)
    check_probabilities(predictions, "A threshold for each of several classes")
    return largest_share(predictions, thresholds)


def largest_share(predictions: Predictions, thresholds: Floats) -> Decision:
    """Return argmax_k float64(p_k) / t_k, ties to the first class."""

    def shares(rows: slice) -> Floats:
        return share(probability_block(predictions, rows), thresholds)

    step = max(256, SHARES // predictions.n_classes)
    return highest_column(shares, predictions.n_rows, predictions.n_classes, step)


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
    """Return the (K, K) or (K, K + 1) prices of lowest expected cost: the rule's own, else the point's.

    Raises InputError where there are none, or where they are for another number of classes.
    """
    costs = point.deciding_costs
    if costs is None:
        raise InputError("The rule of lowest expected cost needs prices; say what each error costs.")
    if len(costs) != n_classes:
        raise InputError(f"The cost matrix has {len(costs)} classes, but there are {n_classes}.")
    return np.array(costs, dtype=np.float64)


def _binary_thresholds(
    predictions: Predictions, threshold: float, positive: int, boundary: Boundary
) -> Decision:
    score = predictions.score_of(positive)
    chosen = passes(score, threshold, boundary)
    on_it = score == rounded_threshold(score, threshold)
    return _one_or_other(chosen, positive), int(np.count_nonzero(on_it))


def _argmax(predictions: Predictions, scores: Scores) -> Decision:
    if scores.shape[1] == 1:
        return _argmax_of_one_column(predictions, scores[:, 0])
    return highest_column(lambda rows: scores[rows], predictions.n_rows, scores.shape[1])


def _argmax_of_one_column(predictions: Predictions, score: NDArray[Any]) -> Decision:
    """Return the likelier class of a single column: the middle is 0.5 for probabilities and 0 for logits."""
    if predictions.n_classes == 1:
        return np.zeros(len(score), dtype=np.uint8), 0
    if predictions.score_kind == "score":
        raise InputError("A single column of ranking scores has no highest class; choose a threshold.")
    middle = score.dtype.type(0 if predictions.score_kind == "logit" else 0.5)
    own = predictions.score_class or 0
    codes = _one_or_other(score > middle, own)
    tied = score == middle
    codes[tied] = 0
    return codes, int(np.count_nonzero(tied))


def _one_or_other(chosen: Bools, own: int) -> NarrowCodes:
    """Return the code of a class of two where it is chosen, else that of the other."""
    return (chosen if own else ~chosen).view(np.uint8)
