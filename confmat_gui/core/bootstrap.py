"""Bootstrap of a matrix's cells: multinomial within each true class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.redrawn import figures_of_cells
from confmat_gui.core.rules import CostMatrix

REPLICATES = 1000
MOST_DRAWS = 400_000
"""Draws of one bootstrap; a matrix with more than 400 filled cells gets fewer replicates (100 at least)."""
FEWEST_REPLICATES = 100


def bootstrap_metrics(
    outcomes: Counts, costs: CostMatrix | None = None, *, weights: Floats | None = None, seed: int = 0,
    replicates: int = REPLICATES,
) -> tuple[dict[str, tuple[float, float]], dict[str, Floats]]:
    """Return percentile intervals of all figures of a matrix.

    Each replicate redraws the cells of every true class from its own row (multinomial), so class sizes stay
    and the share without a decision varies. Only filled cells are drawn. With more than 400 filled cells or
    classes there are fewer replicates. A matrix without samples has no intervals: both results are empty.

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
        nan where the figure is undefined in more than half of the replicates.
    """
    if not outcomes.any():
        return {}, {}
    true, pred = np.nonzero(outcomes)
    counts = outcomes[true, pred]
    replicates = replicates_for(max(len(counts), len(outcomes)), replicates)
    drawn = draw_rows(counts, true, np.random.default_rng(seed), replicates)
    if weights is not None:
        drawn *= weights[true]
    overall, by_class = figures_of_cells(drawn, true, pred, len(outcomes), costs)
    keys = ("f1", "precision") if costs is None else ("f1", "precision", "cost")
    ends = {key: percentiles(values) for key, values in overall.items()}
    return (
        {key: (float(low), float(high)) for key, (low, high) in ends.items()},
        {key: _class_percentiles(by_class[key]) for key in keys},
    )


def percentiles(values: Floats) -> Floats:
    """Return the 2.5th and 97.5th percentile over the first axis, shape (2, ...); see `bootstrap_metrics`."""
    defined = np.sort(values[~np.isnan(values)])
    if len(defined) * 2 < len(values) or not len(defined):
        return np.array([np.nan, np.nan])
    return np.array([_quantile(defined, 0.025), _quantile(defined, 0.975)])


def replicates_for(n_cells: int, wanted: int = REPLICATES) -> int:
    """Return how many replicates the number of filled cells allows."""
    return max(min(FEWEST_REPLICATES, wanted), min(wanted, MOST_DRAWS // max(1, n_cells)))


def draw_rows(counts: Counts, row: NDArray[Any], generator: np.random.Generator, replicates: int) -> Floats:
    """Return (replicates, cells) redrawn counts; cells of one row keep their sum.

    `row` is the ascending row number of each filled cell.
    """
    drawn = np.empty((replicates, len(counts)))
    for cells in _runs(row):
        part = counts[cells]
        total = int(part.sum())
        drawn[:, cells] = generator.multinomial(total, part / total, size=replicates)
    return drawn


def _runs(row: NDArray[Any]) -> Iterator[slice]:
    starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1]))).tolist()
    for start, stop in zip(starts, [*starts[1:], len(row)], strict=True):
        yield slice(start, stop)


def _class_percentiles(values: Floats) -> Floats:
    return np.stack([percentiles(values[:, k]) for k in range(values.shape[1])])


def _quantile(ascending: Floats, share: float) -> float:
    """Return the quantile by linear interpolation (the usual definition 7)."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return float(ascending[below] + (place - below) * (ascending[above] - ascending[below]))
