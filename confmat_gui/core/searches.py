"""The best threshold of a class against the rest, over all distinct scores or over the convex hull."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.ranking import Ranking

_ROUNDING = 1e-12
"""Values that differ by less, relative to the largest involved, are equal but for rounding."""


@dataclass(frozen=True)
class Optimum:
    """The best value, where it is reached, and what ties with it.

    Attributes
    ----------
    value : float
    threshold : float
        Of several with the best value the one with the lowest false positive rate; inf: nothing is positive.
    tp, fp : int
        Samples at or above the threshold.
    tied : (lowest, highest) threshold with the best value
    """

    value: float
    threshold: float
    tp: int
    fp: int
    tied: tuple[float, float]


@dataclass(frozen=True)
class UnitCosts:
    """What each outcome costs, and the share of positives to reckon with (None: that of the samples)."""

    false_positive: float
    false_negative: float
    true_negative: float = 0.0
    true_positive: float = 0.0
    prevalence: float | None = None


def best_threshold(ranking: Ranking, figure: str) -> Optimum | None:
    """Return the distinct score with the largest value of a figure of `FIGURES`.

    None where the figure is undefined at every score, as without samples on both sides.
    """
    if ranking.n_pos == 0 or ranking.n_neg == 0:
        return None
    return _first_best(
        ranking, lambda tps, fps: FIGURES[figure](tps, fps, ranking.n_pos, ranking.n_neg), at_start=math.nan
    )


def lowest_cost(ranking: Ranking, costs: UnitCosts) -> Optimum | None:
    """Return the threshold with the lowest expected cost a sample; None without samples on both sides.

    `ranking` may be a convex hull (`convex_hull`): the cost is the same, the tied thresholds are the ends of
    an edge. Calling nothing positive is among the candidates.
    """
    n_pos, n_neg = ranking.n_pos, ranking.n_neg
    if n_pos == 0 or n_neg == 0:
        return None
    share = n_pos / (n_pos + n_neg) if costs.prevalence is None else costs.prevalence
    at_start = share * costs.false_negative + (1 - share) * costs.true_negative
    per_tp = share * (costs.true_positive - costs.false_negative) / n_pos
    per_fp = (1 - share) * (costs.false_positive - costs.true_negative) / n_neg
    best = _first_best(
        ranking, lambda tps, fps: -(at_start + per_tp * tps + per_fp * fps), at_start=-at_start
    )  # fmt: skip
    assert best is not None
    return replace(best, value=-best.value)


def _first_best(
    ranking: Ranking, values_at: Callable[[NDArray[Any], NDArray[Any]], Floats], *, at_start: float
) -> Optimum | None:
    """Return the first of the largest values, None if all are nan; `at_start`: with nothing positive.

    Values are made in blocks, and again only in blocks that reach the largest.
    """
    blocks = list(ranking.blocks())
    highest, largest = [], abs(at_start)
    for block in blocks:
        values = values_at(ranking.tps[block], ranking.fps[block])
        highest.append(float(np.fmax.reduce(values)))
        largest = float(np.fmax.reduce([largest, abs(highest[-1]), abs(float(np.fmin.reduce(values)))]))
    best = float(np.fmax.reduce([at_start, *highest]))
    if math.isnan(best):
        return None
    least = best - _ROUNDING * largest
    reaching = [block for block, value in zip(blocks, highest, strict=True) if value >= least]

    def near(block: slice, end: int) -> tuple[int, float]:
        values = values_at(ranking.tps[block], ranking.fps[block])
        at = int(np.flatnonzero(values >= least)[end])
        return block.start + at, float(values[at])

    last = float(ranking.thresholds[near(reaching[-1], -1)[0]]) if reaching else math.inf
    if at_start >= least:
        return Optimum(at_start, math.inf, 0, 0, (last, math.inf))
    at, value = near(reaching[0], 0)
    first = float(ranking.thresholds[at])
    return Optimum(value, first, int(ranking.tps[at]), int(ranking.fps[at]), (last, first))


def _youden(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    return np.asarray(tp / n_pos - fp / n_neg)


def _balanced_accuracy(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    return (1 + _youden(tp, fp, n_pos, n_neg)) / 2


def _f1(tp: Counts, fp: Counts, n_pos: int, _n_neg: int) -> Floats:
    return np.asarray(2 * tp / (tp + fp + n_pos))


def _mcc(tp: Counts, fp: Counts, n_pos: int, n_neg: int) -> Floats:
    predicted = (tp + fp).astype(np.float64)
    covered = tp * float(n_neg) - fp * float(n_pos)
    scale = np.sqrt(predicted * (n_pos + n_neg - predicted)) * math.sqrt(float(n_pos) * n_neg)
    result: Floats = np.divide(covered, scale, out=np.full(len(tp), np.nan), where=scale > 0)
    return result


FIGURES: Mapping[str, Callable[[Counts, Counts, int, int], Floats]] = {
    "youden": _youden,
    "balanced_accuracy": _balanced_accuracy,
    "f1": _f1,
    "mcc": _mcc,
}
"""Figures to search for, by key."""
