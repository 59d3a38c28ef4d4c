"""Figures of each batch beside the whole."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.batches import evaluate_batches
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions


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
