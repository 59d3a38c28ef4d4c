"""Recalibration: fitted on one part, used for all."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss

from confmat_gui.core.calibration import calibration
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import prepare
from confmat_gui.core.losses import SMALLEST
from confmat_gui.core.platt import fit_sigmoid, log_odds, sigmoid
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.recalibration import (
    RECALIBRATION_METHODS,
    Recalibration,
    RecalibrationMethod,
    fitted,
    recalibrated,
)
from confmat_gui.core.temperature import COLDEST, HOTTEST, fit_temperature
from confmat_gui.core.tuning import Tuning, tuning_mask
from tests.core.made_sets import softmax
from tests.core.strategies import probability_predictions

ALL = Tuning(share=1.0)


def overconfident(n: int = 2_000, n_classes: int = 3, factor: float = 2.5, seed: int = 0) -> Predictions:
    """Return probabilities that would be sound at a temperature of `factor`."""
    generator = np.random.default_rng(seed)
    z = generator.standard_normal((n, n_classes)) * 1.5
    sound = softmax(z)
    y = (sound.cumsum(axis=1) > generator.random((n, 1))).argmax(axis=1)
    return Predictions.from_arrays(
        y, softmax(z * factor), classes=[f"c{k}" for k in range(n_classes)], score_kind="probability"
    )


def slow_temperature(predictions: Predictions) -> float:
    """Return the temperature of the lowest log loss by scipy's search."""
    z = np.log(probabilities(predictions) + SMALLEST)

    def loss(log_t: float) -> float:
        q = softmax(z / math.exp(log_t))
        own = np.clip(q[np.arange(len(q)), predictions.y_true], 1e-300, None)
        return float(np.average(-np.log(own), weights=predictions.count))

    return math.exp(minimize_scalar(loss, bounds=(-4.6, 4.6), method="bounded", options={"xatol": 1e-10}).x)


@pytest.mark.parametrize("n_classes", [2, 3, 7])
def test_that_the_temperature_is_that_of_the_lowest_log_loss(n_classes: int) -> None:
    predictions = overconfident(n_classes=n_classes)
    found = fit_temperature(predictions)
    assert found == pytest.approx(slow_temperature(predictions), rel=1e-4)
    assert found == pytest.approx(2.5, rel=0.1)


@settings(max_examples=40)
@given(probability_predictions(smallest=2))
def test_that_no_other_temperature_has_a_lower_log_loss(predictions: Predictions) -> None:
    z = np.log(probabilities(predictions) + SMALLEST)
    at = np.arange(len(z)), predictions.y_true
    weights = predictions.count

    def loss(temperature: float) -> float:
        shifted = z / temperature
        shifted -= shifted.max(axis=1, keepdims=True)
        own = np.log(np.exp(shifted).sum(axis=1)) - shifted[at]
        return float(np.average(own, weights=weights))

    found = fit_temperature(predictions)
    assert COLDEST * (1 - 1e-12) <= found <= HOTTEST * (1 + 1e-12)
    lowest = loss(found)
    for other in (found * 0.9, found * 1.1, found * 0.999, found * 1.001, 1.0):
        if COLDEST <= other <= HOTTEST:
            assert lowest <= loss(other) + 1e-9 * (1 + abs(lowest))


def test_that_a_temperature_that_changes_nothing_is_one_and_a_certain_model_is_made_no_warmer() -> None:
    even = Predictions.from_arrays([0, 1, 2], np.full((3, 3), 1 / 3), score_kind="probability")
    assert fit_temperature(even) == 1
    right = Predictions.from_arrays([0, 1, 0, 1], np.array([0.2, 0.8, 0.3, 0.9]), score_kind="probability")
    assert fit_temperature(right) == pytest.approx(COLDEST)
    wrong = Predictions.from_arrays([1, 0, 1, 0], np.array([0.2, 0.8, 0.3, 0.9]), score_kind="probability")
    assert fit_temperature(wrong) == pytest.approx(HOTTEST)


def test_that_counts_are_samples_when_a_temperature_is_fitted() -> None:
    predictions = overconfident(200)
    count = np.random.default_rng(1).integers(0, 4, 200)
    scores = predictions.y_score
    assert scores is not None
    counted = Predictions.from_arrays(
        predictions.y_true, scores, classes=predictions.classes, score_kind="probability", count=count
    )
    repeated = Predictions.from_arrays(
        np.repeat(predictions.y_true, count), np.repeat(scores, count, axis=0),
        classes=predictions.classes, score_kind="probability",
    )  # fmt: skip
    for method in RECALIBRATION_METHODS:
        one = fitted(counted, Recalibration(method, ALL)).numbers
        other = fitted(repeated, Recalibration(method, ALL)).numbers
        for mine, theirs in zip(one, other, strict=True):
            assert mine == pytest.approx(theirs)


