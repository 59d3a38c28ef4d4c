"""`prepare`: one sort per class, and everything that follows from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from confmat_gui.core.area_influence import AreaInfluence
from confmat_gui.core.area_intervals import AreaSpread, area_interval, area_method
from confmat_gui.core.arrays import Counts, Floats, read_only
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.class_ranks import ClassRanks, rank_class, rank_rows
from confmat_gui.core.curves import average_precision, roc_auc
from confmat_gui.core.influence import influence_variance
from confmat_gui.core.intervals import average_precision_interval, delong_parts, normal_interval
from confmat_gui.core.losses import LOSSES, largest, mean_loss, row_loss, why_no_losses
from confmat_gui.core.matrix_figures import mean_of_defined
from confmat_gui.core.pairs import hand_till, pair_areas
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared, RankingCache
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Rule
from confmat_gui.core.searches import best_threshold
from confmat_gui.core.threads import in_turn

SPREAD_KEYS = ("log_loss", "brier", "macro_roc_auc", "hand_till")
"""Figures of the scores whose variance comes from influence values."""
THREADS = 2
SMALL = 20_000
"""Below this number of rows a thread costs more than it saves."""
NO_VARIANCE = "The scores leave no variance, so the interval is degenerate; it does not mean certainty."


def prepare(predictions: Predictions, progress: Progress = no_progress) -> Prepared:
    """Sort every class once and return curves, areas, intervals and the default rule.

    Parameters
    ----------
    predictions : Predictions
        n rows of K classes.
    progress : Progress
        Called before each class; a `CancelledError` that it raises ends the work.

    Returns
    -------
    Prepared
        `roc_auc` and `average_precision` are (K,) in class order, each class against the rest, nan where
        undefined; their intervals are (K, 2), 95 %. Every distinct score is a threshold; ties count one half
        in an AUC. `roc(name)` and `precision_recall(name)` give the exact curves.

    Notes
    -----
    AUC is the Mann-Whitney share with DeLong's variance (Sun & Xu 2014) and the interval of
    `area_intervals`, average precision the sum without
    interpolation with a logit interval (Boyd et al. 2013); see docs/numbers.md, sections 3 and 4.
    """
    table = _ScoreTable.empty(predictions)
    _add_losses(table, predictions)
    if predictions.y_score is not None:
        _fill(table, predictions, progress)
    progress(1.0, "Means over the classes")
    _add_means_of_areas(table, predictions)
    intervals = _intervals(table, predictions)
    _explain(table, predictions, intervals)
    rule, source = default_rule(predictions, table.cache)
    values = table.values
    return Prepared(
        predictions=predictions, default_rule=rule, default_rule_source=source,
        roc_auc=read_only(table.roc_auc), roc_auc_interval=read_only(table.roc_auc_interval),
        average_precision=read_only(table.average_precision),
        average_precision_interval=read_only(table.average_precision_interval),
        log_loss=values["log_loss"], brier=values["brier"], hand_till=values["hand_till"],
        undefined=table.undefined, roc_auc_variance=read_only(table.variance),
        roc_auc_shown=read_only(table.roc_auc_shown), roc_auc_method=tuple(table.roc_auc_method),
        variances=table.variances, intervals=intervals, rankings=table.cache,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _ScoreTable:
    """What the sorts of all classes give."""

    roc_auc: Floats
    roc_auc_interval: Floats
    roc_auc_shown: Floats
    roc_auc_method: list[str]
    variance: Floats
    average_precision: Floats
    average_precision_interval: Floats
    pair_areas: Floats
    areas: AreaInfluence | None
    values: dict[str, float]
    variances: dict[str, float]
    undefined: dict[str, str] = field(default_factory=dict)
    cache: RankingCache = field(default_factory=RankingCache)

    @classmethod
    def empty(cls, predictions: Predictions) -> _ScoreTable:
        def nans(*shape: int) -> Floats:
            return np.full(shape, np.nan)

        k = predictions.n_classes
        areas = None
        if predictions.y_score is not None and not _is_mirrored(predictions):
            areas = AreaInfluence(predictions)
        unknown = dict.fromkeys(SPREAD_KEYS, math.nan)
        return cls(
            nans(k), nans(k, 2), nans(k, 2), [""] * k, nans(k), nans(k), nans(k, 2), nans(k, k), areas,
            dict(unknown), dict(unknown),
        )  # fmt: skip


def _is_mirrored(predictions: Predictions) -> bool:
    """Whether two classes are ranked by one score, each in the other's reverse order."""
    scores = predictions.y_score
    if scores is None or not predictions.is_binary:
        return False
    return scores.shape[1] == 1 or predictions.score_kind in ("probability", "logit")


