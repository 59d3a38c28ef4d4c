"""Prices of errors: what they add up to, and which thresholds or weights say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cost_columns import ALL_REACHED, AnswerReach, answer_reach

Costs: TypeAlias = ArrayLike | Sequence[Sequence[float]]
"""(K, K), rows = true class, columns = predicted class; or (K, K + 1), the last column for no decision."""


@dataclass(frozen=True, eq=False)
class CostEquivalence:
    """What the rule of lowest expected cost amounts to at given prices (up to exact ties).

    Attributes
    ----------
    kind : "weights", "thresholds", "no-decision", "some", "constant" or "none"
        "weights": every error on a true class has one price and right answers cost nothing. "thresholds": not
        so, but thresholds say the same (always for two classes with sensible prices; for more when the rows
        are constant off the diagonal after their right answer's price is subtracted). "no-decision": with a
        price of no decision, one threshold with no decision for all classes says the same. "some": thresholds
        of those classes that are ever chosen do. "constant": one answer is always chosen. "none": no
        thresholds do.
    weights : (K,) float64 or None
        Price of an error on each true class, above that of its right answer; None for the last three kinds.
    thresholds : (K,) float64 or None
        In proportion to 1 / weights and with sum 1, None unless every weight is above 0; for "no-decision"
        those of rule 3.
    among : (K,) float64 or None
        Thresholds of the classes that are ever chosen, with sum 1, and infinity for the others; None where
        all are chosen or these do not say the same.
    reach : AnswerReach
        Which answers are never given at these prices.
    """

    kind: Literal["weights", "thresholds", "no-decision", "some", "constant", "none"]
    weights: Floats | None = None
    thresholds: Floats | None = None
    among: Floats | None = None
    reach: AnswerReach = ALL_REACHED


def cost_weights(costs: Costs) -> Floats:
    """Return for each true class the one price of its errors, (K,) float64.

    nan where the errors of a class have different prices, its right answer is not free, or there is no other
    class.
    """
    matrix = among_classes(costs)
    weights = _row_constants(matrix)
    return np.where(np.diagonal(matrix) == 0, weights, np.nan)


def cost_by_cell(outcomes: NDArray[Any], costs: Costs) -> Floats:
    """Return count times price for each cell, float64 in the shape of `outcomes`.

    `outcomes` and `costs` may each have a last column for no decision. Samples without a decision cost nan
    where the prices do not say what they cost, and no samples cost nothing.
    """
    counts = np.asarray(outcomes, dtype=np.float64)
    return np.multiply(counts, priced(costs, counts.shape[1]), out=np.zeros(counts.shape), where=counts != 0)


def mean_cost(outcomes: NDArray[Any], costs: Costs) -> float:
    """Return what a sample costs on average, in the order of adding that every figure of money has."""
    n = float(outcomes.sum())
    return float(cost_by_cell(outcomes, costs).sum(axis=1).sum()) / n if n else float("nan")


def priced(costs: Costs, columns: int) -> Floats:
    """Return costs with K or K + 1 columns: that of no decision left out, or nan if unpriced."""
    matrix = np.asarray(costs, dtype=np.float64)
    if matrix.shape[1] >= columns:
        return matrix[:, :columns]
    return np.pad(matrix, ((0, 0), (0, columns - matrix.shape[1])), constant_values=np.nan)


def among_classes(costs: Costs) -> Floats:
    """Return the (K, K) costs of predicting a class, without those of no decision."""
    matrix = np.asarray(costs, dtype=np.float64)
    return matrix[:, : len(matrix)]


def binary_threshold(costs: Costs, positive: int) -> float:
    """Return t* = (C01 - C00) / ((C01 - C00) + (C10 - C11)), with 1 standing for the positive class.

    nan unless both errors cost more than the right answers beside them.
    """
    false_alarm, miss = _net_prices(costs, positive)
    return false_alarm / (false_alarm + miss) if false_alarm > 0 and miss > 0 else float("nan")


def iso_cost_slope(costs: Costs, positive: int, prevalence: float) -> float:
    """Return the slope m = pi0 (C01 - C00) / (pi1 (C10 - C11)) of lines of equal cost in the ROC plane.

    nan unless both errors cost more than the right answers beside them and 0 < prevalence.
    """
    return slope_of_prices(*_net_prices(costs, positive), prevalence)


def slope_of_prices(false_alarm: float, miss: float, prevalence: float) -> float:
    """Return the slope of lines of equal cost for what errors cost above the right answers, as above."""
    if not (false_alarm > 0 and miss > 0 and 0 < prevalence <= 1):
        return float("nan")
    return (1 - prevalence) * false_alarm / (prevalence * miss)


def equivalence(costs: Costs, positive: int | None = None) -> CostEquivalence:
    """Return the weights or thresholds that say the same as a cost matrix; see `CostEquivalence`."""
    matrix = np.asarray(costs, dtype=np.float64)
    reach = answer_reach(matrix)
    square, n_classes = among_classes(matrix), len(matrix)
    if matrix.shape[1] > n_classes:
        same = _with_no_decision(square, matrix[:, -1])
        if same.kind != "none" or n_classes not in reach.never:
            return replace(same, reach=reach)
    return replace(_of_classes(square, reach, positive), reach=reach)


def _of_classes(matrix: Floats, reach: AnswerReach, positive: int | None) -> CostEquivalence:
    weights = _row_constants(matrix - np.diagonal(matrix)[:, None])
    if len(matrix) == 2 and np.isnan(binary_threshold(matrix, 1 if positive is None else positive)):
        return CostEquivalence("none")
    if np.isnan(weights).any():
        return _of_chosen(matrix, reach)
    kind: Literal["weights", "thresholds"] = "thresholds" if np.diagonal(matrix).any() else "weights"
    if not (weights > 0).all():
        return CostEquivalence(kind, weights, among=_of_chosen(matrix, reach).among)
    inverse = 1 / weights
    return CostEquivalence(kind, weights, inverse / inverse.sum())


def _of_chosen(matrix: Floats, reach: AnswerReach) -> CostEquivalence:
    """Return what prices amount to with the classes set aside that are never chosen.

    Among the others, a true class must have one price of errors, and a true class that is set aside one price
    altogether: then it weighs on all answers alike.
    """
    chosen = [k for k in range(len(matrix)) if k not in reach.never]
    if reach.undecided or not reach.never:
        return CostEquivalence("none")
    if len(chosen) == 1:
        return CostEquivalence("constant")
    rest = matrix[:, chosen][list(reach.aside & set(range(len(matrix))))]
    square = matrix[np.ix_(chosen, chosen)]
    weights = _row_constants(square - np.diagonal(square)[:, None])
    if (rest != rest[:, :1]).any() or not (weights > 0).all():
        return CostEquivalence("none")
    among = np.full(len(matrix), np.inf)
    among[chosen] = 1 / weights / (1 / weights).sum()
    return CostEquivalence("some", among=among)


def _with_no_decision(matrix: Floats, abstaining: Floats) -> CostEquivalence:
    """Return Chow's rule (1970) where all errors cost w and no decision d more than a right answer.

    A class then costs w (1 - p) and no decision d: the highest p decides where it reaches 1 - d / w.
    """
    right = np.diagonal(matrix)
    weights = _row_constants(matrix - right[:, None])
    extra = abstaining - right
    if np.isnan(weights).any() or (weights != weights[0]).any() or (extra != extra[0]).any():
        return CostEquivalence("none")
    if weights[0] <= 0:
        return CostEquivalence("none")
    return CostEquivalence("no-decision", weights, 1 - extra / weights)


def _net_prices(costs: Costs, positive: int) -> tuple[float, float]:
    matrix = among_classes(costs)
    negative = 1 - positive
    false_alarm = matrix[negative, positive] - matrix[negative, negative]
    return float(false_alarm), float(matrix[positive, negative] - matrix[positive, positive])


def _row_constants(matrix: Floats) -> Floats:
    """Return the value that every off-diagonal entry of a row has, nan where they differ or there is none."""
    n_classes = len(matrix)
    if n_classes < 2:
        return np.full(n_classes, np.nan)
    off = matrix[~np.eye(n_classes, dtype=np.bool_)].reshape(n_classes, n_classes - 1)
    return np.where((off == off[:, :1]).all(axis=1), off[:, 0], np.nan)
