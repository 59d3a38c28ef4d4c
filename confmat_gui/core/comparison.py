"""Two evaluations side by side: differences, intervals and tests (docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.alignment import Alignment, Match, align
from confmat_gui.core.arrays import Counts
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.confusion import apart
from confmat_gui.core.evaluation import Evaluation, Interval, reevaluated
from confmat_gui.core.intervals import normal_interval, two_sided_p
from confmat_gui.core.joint_bootstrap import (
    Weights,
    interval_and_p,
    joint_table,
    paired_draws,
    unpaired_draws,
)
from confmat_gui.core.losses import largest
from confmat_gui.core.metrics import OVERALL_KEYS
from confmat_gui.core.paired_tests import holm, mcnemar
from confmat_gui.core.prevalence import Prevalence, prevalence_in_force, row_weights
from confmat_gui.core.redrawn import Draws
from confmat_gui.core.score_variances import ScoreVariances, score_variances

CLASS_KEYS = ("recall", "precision", "specificity", "f1", "roc_auc", "average_precision")
"""Figures that are compared class by class."""
UNDEFINED: Interval = (math.nan, math.nan)


@dataclass(frozen=True)
class FigureDifference:
    """One figure of both evaluations.

    `difference` is b - a. `p_holm` is `p_value` adjusted over the classes of the same figure (equal to it for
    overall figures). `method` names interval and test: "McNemar mid-p"; "DeLong", "jackknife" (of influence
    values) or "bootstrap", each with ", paired" or ", unpaired"; or "" where there is none (interval and
    p-values are nan).
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
    fixed, broke : samples that only b, and only a, gets right, of those that both decide; None where not
        paired
    mcnemar_exact, mcnemar_mid_p : two-sided p-values, nan where not paired
    confusion_difference : (K, K) int64, counts of b minus counts of a, in the class order of a
    no_decision_difference : (K,) int64, the same of the samples without a decision; None where neither rule
        can abstain
    """

    paired: bool
    reason: str
    differences: tuple[FigureDifference, ...]
    fixed: int | None
    broke: int | None
    mcnemar_exact: float
    mcnemar_mid_p: float
    confusion_difference: Counts
    no_decision_difference: Counts | None = None


def compare_evaluations(
    a: Evaluation,
    b: Evaluation,
    *,
    ids_match: Match = None,
    seed: int = 0,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare two evaluations of the same classes, both at the shares of the classes that a has.

    Parameters
    ----------
    ids_match : None: found out from the sample ids (in any order, each once); False: never paired; True: the
        caller knows that row i of both is the same sample; "order": both are parts of one table without ids,
        so they are where the true classes agree row by row and do not merely stand class after class
    seed : of the bootstrap
    progress : called for each class the first time that two sets of scores meet, and at the end; a
        `CancelledError` that it raises ends the work

    Raises
    ------
    InputError
        The evaluations have different classes (their order may differ).
    """
    b = at_shares_of(a, b)
    alignment = align(a, b, ids_match=ids_match)
    fixed, broke, exact, mid_p = _mcnemar(alignment)
    known = _Known(alignment, _draws(alignment, seed), score_variances(alignment, progress), mid_p)
    overall = [_overall(key, known) for key in OVERALL_KEYS]
    by_class = [row for key in CLASS_KEYS for row in _by_class(key, known)]
    return Comparison(
        alignment.paired, alignment.reason, (*overall, *by_class), fixed, broke, exact, mid_p,
        apart(alignment.outcomes_b)[0] - a.confusion, _more_abstained(alignment),
    )  # fmt: skip


def at_shares_of(reference: Evaluation, other: Evaluation) -> Evaluation:
    """Return `other` at the shares of the classes that the figures of `reference` hold for.

    Where the reference has those of its samples, each has its own. The same object where nothing changes.
    """
    shares: Prevalence | None = None
    if reference.point.prevalence is not None:
        named = dict(zip(reference.classes, prevalence_in_force(reference).tolist(), strict=True))
        shares = tuple(named.get(name) for name in other.classes)
    asked = other.point.with_prevalence(shares)
    return other if asked == other.point else reevaluated(other, asked, intervals=True)


def _weights(alignment: Alignment) -> Weights:
    if alignment.a.point.prevalence is None:
        return None, None
    shares = tuple(prevalence_in_force(alignment.a).tolist())
    return row_weights(alignment.a.outcomes, shares), row_weights(alignment.outcomes_b, shares)


def _more_abstained(alignment: Alignment) -> Counts | None:
    if not alignment.may_abstain:
        return None
    first, second = alignment.a.no_decision, apart(alignment.outcomes_b)[1]
    none = np.zeros(len(alignment.classes), dtype=np.int64)
    return (none if second is None else second) - (none if first is None else first)


