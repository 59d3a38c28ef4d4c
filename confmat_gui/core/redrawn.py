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
    right, given = true == pred, pred < n_classes
    support = _summed(drawn, true, n_classes)
    by_class = class_figures_of_sums(
        _summed(drawn[:, right], true[right], n_classes),
        support if given.all() else _summed(drawn[:, given], true[given], n_classes),
        _summed(drawn[:, given], pred[given], n_classes),
        support,
    )
    overall = overall_figures(by_class)
    if costs is not None:
        prices = priced(costs, n_classes + 1)[true, pred]
        by_class["cost"] = _summed(drawn * prices, true, n_classes)
        overall["total_cost"] = by_class["cost"].sum(axis=1)
        overall["expected_cost"] = overall["total_cost"] / support.sum(axis=1)
    return overall, by_class


def _summed(drawn: Floats, index: NDArray[Any], n_classes: int) -> Floats:
    """Sum the cells of each class, shape (replicates, K)."""
    result = np.zeros((len(drawn), n_classes))
    if drawn.shape[1]:
        order = np.argsort(index, kind="stable")
        places, starts = np.unique(index[order], return_index=True)
        result[:, places] = np.add.reduceat(drawn[:, order], starts, axis=1)
    return result
