"""Log loss, Brier score and the probabilities they need."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core import probability as probability_module
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities, probability_column
from tests.core.strategies import probability_predictions


def losses(predictions: Predictions) -> tuple[float, float, str]:
    prepared = prepare(predictions)
    assert prepared.undefined.get("log_loss", "") == prepared.undefined.get("brier", "")
    return prepared.log_loss, prepared.brier, prepared.undefined.get("log_loss", "")


@given(probability_predictions(smallest=2))
def test_that_losses_are_those_of_scikit_learn(predictions: Predictions) -> None:
    log_loss, brier, reason = losses(predictions)
    assert reason == ""
    p = probabilities(predictions)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rows of float32 that sum to 1 only nearly
        expected = reference.log_loss(
            predictions.y_true, p, labels=range(predictions.n_classes), sample_weight=predictions.count
        )
    assert log_loss == pytest.approx(expected, rel=1e-9)
    truth = np.eye(predictions.n_classes)[predictions.y_true]
    per_row = np.square(p - truth).sum(axis=1) / (2 if predictions.is_binary else 1)
    assert brier == pytest.approx(np.average(per_row, weights=predictions.count), abs=1e-6)


def test_that_the_brier_score_of_two_classes_is_that_of_the_positive_class() -> None:
    generator = np.random.default_rng(5)
    y, p = generator.integers(0, 2, 50), generator.random(50)
    _, brier, _ = losses(Predictions.from_arrays(y, p))
    assert brier == pytest.approx(reference.brier_score_loss(y, p))
    _, turned, _ = losses(Predictions.from_arrays(y, p).with_positive(0))
    assert turned == pytest.approx(brier)


def test_that_a_certain_error_costs_a_finite_log_loss() -> None:
    log_loss, _, _ = losses(Predictions.from_arrays([1, 0], [0.0, 0.0]))
    assert log_loss == pytest.approx(-np.log(np.finfo(np.float64).eps) / 2)


@pytest.mark.parametrize(
    ("predictions", "part"),
    [
        (Predictions.from_arrays([0, 1], y_pred=[0, 1]), "only labels"),
        (Predictions.from_arrays([0, 1], [-1, 3]), "only rank"),
        (Predictions.from_arrays([0, 1, 2], np.full((3, 3), 0.9)), "independent sigmoids"),
    ],
)
def test_that_losses_without_probabilities_are_undefined_with_a_reason(
    predictions: Predictions, part: str
) -> None:
    log_loss, brier, reason = losses(predictions)
    assert np.isnan(log_loss)
    assert np.isnan(brier)
    assert part in reason


def test_that_logits_become_probabilities_by_softmax_and_sigmoid() -> None:
    z = np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]])
    p = probabilities(Predictions.from_arrays([0, 1], z, classes=["a", "b", "c"], score_kind="logit"))
    assert p[0].tolist() == [1, 0, 0]
    assert p[1] == pytest.approx(np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum())
    one = Predictions.from_arrays([0, 1, 1], np.array([-800.0, 0.0, 2.0]), score_kind="logit")
    expected = 1 / (1 + np.exp([700.0, 0.0, -2.0]))
    assert probabilities(one)[:, 1] == pytest.approx(expected)
    assert probabilities(one).sum(axis=1) == pytest.approx([1, 1, 1])
    alone = Predictions.from_arrays(["a"], [0.0], score_kind="logit")
    assert probabilities(alone).tolist() == [[0.5]]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_that_logits_are_converted_in_blocks_with_sums_in_class_order(
    monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    monkeypatch.setattr(probability_module, "BLOCK_ROWS", 7)
    z: NDArray[Any] = np.random.default_rng(5).normal(0, 200, (40, 9)).astype(kind)
    powers = np.exp(z.astype(np.float64) - z.max(axis=1, keepdims=True))
    total = np.zeros(40)
    for power in powers.T:
        total += power
    predictions = Predictions.from_arrays(
        np.zeros(40, dtype=int), z, classes=list("abcdefghi"), score_kind="logit"
    )
    np.testing.assert_array_equal(probabilities(predictions), powers / total[:, None])


def test_that_probabilities_are_read_only_columns_in_class_order() -> None:
    predictions = Predictions.from_arrays([0, 1], np.array([0.25, 1.0], dtype=np.float32))
    p = probabilities(predictions)
    assert p.tolist() == [[0.75, 0.25], [0.0, 1.0]]
    assert p.flags.f_contiguous
    assert not p.flags.writeable
    assert probability_column(predictions, 1).dtype == np.float32


def test_that_the_other_probability_of_a_float32_is_taken_in_float64() -> None:
    predictions = Predictions.from_arrays([0, 1], np.array([0.1, 0.7], dtype=np.float32))
    assert probability_column(predictions, 0).tolist() == [1 - float(np.float32(p)) for p in (0.1, 0.7)]


def test_that_logits_are_converted_once() -> None:
    predictions = Predictions.from_arrays([0, 1], [[1.0, 2.0], [0.0, 1.0]], score_kind="logit")
    assert probabilities(predictions) is probabilities(predictions)


def test_that_there_are_no_probabilities_without_scores() -> None:
    with pytest.raises(InputError, match="only labels"):
        probabilities(Predictions.from_arrays([0, 1], y_pred=[0, 1]))
