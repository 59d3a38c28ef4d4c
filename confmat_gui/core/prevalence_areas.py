"""Average precision where a class has another share of the samples, and its interval.

No score is sorted for it: precision at a share follows from the TPR and FPR of every vertex of the curve. The
rest keeps its own mix of classes, as its ROC has it.
"""

from __future__ import annotations

import math
import threading
import weakref
from statistics import NormalDist

import numpy as np

from confmat_gui.core.arrays import Floats, read_only
from confmat_gui.core.class_ranks import ClassRanks
from confmat_gui.core.influence import average_precision_influence, influence_variance
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.prevalence import negative_weight
from confmat_gui.core.ranking import Ranking

Z95 = NormalDist().inv_cdf(0.975)

_kept: weakref.WeakKeyDictionary[Prepared, tuple[bytes, Floats, Floats]] = weakref.WeakKeyDictionary()
"""The areas asked last: prices and thresholds change more often than shares."""
_lock = threading.Lock()


def average_precisions_at(prepared: Prepared, shares: Floats) -> tuple[Floats, Floats]:
    """Return the average precision of every class at its share, (K,), and the intervals, (K, 2).

    nan where the class has no samples, no curve or no share. One walk along the kept curves of all classes
    the first time that these shares are asked for.
    """
    key = shares.tobytes()
    with _lock:
        known = _kept.get(prepared)
    if known is not None and known[0] == key:
        return known[1], known[2]
    areas, ends = np.full(len(shares), np.nan), np.full((len(shares), 2), np.nan)
    for k in np.flatnonzero(~np.isnan(prepared.average_precision) & (shares > 0)).tolist():
        ranking = prepared.ranking(k, drop_intermediate=True)
        share = float(shares[k])
        areas[k] = average_precision_at(ranking, share)
        ends[k] = logit_interval(float(areas[k]), average_precision_variance_at(ranking, share))
    areas, ends = read_only(areas), read_only(ends)
    with _lock:
        _kept[prepared] = key, areas, ends
    return areas, ends


def average_precision_at(ranking: Ranking, share: float) -> float:
    """Return sum (R_n - R_{n-1}) P_n with the precision at a share; nan without positives or share."""
    if ranking.n_pos == 0 or not share > 0:
        return math.nan
    weight = negative_weight(share, ranking.n_pos, ranking.n_neg)
    total = 0.0
    for block in ranking.blocks():
        tps = ranking.tps[block]
        positives = ranking.rises(ranking.tps, block)
        found = tps > 0
        precision = np.divide(
            tps, tps + weight * ranking.fps[block], out=np.zeros(len(tps)), where=found
        )
        total += float((positives * precision).sum())
    return total / ranking.n_pos


def average_precision_influence_at(ranking: Ranking, share: float) -> tuple[Floats, Floats]:
    """Return the influence of a sample of the class, and of another, on the area at every distinct score.

    With T and F the TPR and FPR at a score and G = pi T + (1 - pi) F, the area is the mean of pi T / G over
    the samples of the class. The share pi is fixed, so the samples of the class and the others are two
    samples of their own; a sample of the class moves the area by

        pi T(s) / G(s) - AP + C(s) - mean of C,   C(s) = sum over positives up to s of pi (1 - pi) F / G^2,

    and another one by mean of D - D(s) with T in place of F. Both are scaled by n over the size of their
    own sample, as `influence_variance` with two strata expects.
    """
    n_pos, n_neg = ranking.n_pos, ranking.n_neg
    tpr, fpr = ranking.tps / n_pos, ranking.fps / max(n_neg, 1)
    above = share * tpr + (1 - share) * fpr
    above[above == 0] = np.inf
    rises = np.diff(ranking.tps, prepend=0) / n_pos
    falls = np.diff(ranking.fps, prepend=0) / max(n_neg, 1)
    slope = rises * (share * (1 - share)) / above**2
    for_own = np.cumsum((slope * fpr)[::-1])[::-1]
    for_rest = np.cumsum((slope * tpr)[::-1])[::-1]
    precision = share * tpr / above
    own = precision - float((rises * precision).sum()) + for_own - float((rises * for_own).sum())
    rest = float((falls * for_rest).sum()) - for_rest
    n = n_pos + n_neg
    return own * (n / n_pos), rest * (n / max(n_neg, 1))


def average_precision_rows(ranks: ClassRanks, n_rows: int, share: float | None = None) -> Floats:
    """Return the influence of every row on the average precision of the class, at a share or at its own."""
    ranking = ranks.ranking()
    moved = (
        average_precision_influence(ranking) if share is None
        else average_precision_influence_at(ranking, share)
    )
    own, other = (values[::-1] for values in moved)
    ends = ranks.rows.ends
    group = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=-1))
    return ranks.scattered(np.where(ranks.own, own[group], other[group]), n_rows)


def average_precision_variance_at(ranking: Ranking, share: float) -> float:
    """Return the variance of the area at a share; nan unless there are two samples of each side."""
    if ranking.n_pos < 2 or ranking.n_neg < 2:
        return math.nan
    own, rest = average_precision_influence_at(ranking, share)
    count = np.concatenate((np.diff(ranking.tps, prepend=0), np.diff(ranking.fps, prepend=0)))
    is_own = np.arange(len(count)) < len(own)
    return influence_variance(np.concatenate((own, rest)), is_own, count, 1.0)


def logit_interval(value: float, variance: float) -> tuple[float, float]:
    """Return the 95 % interval that is symmetric on the scale of log odds (delta method).

    (nan, nan) where undefined; at 0 and 1, and without variance, it degenerates to a point.
    """
    if math.isnan(value) or math.isnan(variance):
        return (math.nan, math.nan)
    if variance <= 0 or not 0 < value < 1:
        return (value, value)
    centre, half = math.log(value / (1 - value)), Z95 * math.sqrt(variance) / (value * (1 - value))
    low, high = (1 / (1 + math.exp(min(half - centre, 700.0)))), 1 / (1 + math.exp(max(-half - centre, -700)))
    return (low, high)