@pytest.mark.parametrize("seed", range(4))
def test_that_the_sigmoid_is_that_of_scikit_learn(seed: int) -> None:
    predictions = overconfident(500, 2, seed=seed)
    z = log_odds(predictions, 1)
    slope, offset = fit_sigmoid(predictions, 1)
    # scikit-learn writes 1 / (1 + exp(A z + B)), and stops searching a little early
    a, b = _sigmoid_calibration(z, predictions.y_true)
    assert (slope, offset) == pytest.approx((-a, -b), rel=1e-3, abs=1e-3)


def test_that_the_sigmoid_of_the_other_class_says_the_same() -> None:
    predictions = overconfident(300, 2)
    slope, offset = fit_sigmoid(predictions, 1)
    mirrored = fit_sigmoid(predictions, 0)
    assert mirrored == pytest.approx((slope, -offset), rel=1e-6)


def test_that_a_sigmoid_is_finite_where_classes_are_separated_absent_or_all_alike() -> None:
    for y, p in (([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]), ([0, 0], [0.1, 0.3]), ([0, 1], [0.5, 0.5])):
        made = Predictions.from_arrays(y, np.array(p), classes=["a", "b"], score_kind="probability")
        slope, offset = fit_sigmoid(made, 1)
        assert math.isfinite(slope)
        assert math.isfinite(offset)
        q = sigmoid(slope * log_odds(made, 1) + offset)
        assert ((q > 0) & (q < 1)).all()


@given(probability_predictions(smallest=2), st.sampled_from(RECALIBRATION_METHODS))
def test_that_recalibrated_probabilities_are_probabilities_and_a_second_calculation_agrees(
    predictions: Predictions, method: RecalibrationMethod
) -> None:
    change = fitted(predictions, Recalibration(method, ALL))
    new = recalibrated(predictions, change)
    p = probabilities(new)
    assert p.shape == (predictions.n_rows, predictions.n_classes)
    assert ((p >= 0) & (p <= 1)).all()
    assert p.sum(axis=1) == pytest.approx(1)
    assert p == pytest.approx(slowly(predictions, change), abs=1e-9)
    assert new.score_kind == "probability"
    assert (new.y_true is predictions.y_true, new.count is predictions.count) == (True, True)


def slowly(predictions: Predictions, change: Recalibration) -> NDArray[Any]:
    """Return recalibrated probabilities one row at a time."""
    old = probabilities(predictions)
    result = np.zeros_like(old)
    for row, p in enumerate(old):
        for k in range(len(p)):
            if change.method == "temperature":
                result[row, k] = (p[k] + SMALLEST) ** (1 / change.temperature)
            elif predictions.is_binary and k != predictions.class_index(change.of or ""):
                result[row, k] = 1 - one(change, 0, p[1 - k])
            else:
                result[row, k] = one(change, 0 if predictions.is_binary else k, p[k])
        total = result[row].sum()
        result[row] = result[row] / total if total else 1 / len(p)
    return result


def one(change: Recalibration, index: int, p: float) -> float:
    if change.method == "sigmoid":
        slope, offset = change.numbers[index]
        z = math.log(p + SMALLEST) - math.log(1 - p + SMALLEST)
        exponent = slope * z + offset
        return 1 / (1 + math.exp(-exponent)) if exponent > -700 else 0.0
    scores, rates = change.points(index)
    place = int(np.searchsorted(scores, p))
    if place == 0 or place == len(scores):
        return float(rates[min(place, len(scores) - 1)])
    left, right = scores[place - 1], scores[place]
    return float(rates[place - 1] + (rates[place] - rates[place - 1]) * (p - left) / (right - left))


def test_that_isotonic_recalibration_of_two_classes_is_that_of_scikit_learn() -> None:
    predictions = overconfident(1_000, 2)
    mask = tuning_mask(predictions, Tuning())
    change = fitted(predictions, Recalibration("isotonic"))
    p = probabilities(predictions)[:, 1]
    reference = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    reference.fit(p[mask], predictions.y_true[mask])
    assert probabilities(recalibrated(predictions, change))[:, 1] == pytest.approx(
        reference.predict(p), abs=1e-9
    )


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
def test_that_recalibration_is_fitted_on_its_part_alone_and_helps_on_the_rest(
    method: RecalibrationMethod,
) -> None:
    predictions = overconfident(4_000)
    change = fitted(predictions, Recalibration(method, Tuning(seed=3)))
    mask = tuning_mask(predictions, Tuning(seed=3))
    turned = predictions.y_true.copy()
    turned[~mask] = (turned[~mask] + 1) % 3
    scores = predictions.y_score
    assert scores is not None
    part = Predictions.from_arrays(
        predictions.y_true[mask], scores[mask], classes=predictions.classes, score_kind="probability"
    )
    alone = fitted(part, Recalibration(method, ALL))
    for mine, theirs in zip(change.numbers, alone.numbers, strict=True):
        assert mine == pytest.approx(theirs)
    rest, after = probabilities(predictions)[~mask], probabilities(recalibrated(predictions, change))[~mask]
    y = predictions.y_true[~mask]
    assert log_loss(y, after) < log_loss(y, rest) - 0.02
    error = calibration(recalibrated(predictions, change)).top.width_error
    assert error.value < calibration(predictions).top.width_error.value / 3


