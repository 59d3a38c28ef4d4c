"""Influence values against small changes of the samples, DeLong, the bootstrap and repeated rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from confmat_gui.core.area_influence import AreaInfluence
from confmat_gui.core.class_ranks import placements, rank_rows
from confmat_gui.core.evaluation import Prepared, evaluate, prepare
from confmat_gui.core.influence import average_precision_variance, influence_variance
from confmat_gui.core.losses import row_losses
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence_areas import average_precision_rows
from tests.core.strategies import probability_predictions

Floats = NDArray[np.float64]
OVERALL = ("log_loss", "brier", "macro_roc_auc", "hand_till")


def samples(n: int, n_classes: int, seed: int, decimals: int = 9) -> Predictions:
    generator = np.random.default_rng(seed)
    y = np.arange(n) % n_classes
    y[: n // 3] = 0  # classes of unequal size
    p = generator.dirichlet(np.ones(n_classes), n) * 0.7 + 0.3 * np.eye(n_classes)[y]
    p = np.round(p, decimals)
    p[:, -1] = 1 - p[:, :-1].sum(axis=1)
    return Predictions.from_arrays(y, p, score_kind="probability")


def influences(predictions: Predictions) -> dict[str, Floats]:
    prepared = prepare(predictions)
    gathered = AreaInfluence(predictions)
    found = {}
    for k in np.flatnonzero(predictions.support).tolist():
        ranks = rank_rows(predictions, k)
        gathered.add(ranks)
        found[f"average_precision:{k}"] = average_precision_rows(ranks, predictions.n_rows)
    for key, rows in row_losses(predictions).items():
        found[key] = rows - getattr(prepared, key)
    return {**found, "macro_roc_auc": gathered.macro(), "hand_till": gathered.hand_till()}


def figures(prepared: Prepared) -> dict[str, float]:
    found = {key: evaluate(prepared, intervals=False).metrics[key] for key in OVERALL}
    for k, value in enumerate(prepared.average_precision.tolist()):
        found[f"average_precision:{k}"] = value
    return found


@pytest.mark.parametrize("decimals", [1, 9])
def test_that_an_influence_is_the_effect_of_a_little_more_of_a_row(decimals: int) -> None:
    predictions = samples(24, 3, seed=1, decimals=decimals)
    many, more = 1_000_000, 100
    whole = np.full(24, many)
    at_rest = figures(prepare(replace(predictions, count=whole)))
    expected: dict[str, list[float]] = {key: [] for key in at_rest}
    for row in range(24):
        share = more / (24 * many + more)
        moved = figures(prepare(replace(predictions, count=whole + more * (np.arange(24) == row))))
        for key, value in moved.items():
            expected[key].append((value - at_rest[key]) / share)
    found = influences(predictions)
    assert set(found) == set(expected)
    for key, values in found.items():
        np.testing.assert_allclose(values, expected[key], atol=2e-3, err_msg=key)
        assert np.abs(values).max() > 0.1, key


@given(probability_predictions(smallest=2))
def test_that_influences_have_no_mean_and_agree_with_variances(predictions: Predictions) -> None:
    count = np.ones(predictions.n_rows, dtype=np.int64) if predictions.count is None else predictions.count
    prepared = prepare(predictions)
    support = predictions.support
    for key, values in influences(predictions).items():
        assert (values * count).sum() == pytest.approx(0, abs=1e-9 * predictions.n), key
        _, is_of_class, index = key.partition(":")
        if is_of_class and 2 <= support[int(index)] <= predictions.n - 2:
            by_rows = influence_variance(values, predictions.y_true == int(index), count, 1.0)
            by_ranking = average_precision_variance(prepared.ranking(int(index)))
            assert by_ranking == pytest.approx(by_rows, rel=1e-6, abs=1e-18)


@given(probability_predictions(smallest=2))
def test_that_counts_have_the_variances_of_repeated_rows(predictions: Predictions) -> None:
    if predictions.count is None:
        return
    rows = np.repeat(np.arange(predictions.n_rows), predictions.count)
    assert predictions.y_score is not None
    repeated = replace(
        predictions, y_true=predictions.y_true[rows], count=None,
        y_score=np.asfortranarray(predictions.y_score[rows]),
    )  # fmt: skip
    counted, apart = prepare(predictions), prepare(repeated)
    assert dict(counted.variances) == pytest.approx(dict(apart.variances), nan_ok=True, rel=1e-6, abs=1e-18)
    for key, interval in counted.intervals.items():
        assert interval == pytest.approx(apart.intervals[key], nan_ok=True, abs=1e-7)


def resampled(predictions: Predictions, figure: Callable[[Prepared], float], replicates: int) -> float:
    """Return the standard deviation of a figure over redrawn rows."""
    generator = np.random.default_rng(4)
    n = predictions.n_rows
    drawn = generator.multinomial(n, np.full(n, 1 / n), replicates)
    return float(np.std([figure(prepare(replace(predictions, count=count))) for count in drawn]))


@pytest.mark.parametrize("key", ["log_loss", "brier", "macro_roc_auc", "hand_till", "average_precision:2"])
def test_that_standard_errors_are_those_of_redrawn_rows(key: str) -> None:
    predictions = samples(300, 3, seed=2)
    prepared = prepare(predictions)
    variances = {**prepared.variances, "average_precision:2": average_precision_variance(prepared.ranking(2))}
    expected = resampled(predictions, lambda redrawn: figures(redrawn)[key], 300)
    assert math.sqrt(variances[key]) == pytest.approx(expected, rel=0.15)


def test_that_two_classes_have_the_variance_of_delong() -> None:
    generator = np.random.default_rng(5)
    y = generator.integers(0, 2, 60)
    score = np.round(generator.normal(y, 1), 1)
    for data in (score, np.column_stack([-score, score])):
        prepared = prepare(Predictions.from_arrays(y, data, score_kind="score"))
        for key in ("macro_roc_auc", "hand_till"):
            assert prepared.variances[key] == pytest.approx(prepared.roc_auc_variance[1])
            mirrored = score is data  # of two columns each class has an area of its own
            ends = prepared.roc_auc_shown[1].tolist()
            assert not mirrored or prepared.intervals[key] == pytest.approx(ends)


def test_that_classes_that_take_turns_have_the_variance_of_delong() -> None:
    predictions = samples(90, 3, seed=6, decimals=1)
    prepared = prepare(predictions)
    for k in range(3):
        own = predictions.y_true == k
        places = placements(rank_rows(predictions, k), 90)
        values = (places - prepared.roc_auc[k]) * 90 / np.where(own, own.sum(), (~own).sum())
        assert influence_variance(values, own, None, 1.0) == pytest.approx(prepared.roc_auc_variance[k])


def test_that_losses_have_the_standard_error_of_a_mean() -> None:
    predictions = samples(50, 3, seed=7)
    prepared = prepare(predictions)
    rows = row_losses(predictions)["log_loss"]
    error = rows.std(ddof=1) / math.sqrt(50)
    low, high = prepared.intervals["log_loss"]
    assert (low, high) == pytest.approx((rows.mean() - 1.959964 * error, rows.mean() + 1.959964 * error))


def test_that_intervals_end_where_the_figures_do() -> None:
    y = [0, 1, 1, 0, 1]
    prepared = prepare(Predictions.from_arrays(y, [0.01, 0.99, 0.02, 0.02, 0.98]))
    assert prepared.intervals["log_loss"][0] == 0
    assert prepared.intervals["brier"][0] == 0
    three = np.array([[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.4, 0.3, 0.3]] * 2)
    certain = prepare(Predictions.from_arrays([0, 1, 2, 0, 2, 1], three))
    assert certain.intervals["macro_roc_auc"][1] == 1
    wrong = np.eye(3)[[1, 2, 0, 0]]
    assert prepare(Predictions.from_arrays([0, 1, 2, 0], wrong)).intervals["brier"][1] == 2


def test_that_scores_without_variance_are_said_to_be_degenerate() -> None:
    perfect = prepare(Predictions.from_arrays(["a", "b", "c"] * 2, np.eye(3)[[0, 1, 2] * 2]))
    for key, value in zip(OVERALL, (perfect.log_loss, 0.0, 1.0, 1.0), strict=True):
        assert perfect.intervals[key] == (value, value)
        assert "degenerate" in perfect.undefined[f"{key}_interval"]
    tied = prepare(Predictions.from_arrays([0, 1, 2] * 7, np.full((21, 3), 1 / 3)))
    assert dict(tied.variances) == dict.fromkeys(OVERALL, 0)
    assert tied.intervals["hand_till"] == (0.5, 0.5)


def test_that_too_few_samples_have_no_interval_and_a_reason() -> None:
    alone = prepare(Predictions.from_arrays([1], [0.7]))
    assert alone.log_loss == pytest.approx(-math.log(0.7))
    assert all(math.isnan(end) for end in alone.intervals["log_loss"])
    assert alone.undefined["log_loss_interval"] == "It needs two samples."
    few = prepare(samples(4, 3, seed=8))
    assert not math.isnan(few.hand_till)
    assert all(math.isnan(end) for end in few.intervals["hand_till"])
    assert "two samples of every class" in few.undefined["hand_till_interval"]
    one_class = prepare(Predictions.from_arrays(["ok", "ok"], [0.7, 0.2]))
    assert math.isnan(one_class.variances["macro_roc_auc"])
    assert math.isnan(average_precision_variance(one_class.ranking(0)))
    labels = prepare(Predictions.from_arrays([0, 1], y_pred=[0, 1]))
    assert all(math.isnan(end) for interval in labels.intervals.values() for end in interval)
