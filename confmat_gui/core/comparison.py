"""Two evaluations side by side: differences, intervals and tests (docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.alignment import Alignment, align
from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.evaluation import Evaluation, Interval
from confmat_gui.core.intervals import normal_interval, two_sided_p
from confmat_gui.core.joint_bootstrap import (
    MOST_CLASSES,
    Draws,
    interval_and_p,
    joint_table,
    paired_draws,
    unpaired_draws,
)
from confmat_gui.core.metrics import OVERALL_KEYS
from confmat_gui.core.paired_tests import delong_difference_variance, holm, mcnemar, placements

CLASS_KEYS = ("recall", "precision", "specificity", "f1", "roc_auc", "average_precision")
"""Figures that are compared class by class."""
UNDEFINED: Interval = (math.nan, math.nan)


@dataclass(frozen=True)
class FigureDifference:
    """One figure of both evaluations.

    `difference` is b - a. `p_holm` is `p_value` adjusted over the classes of the same figure (equal to it for
    overall figures). `method` names interval and test: "McNemar mid-p", "DeLong, paired", "bootstrap,
    paired", "DeLong, unpaired", "bootstrap, unpaired", or "" where there is none (interval and p-values are
    nan).
    """

    key: str
    class_name: str | None
    a: float
    b: float
    difference: float
    interval: Interval
    p_value: float
    p_holm: float
    method: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """b against a.

    Attributes
    ----------
    paired : whether the samples are the same; `reason` says in words why or why not
    differences : overall figures in the order of the registry, then `CLASS_KEYS` class by class
    fixed, broke : samples that only b, and only a, gets right; None where not paired
    mcnemar_exact, mcnemar_mid_p : two-sided p-values, nan where not paired
    confusion_difference : (K, K) int64, counts of b minus counts of a, in the class order of a
    """

    paired: bool
    reason: str
    differences: tuple[FigureDifference, ...]
    fixed: int | None
    broke: int | None
    mcnemar_exact: float
    mcnemar_mid_p: float
    confusion_difference: Counts


def compare_evaluations(
    a: Evaluation,
    b: Evaluation,
    *,
    ids_match: bool | None = None,
    seed: int = 0,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare two evaluations of the same classes.

    Parameters
    ----------
    ids_match : None: found out from the sample ids (in any order, each once); False: never paired; True: the
        caller knows that row i of both is the same sample
    seed : of the bootstrap
    progress : called after each figure and class; a `CancelledError` that it raises ends the work

    Raises
    ------
    InputError
        The evaluations have different classes (their order may differ).
    """
    alignment = align(a, b, ids_match=ids_match)
    fixed, broke, exact, mid_p = _mcnemar(alignment)
    draws = _draws(alignment, seed)
    overall = [_overall(key, alignment, draws, mid_p) for key in OVERALL_KEYS]
    by_class: list[FigureDifference] = []
    for done, key in enumerate(CLASS_KEYS):
        by_class += _by_class(key, alignment, draws, _Part(progress, done, len(CLASS_KEYS)))
    return Comparison(
        alignment.paired, alignment.reason, (*overall, *by_class), fixed, broke, exact, mid_p,
        alignment.confusion_b - a.confusion,
    )  # fmt: skip


def _mcnemar(alignment: Alignment) -> tuple[int | None, int | None, float, float]:
    if not alignment.paired:
        return None, None, math.nan, math.nan
    right_a = alignment.decided_a == alignment.y_true
    right_b = alignment.decided_b == alignment.y_true
    fixed, broke = alignment.total(right_b & ~right_a), alignment.total(right_a & ~right_b)
    exact, mid_p = mcnemar(fixed, broke)
    return fixed, broke, exact, mid_p


