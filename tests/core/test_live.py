"""Moving one threshold again and again: the index answers, and nobody can tell from the figures."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core import evaluation as evaluating
from confmat_gui.core import live, weight_sweep
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule, cost_matrix
from tests.core.strategies import probability_predictions

NAMES = ("a", "b", "c")


def three(n: int = 300, **more: Any) -> Predictions:
    generator = np.random.default_rng(1)
    scores = np.round(generator.dirichlet(np.ones(3), n), 2)
    scores[:, 2] = 1 - scores[:, 0] - scores[:, 1]
    return Predictions.from_arrays(generator.integers(0, 3, n), np.abs(scores), classes=NAMES, **more)


def rule_of(*values: float) -> Rule:
    return Rule.thresholds(dict(zip(NAMES, values, strict=True)))


@pytest.fixture
def plain_decisions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often rows are decided one by one."""
    calls: list[int] = []

    def counting(predictions: Predictions, point: OperatingPoint) -> Any:
        calls.append(1)
        return decide(predictions, point)

    monkeypatch.setattr(evaluating, "decide", counting)
    return calls


def assert_equal_evaluations(found: Evaluation, expected: Evaluation) -> None:
    np.testing.assert_array_equal(found.confusion, expected.confusion)
    assert found.n_tied == expected.n_tied
    assert (found.point, found.n) == (expected.point, expected.n)
    np.testing.assert_equal(dict(found.metrics), dict(expected.metrics))
    np.testing.assert_equal(dict(found.per_class), dict(expected.per_class))
    np.testing.assert_equal(dict(found.per_class_intervals), dict(expected.per_class_intervals))
    np.testing.assert_array_equal(found.thresholds, expected.thresholds)
    np.testing.assert_array_equal(found.decided, expected.decided)
    assert found.undefined == expected.undefined
    assert not found.confusion.flags.writeable
    assert not found.decided.flags.writeable


@settings(deadline=None)
@given(probability_predictions(), st.lists(st.tuples(st.integers(0, 2), st.floats(0.01, 9)), max_size=12))
def test_that_any_series_of_moves_gives_what_fresh_samples_give(
    predictions: Predictions, moves: list[tuple[int, float]]
) -> None:
    prepared = prepare(predictions)
    values = dict.fromkeys(predictions.classes, 1.0)
    for k, raw in moves:
        values[predictions.classes[k]] = raw
        for _ in range(2):
            values[predictions.classes[k]] *= 0.75
            rule = Rule.thresholds(values)
            fresh = evaluate(prepare(predictions), rule, intervals=False)
            assert_equal_evaluations(evaluate(prepared, rule, intervals=False), fresh)