@dataclass(frozen=True, eq=False)
class _ClassScores:
    """What the sort of one class gives; made without touching what other classes give."""

    ranks: ClassRanks | None
    """None where two classes share one score: then no more than the curve is needed."""
    ranking: Ranking
    spread: AreaSpread
    average_precision: float
    pair_areas: Floats


def _fill(table: _ScoreTable, predictions: Predictions, progress: Progress) -> None:
    support: Counts = predictions.support
    n_classes = predictions.n_classes
    mirrored = table.areas is None

    def work(k: int) -> _ClassScores:
        return _rank_mirrored(predictions, k) if mirrored else _rank(predictions, k, support)

    small = predictions.n_rows < SMALL or n_classes < 3
    progress(0.0, f"Sorting the scores of {predictions.classes[0]}")
    with closing(in_turn(work, n_classes, threads=1 if small else THREADS)) as results:
        for k in range(n_classes):  # enumerate would hold a class in memory while the next is sorted
            _take_in(table, k, predictions, next(results))
            if k + 1 < n_classes:
                progress((k + 1) / n_classes, f"Sorting the scores of {predictions.classes[k + 1]}")


def _rank(predictions: Predictions, k: int, support: Counts) -> _ClassScores:
    ranks = rank_rows(predictions, k)
    ranking = ranks.ranking(drop_intermediate=True)
    pairs = pair_areas(ranks.rows, k, support, ranks.doubled)
    return _class_scores(ranks, ranking, roc_auc(ranking), pairs)


def _rank_mirrored(predictions: Predictions, k: int) -> _ClassScores:
    ranking = rank_class(predictions, k, drop_intermediate=True)
    area = roc_auc(ranking)
    pairs = np.full(2, area)  # the other class is all the rest
    pairs[k] = np.nan
    return _class_scores(None, ranking, area, pairs)


def _class_scores(ranks: ClassRanks | None, ranking: Ranking, area: float, pairs: Floats) -> _ClassScores:
    spread = AreaSpread(area, *delong_parts(ranking), ranking.n_pos, ranking.n_neg)
    return _ClassScores(ranks, ranking, spread, average_precision(ranking), pairs)


def _take_in(table: _ScoreTable, k: int, predictions: Predictions, found: _ClassScores) -> None:
    ranking, precision = found.ranking, found.average_precision
    if found.ranks is not None or k == predictions.positive:  # few ask for the mirrored one
        table.cache.put((k, True), ranking)
    table.roc_auc[k], table.variance[k] = found.spread.area, found.spread.own + found.spread.rest
    table.roc_auc_interval[k] = normal_interval(table.roc_auc[k], table.variance[k], 0.0, 1.0)
    table.roc_auc_shown[k] = area_interval(found.spread)
    table.roc_auc_method[k] = area_method(found.spread)
    table.average_precision[k] = precision
    table.average_precision_interval[k] = average_precision_interval(precision, ranking.n_pos)
    table.pair_areas[k] = found.pair_areas
    if table.areas is not None and found.ranks is not None:
        table.areas.add(found.ranks)
    _explain_class(table, k, predictions.classes[k], ranking)


def _add_losses(table: _ScoreTable, predictions: Predictions) -> None:
    for key in () if why_no_losses(predictions) else LOSSES:
        rows = row_loss(predictions, key)
        mean = mean_loss(rows, predictions)
        table.values[key] = mean
        rows -= mean
        table.variances[key] = influence_variance(rows, None, predictions.count, mean)