def _draws(alignment: Alignment, seed: int) -> tuple[Draws, Draws]:
    n_classes = len(alignment.classes)
    filled = alignment.a.confusion.any() and alignment.confusion_b.any()
    if n_classes > MOST_CLASSES or not filled:
        return {}, {}
    if not alignment.paired:
        return unpaired_draws(alignment.a.confusion, alignment.confusion_b, alignment.prices, seed)
    decided = (alignment.decided_a, alignment.decided_b)
    table = joint_table(alignment.y_true, *decided, n_classes, alignment.count)
    return paired_draws(table, alignment.prices, seed)


def _overall(key: str, alignment: Alignment, draws: tuple[Draws, Draws], mid_p: float) -> FigureDifference:
    left, right = alignment.a.metrics[key], alignment.b.metrics[key]
    interval, p_value, method = UNDEFINED, math.nan, ""
    if key in draws[0] and key in draws[1] and not math.isnan(right - left):
        interval, p_value = interval_and_p(draws[1][key] - draws[0][key])
        method = f"bootstrap, {alignment.pairing}"
    if key == "accuracy" and alignment.paired:
        p_value, method = mid_p, "McNemar mid-p"
    return FigureDifference(key, None, left, right, right - left, interval, p_value, p_value, method)


@dataclass(frozen=True)
class _Part:
    """One of several equal parts of the work."""

    progress: Progress
    done: int
    total: int

    def __call__(self, share: float, text: str) -> None:
        """Report a share of this part."""
        self.progress((self.done + share) / self.total, text)


def _by_class(
    key: str, alignment: Alignment, draws: tuple[Draws, Draws], part: _Part
) -> list[FigureDifference]:
    left = alignment.a.per_class[key]
    right = alignment.b.per_class[key][alignment.order]
    tests = []
    for k, name in enumerate(alignment.classes):
        part(k / len(left), f"Comparing {name}")
        tests.append(_class_test(key, k, float(right[k] - left[k]), alignment, draws))
    adjusted = holm([p_value for _, p_value, _ in tests])
    return [
        FigureDifference(
            key, name, float(left[k]), float(right[k]), float(right[k] - left[k]), interval, p_value,
            float(adjusted[k]), method,
        )
        for k, (name, (interval, p_value, method)) in enumerate(zip(alignment.classes, tests, strict=True))
    ]  # fmt: skip


def _class_test(
    key: str, k: int, difference: float, alignment: Alignment, draws: tuple[Draws, Draws]
) -> tuple[Interval, float, str]:
    if math.isnan(difference):
        return UNDEFINED, math.nan, ""
    if key == "roc_auc":
        return _delong(k, difference, alignment)
    if key not in draws[0]:
        return UNDEFINED, math.nan, ""
    interval, p_value = interval_and_p(draws[1][key][:, k] - draws[0][key][:, k])
    return interval, p_value, f"bootstrap, {alignment.pairing}"


def _delong(k: int, difference: float, alignment: Alignment) -> tuple[Interval, float, str]:
    variance = _delong_variance(k, alignment)
    if math.isnan(variance):
        return UNDEFINED, math.nan, ""
    if variance > 0:
        p_value = two_sided_p(difference / math.sqrt(variance))
    else:  # the placements of all samples are the same in both
        p_value = 1.0 if difference == 0 else math.nan
    return normal_interval(difference, variance, -1.0, 1.0), p_value, f"DeLong, {alignment.pairing}"


def _delong_variance(k: int, alignment: Alignment) -> float:
    first, second = alignment.a.prepared, alignment.b.prepared
    other = int(alignment.order[k])
    if not alignment.paired:
        return float(first.roc_auc_variance[k] + second.roc_auc_variance[other])
    rows: list[Floats] = []
    for prepared, index in ((first, k), (second, other)):
        predictions = prepared.predictions
        own = np.asarray(predictions.y_true == index)
        rows.append(placements(predictions.score_of(index), own, predictions.count))
    in_order = rows[1] if alignment.rows_b is None else rows[1][alignment.rows_b]
    predictions = first.predictions
    is_positive = np.asarray(predictions.y_true == k)
    return delong_difference_variance(rows[0], in_order, is_positive, predictions.count)
