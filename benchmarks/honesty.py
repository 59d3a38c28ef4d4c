"""How often intervals cover the truth, and how far figures of tuned samples flatter, where truth is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from confmat_gui.core.class_ranks import rank_class
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.decide import decide
from confmat_gui.core.intervals import delong_interval
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.rules import Rule, costs_from_weights
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning

REPETITIONS = {"quick": 40, "full": 500}
COVERAGE = "92 % to 98 %"
FLATTERING = "cost, of the samples it was tuned on,"
SHIFT, WEIGHTS = 1.2, (1.0, 5.0)
"""Two classes: the scores of the second are normal and so far above those of the first."""
FEW, MANY = (300, 100), (900, 300)
"""Samples of each of two classes; half of them are held back."""
FOUR_SIZES, FOUR_WEIGHTS = (400, 240, 120, 80), (1.0, 2.0, 8.0, 4.0)
TRUTH_ROWS = 100_000
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Once:
    """One repetition: the true cost of the suggested rule, and what was said of it.

    Attributes
    ----------
    truth : expected cost of the rule in the population
    apparent, honest : the cost on the samples it was tuned on, and on those held back
    covered : name of an interval to whether it holds the truth
    """

    truth: float
    apparent: float
    honest: float
    covered: dict[str, bool]


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Simulate every setting; nothing is timed."""
    del measure, turns
    n = REPETITIONS[size]
    settings = (
        ("two classes, 900 and 300", lambda seed: _two(seed, MANY)),
        ("two classes, 900 and 300, cross-fitted", lambda seed: _two(seed, MANY, cross_fit=5)),
        ("four classes, 840", _four),
        ("few: two classes, 300 and 100", lambda seed: _two(seed, FEW)),
    )
    for name, once in settings:
        yield from _rows_of(f"{name}, {n} times", [once(seed) for seed in range(n)])


def _rows_of(name: str, found: list[Once]) -> Iterator[Row]:
    for what in found[0].covered:
        share = float(np.mean([once.covered[what] for once in found]))
        goal = "" if what == FLATTERING or name.startswith("few") else COVERAGE
        yield Row(f"95 % interval of {what} covers ({name})", share=share, goal=goal)
    truth = np.array([once.truth for once in found])
    for what, values in (
        ("on the samples it was tuned on", [once.apparent for once in found]),
        ("on samples it was not tuned on", [once.honest for once in found]),
    ):
        away = np.array(values) - truth
        error = away.std(ddof=1) / math.sqrt(len(away))
        said = f"{away.mean():+.4f}, standard error {error:.4f}; true {truth.mean():.4f}"
        yield Row(f"cost {what} less the true cost ({name})", note=said)


def _two(seed: int, sizes: tuple[int, int], *, cross_fit: int | None = None) -> Once:
    """Draw two normal classes, suggest the cheapest threshold, and compare with what it truly costs."""
    generator = np.random.default_rng(seed)
    y = np.repeat([0, 1], sizes)
    score = generator.standard_normal(len(y)) + SHIFT * y
    samples = cm.Predictions.from_arrays(y, score, classes=["ok", "crack"], score_kind="score", positive=1)
    costs = costs_from_weights(WEIGHTS)
    # the bound on recall is always kept: it is there for its interval
    found = suggest(
        samples, None, Objective("expected_cost", costs=costs), (Constraint("recall", 1, ">=", 0.0),),
        Tuning(seed=seed), cross_fit=cross_fit, n_bootstrap=0,
    )  # fmt: skip
    recall, cost = _truth_of_two(found.rule, sizes)
    if cross_fit is not None:  # what is judged are the rules of the folds
        truths = [_truth_of_two(rule, sizes) for rule in found.fold_rules]
        recall, cost = (float(np.mean(values)) for values in zip(*truths, strict=True))
    area = _NORMAL.cdf(SHIFT / math.sqrt(2))
    low, high = delong_interval(rank_class(samples, 1))
    honest = found.suggested.honest
    covered = {
        "cost": honest.objective.low <= cost <= honest.objective.high,
        "recall": honest.constraints[0].low <= recall <= honest.constraints[0].high,
        "AUC": low <= area <= high,
        FLATTERING: _flattering(found, _truth_of_two(found.rule, sizes)[1]),
    }
    return Once(cost, found.suggested.tuned.objective.value, honest.objective.value, covered)


def _truth_of_two(rule: Rule, sizes: tuple[int, int]) -> tuple[float, float]:
    """Return recall and expected cost in a population with the shares of the samples."""
    threshold = rule.thresholds_by_class["crack"]
    recall, alarms = 1 - _NORMAL.cdf(threshold - SHIFT), 1 - _NORMAL.cdf(threshold)
    cost = sizes[0] * alarms * WEIGHTS[0] + sizes[1] * (1 - recall) * WEIGHTS[1]
    return recall, cost / sum(sizes)


def _flattering(found: Suggestion, truth: float) -> bool:
    tuned = found.suggested.tuned.objective
    return tuned.low <= truth <= tuned.high


def _four(seed: int) -> Once:
    """Draw four classes; the truth is that of very many further samples."""
    samples, many = _four_classes(seed, 1), _four_classes(seed + 10**6, TRUTH_ROWS // sum(FOUR_SIZES))
    costs = costs_from_weights(FOUR_WEIGHTS)
    found = suggest(
        samples, None, Objective("expected_cost", costs=costs), (Constraint("recall", 2, ">=", 0.0),),
        Tuning(seed=seed), n_bootstrap=0,
    )  # fmt: skip
    codes, _ = decide(many, OperatingPoint(found.rule))
    matrix = confusion_matrix(many.y_true, codes, 4)
    cost = float((matrix * np.array(costs)).sum() / matrix.sum())
    recall = float(matrix[2, 2] / matrix[2].sum())
    honest = found.suggested.honest
    covered = {
        "cost": honest.objective.low <= cost <= honest.objective.high,
        "recall": honest.constraints[0].low <= recall <= honest.constraints[0].high,
        FLATTERING: _flattering(found, cost),
    }
    return Once(cost, found.suggested.tuned.objective.value, honest.objective.value, covered)


def _four_classes(seed: int, times: int) -> cm.Predictions:
    generator = np.random.default_rng(seed)
    y = np.repeat(np.arange(4), np.array(FOUR_SIZES) * times)
    logits = generator.standard_normal((len(y), 4))
    logits[np.arange(len(y)), y] += 1.5
    powers = np.exp(logits)
    scores = powers / powers.sum(axis=1, keepdims=True)
    return cm.Predictions.from_arrays(y, scores, classes=list("abcd"), score_kind="probability")
