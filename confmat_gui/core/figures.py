"""Every figure of one matrix, with its interval, or with the reason why it is undefined."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.bootstrap import bootstrap_metrics
from confmat_gui.core.costs import cost_by_cell, cost_weights
from confmat_gui.core.errors import InputError
from confmat_gui.core.intervals import wilson
from confmat_gui.core.matrix_figures import (
    class_figures,
    mean_of_defined,
    no_information_rate,
    overall_figures,
    ratio,
)
from confmat_gui.core.metrics import CLASS_KEYS, OVERALL_KEYS
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.rules import CostMatrix

NO_PRICE = "No price is given."
_MONEY = ("cost_weight", "cost", "share_of_cost")
_RATES = {"recall": ("tp", "fn"), "precision": ("tp", "fp"), "specificity": ("tn", "fp"), "fpr": ("fp", "tn")}
"""Each rate with what it counts and what completes its denominator."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one matrix by key, in the order of the registry."""

    confusion: Counts
    metrics: Mapping[str, float]
    per_class: Mapping[str, Floats]
    undefined: Mapping[str, str]


def all_figures(
    prepared: Prepared, confusion: Counts, costs: CostMatrix | None, thresholds: Floats | None
) -> Figures:
    """Return every figure of the registry; nan with a reason where undefined.

    `thresholds` are those to show, (K,) or None.
    """
    by_class = class_figures(confusion)
    overall = {key: float(value) for key, value in overall_figures(by_class).items()}
    overall["no_information_rate"] = float(no_information_rate(confusion))
    overall.update(log_loss=prepared.log_loss, brier=prepared.brier, hand_till=prepared.hand_till)
    overall["macro_roc_auc"] = float(mean_of_defined(prepared.roc_auc))
    by_class.update(roc_auc=prepared.roc_auc, average_precision=prepared.average_precision)
    by_class["threshold"] = np.full(len(confusion), np.nan) if thresholds is None else thresholds
    _add_costs(overall, by_class, confusion, costs)
    metrics = {key: overall[key] for key in OVERALL_KEYS}
    per_class = {key: by_class[key] for key in CLASS_KEYS}
    return Figures(confusion, metrics, per_class, _reasons(prepared, metrics, per_class, costs))


def all_intervals(
    prepared: Prepared, figures: Figures, costs: CostMatrix | None, *, bootstrap: bool = True
) -> tuple[dict[str, tuple[float, float]], dict[str, Floats]]:
    """Return the intervals of overall figures, and of figures per class as (K, 2).

    Wilson for rates, DeLong and the logit interval for areas of a class, influence values for other figures
    of the scores, bootstrap of the matrix's cells for all else.
    """
    values = figures.per_class
    n = float(figures.confusion.sum())
    overall: dict[str, tuple[float, float]] = {}
    by_class = {"roc_auc": prepared.roc_auc_interval}
    by_class["average_precision"] = prepared.average_precision_interval
    if bootstrap:
        overall, resampled = bootstrap_metrics(figures.confusion, costs)
        by_class.update(resampled)
    overall.update(prepared.intervals)
    for key, hits in {"accuracy": values["tp"].sum(), "no_information_rate": values["support"].max()}.items():
        low, high = wilson(hits, n)
        overall[key] = (float(low), float(high))
    for key, (hit, rest) in _RATES.items():
        by_class[key] = wilson(values[hit], values[hit] + values[rest])
    for key in [key for key in overall if math.isnan(figures.metrics[key])]:
        overall[key] = (math.nan, math.nan)
    return overall, by_class


def _add_costs(
    overall: dict[str, float], by_class: dict[str, Floats], confusion: Counts, costs: CostMatrix | None
) -> None:
    if costs is None:
        overall.update(expected_cost=math.nan, total_cost=math.nan)
        by_class.update({key: np.full(len(confusion), np.nan) for key in _MONEY})
        return
    if len(costs) != len(confusion):
        raise InputError(f"The cost matrix has {len(costs)} classes, but there are {len(confusion)}.")
    cost = cost_by_cell(confusion, costs).sum(axis=1)
    total = float(cost.sum())
    n = int(confusion.sum())
    overall.update(expected_cost=total / n if n else math.nan, total_cost=total)
    by_class.update(cost_weight=cost_weights(costs), cost=cost, share_of_cost=ratio(cost, np.asarray(total)))


def _reasons(
    prepared: Prepared,
    metrics: Mapping[str, float],
    per_class: Mapping[str, Floats],
    costs: CostMatrix | None,
) -> dict[str, str]:
    known = dict(prepared.undefined)
    for key, value in metrics.items():
        if math.isnan(value):
            known.setdefault(key, _reason_overall(key, costs))
    for key, values in per_class.items():
        if key in known or not np.isnan(values).any():
            continue
        whole = _reason_for_all(key, values, costs)
        if whole:
            known[key] = whole
            continue
        for k in np.flatnonzero(np.isnan(values)).tolist():
            name = prepared.predictions.classes[k]
            known.setdefault(f"{key}:{name}", _reason_class(key, name))
    return known


def _reason_overall(key: str, costs: CostMatrix | None) -> str:
    if key in ("expected_cost", "total_cost") and costs is None:
        return NO_PRICE
    if key in ("mcc", "cohen_kappa"):
        return "Only one true class occurs."
    return "No sample has a predicted class."


def _reason_for_all(key: str, values: Floats, costs: CostMatrix | None) -> str:
    if costs is None and key in _MONEY:
        return NO_PRICE
    if key == "share_of_cost":
        return "The total cost is 0."
    if key == "threshold" and np.isnan(values).all():
        return "The rule has no thresholds."
    return ""


def _reason_class(key: str, name: str) -> str:
    reasons = {
        "precision": f"No sample is predicted as {name}.",
        "recall": f"There are no true samples of {name}.",
        "f1": f"{name} neither occurs nor is predicted.",
        "threshold": f"These scores have one threshold only, and it is not on {name}.",
        "cost_weight": f"The errors on {name} have no single price.",
    }
    return reasons.get(key, f"There are no samples of any class but {name}.")
