"""Bootstrap of the difference between two matrices, of the same samples or of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.bootstrap import REPLICATES, draw_rows, percentiles, replicates_for
from confmat_gui.core.redrawn import Draws, figures_of_cells
from confmat_gui.core.rules import CostMatrix

Prices = tuple[CostMatrix | None, CostMatrix | None]
Weights = tuple[Floats | None, Floats | None]
"""What a redrawn sample of each true class counts, for each model; None for 1."""


@dataclass(frozen=True, eq=False)
class JointTable:
    """Filled cells of the table (true, predicted by a, predicted by b), in ascending order of the three.

    A prediction is K where there is no decision.
    """

    y_true: NDArray[np.int64]
    pred_a: NDArray[np.int64]
    pred_b: NDArray[np.int64]
    counts: Counts
    n_classes: int


def joint_table(
    y_true: Codes, pred_a: Codes, pred_b: Codes, n_classes: int, count: Counts | None = None
) -> JointTable:
    """Count the rows (or samples) of every combination that occurs."""
    columns = n_classes + 1
    flat = (y_true.astype(np.int64) * columns + pred_a) * columns + pred_b
    cells, inverse = np.unique(flat, return_inverse=True)
    counts = np.bincount(inverse, count, minlength=len(cells)).astype(np.int64)
    cells, counts = cells[counts > 0], counts[counts > 0]
    row, rest = np.divmod(cells, columns * columns)
    return JointTable(row, rest // columns, rest % columns, counts, n_classes)


def paired_draws(
    table: JointTable, prices: Prices, seed: int, weights: Weights = (None, None)
) -> tuple[Draws, Draws]:
    """Return figures of both models in replicates of their joint table.

    Every true class is redrawn from its own cells (multinomial), both models on the same draw.
    """
    n_classes = table.n_classes
    replicates = replicates_for(max(len(table.counts), n_classes), REPLICATES)
    drawn = draw_rows(table.counts, table.y_true, np.random.default_rng(seed), replicates)
    return (
        _figures_of_draws(drawn, (table.y_true, table.pred_a), n_classes, prices[0], weights[0]),
        _figures_of_draws(drawn, (table.y_true, table.pred_b), n_classes, prices[1], weights[1]),
    )


def unpaired_draws(
    first: Counts, second: Counts, prices: Prices, seed: int, weights: Weights = (None, None)
) -> tuple[Draws, Draws]:
    """Return figures in replicates of two matrices that are redrawn apart from each other.

    Each matrix is (K, K), or (K, K + 1) with no decision.
    """
    generator = np.random.default_rng(seed)
    filled = [np.nonzero(matrix) for matrix in (first, second)]
    replicates = replicates_for(max(len(first), *(len(cells[0]) for cells in filled)), REPLICATES)
    results = []
    for matrix, cells, costs, weight in zip((first, second), filled, prices, weights, strict=True):
        drawn = draw_rows(matrix[cells], cells[0], generator, replicates)
        results.append(_figures_of_draws(drawn, (cells[0], cells[1]), len(matrix), costs, weight))
    return results[0], results[1]


def interval_and_p(differences: Floats) -> tuple[tuple[float, float], float]:
    """Return the percentile interval of drawn differences and twice the smaller share beyond 0.

    The p-value counts one draw more on either side, so it is never 0.
    """
    low, high = percentiles(differences)
    if np.isnan(low):
        return (float("nan"), float("nan")), float("nan")
    defined = differences[~np.isnan(differences)]
    beyond = min(int((defined <= 0).sum()), int((defined >= 0).sum()))
    return (float(low), float(high)), min(1.0, 2 * (beyond + 1) / (len(defined) + 1))


def _figures_of_draws(
    drawn: Floats, cells: tuple[NDArray[Any], NDArray[Any]], n_classes: int, costs: CostMatrix | None,
    weight: Floats | None,
) -> Draws:
    drawn = drawn if weight is None else drawn * weight[cells[0]]
    overall, by_class = figures_of_cells(drawn, *cells, n_classes, costs)
    return overall | {key: by_class[key] for key in ("precision", "recall", "f1", "specificity")}