def test_that_a_temperature_moves_no_highest_score() -> None:
    predictions = overconfident()
    new = recalibrated(predictions, fitted(predictions, Recalibration("temperature")))
    assert (probabilities(new).argmax(axis=1) == probabilities(predictions).argmax(axis=1)).all()


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
@pytest.mark.parametrize("kind", ["one column", "one column of the first", "two columns", "logit", "logits"])
def test_that_scores_of_two_classes_are_recalibrated_alike_however_they_are_written(
    method: RecalibrationMethod, kind: str
) -> None:
    source = overconfident(400, 2)
    p = probabilities(source)
    names = list(source.classes)
    z = np.log(p[:, 1]) - np.log(p[:, 0])
    made: dict[str, Any] = {
        "one column": {"y_score": p[:, 1], "score_kind": "probability", "positive": 1},
        "one column of the first": {"y_score": p[:, 0], "score_kind": "probability", "positive": 0},
        "two columns": {"y_score": p, "score_kind": "probability"},
        "logit": {"y_score": z, "score_kind": "logit", "positive": 1},
        "logits": {"y_score": np.log(p), "score_kind": "logit"},
    }[kind]
    predictions = Predictions.from_arrays(source.y_true, classes=names, **made)
    expected = recalibrated(source, fitted(source, Recalibration(method, ALL)))
    new = recalibrated(predictions, fitted(predictions, Recalibration(method, ALL)))
    assert probabilities(new) == pytest.approx(probabilities(expected), abs=1e-6)
    scores, before = new.y_score, predictions.y_score
    assert scores is not None
    assert before is not None
    assert scores.shape == before.shape
    assert prepare(new).log_loss == pytest.approx(prepare(expected).log_loss, abs=1e-6)


def test_that_logits_of_several_classes_become_probabilities() -> None:
    source = overconfident(300)
    logits = Predictions.from_arrays(
        source.y_true, np.log(probabilities(source)), classes=source.classes, score_kind="logit"
    )
    for method in RECALIBRATION_METHODS:
        new = recalibrated(logits, fitted(logits, Recalibration(method, ALL)))
        assert probabilities(new) == pytest.approx(
            slowly(source, fitted(source, Recalibration(method, ALL))), abs=1e-6
        )


@pytest.mark.parametrize(
    ("predictions", "sentence"),
    [
        (Predictions.from_arrays([0, 1], y_pred=[0, 1]), "only labels"),
        (Predictions.from_arrays([0, 1], [-1, 3]), "only rank"),
        (Predictions.from_arrays([0, 1, 2], np.full((3, 3), 0.9)), "independent sigmoids"),
        (
            Predictions.from_arrays([0, 0], np.ones((2, 1)), classes=["a"], score_kind="probability"),
            "only one class",
        ),
    ],
)
def test_that_what_has_no_probabilities_is_refused_with_a_sentence(
    predictions: Predictions, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        fitted(predictions, Recalibration("temperature", ALL))


@pytest.mark.parametrize(
    ("method", "numbers"),
    [
        ("warmth", ()),
        ("temperature", ((0.0,),)),
        ("temperature", ((1.0, 2.0),)),
        ("temperature", ((math.nan,),)),
        ("sigmoid", ((1.0,),)),
        ("isotonic", ((0.1, 0.2),)),
        ("isotonic", ((0.2, 0.1), (0.3, 0.4))),
        ("isotonic", ((0.1, 0.2), (0.4, 0.3))),
        ("isotonic", ((0.1, 0.2), (0.4, 1.3))),
        ("isotonic", ((), ())),
    ],
)
def test_that_numbers_that_contradict_a_method_are_refused(method: Any, numbers: Any) -> None:
    with pytest.raises(InputError, match="recalibration"):
        Recalibration(method, numbers=numbers)


def test_that_numbers_of_other_classes_are_refused() -> None:
    two, three = overconfident(60, 2), overconfident(60, 3)
    for predictions, change in (
        (three, fitted(two, Recalibration("sigmoid", ALL))),
        (two, fitted(three, Recalibration("isotonic", ALL))),
        (two, Recalibration("temperature")),
        (two, Recalibration("temperature", of="nobody", numbers=((1.0,),))),
    ):
        with pytest.raises(InputError, match="other classes"):
            recalibrated(predictions, change)
