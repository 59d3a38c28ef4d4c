"""Why a figure is undefined, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.rules import CostMatrix

NO_PRICE = "No price is given."
NOTHING_DECIDED = "Every sample was left without a decision."
ABSTAINING_UNPRICED = "The prices do not say what a sample without a decision costs."
MONEY = ("cost_weight", "cost", "share_of_cost")
"""Figures of a class that need prices."""
_OF_SHARES = ("accuracy", "error_rate", "mcc", "cohen_kappa")
_CLASS_OF_SHARES = {
    "precision": ("tp", "fp"), "recall": ("tp", "fn"), "coverage": ("support",), "f1": ("tp", "fp", "fn"),
    "specificity": ("fp", "tn"), "fpr": ("fp", "tn"), "average_precision": ("support",),
}  # fmt: skip
"""Figures that a class without a share can leave undefined, and the counts without which they are anyway."""


def reasons_of_undefined(
    prepared: Prepared,
    metrics: Mapping[str, float],
    per_class: Mapping[str, Floats],
    costs: CostMatrix | None,
    weights: Floats | None = None,
) -> dict[str, str]:
    """Return a sentence for every figure that is nan: by key, or as "precision:dent" for one class.

    `weights` is what a sample of each true class counts, None for 1.
    """
    known = dict(prepared.undefined)
    if weights is not None:
        known.update(_of_no_share(prepared.predictions.classes, metrics, per_class, weights))
    for key, value in metrics.items():
        if math.isnan(value):
            known.setdefault(key, _overall(key, per_class, costs))
    for key, values in per_class.items():
        if key in known or not np.isnan(values).any():
            continue
        whole = _for_all(key, per_class, costs)
        if whole:
            known[key] = whole
            continue
        for k in np.flatnonzero(np.isnan(values)).tolist():
            name = prepared.predictions.classes[k]
            known.setdefault(f"{key}:{name}", _of_class(key, k, name, per_class))
    return known


def _of_no_share(
    classes: tuple[str, ...], metrics: Mapping[str, float], per_class: Mapping[str, Floats], weights: Floats
) -> dict[str, str]:
    """Return the reason of figures of the matrix that are undefined because a class has a share of 0."""
    without = [classes[k] for k in np.flatnonzero((weights == 0) & (per_class["support"] > 0))]
    if not without:
        return {}
    listed = f"{', '.join(without[:3])}{', …' if len(without) > 3 else ''}"
    reason = f"The share of {listed} is set to 0."
    found = dict.fromkeys((key for key in _OF_SHARES if math.isnan(metrics[key])), reason)
    for key, counts in _CLASS_OF_SHARES.items():
        lost = np.isnan(per_class[key]) & (sum(per_class[count] for count in counts) > 0)
        found.update({f"{key}:{classes[k]}": reason for k in np.flatnonzero(lost)})
    return found


def _overall(key: str, per_class: Mapping[str, Floats], costs: CostMatrix | None) -> str:
    abstained = bool(per_class["no_decision"].any())
    if key in ("expected_cost", "total_cost"):
        if costs is None:
            return NO_PRICE
        if abstained:
            return ABSTAINING_UNPRICED
    if abstained and per_class["no_decision"].sum() == per_class["support"].sum():
        return NOTHING_DECIDED
    if key in ("mcc", "cohen_kappa"):
        return f"Only one true class occurs{' among the decided samples' if abstained else ''}."
    return "No sample has a predicted class."


def _for_all(key: str, per_class: Mapping[str, Floats], costs: CostMatrix | None) -> str:
    if costs is None and key in MONEY:
        return NO_PRICE
    if key == "share_of_cost":
        return ABSTAINING_UNPRICED if np.isnan(per_class["cost"]).any() else "The total cost is 0."
    if key == "threshold" and np.isnan(per_class[key]).all():
        return "The rule has no thresholds."
    return ""


def _of_class(key: str, k: int, name: str, per_class: Mapping[str, Floats]) -> str:
    left_out = per_class["no_decision"][k] > 0
    reasons = {
        "precision": f"No sample is predicted as {name}.",
        "recall": f"There are no true samples of {name}.",
        "coverage": f"There are no true samples of {name}.",
        "f1": f"{name} neither occurs nor is predicted.",
        "threshold": f"These scores have one threshold only, and it is not on {name}.",
        "cost_weight": f"The errors on {name} have no single price.",
        "cost": ABSTAINING_UNPRICED,
    }
    if left_out:
        reasons["recall"] = f"Every sample of {name} was left without a decision."
        reasons["f1"] = f"No sample of {name} was decided, and none is predicted as it."
    others = f"There are no samples of any class but {name}."
    if per_class["no_decision"].sum() > per_class["no_decision"][k]:
        others = f"No sample of any class but {name} was decided."
    return reasons.get(key, others)
