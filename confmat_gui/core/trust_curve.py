"""Trusting the probabilities: at each condition the threshold that is best if they hold, and its cost."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.arrays import Floats
from confmat_gui.core.conditions import Condition
from confmat_gui.core.ranking import Ranking

COLUMNS = 1_000
"""Parts of PC(+) for which a long curve is drawn by its lowest and highest cost."""


def trusted_threshold(pc: ArrayLike, prevalence: float) -> Floats:
    """Return the threshold of lowest expected cost at PC(+), elementwise, if the probabilities hold.

    Parameters
    ----------
    pc : PC(+), within [0, 1]
    prevalence : share of the class among the samples, for which the probabilities speak

    Returns
    -------
    float64, the shape of `pc`
        t with t / (1 - t) = prevalence / (1 - prevalence) * (1 - x) / x. It is the same whether x comes from
        prices or from another prevalence to which the probabilities are adapted; where both classes are as
        frequent it is 1 - x.
    """
    x = np.asarray(pc, dtype=np.float64)
    against, towards = prevalence * (1 - x), (1 - prevalence) * x
    return np.asarray(against / (against + towards))


def threshold_at(condition: Condition, prevalence: float) -> float:
    """Return the trusted threshold at a condition; exactly that of the prices at the samples' prevalence."""
    if not condition.sensible:
        return math.nan
    if condition.prevalence == prevalence:
        return condition.false_alarm / (condition.false_alarm + condition.miss)
    return float(trusted_threshold(condition.pc, prevalence))


def rates_at(
    ranking: Ranking, threshold: float, kind: type[np.floating[Any]] = np.float64
) -> tuple[float, float]:
    """Return false positive and false negative rate where scores >= threshold are called positive.

    The threshold is first rounded to `kind`, the type of the scores. The ranking has every distinct score.
    """
    needle = kind(threshold)
    reached = bisect_right(ranking.thresholds, -needle, key=np.negative)  # no copy of the array
    tp, fp = (int(ranking.tps[reached - 1]), int(ranking.fps[reached - 1])) if reached else (0, 0)
    return fp / ranking.n_neg, (ranking.n_pos - tp) / ranking.n_pos


@dataclass(frozen=True, eq=False)
class TrustCurve:
    """Normalised expected cost of trusting the probabilities, as a path to draw.

    Attributes
    ----------
    pc, cost : (p,) float64
        From PC(+) = 0 to 1. Between jumps the curve is a straight line; a jump is upright, at the PC(+) from
        which the next lower probability is called positive. Exact where no longer than twice `COLUMNS`;
        beyond that the lowest and the highest cost of every column.
    """

    pc: Floats
    cost: Floats


def trust_curve(ranking: Ranking, prevalence: float | None = None) -> TrustCurve:
    """Return the cost of trusting the probabilities of a class, from its ranking at every distinct score.

    `prevalence` is the share of the class for which they speak, within (0, 1); None: that of the samples, of
    which there are some on both sides.
    """
    share = ranking.n_pos / (ranking.n_pos + ranking.n_neg) if prevalence is None else prevalence
    if len(ranking.thresholds) <= COLUMNS:
        return TrustCurve(*_path(*_steps(ranking, slice(None), share), first=(0.0, 1.0), starts_at=0.0))
    low, high = np.full(COLUMNS, np.inf), np.full(COLUMNS, -np.inf)
    for pc, cost in _pieces(ranking, share):
        column = np.minimum((pc * COLUMNS).astype(np.intp), COLUMNS - 1)
        np.minimum.at(low, column, cost)
        np.maximum.at(high, column, cost)
    return _drawn((low, high), ranking, share)


def _steps(ranking: Ranking, block: slice, share: float) -> tuple[Floats, Floats, Floats]:
    """Return where each distinct score of a block is called positive from, and the rates from there on."""
    p = ranking.thresholds[block].astype(np.float64)
    against, towards = share * (1 - p), (1 - share) * p
    return against / (against + towards), ranking.fps[block] / ranking.n_neg, \
        (ranking.n_pos - ranking.tps[block]) / ranking.n_pos


def _path(
    pc: Floats, fpr: Floats, fnr: Floats, *, first: tuple[float, float], starts_at: float
) -> tuple[Floats, Floats]:
    """Return the path with both ends of each upright jump, from `first` (fpr, fnr) to PC(+) = 1."""
    alarms, misses = np.append(first[0], fpr), np.append(first[1], fnr)
    starts, ends = np.append(starts_at, pc), np.append(pc, 1.0)
    x = np.column_stack([starts, ends]).ravel()
    y = np.column_stack(
        [misses * starts + alarms * (1 - starts), misses * ends + alarms * (1 - ends)]
    ).ravel()  # fmt: skip
    return x, y


def _pieces(ranking: Ranking, share: float) -> Iterator[tuple[Floats, Floats]]:
    """Walk both ends of every straight piece, block by block."""
    before, at = (0.0, 1.0), 0.0
    for block in ranking.blocks():
        pc, fpr, fnr = _steps(ranking, block, share)
        x, y = _path(pc, fpr, fnr, first=before, starts_at=at)
        yield x[:-1], y[:-1]
        before, at = (float(fpr[-1]), float(fnr[-1])), float(pc[-1])
    yield np.array([at, 1.0]), np.array([before[1] * at + before[0] * (1 - at), before[1]])


def _drawn(extremes: tuple[Floats, Floats], ranking: Ranking, share: float) -> TrustCurve:
    """Join the columns; those that no jump falls into take the exact cost in their middle."""
    low, high = extremes
    middle = (np.arange(COLUMNS) + 0.5) / COLUMNS
    for column in np.flatnonzero(low > high).tolist():
        fpr, fnr = rates_at(ranking, float(trusted_threshold(middle[column], share)))
        low[column] = high[column] = fnr * middle[column] + fpr * (1 - middle[column])
    return TrustCurve(
        np.concatenate([[0.0], np.repeat(middle, 2), [1.0]]),
        np.concatenate([[0.0], np.column_stack([low, high]).ravel(), [0.0]]),
    )
