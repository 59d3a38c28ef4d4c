"""Intervals of the figures of a matrix, from its cells drawn anew within each true class."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cell_draws import cells_of, interval_of_draws, percentiles
from confmat_gui.core.redrawn import figures_of_cells, limits_of
from confmat_gui.core.rules import CostMatrix

__all__ = ["bootstrap_metrics", "percentiles", "replicates_for"]

REPLICATES = 1000
SEED = 0
"""Fixed, so that the same matrix has the same intervals everywhere."""
MOST_DRAWS = 400_000
"""Draws of one bootstrap; a matrix with more than 400 filled cells gets fewer replicates (100 at least)."""
FEWEST_REPLICATES = 100


def bootstrap_metrics(
    outcomes: Counts, costs: CostMatrix | None = None, *, weights: Floats | None = None, seed: int = SEED,
    replicates: int = REPLICATES,
) -> tuple[dict[str, tuple[float, float]], dict[str, Floats]]:
    """Return the intervals of all figures of a matrix.

    Each replicate draws the cells of every true class from what its row says of them, with one sample added
    to the row (see `cell_draws`), so class sizes stay and the share without a decision varies. With more
    than 400 filled cells or classes there are fewer replicates. A matrix without samples has no intervals:
    both results are empty.

    Parameters
    ----------
    outcomes : (K, K) or (K, K + 1) int64, rows = true class, the last of K + 1 columns no decision
    costs : prices or None; with prices expected_cost and total_cost are added
    weights : (K,) what a redrawn sample of each true class counts, None for 1: the sizes stay the real ones
    seed : of the random generator, so that the same matrix has the same intervals

    Returns
    -------
    overall : metric key to (low, high)
    per_class : "precision" and "f1" (and "cost" with prices) to (K, 2)
        nan where the figure is undefined, or is so in more than half of the replicates. The figure of the
        matrix itself is never outside.
    """
    if not outcomes.any():
        return {}, {}
    cells = cells_of(outcomes)
    filled = int((cells.counts > 0).sum())
    drawn = cells.draw(np.random.default_rng(seed), replicates_for(max(filled, len(outcomes)), replicates))
    if weights is not None:
        drawn *= weights[cells.true]
    overall, by_class = figures_of_cells(drawn, cells.true, cells.preds[0], len(outcomes), costs)
    keys = ("f1", "precision") if costs is None else ("f1", "precision", "cost")
    support = np.bincount(cells.true, drawn[0], len(outcomes)).astype(np.float64)
    ends = {
        key: interval_of_draws(values, cells.n_rows, limits_of(key, support, costs))
        for key, values in overall.items()
    }
    return (
        {key: (float(low), float(high)) for key, (low, high) in ends.items()},
        {key: np.stack([interval_of_draws(values) for values in by_class[key].T]) for key in keys},
    )


def replicates_for(n_cells: int, wanted: int = REPLICATES) -> int:
    """Return how many replicates the number of filled cells allows."""
    return max(min(FEWEST_REPLICATES, wanted), min(wanted, MOST_DRAWS // max(1, n_cells)))
