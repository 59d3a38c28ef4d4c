"""Where the figure of a batch lies if the batches differ by chance alone."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.batch_sums import OF_ONE_CLASS, ClassTotals
from confmat_gui.core.bootstrap import percentiles
from confmat_gui.core.costs import priced
from confmat_gui.core.hypergeometric import hypergeometric_limits
from confmat_gui.core.rules import CostMatrix

DRAWS = 400
FEW_DRAWS = 40
MOST_CELLS = 2_000
"""Filled cells of the matrix up to which batches are drawn `DRAWS` times."""
MOST_SIZES = 16
"""Sizes of batches that are drawn for; others take the next one of these."""
MOST_SAMPLES = 10**9
"""Samples up to which batches are drawn without replacement."""


def expected_spread(
    key: str, class_index: int | None, batches: ClassTotals, outcomes: Counts, costs: CostMatrix | None
) -> Floats:
    """Return the 95 % interval of a figure for batches of these sizes, (B, 2), nan where undefined.

    The samples of all batches are thought of as dealt out at random. Accuracy, recall and precision are then
    hypergeometric, and their interval is exact: it leaves out at most 2.5 % on either side. Other figures
    are drawn, with a fixed seed.

    Parameters
    ----------
    key, class_index : as for `ClassTotals.figure`
    batches : totals of each batch
    outcomes : (K, K) or (K, K + 1), of all batches that count
    costs : prices, for "expected_cost"
    """
    if key == "accuracy":
        return _of_rate(batches.decided.sum(axis=1), batches.tp.sum(axis=1))
    if key in OF_ONE_CLASS:
        trials = batches.decided if key == "recall" else batches.predicted
        return _of_rate(trials[:, class_index], batches.tp[:, class_index])
    return _drawn(key, batches.support.sum(axis=1), outcomes, costs)


def _of_rate(trials: Counts, hits: Counts) -> Floats:
    total, right = int(trials.sum()), int(hits.sum())
    known = {
        n: (np.nan, np.nan) if n == 0 else np.array(hypergeometric_limits(total, right, n)) / n
        for n in np.unique(trials).tolist()
    }
    return np.array([known[n] for n in trials.tolist()], dtype=np.float64).reshape(-1, 2)


def _drawn(key: str, sizes: Counts, outcomes: Counts, costs: CostMatrix | None) -> Floats:
    known = {n: np.array([np.nan, np.nan]) for n in np.unique(sizes).tolist()}
    drawn_for = sorted(n for n in known if n > 0)
    if len(drawn_for) > MOST_SIZES:
        places = np.linspace(0, len(drawn_for) - 1, MOST_SIZES).round().astype(int)
        kept = [drawn_for[place] for place in places.tolist()]
    else:
        kept = drawn_for
    generator = np.random.default_rng(0)
    limits = {n: percentiles(_figures(key, n, outcomes, costs, generator)) for n in kept}
    for n in drawn_for:
        known[n] = limits[min(kept, key=lambda size: abs(math.log(size / n)))]
    return np.array([known[n] for n in sizes.tolist()]).reshape(-1, 2)


def _figures(
    key: str, n: int, outcomes: Counts, costs: CostMatrix | None, generator: np.random.Generator
) -> Floats:
    """Return the figure of batches of `n` samples, drawn from the cells of the matrix."""
    true, pred = np.nonzero(outcomes)
    counts = outcomes[true, pred]
    few = len(counts) > MOST_CELLS
    drawn = _cells(counts, n, FEW_DRAWS if few else DRAWS, generator, shuffled=few)
    return _totals(drawn, true, pred, len(outcomes), costs).figure(key)


def _cells(
    counts: Counts, n: int, draws: int, generator: np.random.Generator, *, shuffled: bool
) -> Counts:
    """Return (draws, cells) counts of `n` samples."""
    total = int(counts.sum())
    if total >= MOST_SAMPLES:
        return generator.multinomial(n, counts / total, size=draws)
    if not shuffled:
        return generator.multivariate_hypergeometric(counts, n, size=draws, method="marginals")
    rows = np.repeat(np.arange(len(counts)), counts)
    return np.stack([
        np.bincount(generator.choice(rows, n, replace=False), minlength=len(counts)) for _ in range(draws)
    ])


def _totals(
    drawn: Counts, true: Counts, pred: Counts, n_classes: int, costs: CostMatrix | None
) -> ClassTotals:
    def summed(codes: Counts, chosen: Counts) -> Counts:
        result = np.zeros((len(drawn), n_classes), dtype=np.int64)
        np.add.at(result.T, codes[chosen], drawn.T[chosen])
        return result

    every, given = np.arange(len(true)), np.flatnonzero(pred < n_classes)
    cost = None if costs is None else drawn @ priced(costs, n_classes + 1)[true, pred]
    right = np.flatnonzero(true == pred)
    return ClassTotals(
        summed(true, right), summed(true, given), summed(pred, given), summed(true, every), cost
    )
