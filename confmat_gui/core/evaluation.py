"""The two steps of all computing: `prepare` once per file, `evaluate` once per change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from confmat_gui.core.arrays import Codes, Counts, Floats, NarrowCodes, read_only
from confmat_gui.core.confusion import apart, confusion_matrix, outcome_counts, weighted_confusion
from confmat_gui.core.curves import PrecisionRecall, Roc
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.figures import all_figures, all_intervals
from confmat_gui.core.handover import Tick
from confmat_gui.core.live import keep_tick, live_tick
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.preparation import prepare
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.prevalence import check_prevalence
from confmat_gui.core.rules import Rule
from confmat_gui.core.setting import setting_of
from confmat_gui.core.thresholds import resolve_thresholds, shown_thresholds

__all__ = ["Evaluation", "Interval", "PrecisionRecall", "Prepared", "Roc", "evaluate", "prepare"]

Interval: TypeAlias = tuple[float, float]
"""Lower and upper end of a 95 % interval; (nan, nan) where undefined."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one operating point does to the samples.

    Attributes
    ----------
    prepared : Prepared
    point : OperatingPoint
        With the default rule filled in where none was chosen.
    decided : (n,) int32
        Predicted class of every row, found on first use where the matrix did not need it; K where the rule
        makes no decision; -1 only under rule "predicted" where the file has no label (such rows are in no
        matrix and in no figure).
    outcomes : (K, K) or (K, K + 1) int64
        Rows = true class, columns = predicted, the last of K + 1 no decision; frequency counts included.
    confusion : (K, K) int64
        The decided samples of `outcomes`.
    no_decision : (K,) int64 or None
        Samples of each true class without a decision; None where the rule cannot abstain.
    confusion_weighted : (K, K) float64 or None
        `confusion` with the rows weighted to the shares of the operating point, from which the figures then
        come; else in sample weights, which no figure uses.
    reweighted : (K, K) or (K, K + 1) float64 or None
        `outcomes` with the rows weighted to the shares of the operating point; None where it has none.
    thresholds : (K,) float64 or None
        Raw thresholds under rule "thresholds" (binary: nan for the negative class of ranking scores).
    thresholds_normalised : (K,) float64 or None
        The same rescaled to sum 1 where only ratios matter (K > 2); equal to `thresholds` otherwise.
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
    outcomes: Counts
    confusion_weighted: Floats | None
    thresholds: Floats | None
    thresholds_normalised: Floats | None
    n_tied: int
    metrics: Mapping[str, float]
    per_class: Mapping[str, Floats]
    intervals: Mapping[str, Interval]
    per_class_intervals: Mapping[str, Floats]
    undefined: Mapping[str, str]
    known_decided: NarrowCodes | None = field(default=None, repr=False)
    reweighted: Floats | None = None

    @cached_property
    def decided(self) -> Codes:
        """Predicted class of every row."""
        known = self.known_decided
        codes = decide(self.prepared.predictions, self.point)[0] if known is None else known
        return read_only(codes.astype(np.int32, copy=False))

    @property
    def confusion(self) -> Counts:
        """Counts of the decided samples, rows = true class."""
        return apart(self.outcomes)[0]

    @property
    def no_decision(self) -> Counts | None:
        """Samples of each true class without a decision, None where the rule cannot abstain."""
        return apart(self.outcomes)[1]

    @property
    def figured(self) -> Counts | Floats:
        """The matrix from which figures come: `reweighted` where there is one, else `outcomes`."""
        return self.outcomes if self.reweighted is None else self.reweighted

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in order."""
        return self.prepared.predictions.classes

    @property
    def n(self) -> int:
        """Samples counted, those without a decision included."""
        return int(self.per_class["support"].sum())


def evaluate(
    prepared: Prepared, rule_or_point: Rule | OperatingPoint | None = None, *, intervals: bool = True
) -> Evaluation:
    """Decide every row by a rule and return the matrix and every figure.

    Parameters
    ----------
    prepared : Prepared
        From `prepare`, once for each file.
    rule_or_point : Rule, OperatingPoint or None
        None stands for the default rule: p(positive) >= 0.5 for two classes, the highest score for more. A
        rule alone has no prices and the file's positive class. Figures in money use the prices of the point,
        else those of a rule of lowest cost.
    intervals : bool
        False leaves out what is bootstrapped; intervals of rates and of figures of the scores stay.

    Returns
    -------
    Evaluation
        `confusion` is (K, K) int64, rows = true class, columns = predicted class, in the order of
        `prepared.predictions.classes`; `metrics` maps names to floats and `per_class` to (K,) arrays, both
        nan where undefined, with the reason in `undefined`. A rule that may leave samples without a
        decision counts these in `no_decision`, and figures of the matrix are of the decided samples. Rates
        are shares of 1, log loss is in nats, costs are in the unit of the prices. Ties go to the first class
        in class order; a binary score exactly on the threshold goes by the rule's boundary.

    Raises
    ------
    InputError
        The rule needs labels, scores, probabilities or prices that are not there.

    Notes
    -----
    docs/numbers.md defines every rule, figure and interval, with its source.

    Examples
    --------
    >>> from confmat_gui import Predictions, Rule, evaluate, prepare
    >>> p = Predictions.from_arrays(["ok", "crack", "ok"], [0.1, 0.8, 0.5], positive="crack")
    >>> e = evaluate(prepare(p), Rule.thresholds({"crack": 0.4}))
    >>> e.classes, e.confusion.tolist()
    (('crack', 'ok'), [[1, 0], [1, 1]])
    >>> e.metrics["accuracy"], e.per_class["recall"].tolist()
    (0.6666666666666666, [1.0, 0.5])
    """
    point = _filled(prepared, rule_or_point)
    if point.prevalence is not None:
        check_prevalence(point.prevalence, prepared.predictions.classes)
    raw = None
    if point.rule.kind == "thresholds":
        raw = resolve_thresholds(prepared.predictions, point.rule, point.positive)
    shown = None if raw is None else shown_thresholds(prepared.predictions, point.rule, raw)
    counted = _count(prepared, point, raw)
    prices = point.prices
    figures = all_figures(prepared, counted.outcomes, prices, shown, point.prevalence)
    overall, by_class = all_intervals(prepared, figures, prices if intervals else None, bootstrap=intervals)
    shares = figures.reweighted
    weighted = counted.weighted if shares is None else read_only(shares[:, : len(shares)].copy())
    return Evaluation(
        prepared=prepared, point=point, outcomes=counted.outcomes, confusion_weighted=weighted,
        thresholds=raw, thresholds_normalised=shown, n_tied=counted.n_tied,
        metrics=figures.metrics, per_class=figures.per_class, intervals=overall,
        per_class_intervals=by_class, undefined=figures.undefined, known_decided=counted.decided,
        reweighted=None if shares is None else read_only(shares),
    )  # fmt: skip


def reevaluated(evaluation: Evaluation, point: OperatingPoint, *, intervals: bool = False) -> Evaluation:
    """Return the same decisions at other prices and shares of the classes.

    The rule and the positive class stay those of `evaluation`. No row is looked at. Without `intervals` there
    are none.
    """
    asked = replace(evaluation.point, costs=point.costs, prevalence=point.prevalence)
    figures = all_figures(
        evaluation.prepared, evaluation.outcomes, asked.prices, evaluation.thresholds_normalised,
        asked.prevalence,
    )
    overall: dict[str, Interval] = {}
    by_class: dict[str, Floats] = {}
    if intervals:
        overall, by_class = all_intervals(evaluation.prepared, figures, asked.prices)
    shares = figures.reweighted
    weighted = None if shares is None else shares[:, : len(shares)]
    return replace(
        evaluation, point=asked, metrics=figures.metrics, per_class=figures.per_class, intervals=overall,
        per_class_intervals=by_class, undefined=figures.undefined, confusion_weighted=weighted,
        reweighted=shares,
    )


@dataclass(frozen=True, eq=False)
class _Counted:
    """The outcomes of a rule; `decided` only where it was found row by row."""

    outcomes: Counts
    n_tied: int
    weighted: Floats | None = None
    decided: NarrowCodes | None = None


def _count(prepared: Prepared, point: OperatingPoint, thresholds: Floats | None) -> _Counted:
    predictions = prepared.predictions
    setting = setting_of(predictions, point, thresholds)
    tick = live_tick(prepared, setting)
    if tick is not None:
        return _Counted(read_only(tick.outcomes), tick.n_tied)
    decided, n_tied = decide(predictions, point)
    n_classes = predictions.n_classes
    count = outcome_counts if point.may_abstain else confusion_matrix
    outcomes = count(predictions.y_true, decided, n_classes, predictions.count)
    keep_tick(prepared, setting, Tick(outcomes, n_tied))
    weight = predictions.sample_weight
    weighted = None if weight is None else weighted_confusion(
        predictions.y_true, decided, n_classes, weight, predictions.count
    )  # fmt: skip
    return _Counted(read_only(outcomes), n_tied, weighted, read_only(decided))


def _filled(prepared: Prepared, rule_or_point: Rule | OperatingPoint | None) -> OperatingPoint:
    if isinstance(rule_or_point, OperatingPoint):
        _check_positive(rule_or_point.positive, prepared.predictions.classes)
        if rule_or_point.positive is None:
            return replace(rule_or_point, positive=prepared.predictions.positive)
        return rule_or_point
    rule = prepared.default_rule if rule_or_point is None else rule_or_point
    return OperatingPoint(rule, None, prepared.predictions.positive)


def _check_positive(positive: int | None, classes: tuple[str, ...]) -> None:
    if positive is not None and positive not in range(len(classes)):
        raise InputError(
            f"The positive class {positive!r} is no index from 0 to {len(classes) - 1} into the classes "
            f"{', '.join(classes[:12])}."
        )
