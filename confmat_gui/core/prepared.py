"""What depends on the samples alone: computed once, shared by every evaluation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.class_ranks import rank_class
from confmat_gui.core.curves import PrecisionRecall, Roc, precision_recall_curve, roc_curve
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Rule

MOST_KEPT = 12_000_000
"""Distinct scores kept in rankings at a time (24 bytes each)."""


class RankingCache:
    """The rankings asked last, bounded by the number of distinct scores they hold. Threads may share it."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Ranking] = OrderedDict()
        self._size = 0

    def put(self, class_index: int, ranking: Ranking) -> None:
        """Keep a ranking, and let go of those not asked for longest."""
        with self._lock:
            if class_index in self._kept:
                return
            self._kept[class_index] = ranking
            self._size += len(ranking.thresholds)
            while self._size > self._most and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.thresholds)

    def get(self, class_index: int, make: Callable[[], Ranking]) -> Ranking:
        """Return a kept ranking, or make and keep it."""
        with self._lock:
            kept = self._kept.get(class_index)
            if kept is not None:
                self._kept.move_to_end(class_index)
                return kept
        made = make()
        self.put(class_index, made)
        return made

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What depends on the samples alone; computed once.

    Attributes
    ----------
    predictions : Predictions
    default_rule : Rule
        What would be used if nobody chose: see numbers.md, "default rule".
    default_rule_source : "probability" | "logit" | "argmax" | "predicted" | "youden"
    roc_auc, average_precision : (K,) float64, nan where undefined
    roc_auc_interval, average_precision_interval : (K, 2) float64
    log_loss, brier, hand_till : float, nan where undefined
    undefined : reason (a plain sentence) for each figure above that is nan, by key; per class as
        "roc_auc:crack"; "roc_auc_interval:crack", "log_loss_interval" where an interval is undefined or
        degenerate
    variances, intervals : of "log_loss", "brier", "macro_roc_auc" and "hand_till", from influence values
    """

    predictions: Predictions
    default_rule: Rule
    default_rule_source: str
    roc_auc: Floats
    roc_auc_interval: Floats
    average_precision: Floats
    average_precision_interval: Floats
    log_loss: float
    brier: float
    hand_till: float
    undefined: Mapping[str, str] = field(default_factory=dict)
    roc_auc_variance: Floats = field(default_factory=lambda: np.empty(0))
    """(K,) DeLong's variance of each AUC."""
    variances: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    rankings: RankingCache = field(default_factory=RankingCache, repr=False)

    def ranking(self, class_index: int) -> Ranking:
        """Return the counts at every distinct score of one class (kept for the classes asked last)."""
        return self.rankings.get(class_index, lambda: rank_class(self.predictions, class_index))

    def roc(self, class_name: str) -> Roc:
        """Return the exact ROC of a class against the rest."""
        return roc_curve(self.ranking(self.predictions.class_index(class_name)))

    def precision_recall(self, class_name: str) -> PrecisionRecall:
        """Return the exact precision-recall curve of a class against the rest."""
        return precision_recall_curve(self.ranking(self.predictions.class_index(class_name)))
