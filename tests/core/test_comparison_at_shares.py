"""Two models side by side at other shares of the classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core.comparison import FigureDifference, at_shares_of, compare_evaluations
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.prevalence_areas import average_precision_at, average_precision_variance_at
from confmat_gui.core.rules import Rule

NAMES = ("ok", "crack")


def model(
    seed: int, strength: float, prevalence: Prevalence | None, *, ids: bool = True, n: int = 300
) -> Evaluation:
    """Return a model on samples of which a fifth are cracked; the samples are the same for every seed."""
    y = (np.arange(n) % 5 == 0).astype(np.int64)
    score = np.random.default_rng(seed).normal(strength * y, 1.0)
    p = 1 / (1 + np.exp(-(score - strength / 2)))
    made = Predictions.from_arrays(
        y, p, classes=NAMES, positive="crack", score_kind="probability",
        sample_id=[f"part {row}" for row in range(n)] if ids else None,
    )  # fmt: skip
    return evaluate(prepare(made), OperatingPoint(Rule.thresholds({"crack": 0.5}), None, 1, prevalence))


def row_of(found: tuple[FigureDifference, ...], key: str, name: str | None = None) -> FigureDifference:
    return next(row for row in found if (row.key, row.class_name) == (key, name))


def test_that_both_are_compared_at_the_shares_of_the_first() -> None:
    first, second = model(1, 1.0, (None, 0.02)), model(2, 2.0, None)
    found = compare_evaluations(first, second)
    assert found.paired
    same = at_shares_of(first, second)
    assert same.point.prevalence == (0.98, 0.02)
    for key in ("accuracy", "mcc", "macro_f1"):
        row = row_of(found.differences, key)
        assert (row.a, row.b) == (first.metrics[key], same.metrics[key])
        assert row.method == "bootstrap, paired"
        assert row.interval[0] <= row.difference <= row.interval[1]
    assert found.confusion_difference.tolist() == (second.confusion - first.confusion).tolist()
    assert at_shares_of(first, same) is same
    assert at_shares_of(second, first).point.prevalence is None
    assert set(same.intervals) == set(first.intervals)


def test_that_an_interval_of_accuracy_is_that_of_weighted_differences() -> None:
    """The difference is a weighted mean of each class's mean difference, so its spread is known."""
    first, second = model(1, 1.0, (None, 0.5)), model(2, 2.0, None)
    row = row_of(compare_evaluations(first, second).differences, "accuracy")
    y = first.prepared.predictions.y_true
    gained = (second.decided == y).astype(float) - (first.decided == y)
    variance = sum(0.25 * gained[y == k].var() / (y == k).sum() for k in (0, 1))
    assert row.difference == pytest.approx(sum(0.5 * gained[y == k].mean() for k in (0, 1)))
    assert row.interval[1] - row.interval[0] == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=0.12)


def slow_average_precision(evaluation: Evaluation, mass: NDArray[Any]) -> float:
    predictions = evaluation.prepared.predictions
    return float(
        reference.average_precision_score(predictions.y_true, predictions.score_of(1), sample_weight=mass)
    )


def test_that_average_precision_is_compared_at_the_shares_too() -> None:
    first, second = model(1, 1.0, (None, 0.02), n=120), model(2, 2.0, None, n=120)
    row = row_of(compare_evaluations(first, second).differences, "average_precision", "crack")
    y = first.prepared.predictions.y_true
    sides = [np.where(y == k, 1 / (y == k).sum(), 0.0) for k in (0, 1)]
    base = 0.98 * sides[0] + 0.02 * sides[1]
    both = [slow_average_precision(each, base) for each in (first, second)]
    assert [row.a, row.b] == pytest.approx(both)
    step, moved = 1e-6, np.empty(len(y))
    for sample in range(len(y)):
        own, share = sides[y[sample]] * (1 - step), (0.98, 0.02)[y[sample]]
        own[sample] += step
        mass = share * own + (1 - share) * sides[1 - y[sample]]
        changed = [slow_average_precision(each, mass) for each in (first, second)]
        moved[sample] = ((changed[1] - both[1]) - (changed[0] - both[0])) / step
    variance = sum((moved[y == k] ** 2).sum() / ((y == k).sum() - 1) / (y == k).sum() for k in (0, 1))
    assert row.interval[1] - row.interval[0] == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=1e-3)


def test_that_models_of_other_samples_are_compared_at_the_same_shares() -> None:
    first, second = model(1, 1.0, (None, 0.02), ids=False), model(2, 2.0, None, n=200, ids=False)
    found = compare_evaluations(first, second)
    assert not found.paired
    row = row_of(found.differences, "average_precision", "crack")
    rankings = [each.prepared.ranking(1, drop_intermediate=True) for each in (first, second)]
    areas = [average_precision_at(each, 0.02) for each in rankings]
    assert row.difference == pytest.approx(areas[1] - areas[0])
    variance = sum(average_precision_variance_at(each, 0.02) for each in rankings)
    assert row.interval[1] - row.interval[0] == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=1e-3)
    accuracy = row_of(found.differences, "accuracy")
    assert accuracy.method == "bootstrap, unpaired"
    assert accuracy.interval[0] < accuracy.difference < accuracy.interval[1]
