"""`prepare`: one sort per class, and everything that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from confmat_gui.core.arrays import Codes, Counts, Floats, read_only
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.curves import average_precision, roc_auc, youden_threshold
from confmat_gui.core.intervals import average_precision_interval, delong_variance, normal_interval
from confmat_gui.core.losses import losses
from confmat_gui.core.pairs import hand_till, pair_areas
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared, RankingCache, rank_class
from confmat_gui.core.ranking import Ranking, ranking_of_sorted, sort_rows
from confmat_gui.core.rules import Rule


def prepare(predictions: Predictions, progress: Progress = no_progress) -> Prepared:
    """Sort every class once and return curves, areas, intervals and the default rule.

    `progress` is called after each class; a `CancelledError` that it raises ends the work.
    """
    table = _ScoreTable.empty(predictions.n_classes)
    if predictions.y_score is not None:
        _fill(table, predictions, progress)
    progress(1.0, "Loss of the probabilities")
    log_loss, brier, reason = losses(predictions)
    if reason:
        table.undefined.update(log_loss=reason, brier=reason)
    pair_mean = hand_till(table.pair_areas)
    _explain(table, predictions, pair_mean)
    rule, source = default_rule(predictions, table.cache)
    return Prepared(
        predictions=predictions, default_rule=rule, default_rule_source=source,
        roc_auc=read_only(table.roc_auc), roc_auc_interval=read_only(table.roc_auc_interval),
        average_precision=read_only(table.average_precision),
        average_precision_interval=read_only(table.average_precision_interval),
        log_loss=log_loss, brier=brier, hand_till=pair_mean, undefined=table.undefined,
        roc_auc_variance=read_only(table.variance), rankings=table.cache,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _ScoreTable:
    """What the sorts of all classes give."""

    roc_auc: Floats
    roc_auc_interval: Floats
    variance: Floats
    average_precision: Floats
    average_precision_interval: Floats
    pair_areas: Floats
    undefined: dict[str, str] = field(default_factory=dict)
    cache: RankingCache = field(default_factory=RankingCache)

    @classmethod
    def empty(cls, n_classes: int) -> _ScoreTable:
        def nans(*shape: int) -> Floats:
            return np.full(shape, np.nan)

        k = n_classes
        return cls(nans(k), nans(k, 2), nans(k), nans(k), nans(k, 2), nans(k, k))


def _fill(table: _ScoreTable, predictions: Predictions, progress: Progress) -> None:
    codes: Codes = predictions.y_true
    support: Counts = predictions.support
    n_classes = predictions.n_classes
    for k, name in enumerate(predictions.classes):
        progress(k / n_classes, f"Sorting the scores of {name}")
        rows = sort_rows(predictions.score_of(k), codes, n_classes, predictions.count)
        ranking = ranking_of_sorted(rows, k)
        table.cache.put(k, ranking)
        table.roc_auc[k] = roc_auc(ranking)
        table.variance[k] = delong_variance(ranking)
        table.roc_auc_interval[k] = normal_interval(table.roc_auc[k], table.variance[k], 0.0, 1.0)
        precision = average_precision(ranking)
        table.average_precision[k] = precision
        table.average_precision_interval[k] = average_precision_interval(precision, ranking.n_pos)
        table.pair_areas[k] = pair_areas(rows, k, support)
        _explain_class(table, k, name, ranking)


def _explain_class(table: _ScoreTable, k: int, name: str, ranking: Ranking) -> None:
    why = table.undefined
    if ranking.n_pos == 0:
        why[f"roc_auc:{name}"] = why[f"average_precision:{name}"] = f"There are no true samples of {name}."
    elif ranking.n_neg == 0:
        why[f"roc_auc:{name}"] = f"There are no samples of any class but {name}."
    elif np.isnan(table.variance[k]):
        why[f"roc_auc_interval:{name}"] = "It needs two samples of the class and two others."
    elif table.variance[k] == 0:
        why[f"roc_auc_interval:{name}"] = (
            "The scores leave no variance, so the interval is degenerate; it does not mean certainty."
        )


def _explain(table: _ScoreTable, predictions: Predictions, pair_mean: float) -> None:
    why = table.undefined
    if predictions.y_score is None:
        reason = "It needs scores, but there are only labels."
        why.update(roc_auc=reason, average_precision=reason, hand_till=reason, macro_roc_auc=reason)
        return
    reason = "It needs true samples of at least two classes."
    if np.isnan(pair_mean):
        why["hand_till"] = reason
    if np.isnan(table.roc_auc).all():
        why["macro_roc_auc"] = reason


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
    ranking = (cache or RankingCache()).get(positive, lambda: rank_class(predictions, positive))
    return Rule.thresholds({name: youden_threshold(ranking)}), "youden"
