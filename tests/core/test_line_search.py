"""The line search of one class against every threshold there is, decided plainly."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core import line_search
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import largest_share
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.line_search import LineOptimum, line_of, search_line
from confmat_gui.core.moves import running_sum
from confmat_gui.core.objectives import CLASS_KEYS, Objective, ObjectiveKey
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix
from tests.core.strategies import probability_predictions

KEYS = get_args(ObjectiveKey)
RAW = st.lists(st.sampled_from([0.1, 0.25, 0.3, 1.0, 2.5]), min_size=6, max_size=6)
SEEDS = st.integers(0, 2**32 - 1)


def objective_of(key: Any, n_classes: int, seed: int) -> Objective:
    generator = np.random.default_rng(seed)
    if key in CLASS_KEYS:
        return Objective(key, class_index=int(generator.integers(0, n_classes)))
    if key == "expected_cost":
        prices = np.round(generator.normal(2, 3, (n_classes, n_classes)), 1)
        return Objective("expected_cost", costs=cost_matrix(prices))
    return Objective(key)


def plain_matrix(predictions: Predictions, thresholds: NDArray[Any]) -> NDArray[np.int64]:
    codes, _ = largest_share(predictions, thresholds)
    return confusion_matrix(predictions.y_true, codes, predictions.n_classes, predictions.count)


def plain_merit(predictions: Predictions, thresholds: NDArray[Any], k: int, t: float, o: Objective) -> float:
    moved = thresholds.copy()
    moved[k] = t
    return o.merit(plain_matrix(predictions, moved))


def with_zero_counts(predictions: Predictions) -> Predictions:
    if predictions.count is None or not (predictions.count > 1).any():
        return predictions
    return replace(predictions, count=predictions.count - 1)


def reachable(predictions: Predictions, thresholds: NDArray[Any], k: int) -> list[float]:
    """Return a threshold for every set of decisions that the class can reach."""
    critical = np.unique(critical_rows(predictions, thresholds, k)[0])
    finite = critical[(critical > 0) & (critical < np.inf)].tolist()
    return [*finite, finite[-1] * 1.5] if finite else [1.0]


@settings(deadline=None)
@given(probability_predictions(), RAW, st.integers(0, 5), st.sampled_from(KEYS), SEEDS)
def test_that_no_threshold_is_better(
    predictions: Predictions, raw: list[float], k: int, key: str, seed: int
) -> None:
    k %= predictions.n_classes
    predictions = with_zero_counts(predictions)
    thresholds = np.array(raw[: predictions.n_classes])
    objective = objective_of(key, predictions.n_classes, seed)
    found = search_line(predictions, thresholds, k, objective)
    merits = [
        plain_merit(predictions, thresholds, k, t, objective) for t in reachable(predictions, thresholds, k)
    ]
    best = max(merits)
    if best == -np.inf:
        assert math.isnan(found.value)
        assert found.threshold == thresholds[k]
        return
    assert objective.sign * found.value == pytest.approx(best, rel=1e-12, abs=1e-12)
    moved = thresholds.copy()
    moved[k] = found.threshold
    assert objective.value(plain_matrix(predictions, moved)) == found.value
    check_tie(predictions, thresholds, found, objective, best)


def check_tie(
    predictions: Predictions, thresholds: NDArray[Any], found: LineOptimum, objective: Objective, best: float
) -> None:
    """The tied interval holds nothing but the best value and cannot be wider; nothing as good is nearer."""
    low, high = found.tied
    present = float(thresholds[found.class_index])
    assert low < found.threshold <= high

    def is_best(t: float) -> bool:
        merit = plain_merit(predictions, thresholds, found.class_index, t, objective)
        return merit == pytest.approx(best, rel=1e-12, abs=1e-12)

    for t in reachable(predictions, thresholds, found.class_index):
        if low < t <= high:
            assert is_best(t)
        elif low < present <= high:
            assert found.threshold == present
        elif is_best(t) and t > present:
            assert not (high < present and t < low)
    if low > 0:
        assert is_best(math.nextafter(low, math.inf))
        assert not is_best(low)
    if high < math.inf:
        assert is_best(high)
        assert not is_best(math.nextafter(high, math.inf))


@given(probability_predictions(), RAW, st.sampled_from(KEYS), SEEDS)
def test_that_where_blocks_end_does_not_show(
    predictions: Predictions, raw: list[float], key: str, seed: int
) -> None:
    thresholds = np.array(raw[: predictions.n_classes])
    objective = objective_of(key, predictions.n_classes, seed)
    line = line_of(predictions, thresholds, 1)
    whole = line.merits(objective)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_search, "BLOCK_ROWS", 3)
        np.testing.assert_allclose(line.merits(objective), whole, rtol=1e-12, atol=1e-12)


def samples(n: int, n_classes: int, seed: int = 0) -> Predictions:
    generator = np.random.default_rng(seed)
    y = generator.choice(n_classes, n, p=generator.dirichlet(np.full(n_classes, 2.0)))
    scores = generator.dirichlet(np.ones(n_classes), n)
    scores[np.arange(n), y] += 0.3
    return Predictions.from_arrays(
        y, scores / scores.sum(axis=1, keepdims=True), classes=[f"c{i}" for i in range(n_classes)]
    )


@pytest.mark.parametrize("key", KEYS)
def test_that_the_value_is_the_figure_of_an_evaluation(key: str) -> None:
    predictions = samples(3_000, 4)
    objective = objective_of(key, 4, 7)
    found = search_line(predictions, np.ones(4), 2, objective)
    rule = Rule.thresholds({"c0": 1, "c1": 1, "c2": found.threshold, "c3": 1})
    evaluation = evaluate(prepare(predictions), OperatingPoint(rule, objective.costs), intervals=False)
    by_class = dict(evaluation.per_class)
    by_class["youden"] = by_class["recall"] - by_class["fpr"]
    figures = by_class[key] if key in CLASS_KEYS else evaluation.metrics[key]
    assert np.atleast_1d(figures)[objective.class_index or 0] == found.value
    assert found.is_better
    assert objective.sign * found.value > objective.sign * found.start_value


@pytest.mark.parametrize("key", KEYS)
def test_that_a_second_search_stays_where_the_first_ended(key: str) -> None:
    predictions, thresholds = samples(2_000, 5, 3), np.ones(5)
    objective = objective_of(key, 5, 8)
    thresholds[3] = search_line(predictions, thresholds, 3, objective).threshold
    again = search_line(predictions, thresholds, 3, objective)
    assert again.threshold == thresholds[3]
    assert not again.is_better


def test_that_of_tied_intervals_the_nearest_in_ratio_is_taken() -> None:
    scores = [[0.2, 0.4, 0.4], [0.4, 0.2, 0.4], [0.1, 0.8, 0.1]]
    predictions = Predictions.from_arrays([0, 1, 1], scores, classes=["a", "b", "c"])
    # a is chosen up to 0.5, 1 and 0.125: right, wrong, wrong; 1 of 3 right up to 0.125, then 2, 1, 1 ...
    found = search_line(predictions, np.ones(3), 0, Objective("accuracy"))
    assert found.tied == (0.125, 0.5)
    assert found.threshold == pytest.approx(0.25)
    assert found.value == pytest.approx(2 / 3)


def test_that_an_end_without_limit_is_kept_at_a_factor_of_two() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 2], [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.5, 0.3, 0.2]], classes=["a", "b", "c"]
    )
    never = search_line(predictions, np.ones(3), 0, Objective("f1", class_index=1))
    assert never.tied == (0.5 / 0.3, math.inf)
    assert never.threshold == pytest.approx(1 / 0.3)
    always = search_line(predictions, np.array([1, 2.0, 1]), 1, Objective("f1", class_index=1))
    assert always.tied == pytest.approx((0.0, 0.6))
    assert always.threshold == pytest.approx(0.3)


def test_that_a_figure_that_is_undefined_everywhere_changes_nothing() -> None:
    predictions = Predictions.from_arrays([1, 1], [[0.2, 0.5, 0.3], [0.3, 0.3, 0.4]], classes=["a", "b", "c"])
    found = search_line(predictions, np.ones(3), 0, Objective("mcc"))
    assert math.isnan(found.value)
    assert found.threshold == 1
    assert not found.is_better


def test_that_a_long_sum_is_rounded_little() -> None:
    terms = np.random.default_rng(5).normal(0, 1, 10_007)
    exact = [math.fsum(terms[: i + 1]) for i in range(0, len(terms), 997)]
    np.testing.assert_allclose(running_sum(terms)[::997], exact, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"key": "lift"}, "cannot be searched for"),
        ({"key": "f1"}, "searched for one class"),
        ({"key": "recall"}, "searched for one class"),
        ({"key": "coverage", "class_index": 0}, "searched for one class"),
        ({"key": "mcc", "class_index": 1}, "searched for one class"),
        ({"key": "expected_cost"}, "needs prices"),
        ({"key": "mcc", "costs": ((0.0,),)}, "needs prices"),
    ],
)
def test_that_an_objective_without_what_it_needs_is_refused(given: Any, part: str) -> None:
    with pytest.raises(InputError, match=part):
        Objective(**given)
