"""What depends on the samples alone: computed once, shared by every evaluation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.class_ranks import rank_class
from confmat_gui.core.curves import PrecisionRecall, Roc, precision_recall_curve, roc_curve
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Rule

MOST_KEPT = 12_000_000
"""Vertices kept in rankings at a time (12 to 24 bytes each)."""


_Key: TypeAlias = tuple[int, bool | Literal["hull"]]
"""A class, and whether intermediate scores are dropped, or all that are not on the hull."""


class RankingCache:
    """The rankings asked last, bounded by the number of vertices they hold. Threads may share it."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Ranking] = OrderedDict()
        self._size = 0

    def put(self, key: _Key, ranking: Ranking) -> None:
        """Keep a ranking, and let go of those not asked for longest."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = ranking
            self._size += len(ranking.thresholds)
            while self._size > self._most and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.thresholds)

    def get(self, key: _Key, make: Callable[[], Ranking]) -> Ranking:
        """Return a kept ranking, or make and keep it."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = make()
        self.put(key, made)
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
    roc_auc_interval, average_precision_interval : (K, 2) float64; DeLong's, and the logit interval
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
    roc_auc_shown: Floats = field(default_factory=lambda: np.empty((0, 2)))
    """(K, 2) interval of each AUC that holds for few samples too; DeLong's where there are many."""
    roc_auc_method: tuple[str, ...] = ()
    """Name of the method of each shown interval, "" where there is none; see `area_intervals`."""
    variances: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    rankings: RankingCache = field(default_factory=RankingCache, repr=False)

    def ranking(self, class_index: int, *, drop_intermediate: bool = False) -> Ranking:
        """Return the counts at every distinct score of one class, or only where the curves need them.

        Kept for the classes asked last.
        """
        return self.rankings.get(
            (class_index, drop_intermediate),
            lambda: rank_class(self.predictions, class_index, drop_intermediate=drop_intermediate),
        )

    def hull(self, class_index: int) -> Ranking:
        """Return the vertices of the convex hull of a class's ROC; kept like the rankings."""
        return self.rankings.get(
            (class_index, "hull"), lambda: convex_hull(self.ranking(class_index, drop_intermediate=True))
        )

    def roc(self, class_name: str, *, drop_intermediate: bool = False) -> Roc:
        """Return the exact ROC of a class against the rest.

        Parameters
        ----------
        drop_intermediate : bool
            Leave out vertices on edges along which only negatives are added: the same line from fewer
            vertices (scikit-learn's parameter, which leaves out all that lie on a straight line).
        """
        index = self.predictions.class_index(class_name)
        return roc_curve(self.ranking(index, drop_intermediate=drop_intermediate))

    def precision_recall(self, class_name: str, *, drop_intermediate: bool = False) -> PrecisionRecall:
        """Return the exact precision-recall curve of a class against the rest.

        Parameters
        ----------
        drop_intermediate : bool
            Leave out vertices on edges along which only negatives are added, where recall does not change.
        """
        index = self.predictions.class_index(class_name)
        return precision_recall_curve(self.ranking(index, drop_intermediate=drop_intermediate))