def _mcnemar(alignment: Alignment) -> tuple[int | None, int | None, float, float]:
    if not alignment.paired:
        return None, None, math.nan, math.nan
    both = alignment.decided_by_both
    right_a = both & (alignment.decided_a == alignment.y_true)
    right_b = both & (alignment.decided_b == alignment.y_true)
    fixed, broke = alignment.total(right_b & ~right_a), alignment.total(right_a & ~right_b)
    exact, mid_p = mcnemar(fixed, broke)
    return fixed, broke, exact, mid_p


def _draws(alignment: Alignment, seed: int) -> tuple[Draws, Draws]:
    n_classes = len(alignment.classes)
    filled = alignment.a.outcomes.any() and alignment.outcomes_b.any()
    if not filled:
        return {}, {}
    if not alignment.paired:
        return unpaired_draws(
            alignment.a.outcomes, alignment.outcomes_b, alignment.prices, seed, _weights(alignment)
        )
    decided = (alignment.decided_a, alignment.decided_b)
    table = joint_table(alignment.y_true, *decided, n_classes, alignment.count)
    return paired_draws(table, alignment.prices, seed, _weights(alignment))


@dataclass(frozen=True, eq=False)
class _Known:
    """What intervals and tests are made of."""

    alignment: Alignment
    draws: tuple[Draws, Draws]
    spread: ScoreVariances
    mid_p: float

    @property
    def n_rows(self) -> int:
        """True classes that have samples in either."""
        tables = (self.alignment.a.outcomes, self.alignment.outcomes_b)
        return int(np.any([outcomes.any(axis=1) for outcomes in tables], axis=0).sum())

    def method(self, name: str) -> str:
        """Return the name of a method with the pairing."""
        return f"{name}, {self.alignment.pairing}"


def _overall(key: str, known: _Known) -> FigureDifference:
    alignment, draws = known.alignment, known.draws
    left, right = alignment.a.metrics[key], alignment.b.metrics[key]
    interval, p_value, method = UNDEFINED, math.nan, ""
    if key in known.spread.overall:
        most = largest(key, alignment.a.prepared.predictions)
        test = known.method("jackknife")
        interval, p_value, method = _z_test(right - left, known.spread.overall[key], most, test)
    elif key == "coverage" and not alignment.may_abstain:
        pass  # both decide every sample: there is nothing to test
    elif key in draws[0] and key in draws[1] and not math.isnan(right - left):
        interval, p_value = interval_and_p(draws[1][key] - draws[0][key], known.n_rows)
        method = known.method("bootstrap")
    counted = alignment.a.point.prevalence is None  # McNemar's test knows no weights
    if key in ("accuracy", "error_rate") and counted and alignment.paired and alignment.decided_by_both.all():
        p_value, method = known.mid_p, "McNemar mid-p"
    return FigureDifference(key, None, left, right, right - left, interval, p_value, p_value, method)


def _by_class(key: str, known: _Known) -> list[FigureDifference]:
    alignment = known.alignment
    left = alignment.a.per_class[key]
    right = alignment.b.per_class[key][alignment.order]
    tests = [_class_test(key, k, float(right[k] - left[k]), known) for k in range(len(left))]
    adjusted = holm([p_value for _, p_value, _ in tests])
    return [
        FigureDifference(
            key, name, float(left[k]), float(right[k]), float(right[k] - left[k]), interval, p_value,
            float(adjusted[k]), method,
        )
        for k, (name, (interval, p_value, method)) in enumerate(zip(alignment.classes, tests, strict=True))
    ]  # fmt: skip


def _class_test(key: str, k: int, difference: float, known: _Known) -> tuple[Interval, float, str]:
    if key in known.spread.per_class:
        test = known.method("DeLong" if key == "roc_auc" else "jackknife")
        return _z_test(difference, float(known.spread.per_class[key][k]), 1.0, test)
    draws = known.draws
    if math.isnan(difference) or key not in draws[0]:
        return UNDEFINED, math.nan, ""
    interval, p_value = interval_and_p(draws[1][key][:, k] - draws[0][key][:, k], 1)
    return interval, p_value, known.method("bootstrap")


def _z_test(difference: float, variance: float, most: float, method: str) -> tuple[Interval, float, str]:
    """Return the normal interval within -most and most, p-value and method, where there is a variance."""
    if math.isnan(difference) or math.isnan(variance):
        return UNDEFINED, math.nan, ""
    if variance > 0:
        p_value = two_sided_p(difference / math.sqrt(variance))
    else:  # no sample moves one figure more than the other
        p_value = 1.0 if difference == 0 else math.nan
    return normal_interval(difference, variance, -most, most), p_value, method
