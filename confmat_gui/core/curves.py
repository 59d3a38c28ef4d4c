"""ROC and precision-recall curves and their areas: thin on top of a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.ranking import Ranking

_EXACT = 2**53
"""Whole numbers below it are exact as float64."""


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """One precision-recall curve: vertices at thresholds that descend; recall never falls.

    The first vertex is recall 0 with precision 1 by convention and threshold inf (as in scikit-learn,
    reversed). Recall is nan where the class has no samples.
    """

    precision: Floats
    recall: Floats
    thresholds: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Roc:
    """One ROC curve: (fpr, tpr) at descending thresholds, starting at (0, 0) with inf; neither ever falls.

    tpr is nan where the class has no samples, fpr where there are no others.
    """

    fpr: Floats
    tpr: Floats
    thresholds: NDArray[Any]


def roc_curve(ranking: Ranking) -> Roc:
    """Return the exact ROC: a vertex for each of the ranking, and the start (m + 1)."""
    return Roc(
        _shares(ranking.fps, ranking.n_neg),
        _shares(ranking.tps, ranking.n_pos),
        from_infinity(ranking.thresholds),
    )


def precision_recall_curve(ranking: Ranking) -> PrecisionRecall:
    """Return the exact precision-recall curve: a vertex for each of the ranking, and the start (m + 1)."""
    precision = np.empty(len(ranking.tps) + 1)
    precision[0] = 1
    for block in ranking.blocks():
        precision[block.start + 1 : block.stop + 1] = ranking.precision(block)
    recall = _shares(ranking.tps, ranking.n_pos)
    return PrecisionRecall(precision, recall, from_infinity(ranking.thresholds))


def roc_auc(ranking: Ranking) -> float:
    """Return the area under the ROC, the Mann-Whitney probability with ties counted 1/2; nan if undefined.

    Twice the Mann-Whitney count is summed in whole numbers and divided once.
    """
    if ranking.n_pos == 0 or ranking.n_neg == 0:
        return float("nan")
    return twice_won_pairs(ranking) / (2 * ranking.n_pos * ranking.n_neg)


def twice_won_pairs(ranking: Ranking) -> int:
    """Return twice the pairs in which a sample of the class is above one of the rest, ties counted 1/2.

    Twice the area under the curve of counts. Its sums are exact as float64 as long as all pairs are.
    """
    kind = np.float64 if 2 * ranking.n_pos * ranking.n_neg < _EXACT else object
    lost = 0
    for block in ranking.blocks():
        positives = ranking.rises(ranking.tps, block).astype(kind)
        fps = ranking.fps[block].astype(kind)
        fps += fps
        fps -= ranking.rises(ranking.fps, block)
        lost += int(np.dot(positives, fps) if kind is object else np.einsum("i,i->", positives, fps))
    return 2 * ranking.n_neg * ranking.n_pos - lost


def average_precision(ranking: Ranking) -> float:
    """Return sum (R_n - R_{n-1}) P_n over the distinct scores (no interpolation); nan without positives."""
    if ranking.n_pos == 0:
        return float("nan")
    total = 0.0
    for block in ranking.blocks():
        positives = ranking.rises(ranking.tps, block).astype(np.float64)
        positives *= ranking.precision(block)
        total += float(positives.sum())
    return total / ranking.n_pos


def from_infinity(thresholds: NDArray[Any]) -> NDArray[Any]:
    """Return descending thresholds after that at which nothing is positive."""
    result = np.empty(len(thresholds) + 1, dtype=thresholds.dtype)
    result[0], result[1:] = np.inf, thresholds
    return result


def _shares(counts: NDArray[Any], total: int) -> Floats:
    """Return 0 and the shares of the total; all nan where there is nothing."""
    result = np.empty(len(counts) + 1)
    if total:
        result[0] = 0
        np.divide(counts, total, out=result[1:])
    else:
        result[:] = np.nan
    return result
