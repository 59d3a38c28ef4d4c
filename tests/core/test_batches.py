"""Figures of each batch beside the whole."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.batches import evaluate_batches
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule


def test_that_batches_add_up_to_the_whole_and_are_never_averaged() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 1, 0, 1], [0.2, 0.9, 0.3, 0.8, 0.7], batch=["b", "a", "b", "a", "b"], count=[1, 2, 1, 1, 5]
    )
    evaluation = evaluate(prepare(predictions))
    batches = evaluate_batches(evaluation)
    assert [batch.name for batch in batches] == ["b", "a"]
    assert [batch.n for batch in batches] == [7, 3]
    np.testing.assert_array_equal(sum(batch.confusion for batch in batches), evaluation.confusion)
    assert batches[0].confusion.tolist() == [[1, 0], [1, 5]]
    assert batches[0].accuracy == 6 / 7
    assert batches[0].per_class["recall"].tolist() == [1, 5 / 6]
    mean = (batches[0].accuracy + batches[1].accuracy) / 2
    assert evaluation.metrics["accuracy"] == 0.8 != mean


def test_that_without_batches_all_is_one() -> None:
    (only,) = evaluate_batches(evaluate(prepare(Predictions.from_arrays([0, 1], [0.2, 0.9]))))
    assert (only.name, only.n, only.accuracy) == ("1", 2, 1)


def test_that_a_batch_without_a_decision_has_no_accuracy() -> None:
    predictions = Predictions.from_arrays([0, 1], y_pred=[0, -1], batch=[1, 2])
    batches = evaluate_batches(evaluate(prepare(predictions)))
    assert np.isnan(batches[1].accuracy)
    assert batches[1].n == 0


def test_that_batches_count_the_samples_without_a_decision() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 1, 0], [0.1, 0.9, 0.4, 0.3], batch=["b", "b", "a", "a"], count=[1, 2, 3, 4]
    )
    evaluation = evaluate(prepare(predictions), Rule.thresholds({"0": 0.8, "1": 0.8}, no_decision=True))
    first, second = evaluate_batches(evaluation)
    assert first.no_decision is not None
    assert second.no_decision is not None
    assert (first.n, first.coverage, first.no_decision.tolist()) == (3, 1, [0, 0])
    assert (second.n, second.coverage, second.no_decision.tolist()) == (7, 0, [4, 3])
    assert first.accuracy == 1
    assert np.isnan(second.accuracy)
    assert evaluate_batches(evaluate(prepare(predictions)))[0].no_decision is None
