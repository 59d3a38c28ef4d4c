"""Every figure of one matrix, with its interval, or with the reason why it is undefined."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.bootstrap import bootstrap_metrics
from confmat_gui.core.confusion import may_abstain
from confmat_gui.core.costs import cost_by_cell, cost_weights, mean_cost
from confmat_gui.core.errors import InputError
from confmat_gui.core.intervals import wilson
from confmat_gui.core.matrix_figures import (
    class_figures_at,
    mean_of_defined,
    no_information_rate,
    overall_figures,
    ratio,
)
from confmat_gui.core.metrics import CLASS_KEYS, OVERALL_KEYS
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.prevalence import Prevalence, resolved_prevalence, row_weights
from confmat_gui.core.prevalence_areas import average_precisions_at
from confmat_gui.core.prevalence_intervals import MIXED_RATES, overall_row_rates, row_rates
from confmat_gui.core.reasons import MONEY, reasons_of_undefined
from confmat_gui.core.rules import CostMatrix

_RATES = {"recall": ("tp", "fn"), "precision": ("tp", "fp"), "specificity": ("tn", "fp"), "fpr": ("fp", "tn")}
"""Each rate with what it counts and what completes its denominator."""
QUICK = 200
"""Classes up to which re-weighted rates have their intervals also where what takes longer is left out."""
_COUNTS = ("support", "no_decision", "tp", "fp", "fn", "tn")


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of the outcomes, (K, K) or (K, K + 1) counts, by key, in the order of the registry.

    `reweighted` is the matrix in which each true class has its share where the rule is used, or None; where
    there is one, every figure of the matrix is of it but the counts of a class, and `weights` is what a
    sample of each true class counts in it.
    """

    outcomes: Counts
    metrics: Mapping[str, float]
    per_class: Mapping[str, Floats]
    undefined: Mapping[str, str]
    reweighted: Floats | None = None
    weights: Floats | None = None
    average_precision_interval: Floats | None = None


def all_figures(
    prepared: Prepared, outcomes: Counts, costs: CostMatrix | None, thresholds: Floats | None,
    prevalence: Prevalence | None = None,
) -> Figures:
    """Return every figure of the registry; nan with a reason where undefined.

    `outcomes` is (K, K), or (K, K + 1) with no decision; `thresholds` are those to show, (K,) or None. With a
    `prevalence` the rows are weighted before anything is computed, by the same formulas. What depends on one
    true class alone (recall, coverage) and its counts are those of the whole numbers.
    """
    weights = None if prevalence is None else row_weights(outcomes, prevalence)
    counted, by_class, whole = class_figures_at(outcomes, weights)
    overall = {key: float(value) for key, value in overall_figures(by_class).items()}
    overall["no_information_rate"] = float(no_information_rate(by_class))
    overall.update(log_loss=prepared.log_loss, brier=prepared.brier, hand_till=prepared.hand_till)
    overall["macro_roc_auc"] = float(mean_of_defined(prepared.roc_auc))
    by_class.update({key: whole[key] for key in _COUNTS})
    by_class["roc_auc"] = prepared.roc_auc
    by_class["average_precision"], ends = _average_precision(prepared, outcomes, prevalence)
    by_class["threshold"] = np.full(len(outcomes), np.nan) if thresholds is None else thresholds
    _add_costs(overall, by_class, counted, costs)
    metrics = {key: overall[key] for key in OVERALL_KEYS}
    per_class = {key: by_class[key] for key in CLASS_KEYS}
    undefined = reasons_of_undefined(prepared, metrics, per_class, costs, weights)
    shares = None if weights is None else counted
    return Figures(outcomes, metrics, per_class, undefined, shares, weights, ends)


def _average_precision(
    prepared: Prepared, outcomes: Counts, prevalence: Prevalence | None
) -> tuple[Floats, Floats]:
    if prevalence is None:
        return prepared.average_precision, prepared.average_precision_interval
    return average_precisions_at(prepared, resolved_prevalence(prevalence, outcomes.sum(axis=1)))


def all_intervals(
    prepared: Prepared, figures: Figures, costs: CostMatrix | None, *, bootstrap: bool = True
) -> tuple[dict[str, tuple[float, float]], dict[str, Floats]]:
    """Return the intervals of overall figures, and of figures per class as (K, 2).

    Wilson for rates, DeLong and the logit interval for areas of a class, influence values for other figures
    of the scores, bootstrap of the matrix's cells for all else. Of a re-weighted matrix the sizes are those
    of the real counts; see `prevalence_intervals`.
    """
    values = figures.per_class
    overall: dict[str, tuple[float, float]] = {}
    by_class = {"roc_auc": prepared.roc_auc_interval}
    ends = figures.average_precision_interval
    by_class["average_precision"] = prepared.average_precision_interval if ends is None else ends
    if bootstrap:
        overall, resampled = bootstrap_metrics(figures.outcomes, costs, weights=figures.weights)
        by_class.update(resampled)
    overall.update(prepared.intervals)
    for key, low_high in _overall_rates(figures).items():
        overall[key] = (float(low_high[0]), float(low_high[1]))
    for key, (hit, rest) in _RATES.items():
        by_class[key] = wilson(values[hit], values[hit] + values[rest])
    if figures.weights is not None:
        few = bootstrap or len(figures.outcomes) <= QUICK
        unknown = np.full((len(figures.outcomes), 2), np.nan)
        by_class.update(
            row_rates(figures.outcomes, figures.weights) if few else dict.fromkeys(MIXED_RATES, unknown)
        )
    if may_abstain(figures.outcomes):
        by_class["coverage"] = wilson(values["support"] - values["no_decision"], values["support"])
    else:  # every sample is decided: there is nothing uncertain
        overall.pop("coverage", None)
    for key in [key for key in overall if math.isnan(figures.metrics[key])]:
        overall[key] = (math.nan, math.nan)
    for key in _RATES if figures.weights is not None else ():
        by_class[key] = np.where(np.isnan(values[key])[:, None], np.nan, by_class[key])
    return overall, by_class


def _overall_rates(figures: Figures) -> dict[str, Floats]:
    """Return the intervals of the overall rates."""
    if figures.weights is not None:
        return overall_row_rates(figures.outcomes, figures.weights)
    return {key: wilson(hits, n) for key, (hits, n) in _hits(figures).items()}


def _hits(figures: Figures) -> dict[str, tuple[float, float]]:
    """Return hits and trials of the overall rates."""
    values = figures.per_class
    decided = values["tp"] + values["fn"]
    n = float(decided.sum())
    rates = {
        "accuracy": (float(values["tp"].sum()), n),
        "error_rate": (float(values["fn"].sum()), n),
        "no_information_rate": (float(decided.max()), n),
    }
    if may_abstain(figures.outcomes):
        rates["coverage"] = (n, float(values["support"].sum()))
    return rates


def _add_costs(
    overall: dict[str, float], by_class: dict[str, Floats], outcomes: NDArray[Any], costs: CostMatrix | None
) -> None:
    if costs is None:
        overall.update(expected_cost=math.nan, total_cost=math.nan)
        by_class.update({key: np.full(len(outcomes), np.nan) for key in MONEY})
        return
    if len(costs) != len(outcomes):
        raise InputError(f"The cost matrix has {len(costs)} classes, but there are {len(outcomes)}.")
    cost = cost_by_cell(outcomes, costs).sum(axis=1)
    total = float(cost.sum())
    overall.update(expected_cost=mean_cost(outcomes, costs), total_cost=total)
    by_class.update(cost_weight=cost_weights(costs), cost=cost, share_of_cost=ratio(cost, np.asarray(total)))
