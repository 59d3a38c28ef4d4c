"""Bootstrap of the difference between two matrices, of the same samples or of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.bootstrap import REPLICATES, replicates_for
from confmat_gui.core.cell_draws import Cells, cells_of, centred, interval_of_draws, with_added
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

    @property
    def cells(self) -> Cells:
        """The filled cells, and the sample added to each true class."""
        return with_added(self.y_true, (self.pred_a, self.pred_b), self.counts, self.n_classes)


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
    """Return figures of both models, as they are and then in replicates of their joint table.

    Every true class is drawn from its own cells, both models on the same draw; see `cell_draws`.
    """
    cells = table.cells
    replicates = replicates_for(max(len(table.counts), table.n_classes), REPLICATES)
    drawn = cells.draw(np.random.default_rng(seed), replicates)
    first, second = (
        _figures_of_draws(drawn, (cells.true, pred), table.n_classes, costs, weight)
        for pred, costs, weight in zip(cells.preds, prices, weights, strict=True)
    )
    return first, second


def unpaired_draws(
    first: Counts, second: Counts, prices: Prices, seed: int, weights: Weights = (None, None)
) -> tuple[Draws, Draws]:
    """Return figures, as they are and then in replicates of two matrices that are drawn apart.

    Each matrix is (K, K), or (K, K + 1) with no decision.
    """
    generator = np.random.default_rng(seed)
    most = max(len(first), *(int(np.count_nonzero(matrix)) for matrix in (first, second)))
    results = []
    for matrix, costs, weight in zip((first, second), prices, weights, strict=True):
        cells = cells_of(matrix)
        drawn = cells.draw(generator, replicates_for(most, REPLICATES))
        results.append(_figures_of_draws(drawn, (cells.true, cells.preds[0]), len(matrix), costs, weight))
    return results[0], results[1]


def interval_and_p(differences: Floats, n_rows: int) -> tuple[tuple[float, float], float]:
    """Return the interval of a difference, given first and then drawn, and twice the smaller share beyond 0.

    `n_rows` true classes have samples. The p-value counts one draw more on either side, so it is never 0.
    """
    low, high = interval_of_draws(differences, n_rows)
    if np.isnan(low):
        return (float("nan"), float("nan")), float("nan")
    draws = centred(differences, n_rows)
    defined = draws[~np.isnan(draws)]
    beyond = min(int((defined <= 0).sum()), int((defined >= 0).sum()))
    return (float(low), float(high)), min(1.0, 2 * (beyond + 1) / (len(defined) + 1))


def _figures_of_draws(
    drawn: Floats, cells: tuple[NDArray[Any], NDArray[Any]], n_classes: int, costs: CostMatrix | None,
    weight: Floats | None,
) -> Draws:
    drawn = drawn if weight is None else drawn * weight[cells[0]]
    overall, by_class = figures_of_cells(drawn, *cells, n_classes, costs)
    return overall | {key: by_class[key] for key in ("precision", "recall", "f1", "specificity")}
