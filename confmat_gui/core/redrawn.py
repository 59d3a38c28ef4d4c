"""Figures of matrices whose filled cells were drawn anew, without ever making the matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import priced
from confmat_gui.core.matrix_figures import class_figures_of_sums, overall_figures
from confmat_gui.core.rules import CostMatrix

ELSEWHERE = -1
"""Predicted as any other class that is an answer: as much of each."""
Draws = dict[str, Floats]
"""Metric key to (replicates,) or (replicates, K) values."""


def figures_of_cells(
    drawn: Floats, true: NDArray[Any], pred: NDArray[Any], n_classes: int, costs: CostMatrix | None = None
) -> tuple[Draws, Draws]:
    """Return overall figures and figures per class of every replicate.

    Every figure follows from the diagonal, the row sums and the column sums, so a replicate of K x K classes
    costs its filled cells and K, not K x K.

    Parameters
    ----------
    drawn : (replicates, cells) counts, first the samples as they are
        A class that is never predicted there has no precision in any other replicate.
    true, pred : (cells,) class indices; a pair may occur more than once
        `pred` is K for no decision, `ELSEWHERE` for any other class.
    costs : K x K or K x (K + 1) prices or None; with prices "expected_cost", "total_cost", "cost" are added

    Returns
    -------
    overall : key to (replicates,)
    per_class : key to (replicates, K), as `class_figures`
    """
    sums = sums_of_cells(drawn, true, pred, n_classes)
    by_class = class_figures_of_sums(*sums)
    by_class["precision"][:, sums[2][:1].sum(axis=0) == 0] = np.nan
    overall = overall_figures(by_class)
    if costs is not None:
        by_class["cost"] = costs_of_cells(drawn, true, pred, n_classes, costs)
        overall["total_cost"] = by_class["cost"].sum(axis=1)
        overall["expected_cost"] = overall["total_cost"] / sums[3].sum(axis=1)
    return overall, by_class


def sums_of_cells(
    drawn: Floats, true: NDArray[Any], pred: NDArray[Any], n_classes: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return diagonal, decided, predicted and true samples of every replicate, (replicates, K) each."""
    right, given = true == pred, pred < n_classes
    named = given & (pred != ELSEWHERE)
    support = summed_by(drawn, true, n_classes)
    predicted = summed_by(drawn[:, named], pred[named], n_classes)
    if not named.all():
        predicted += _elsewhere(drawn, true, pred, n_classes)
    return (
        summed_by(drawn[:, right], true[right], n_classes),
        support if given.all() else summed_by(drawn[:, given], true[given], n_classes),
        predicted, support,
    )  # fmt: skip


def answers_of(true: NDArray[Any], pred: NDArray[Any], n_classes: int) -> NDArray[np.bool_]:
    """Return which classes occur or are predicted, (K,)."""
    named = pred[(pred >= 0) & (pred < n_classes)]
    return np.bincount(np.concatenate((true, named)), minlength=n_classes) > 0


def _elsewhere(drawn: Floats, true: NDArray[Any], pred: NDArray[Any], n_classes: int) -> Floats:
    """Return how often each class is predicted where no class is named, (replicates, K)."""
    left = pred == ELSEWHERE
    answers = answers_of(true, pred, n_classes)
    each = summed_by(drawn[:, left], true[left], n_classes) / max(1, int(answers.sum()) - 1)
    return np.where(answers, each.sum(axis=1, keepdims=True) - each, 0.0)


def costs_of_cells(
    drawn: Floats, true: NDArray[Any], pred: NDArray[Any], n_classes: int, costs: CostMatrix
) -> Floats:
    """Return what the samples of each true class cost in every replicate, (replicates, K)."""
    return summed_by(drawn * prices_of_cells(true, pred, n_classes, costs), true, n_classes)


def prices_of_cells(
    true: NDArray[Any], pred: NDArray[Any], n_classes: int, costs: CostMatrix
) -> Floats:
    """Return the price of each cell, nan for no decision where that has none.

    That of any other class is the mean over those that are answers.
    """
    prices, answers = priced(costs, n_classes + 1), answers_of(true, pred, n_classes)
    found = np.array(prices[true, pred])
    left = np.flatnonzero(pred == ELSEWHERE)
    if len(left):
        square = prices[:, :n_classes]
        others = square @ answers - np.diagonal(square)
        found[left] = others[true[left]] / (int(answers.sum()) - 1)
    return found


def limits_of(key: str, support: Floats, costs: CostMatrix | None) -> tuple[float, float]:
    """Return the lowest and the highest value of a figure of matrices with these row sums, (K,)."""
    if key not in ("cost", "expected_cost", "total_cost"):
        return (-1.0 if key in ("mcc", "cohen_kappa", "youden") else 0.0, 1.0)
    prices = np.asarray(costs, dtype=np.float64)
    low, high = (float(support @ ends) for ends in (prices.min(axis=1), prices.max(axis=1)))
    n = 1.0 if key == "total_cost" else float(support.sum())
    return low / n, high / n


def summed_by(drawn: Floats, index: NDArray[Any], n_classes: int) -> Floats:
    """Sum the cells of each class, shape (replicates, K)."""
    result = np.zeros((len(drawn), n_classes))
    if drawn.shape[1]:
        order = np.argsort(index, kind="stable")
        places, starts = np.unique(index[order], return_index=True)
        result[:, places] = np.add.reduceat(drawn[:, order], starts, axis=1)
    return result
