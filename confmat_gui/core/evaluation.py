"""The two steps of all computing: `prepare` once per file, `evaluate` once per change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Rule

Interval: TypeAlias = tuple[float, float]
"""Lower and upper end of a 95 % interval; (nan, nan) where undefined."""


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """One precision-recall curve: vertices at every distinct score, thresholds descending.

    The first vertex is recall 0 with precision 1 by convention and threshold inf (as in scikit-learn, reversed).
    """

    precision: Floats
    recall: Floats
    thresholds: Floats


@dataclass(frozen=True, eq=False)
class Roc:
    """One ROC curve: (fpr, tpr) at every distinct score, descending, starting at (0, 0) with threshold inf."""

    fpr: Floats
    tpr: Floats
    thresholds: Floats


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
    """Reason (a plain sentence) for each figure above that is nan, by key; per class as "roc_auc:crack"."""

    def ranking(self, class_index: int) -> Ranking:
        """Return the counts at every distinct score of one class (kept for the classes asked last)."""
        raise NotImplementedError

    def roc(self, class_name: str) -> Roc:
        """Return the exact ROC of a class against the rest."""
        raise NotImplementedError

    def precision_recall(self, class_name: str) -> PrecisionRecall:
        """Return the exact precision-recall curve of a class against the rest."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one operating point does to the samples.

    Attributes
    ----------
    prepared : Prepared
    point : OperatingPoint
        With the default rule filled in where none was chosen.
    decided : (n,) int32
        Predicted class of every row; -1 only under rule "predicted" where the file has no label.
    confusion : (K, K) int64
        Rows = true class, columns = predicted; frequency counts included.
    confusion_weighted : (K, K) float64 or None
        The same in sample weights.
    no_decision : None
        Kept for rules that may abstain.
    thresholds : (K,) float64 or None
        Raw thresholds under rule "thresholds" (binary: nan for the negative class of ranking scores).
    thresholds_normalised : (K,) float64 or None
        The same rescaled to sum 1 (K > 2 and probabilities); equal to `thresholds` otherwise.
    n_tied : int
        Rows on which the rule had to break a tie.
    metrics : mapping of name to float, nan where undefined; names are the JSON keys
    per_class : mapping of name to (K,) array, nan where undefined
    intervals : mapping of metric name to Interval
    per_class_intervals : mapping of name to (K, 2) float64
    undefined : mapping of metric key ("mcc", "precision:dent") to the reason, a plain sentence
    """

    prepared: Prepared
    point: OperatingPoint
    decided: Codes
    confusion: Counts
    confusion_weighted: Floats | None
    no_decision: Counts | None
    thresholds: Floats | None
    thresholds_normalised: Floats | None
    n_tied: int
    metrics: Mapping[str, float]
    per_class: Mapping[str, Floats]
    intervals: Mapping[str, Interval]
    per_class_intervals: Mapping[str, Floats]
    undefined: Mapping[str, str]

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in order."""
        return self.prepared.predictions.classes

    @property
    def n(self) -> int:
        """Samples counted in the matrix."""
        return int(np.sum(self.confusion))
