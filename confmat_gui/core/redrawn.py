"""Figures of matrices whose filled cells were drawn anew, without ever making the matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import priced
from confmat_gui.core.matrix_figures import class_figures_of_sums, overall_figures
from confmat_gui.core.rules import CostMatrix

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
    drawn : (replicates, cells) counts
    true, pred : (cells,) class indices; a pair may occur more than once
        `pred` is K for no decision.
    costs : K x K or K x (K + 1) prices or None; with prices "expected_cost", "total_cost", "cost" are added

    Returns
    -------
    overall : key to (replicates,)
    per_class : key to (replicates, K), as `class_figures`
    """
    sums = sums_of_cells(drawn, true, pred, n_classes)
    by_class = class_figures_of_sums(*sums)
    overall = overall_figures(by_class)
    if costs is not None:
        by_class["cost"] = summed_by(drawn * prices_of_cells(true, pred, n_classes, costs), true, n_classes)
        overall["total_cost"] = by_class["cost"].sum(axis=1)
        overall["expected_cost"] = overall["total_cost"] / sums[3].sum(axis=1)
    return overall, by_class


def sums_of_cells(
    drawn: Floats, true: NDArray[Any], pred: NDArray[Any], n_classes: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return diagonal, decided, predicted and true samples of every replicate, (replicates, K) each."""
    right, given = true == pred, pred < n_classes
    support = summed_by(drawn, true, n_classes)
    return (
        summed_by(drawn[:, right], true[right], n_classes),
        support if given.all() else summed_by(drawn[:, given], true[given], n_classes),
        summed_by(drawn[:, given], pred[given], n_classes),
        support,
    )


def prices_of_cells(
    true: NDArray[Any], pred: NDArray[Any], n_classes: int, costs: CostMatrix
) -> Floats:
    """Return the price of each cell, nan for no decision where that has none."""
    return np.asarray(priced(costs, n_classes + 1)[true, pred])


def summed_by(drawn: Floats, index: NDArray[Any], n_classes: int) -> Floats:
    """Sum the cells of each class, shape (replicates, K)."""
    result = np.zeros((len(drawn), n_classes))
    if drawn.shape[1]:
        order = np.argsort(index, kind="stable")
        places, starts = np.unique(index[order], return_index=True)
        result[:, places] = np.add.reduceat(drawn[:, order], starts, axis=1)
    return result