def _add_means_of_areas(table: _ScoreTable, predictions: Predictions) -> None:
    table.values["macro_roc_auc"] = float(mean_of_defined(table.roc_auc))
    table.values["hand_till"] = hand_till(table.pair_areas)
    if math.isnan(table.values["macro_roc_auc"]):
        return
    if table.areas is None:  # both classes have the same area, and so have their means
        table.variances.update(dict.fromkeys(("macro_roc_auc", "hand_till"), float(table.variance.mean())))
        return
    strata, count = predictions.y_true, predictions.count
    moved = {"macro_roc_auc": table.areas.macro(), "hand_till": table.areas.hand_till()}
    table.variances.update(
        {key: influence_variance(values, strata, count, 1.0) for key, values in moved.items()}
    )


def _intervals(table: _ScoreTable, predictions: Predictions) -> dict[str, tuple[float, float]]:
    found = {
        key: normal_interval(table.values[key], table.variances[key], 0.0, largest(key, predictions))
        for key in SPREAD_KEYS
    }
    if table.areas is None and not math.isnan(table.values["macro_roc_auc"]):
        low, high = table.roc_auc_shown[0].tolist()  # both means are the AUC of either class
        found["macro_roc_auc"] = found["hand_till"] = (low, high)
    return found


def _explain_class(table: _ScoreTable, k: int, name: str, ranking: Ranking) -> None:
    why = table.undefined
    if ranking.n_pos == 0:
        why[f"roc_auc:{name}"] = why[f"average_precision:{name}"] = f"There are no true samples of {name}."
    elif ranking.n_neg == 0:
        why[f"roc_auc:{name}"] = f"There are no samples of any class but {name}."
    elif np.isnan(table.variance[k]):
        why[f"roc_auc_interval:{name}"] = "It needs two samples of the class and two others."
    elif table.roc_auc_shown[k, 0] == table.roc_auc_shown[k, 1]:
        why[f"roc_auc_interval:{name}"] = NO_VARIANCE


def _explain(
    table: _ScoreTable, predictions: Predictions, intervals: Mapping[str, tuple[float, float]]
) -> None:
    why = table.undefined
    reason = why_no_losses(predictions)
    if reason:
        why.update(log_loss=reason, brier=reason)
    if predictions.y_score is None:
        reason = "It needs scores, but there are only labels."
        why.update(roc_auc=reason, average_precision=reason, hand_till=reason, macro_roc_auc=reason)
        return
    for key in ("hand_till", "macro_roc_auc"):
        if math.isnan(table.values[key]):
            why[key] = "It needs true samples of at least two classes."
    for key, variance in table.variances.items():
        if math.isnan(variance) and not math.isnan(table.values[key]):
            where = "" if key in LOSSES else " of every class that occurs"
            why[f"{key}_interval"] = f"It needs two samples{where}."
        elif intervals[key][0] == intervals[key][1]:
            why[f"{key}_interval"] = NO_VARIANCE


def default_rule(predictions: Predictions, cache: RankingCache | None = None) -> tuple[Rule, str]:
    """Return the rule that is used if nobody chooses, and where it comes from (see `Prepared`)."""
    if predictions.y_score is None:
        return Rule.predicted(), "predicted"
    if not predictions.is_binary:
        return Rule.argmax(), "argmax"
    assert predictions.positive is not None
    name = predictions.classes[predictions.positive]
    if predictions.has_probabilities:
        if predictions.score_kind == "logit":
            return Rule.thresholds({name: 0.0}), "logit"
        return Rule.thresholds({name: 0.5}), "probability"
    if predictions.y_pred is not None and not (predictions.y_pred < 0).any():
        return Rule.predicted(), "predicted"
    positive = predictions.positive
    ranking = (cache or RankingCache()).get(
        (positive, True), lambda: rank_class(predictions, positive, drop_intermediate=True)
    )
    best = best_threshold(ranking, "youden")
    lowest = float(ranking.thresholds[-1])
    return Rule.thresholds({name: lowest if best is None else best.threshold}), "youden"
