"""Figures of batches against evaluations of their samples alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from confmat_gui.core import batch_spread
from confmat_gui.core.batch_spread import expected_spread
from confmat_gui.core.batch_sums import batch_matrices, batch_totals
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.hypergeometric import hypergeometric_limits
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix
from confmat_gui.core.strata import with_rows
from tests.core.strategies import probability_predictions

KEYS = ("accuracy", "balanced_accuracy", "macro_f1", "mcc", "expected_cost", "recall", "precision")


def in_batches(predictions: Predictions, n_batches: int, seed: int) -> Predictions:
    codes = np.random.default_rng(seed).integers(0, n_batches, predictions.n_rows).astype(np.int32)
    return replace(predictions, batch=codes, batch_names=tuple(f"b{i}" for i in range(n_batches)))


def evaluated(predictions: Predictions, seed: int, *, abstaining: bool) -> Evaluation:
    k = predictions.n_classes
    prices = np.random.default_rng(seed).integers(0, 9, (k, k + 1)).astype(float)
    rule = Rule.argmax()
    if abstaining:
        rule = Rule.thresholds(dict.fromkeys(predictions.classes, 0.5), no_decision=True)
    return evaluate(prepare(predictions), OperatingPoint(rule, cost_matrix(prices)), intervals=False)


def figure_of(evaluation: Evaluation, key: str, k: int) -> float:
    if key in ("recall", "precision"):
        return float(evaluation.per_class[key][k])
    return evaluation.metrics[key]


@settings(deadline=None, max_examples=60)
@given(
    predictions=probability_predictions(), n_batches=st.integers(2, 5), seed=st.integers(0, 2**32 - 1),
    abstaining=st.booleans(),
)  # fmt: skip
def test_that_a_batch_and_the_rest_have_the_figures_of_their_samples(
    predictions: Predictions, n_batches: int, seed: int, *, abstaining: bool
) -> None:
    predictions = in_batches(predictions, n_batches, seed)
    whole = evaluated(predictions, seed, abstaining=abstaining)
    totals, matrices = batch_totals(whole), batch_matrices(whole)
    together = totals.together()
    rest = together.without(totals)
    assert predictions.batch is not None
    for b in range(n_batches):
        for mask, figures, index in ((predictions.batch == b, totals, b), (predictions.batch != b, rest, b)):
            if not mask.any():
                continue
            alone = evaluated(with_rows(predictions, np.flatnonzero(mask)), seed, abstaining=abstaining)
            if figures is totals:
                np.testing.assert_array_equal(matrices[b], alone.outcomes)
            for key in KEYS:
                expected = figure_of(alone, key, 1)
                np.testing.assert_allclose(
                    figures.figure(key, 1)[index], expected, rtol=1e-9, atol=1e-12, err_msg=key
                )
    for key in KEYS:
        np.testing.assert_allclose(
            float(together.figure(key, 1)), figure_of(whole, key, 1), rtol=1e-9, atol=1e-12
        )


@given(st.integers(1, 400), st.data())
def test_that_the_limits_are_scipys_quantiles(total: int, data: Any) -> None:
    right, n = data.draw(st.integers(0, total)), data.draw(st.integers(1, total))
    expected = hypergeom.ppf([0.025, 0.975], total, right, n)
    low, high = hypergeometric_limits(total, right, n)
    # At a step of the distribution function one rounding decides.
    for found, quantile, share in ((low, expected[0], 0.025), (high, expected[1], 0.975)):
        near = abs(hypergeom.cdf(min(found, quantile), total, right, n) - share) < 1e-9
        assert found == quantile or near


def test_that_the_limits_hold_for_a_billion_samples() -> None:
    low, high = hypergeometric_limits(10**9, 9 * 10**8, 10**6)
    assert (low, high) == pytest.approx((9e5 - 1.96 * 300, 9e5 + 1.96 * 300), abs=3)


@pytest.mark.parametrize("key", KEYS)
def test_that_batches_dealt_out_at_random_lie_in_their_spread(key: str) -> None:
    outside = []
    for seed in range(8):
        generator = np.random.default_rng(seed)
        y = generator.choice(3, 3_000, p=[0.6, 0.3, 0.1])
        scores = generator.dirichlet(np.ones(3), 3_000)
        scores[np.arange(3_000), y] += 0.4
        scores /= scores.sum(axis=1, keepdims=True)
        predictions = in_batches(Predictions.from_arrays(y, scores, classes=list("abc")), 30, seed)
        evaluation = evaluated(predictions, 5, abstaining=False)
        totals = batch_totals(evaluation)
        low, high = expected_spread(key, 2, totals, evaluation.outcomes, evaluation.point.prices).T
        figures = totals.figure(key, 2)
        outside.append(np.mean((figures < low - 1e-9) | (figures > high + 1e-9)))
        whole = float(totals.together().figure(key, 2))
        assert (low < high).all()
        assert (low <= whole).all()
        assert (whole <= high).all()
    assert 0.005 <= np.mean(outside) <= 0.085  # 5 % of 240 are expected, fewer where figures are coarse


def test_that_batches_of_five_show_how_little_one_says() -> None:
    y = np.tile([0, 0, 0, 0, 1], 60)
    pred = np.where(np.arange(300) % 6 == 0, 1 - y, y)
    predictions = Predictions.from_arrays(y, y_pred=pred, classes=["a", "b"], batch=np.arange(300) // 5)
    evaluation = evaluate(prepare(predictions), intervals=False)
    totals = batch_totals(evaluation)
    spread = expected_spread("accuracy", None, totals, evaluation.outcomes, None)
    assert len(spread) == 60
    limits = hypergeom.ppf([0.025, 0.975], 300, 250, 5) / 5
    np.testing.assert_allclose(spread, np.tile(limits, (60, 1)))


def test_that_an_empty_batch_has_no_figure_and_no_spread() -> None:
    predictions = Predictions.from_arrays([0, 1, 1], y_pred=[0, 1, 0], classes=["a", "b"])
    predictions = replace(
        predictions, batch=np.array([0, 0, 2], dtype=np.int32), batch_names=("x", "nothing", "z")
    )
    evaluation = evaluate(prepare(predictions), intervals=False)
    totals = batch_totals(evaluation)
    for key in ("accuracy", "macro_f1", "recall"):
        spread = expected_spread(key, 1, totals, evaluation.outcomes, None)
        assert np.isnan(spread[1]).all()
        assert math.isnan(totals.figure(key, 1)[1])


def test_that_many_sizes_and_many_cells_are_drawn_in_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(0)
    y, pred = generator.integers(0, 40, (2, 3_000))
    batch = np.repeat(np.arange(60), np.arange(1, 61))[:1_800]
    batch = np.concatenate([batch, np.full(3_000 - len(batch), 60)])
    predictions = Predictions.from_arrays(y, y_pred=pred, batch=batch)
    evaluation = evaluate(prepare(predictions), intervals=False)
    totals = batch_totals(evaluation)
    monkeypatch.setattr(batch_spread, "MOST_CELLS", 100)
    spread = expected_spread("mcc", None, totals, evaluation.outcomes, None)
    assert spread.shape == (len(predictions.batch_names), 2)
    assert np.isfinite(spread[3:]).all()
    monkeypatch.setattr(batch_spread, "MOST_SAMPLES", 10)
    again = expected_spread("mcc", None, totals, evaluation.outcomes, None)
    np.testing.assert_allclose(again[-1], spread[-1], atol=0.05)
