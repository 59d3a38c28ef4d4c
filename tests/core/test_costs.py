"""Prices and what they are equivalent to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from confmat_gui.core.costs import binary_threshold, cost_by_cell, cost_weights, equivalence, iso_cost_slope
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix, costs_from_weights


def test_that_a_row_of_one_price_has_a_weight() -> None:
    weights = cost_weights([[0, 2, 2], [1, 0, 3], [4, 4, 1]])
    assert weights[0] == 2
    assert np.isnan(weights[1:]).all()
    assert np.isnan(cost_weights([[0]])).all()
    assert cost_weights(costs_from_weights([1, 20])).tolist() == [1, 20]


def test_that_cells_cost_count_times_price() -> None:
    assert cost_by_cell(np.array([[5, 2], [3, 1]]), [[0, 1], [20, 0]]).tolist() == [[0, 2], [60, 0]]


def test_that_a_binary_threshold_needs_errors_that_cost_more_than_right_answers() -> None:
    assert binary_threshold([[1, 3], [9, 1]], 1) == pytest.approx(0.2)
    assert math.isnan(binary_threshold([[3, 1], [9, 1]], 1))
    assert math.isnan(binary_threshold([[0, 1], [0, 0]], 1))
    assert math.isnan(iso_cost_slope([[0, 1], [0, 0]], 1, 0.5))
    assert math.isnan(iso_cost_slope([[0, 1], [1, 0]], 1, 0.0))


def test_that_weights_are_recognised_with_their_thresholds() -> None:
    result = equivalence(costs_from_weights([1, 4, 4]))
    assert result.kind == "weights"
    assert result.weights is not None
    assert result.thresholds is not None
    assert result.weights.tolist() == [1, 4, 4]
    assert result.thresholds == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_that_prices_of_right_answers_are_taken_off_first() -> None:
    result = equivalence([[1, 3, 3], [4, 0, 4], [7, 7, 6]])
    assert result.kind == "thresholds"
    assert result.weights is not None
    assert result.weights.tolist() == [2, 4, 1]


def test_that_distances_of_classes_are_not_expressible_as_thresholds() -> None:
    assert equivalence(np.abs(np.subtract.outer(range(3), range(3)))).kind == "none"
    assert equivalence([[0, 1], [0, 0]]).kind == "none"


def test_that_a_class_whose_errors_are_free_has_a_weight_but_no_threshold() -> None:
    result = equivalence(costs_from_weights([0, 1, 1]))
    assert result.kind == "weights"
    assert result.thresholds is None


def test_that_two_classes_always_have_a_threshold_where_prices_make_sense() -> None:
    generator = np.random.default_rng(9)
    predictions = Predictions.from_arrays(generator.integers(0, 2, 300), generator.random(300))
    prepared = prepare(predictions)
    costs = [[1.0, 3.0], [9.0, 0.0]]
    by_cost = evaluate(prepared, Rule.min_cost(costs), intervals=False)
    result = equivalence(costs, positive=1)
    assert result.kind == "thresholds"
    assert result.thresholds is not None
    assert result.thresholds[1] == pytest.approx(binary_threshold(costs, 1))
    by_threshold = evaluate(prepared, Rule.thresholds({"1": binary_threshold(costs, 1)}), intervals=False)
    assert by_cost.confusion.tolist() == by_threshold.confusion.tolist()


def test_that_a_constant_added_to_a_row_and_a_common_factor_change_no_decision() -> None:
    generator = np.random.default_rng(10)
    y, p = generator.integers(0, 4, 300), generator.dirichlet(np.ones(4), 300)
    prepared = prepare(Predictions.from_arrays(y, p))
    costs = generator.integers(0, 9, (4, 4)).astype(np.float64)
    plain = evaluate(prepared, Rule.min_cost(costs), intervals=False).decided
    dearer = costs + np.array([[1], [2], [4], [8]])
    shifted = evaluate(prepared, Rule.min_cost(dearer), intervals=False).decided
    scaled = evaluate(prepared, Rule.min_cost(costs * 8), intervals=False).decided
    assert plain.tolist() == shifted.tolist() == scaled.tolist()


@pytest.mark.parametrize("costs", [[[0, 1, 2]], [[0], [1]], [[0, float("inf")], [1, 0]], [1, 2]])
def test_that_a_cost_matrix_is_square_and_finite(costs: list[list[float]]) -> None:
    with pytest.raises(InputError, match=r"square|finite"):
        cost_matrix(costs)


def test_that_a_price_of_no_decision_is_kept_apart_from_those_of_classes() -> None:
    wide = cost_matrix([[0.0, 2.0, 0.5], [20.0, 0.0, 1.0]])
    assert cost_weights(wide).tolist() == [2, 20]
    assert binary_threshold(wide, 1) == binary_threshold([[0, 2], [20, 0]], 1)
    counts = np.array([[5, 2, 4], [3, 1, 0]])
    assert cost_by_cell(counts, wide).tolist() == [[0, 4, 2], [60, 0, 0]]
    assert cost_by_cell(counts[:, :2], wide).tolist() == [[0, 4], [60, 0]]
    unpriced = cost_by_cell(counts, [[0, 2], [20, 0]])
    assert np.isnan(unpriced).tolist() == [[False, False, True], [False, False, False]]


def test_that_one_price_of_errors_and_one_of_no_decision_are_one_threshold_for_all() -> None:
    generator = np.random.default_rng(2)
    p = np.round(generator.dirichlet(np.ones(3), 300), 6)
    prepared = prepare(Predictions.from_arrays(generator.integers(0, 3, 300), p, classes=["a", "b", "c"]))
    costs = 4.0 * (1 - np.eye(3))
    wide = np.column_stack([costs, np.full(3, 1.5)])
    same = equivalence(wide)
    assert same.kind == "no-decision"
    assert same.thresholds is not None
    assert same.thresholds.tolist() == [0.625] * 3
    by_cost = evaluate(prepared, Rule.min_cost(wide), intervals=False)
    named = dict(zip(["a", "b", "c"], same.thresholds.tolist(), strict=True))
    by_threshold = evaluate(prepared, Rule.thresholds(named, no_decision=True), intervals=False)
    assert by_cost.outcomes.tolist() == by_threshold.outcomes.tolist()
    for other in ([[0, 1, 0.5], [2, 0, 0.5]], [[0, 1, 0.4], [1, 0, 0.5]], [[0, 0, 1], [0, 0, 1]]):
        assert equivalence(other).kind == "none"


def test_that_no_decision_is_set_aside_where_it_is_never_cheapest() -> None:
    same = equivalence([[0, 1, 0.5], [1, 0, 0.6]])
    assert same.kind == "weights"
    assert same.reach.never == (2,)
    assert same.weights is not None
    assert same.weights.tolist() == [1, 1]


def test_that_thresholds_of_the_classes_that_are_ever_chosen_say_the_same() -> None:
    costs = [[0, 2, 9, 2], [8, 0, 9, 8], [3, 3, 9, 3], [4, 4, 4, 0]]
    same = equivalence(costs)
    assert (same.kind, same.reach.never, same.thresholds) == ("some", (2,), None)
    assert same.among is not None
    assert same.among.tolist() == pytest.approx([4 / 7, 1 / 7, math.inf, 2 / 7])
    generator = np.random.default_rng(4)
    p = generator.dirichlet(np.ones(4), 500)
    prepared = prepare(Predictions.from_arrays(generator.integers(0, 4, 500), p))
    by_cost = evaluate(prepared, Rule.min_cost(costs), intervals=False).decided
    kept = np.array([0, 1, 3])
    by_threshold = kept[np.argmax(p[:, kept] / same.among[kept], axis=1)]
    assert by_cost.tolist() == by_threshold.tolist()


def test_that_one_answer_for_everything_is_no_threshold() -> None:
    same = equivalence([[0, 5, 5], [1, 5, 5], [2, 5, 5]])
    assert (same.kind, same.reach.never, same.among) == ("constant", (1, 2), None)


def test_that_a_class_set_aside_whose_samples_tell_answers_apart_leaves_no_thresholds() -> None:
    costs = [[0, 2, 9, 2], [8, 0, 9, 8], [3, 4, 9, 3], [4, 4, 9, 0]]
    assert (equivalence(costs).kind, equivalence(costs).reach.never) == ("none", (2,))


def test_that_an_error_that_is_free_leaves_thresholds_to_the_others() -> None:
    same = equivalence(costs_from_weights([2, 1, 0]))
    assert (same.kind, same.thresholds) == ("weights", None)
    assert same.among is not None
    assert same.among.tolist() == pytest.approx([1 / 3, 2 / 3, math.inf])
