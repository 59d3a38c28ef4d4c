"""ROC and precision-recall curves and their areas: thin on top of a ranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.ranking import Ranking

_LARGEST_SUM = 2**62


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """One precision-recall curve: vertices at every distinct score, thresholds descending.

    The first vertex is recall 0 with precision 1 by convention and threshold inf (as in scikit-learn,
    reversed). Recall is nan where the class has no samples.
    """

    precision: Floats
    recall: Floats
    thresholds: Floats


@dataclass(frozen=True, eq=False)
class Roc:
    """One ROC curve: (fpr, tpr) at every distinct score, descending, starting at (0, 0) with threshold inf.

    tpr is nan where the class has no samples, fpr where there are no others.
    """

    fpr: Floats
    tpr: Floats
    thresholds: Floats


def roc_curve(ranking: Ranking) -> Roc:
    """Return the exact ROC: every distinct score is a vertex (m + 1 with the start)."""
    return Roc(
        _shares(ranking.fps, ranking.n_neg),
        _shares(ranking.tps, ranking.n_pos),
        np.concatenate(([np.inf], ranking.thresholds)),
    )


def precision_recall_curve(ranking: Ranking) -> PrecisionRecall:
    """Return the exact precision-recall curve: every distinct score is a vertex (m + 1 with the start)."""
    precision = np.ones(len(ranking.tps) + 1)
    at = 1
    for steps in ranking.steps():
        after = at + len(steps.tps)
        np.divide(steps.tps, steps.tps + steps.fps, out=precision[at:after])
        at = after
    recall = _shares(ranking.tps, ranking.n_pos)
    return PrecisionRecall(precision, recall, np.concatenate(([np.inf], ranking.thresholds)))


def roc_auc(ranking: Ranking) -> float:
    """Return the area under the ROC, the Mann-Whitney probability with ties counted 1/2; nan if undefined.

    Twice the Mann-Whitney count is summed in whole numbers and divided once.
    """
    if ranking.n_pos == 0 or ranking.n_neg == 0:
        return float("nan")
    return twice_won_pairs(ranking) / (2 * ranking.n_pos * ranking.n_neg)


def twice_won_pairs(ranking: Ranking) -> int:
    """Return twice the pairs in which a sample of the class is above one of the rest, ties counted 1/2."""
    twice = 0
    for steps in ranking.steps():
        positives = steps.tps - steps.tps_before
        lost = steps.fps + steps.fps_before
        if int(positives.sum()) * 2 * ranking.n_neg > _LARGEST_SUM:
            positives, lost = positives.astype(object), lost.astype(object)
        twice += 2 * ranking.n_neg * int(positives.sum()) - int(np.dot(positives, lost))
    return twice


def average_precision(ranking: Ranking) -> float:
    """Return sum (R_n - R_{n-1}) P_n over the distinct scores (no interpolation); nan without positives."""
    if ranking.n_pos == 0:
        return float("nan")
    total = 0.0
    for steps in ranking.steps():
        positives = (steps.tps - steps.tps_before).astype(np.float64)
        total += float(np.einsum("i,i->", positives, steps.tps / (steps.tps + steps.fps)))
    return total / ranking.n_pos


def _shares(counts: Counts, total: int) -> Floats:
    """Return 0 and the shares of the total; all nan where there is nothing."""
    result = np.zeros(len(counts) + 1)
    if total:
        np.divide(counts, total, out=result[1:])
    else:
        result[:] = np.nan
    return result