def test_that_the_second_move_of_a_class_in_a_row_ends_the_walking(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    for raw, walks in ((0.3, 1), (0.4, 2), (0.5, 2), (0.6, 2), (0.6, 2), (0.4, 2)):
        evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
        assert len(plain_decisions) == walks, raw


def test_that_an_index_survives_a_look_elsewhere(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    for raw in (0.3, 0.4, 0.5):
        evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
    evaluate(prepared, Rule.argmax(), intervals=False)
    evaluate(prepared, rule_of(0.5, 0.7, 0.2), intervals=False)
    assert len(plain_decisions) == 4
    evaluate(prepared, rule_of(0.9, 0.5, 0.2), intervals=False)
    assert len(plain_decisions) == 4


def test_that_two_classes_in_turn_are_decided_row_by_row(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    for values in ((0.3, 0.5), (0.4, 0.5), (0.4, 0.6), (0.5, 0.6), (0.5, 0.7)):
        evaluate(prepared, rule_of(*values, 0.2), intervals=False)
    assert len(plain_decisions) == 5


@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_a_binary_threshold_moves_as_decided_for_both_classes(
    boundary: Boundary, plain_decisions: list[int]
) -> None:
    generator = np.random.default_rng(4)
    score = (generator.integers(0, 17, 400) / 16).astype(np.float32)
    predictions = Predictions.from_arrays(
        generator.integers(0, 2, 400), np.column_stack((1 - score, score)), classes=["no", "yes"],
        positive="yes",
    )  # fmt: skip
    prepared, walks = prepare(predictions), 0
    for positive in (1, 0):
        for raw in (0.25, 0.3125, 0.75, 0.4375, 0.5):
            name = predictions.classes[positive]
            point = OperatingPoint(Rule.thresholds({name: raw}, boundary=boundary), None, positive)
            before = len(plain_decisions)
            found = evaluate(prepared, point, intervals=False)
            walks += len(plain_decisions) - before
            assert_equal_evaluations(found, evaluate(prepare(predictions), point, intervals=False))
            assert found.n_tied > 0
    assert walks == 2 + 2


def weighing(own: bool, weight: float) -> OperatingPoint:
    """Return prices in which errors on the second class cost `weight`, the rule's own or the point's."""
    prices = [[0.0, 3.0, 2.0], [weight, 0.0, weight], [1.0, 1.0, 0.0]]
    rule = Rule.min_cost(prices) if own else Rule.min_cost()
    return OperatingPoint(rule, None if own else cost_matrix(prices))


@pytest.mark.parametrize("own", [True, False])
def test_that_a_cost_weight_moves_as_decided(own: bool, plain_decisions: list[int]) -> None:
    prepared = prepare(three(count=np.arange(300) % 4))
    for weight, walks in ((1.0, 1), (1.5, 2), (2.0, 2), (2.5, 2), (2.0, 2), (0.0, 2), (1e-3, 2)):
        found = evaluate(prepared, weighing(own, weight), intervals=False)
        assert len(plain_decisions) == walks, weight
        fresh = evaluate(prepare(prepared.predictions), weighing(own, weight), intervals=False)
        assert_equal_evaluations(found, fresh)
        del plain_decisions[walks:]


@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_a_threshold_with_no_decision_moves_as_decided(
    boundary: Boundary, plain_decisions: list[int]
) -> None:
    prepared = prepare(three())
    for raw, walks in ((0.3, 1), (0.4, 2), (0.5, 2), (0.6, 2), (0.05, 2)):
        rule = Rule.thresholds({"a": raw, "b": 0.5, "c": 0.45}, boundary=boundary, no_decision=True)
        found = evaluate(prepared, rule, intervals=False)
        assert len(plain_decisions) == walks, raw
        fresh = evaluate(prepare(prepared.predictions), rule, intervals=False)
        np.testing.assert_array_equal(found.no_decision, fresh.no_decision)
        assert_equal_evaluations(found, fresh)
        del plain_decisions[walks:]


def test_that_another_boundary_or_rule_is_another_path(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    thresholds = {"a": 0.3, "b": 0.5, "c": 0.45}
    for raw in (0.3, 0.4, 0.5):
        evaluate(prepared, Rule.thresholds(thresholds | {"a": raw}, no_decision=True), intervals=False)
    assert len(plain_decisions) == 2
    evaluate(prepared, Rule.thresholds(thresholds, boundary=">", no_decision=True), intervals=False)
    evaluate(prepared, Rule.thresholds(thresholds), intervals=False)
    assert len(plain_decisions) == 4
    fresh = evaluate(prepare(prepared.predictions), Rule.thresholds(thresholds), intervals=False)
    assert_equal_evaluations(evaluate(prepared, Rule.thresholds(thresholds), intervals=False), fresh)


def test_that_a_weight_without_an_index_is_decided_row_by_row(
    monkeypatch: pytest.MonkeyPatch, plain_decisions: list[int]
) -> None:
    monkeypatch.setattr(weight_sweep, "MOST_OPEN", 0)
    prepared, builds = prepare(three()), list[int]()
    monkeypatch.setattr(live, "sweep_of_weight", lambda *_: builds.append(1))
    for weight in (1.0, 1.5, 2.0, 2.5, 3.0):
        evaluate(prepared, weighing(False, weight), intervals=False)
    assert len(plain_decisions) == 5
    assert len(builds) == 1


def test_that_prices_that_only_price_decide_nothing_anew(plain_decisions: list[int]) -> None:
    prepared = prepare(three(y_pred=np.zeros(300, dtype=int)))
    for rule in (Rule.argmax(), Rule.predicted(), rule_of(0.3, 0.5, 0.2)):
        del plain_decisions[:]
        for weight in (1.0, 2.0, 3.0):
            point = OperatingPoint(rule, cost_matrix([[0.0, weight, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]))
            found = evaluate(prepared, point, intervals=False)
            assert found.metrics["total_cost"] == (found.confusion * np.array(point.costs)).sum()
        assert len(plain_decisions) == 1


def test_that_a_price_of_no_decision_is_another_path(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    for weight in (1.0, 2.0, 3.0, 4.0):
        square = np.array([[0.0, 1.0, 1.0], [weight, 0.0, weight], [1.0, 1.0, 0.0]])
        wide = np.column_stack((square, np.full(3, 0.3)))
        for prices in (square, wide):
            found = evaluate(prepared, Rule.min_cost(prices), intervals=False)
            assert (found.no_decision is None) == (prices is square)
    assert len(plain_decisions) == 8


def test_that_labels_without_scores_are_refused_at_every_move() -> None:
    prepared = prepare(Predictions.from_arrays([0, 1, 2], y_pred=[0, 1, 1]))
    for raw in (0.3, 0.4, 0.5, 0.6):
        with pytest.raises(InputError, match="only labels"):
            evaluate(prepared, Rule.thresholds({"0": raw, "1": 0.3, "2": 0.3}))


def test_that_errors_of_different_prices_are_decided_row_by_row(plain_decisions: list[int]) -> None:
    prepared = prepare(three())
    for price in (1.0, 2.0, 3.0, 4.0):
        rule = Rule.min_cost([[0.0, price, 2 * price], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
        evaluate(prepared, rule, intervals=False)
    assert len(plain_decisions) == 4


def test_that_weighted_samples_keep_their_weighted_matrix() -> None:
    predictions = three(sample_weight=np.linspace(0, 2, 300))
    prepared = prepare(predictions)
    for raw in (0.3, 0.4, 0.5, 0.6):
        found = evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
        fresh = evaluate(prepare(predictions), rule_of(raw, 0.5, 0.2), intervals=False)
        assert found.confusion_weighted is not None
        np.testing.assert_array_equal(found.confusion_weighted, fresh.confusion_weighted)


def test_that_samples_without_memory_for_an_index_are_decided_row_by_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(live, "sweep_of_many", refuse)
    prepared, fresh = prepare(three()), prepare(three())
    for raw in (0.3, 0.4, 0.5, 0.6):
        found = evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
    np.testing.assert_array_equal(found.confusion, evaluate(fresh, rule_of(0.6, 0.5, 0.2)).confusion)


def test_that_a_build_broken_off_leaves_nothing_half_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    prepared = prepare(three())
    for raw in (0.3, 0.4):
        evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
    with monkeypatch.context() as patched:
        patched.setattr(live, "sweep_of_many", stop)
        with pytest.raises(KeyboardInterrupt):
            evaluate(prepared, rule_of(0.5, 0.5, 0.2), intervals=False)
    for raw in (0.5, 0.6):
        found = evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
        fresh = evaluate(prepare(three()), rule_of(raw, 0.5, 0.2), intervals=False)
        assert_equal_evaluations(found, fresh)


def in_threads(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_that_threads_may_move_different_classes_of_the_same_samples() -> None:
    predictions = three()
    prepared, wrong = prepare(predictions), list[tuple[float, ...]]()
    moved = (0.1, 0.2, 0.3)
    series = {0: [(raw, 0.5, 0.2) for raw in moved], 1: [(0.4, raw, 0.2) for raw in moved]}
    expected = {
        values: evaluate(prepare(predictions), rule_of(*values), intervals=False).confusion.tolist()
        for values in series[0] + series[1]
    }

    def move(which: int) -> None:
        for values in series[which] * 30:
            if evaluate(prepared, rule_of(*values), intervals=False).confusion.tolist() != expected[values]:
                wrong.append(values)

    in_threads([lambda: move(0), lambda: move(1)])
    assert wrong == []


def test_that_an_index_goes_with_its_samples() -> None:
    prepared = prepare(three())
    for raw in (0.3, 0.4, 0.5):
        evaluate(prepared, rule_of(raw, 0.5, 0.2), intervals=False)
    gone = weakref.ref(prepared)
    del prepared
    gc.collect()
    assert gone() is None
