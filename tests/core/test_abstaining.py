"""Thresholds with no decision, row by row and in every figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.argmax import MOST_ROWS
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.intervals import wilson
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.rules import Boundary, Rule, cost_matrix
from tests.core.strategies import probability_predictions
from tests.core.test_evaluation import assert_that_reasons_are_complete

LEVELS = st.lists(st.sampled_from([0.0, 0.125, 0.25, 1 / 3, 0.5, 0.7, 1.0, 1.5]), min_size=6, max_size=6)
NAMES = ["a", "b", "c"]
P = np.array(
    [[0.8, 0.1, 0.1], [0.5, 0.4, 0.1], [0.3, 0.6, 0.1], [0.4, 0.3, 0.3], [0.1, 0.1, 0.8], [0.1, 0.2, 0.7]]
)
SIX = Predictions.from_arrays(["a", "a", "b", "b", "c", "a"], P, classes=NAMES)


def rule(values: dict[str, float], boundary: Boundary = ">=") -> Rule:
    return Rule.thresholds(values, boundary=boundary, no_decision=True)


def slow(row: NDArray[Any], thresholds: list[float], boundary: Boundary) -> tuple[int, bool]:
    """Return the decision of one row and whether it was tied, number by number."""
    passing = []
    for k, p in enumerate(row):
        t = row.dtype.type(thresholds[k])
        if (p >= t) if boundary == ">=" else (p > t):
            passing.append((float(p), k))
    if not passing:
        return len(row), False
    best = max(p for p, _ in passing)
    holders = [k for p, k in passing if p == best]
    return holders[0], len(holders) > 1


def slow_counts(predictions: Predictions, codes: list[int]) -> tuple[NDArray[Any], NDArray[Any]]:
    k = predictions.n_classes
    matrix, left = np.zeros((k, k), dtype=np.int64), np.zeros(k, dtype=np.int64)
    for i, code in enumerate(codes):
        n = 1 if predictions.count is None else int(predictions.count[i])
        true = predictions.y_true[i]
        if code == k:
            left[true] += n
        else:
            matrix[true, code] += n
    return matrix, left


@given(probability_predictions(smallest=2), LEVELS, st.sampled_from([">=", ">"]))
def test_that_the_highest_of_the_classes_that_reach_their_threshold_decides(
    predictions: Predictions, values: list[float], boundary: Boundary
) -> None:
    assert predictions.y_score is not None
    raw = values[: predictions.n_classes]
    chosen = rule(dict(zip(predictions.classes, raw, strict=True)), boundary)
    expected = [slow(row, raw, boundary) for row in predictions.y_score]
    codes, n_tied = decide(predictions, OperatingPoint(chosen))
    assert codes.tolist() == [code for code, _ in expected]
    assert n_tied == sum(tied for _, tied in expected)
    evaluation = evaluate(prepare(predictions), chosen, intervals=False)
    matrix, left = slow_counts(predictions, codes.tolist())
    assert evaluation.no_decision is not None
    assert evaluation.confusion.tolist() == matrix.tolist()
    assert evaluation.no_decision.tolist() == left.tolist()
    assert evaluation.n == predictions.n
    assert_that_reasons_are_complete(evaluation)
    decided = matrix.sum()
    assert evaluation.metrics["coverage"] == decided / predictions.n
    if decided:
        assert evaluation.metrics["accuracy"] == np.trace(matrix) / decided
        assert evaluation.metrics["error_rate"] == pytest.approx(1 - np.trace(matrix) / decided)
    for k in np.flatnonzero(predictions.support):
        assert evaluation.per_class["coverage"][k] == matrix[k].sum() / predictions.support[k]


def test_that_several_blocks_of_rows_are_decided_as_one() -> None:
    generator = np.random.default_rng(3)
    p = generator.dirichlet(np.ones(4), MOST_ROWS + 50).astype(np.float32)
    predictions = Predictions.from_arrays(generator.integers(0, 4, len(p)), p, classes=list("abcd"))
    chosen = rule({"a": 0.4, "b": 0.5, "c": 0.6, "d": 0.2})
    codes, _ = decide(predictions, OperatingPoint(chosen))
    expected = [slow(row, [0.4, 0.5, 0.6, 0.2], ">=")[0] for row in p]
    np.testing.assert_array_equal(codes, expected)
    assert 4 in codes


def test_that_two_classes_have_a_threshold_each_and_a_gap_between_is_no_decision() -> None:
    predictions = Predictions.from_arrays([1, 1, 0, 0, 1], [0.9, 0.8, 0.2, 0.1, 0.5])
    codes, _ = decide(predictions, OperatingPoint(rule({"0": 0.8, "1": 0.8}), positive=1))
    assert codes.tolist() == [1, 1, 0, 0, 2]
    strict, _ = decide(predictions, OperatingPoint(rule({"0": 0.8, "1": 0.8}, ">"), positive=1))
    assert strict.tolist() == [1, 2, 2, 0, 2]
    both, n_tied = decide(predictions, OperatingPoint(rule({"0": 0.1, "1": 0.1}), positive=1))
    assert both.tolist() == [1, 1, 0, 0, 0]
    assert n_tied == 1


def test_that_logits_are_converted_before_they_meet_a_threshold() -> None:
    logits = np.array([[2.0, 0.0, 0.0], [0.1, 0.0, 0.0]])
    predictions = Predictions.from_arrays(["a", "b"], logits, classes=NAMES, score_kind="logit")
    assert probabilities(predictions)[0, 0] > 0.75
    assert decide(predictions, OperatingPoint(rule(dict.fromkeys(NAMES, 0.75))))[0].tolist() == [0, 3]
    single = Predictions.from_arrays([0, 1], [-3.0, 0.2], score_kind="logit")
    assert decide(single, OperatingPoint(rule({"0": 0.9, "1": 0.9}), positive=1))[0].tolist() == [0, 2]


def test_that_classes_that_are_not_named_share_what_is_left_of_one() -> None:
    three = evaluate(prepare(SIX), rule({"a": 0.6}))
    assert three.thresholds is not None
    assert three.thresholds.tolist() == [0.6, 0.2, 0.2]
    assert three.thresholds_normalised is three.thresholds
    assert three.per_class["threshold"].tolist() == [0.6, 0.2, 0.2]
    two = evaluate(prepare(Predictions.from_arrays([0, 1], [0.2, 0.9])), rule({"1": 0.9}))
    assert two.thresholds is not None
    assert two.thresholds.tolist() == [0.1, 0.9]
    with pytest.raises(InputError, match="leaves nothing for the other classes"):
        evaluate(prepare(SIX), rule({"a": 0.6, "b": 0.4}))


def test_that_scores_that_only_rank_cannot_abstain() -> None:
    ranking = prepare(Predictions.from_arrays([0, 1], [-1.0, 4.0]))
    with pytest.raises(InputError, match="needs probabilities"):
        evaluate(ranking, rule({"1": 0.5}))
    with pytest.raises(InputError, match="has no thresholds"):
        Rule("argmax", no_decision=True)


def abstained() -> Evaluation:
    """Return SIX decided at 0.6: [a, -, b, -, c, c], so one a and one b have no decision."""
    return evaluate(prepare(SIX), rule(dict.fromkeys(NAMES, 0.6)))


def test_that_figures_are_of_the_decided_and_coverage_says_how_many() -> None:
    evaluation = abstained()
    assert evaluation.decided.tolist() == [0, 3, 1, 3, 2, 2]
    assert evaluation.confusion.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert evaluation.no_decision is not None
    assert evaluation.no_decision.tolist() == [1, 1, 0]
    assert evaluation.metrics["accuracy"] == 0.75
    assert evaluation.metrics["error_rate"] == 0.25
    assert evaluation.metrics["coverage"] == 4 / 6
    assert evaluation.metrics["no_information_rate"] == 0.5
    assert evaluation.metrics["balanced_accuracy"] == pytest.approx((0.5 + 1 + 1) / 3)
    assert evaluation.per_class["support"].tolist() == [3, 2, 1]
    assert evaluation.per_class["recall"].tolist() == [0.5, 1, 1]
    assert evaluation.per_class["tn"].tolist() == [2, 3, 2]
    assert evaluation.per_class["no_decision"].tolist() == [1, 1, 0]
    assert evaluation.per_class["coverage"].tolist() == [2 / 3, 0.5, 1]
    assert evaluation.intervals["coverage"] == pytest.approx(wilson(4, 6))
    assert evaluation.intervals["error_rate"] == pytest.approx(wilson(1, 4))
    np.testing.assert_allclose(evaluation.per_class_intervals["coverage"][0], wilson(2, 3))
    np.testing.assert_allclose(evaluation.per_class_intervals["recall"][0], wilson(1, 2))


def test_that_a_rule_that_always_decides_covers_everything_without_doubt() -> None:
    evaluation = evaluate(prepare(SIX))
    assert evaluation.no_decision is None
    assert evaluation.outcomes.shape == (3, 3)
    assert evaluation.metrics["coverage"] == 1
    assert evaluation.per_class["no_decision"].tolist() == [0, 0, 0]
    assert "coverage" not in evaluation.intervals
    assert "coverage" not in evaluation.per_class_intervals


def test_that_a_rule_that_may_abstain_and_never_does_counts_zeros() -> None:
    evaluation = evaluate(prepare(SIX), rule(dict.fromkeys(NAMES, 0.1)))
    assert evaluation.no_decision is not None
    assert evaluation.no_decision.tolist() == [0, 0, 0]
    assert evaluation.confusion.tolist() == evaluate(evaluation.prepared).confusion.tolist()
    assert evaluation.intervals["coverage"] == pytest.approx(wilson(6, 6))


def test_that_figures_say_why_nothing_is_known_where_nothing_is_decided() -> None:
    evaluation = evaluate(prepare(SIX), rule(dict.fromkeys(NAMES, 0.95)))
    assert evaluation.confusion.sum() == 0
    assert evaluation.metrics["coverage"] == 0
    for key in ("accuracy", "error_rate", "mcc", "macro_f1", "no_information_rate"):
        assert np.isnan(evaluation.metrics[key])
        assert evaluation.undefined[key] == "Every sample was left without a decision."
    assert evaluation.undefined["recall:a"] == "Every sample of a was left without a decision."
    assert evaluation.undefined["f1:b"] == "No sample of b was decided, and none is predicted as it."
    assert evaluation.undefined["specificity:c"] == "No sample of any class but c was decided."
    assert evaluation.metrics["hand_till"] == evaluate(evaluation.prepared).metrics["hand_till"]
    assert_that_reasons_are_complete(evaluation)


def test_that_one_decided_class_has_its_reasons() -> None:
    evaluation = evaluate(prepare(SIX), rule({"a": 0.8, "b": 2, "c": 2}))
    assert evaluation.undefined["mcc"] == "Only one true class occurs among the decided samples."
    assert evaluation.undefined["precision:b"] == "No sample is predicted as b."
    assert_that_reasons_are_complete(evaluation)


def test_that_weights_of_samples_without_a_decision_are_in_no_matrix() -> None:
    weighted = replace(SIX, sample_weight=np.array([1.0, 2, 4, 8, 16, 32]))
    evaluation = evaluate(prepare(weighted), rule(dict.fromkeys(NAMES, 0.6)))
    assert evaluation.confusion_weighted is not None
    assert evaluation.confusion_weighted.tolist() == [[1, 0, 32], [0, 4, 0], [0, 0, 16]]


WIDE = cost_matrix([[0.0, 1.0, 1.0, 0.5], [5.0, 0.0, 5.0, 2.0], [1.0, 1.0, 0.0, 0.25]])


def test_that_samples_without_a_decision_cost_what_the_last_column_says() -> None:
    point = OperatingPoint(rule(dict.fromkeys(NAMES, 0.6)), WIDE)
    evaluation = evaluate(prepare(SIX), point)
    assert evaluation.metrics["total_cost"] == 1 + 0.5 + 2
    assert evaluation.metrics["expected_cost"] == 3.5 / 6
    assert evaluation.per_class["cost"].tolist() == [1.5, 2, 0]
    assert evaluation.per_class["cost_weight"].tolist() == [1, 5, 1]
    low, high = evaluation.intervals["expected_cost"]
    assert low < 3.5 / 6 < high
    everything = evaluate(prepare(SIX), OperatingPoint(rule(dict.fromkeys(NAMES, 2)), WIDE))
    assert everything.metrics["total_cost"] == 3 * 0.5 + 2 * 2 + 0.25
    assert evaluate(prepare(SIX), OperatingPoint(Rule.argmax(), WIDE)).metrics["total_cost"] == 1 + 5


def test_that_prices_that_forget_no_decision_leave_the_cost_undefined_with_the_reason() -> None:
    square = cost_matrix(np.array(WIDE)[:, :3])
    evaluation = evaluate(prepare(SIX), OperatingPoint(rule(dict.fromkeys(NAMES, 0.6)), square))
    unpriced = "The prices do not say what a sample without a decision costs."
    for key in ("expected_cost", "total_cost", "share_of_cost", "cost:a", "cost:b"):
        assert evaluation.undefined[key] == unpriced
    assert evaluation.per_class["cost"][2] == 0
    assert np.isnan(evaluation.intervals["expected_cost"]).all()
    assert_that_reasons_are_complete(evaluation)
    decided = evaluate(prepare(SIX), OperatingPoint(rule(dict.fromkeys(NAMES, 0.1)), square))
    assert decided.metrics["total_cost"] == 6


def slow_cheapest(row: NDArray[Any], costs: NDArray[Any]) -> tuple[int, bool]:
    sums = []
    for j in range(costs.shape[1]):
        total = 0.0
        for i in range(len(costs)):
            total += float(row[i]) * float(costs[i, j])
        sums.append(total)
    return sums.index(min(sums)), sums.count(min(sums)) > 1


@given(probability_predictions(smallest=2, largest=16), st.integers(0, 2**32 - 1))
def test_that_lowest_cost_abstains_only_where_that_is_strictly_cheaper(
    predictions: Predictions, seed: int
) -> None:
    k = predictions.n_classes
    costs = np.random.default_rng(seed).integers(0, 4, (k, k + 1)).astype(np.float64)
    expected = [slow_cheapest(row, costs) for row in probabilities(predictions)]
    codes, n_tied = decide(predictions, OperatingPoint(Rule.min_cost(costs)))
    assert codes.tolist() == [code for code, _ in expected]
    assert n_tied == sum(tied for _, tied in expected)
    evaluation = evaluate(prepare(predictions), Rule.min_cost(costs), intervals=False)
    matrix, left = slow_counts(predictions, codes.tolist())
    assert evaluation.no_decision is not None
    assert evaluation.confusion.tolist() == matrix.tolist()
    assert evaluation.no_decision.tolist() == left.tolist()
    assert evaluation.metrics["total_cost"] == (matrix * costs[:, :k]).sum() + (left * costs[:, k]).sum()


def test_that_the_bootstrap_lets_coverage_vary_as_redrawn_samples_would() -> None:
    generator = np.random.default_rng(5)
    y = generator.integers(0, 3, 600)
    p = generator.dirichlet(np.ones(3), 600) * 0.6 + 0.4 * np.eye(3)[y]
    prepared = prepare(Predictions.from_arrays(y, p, classes=NAMES))
    costs = cost_matrix([[0.0, 1.0, 1.0, 0.4], [1.0, 0.0, 1.0, 0.4], [1.0, 1.0, 0.0, 0.4]])
    evaluation = evaluate(prepared, OperatingPoint(rule(dict.fromkeys(NAMES, 0.7)), costs))
    cost = np.array(costs)[y, evaluation.decided]
    drawn = []
    for _ in range(2000):
        rows = np.concatenate([generator.choice(np.flatnonzero(y == k), (y == k).sum()) for k in range(3)])
        drawn.append(cost[rows].mean())
    np.testing.assert_allclose(
        evaluation.intervals["expected_cost"], np.percentile(drawn, [2.5, 97.5]), atol=0.01
    )
