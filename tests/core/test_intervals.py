"""Intervals against slower calculations and simulation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray
from scipy import stats

from confmat_gui.core.bootstrap import FEWEST_REPLICATES, percentiles, replicates_for
from confmat_gui.core.intervals import (
    average_precision_interval,
    bootstrap_metrics,
    delong_interval,
    delong_variance,
    normal_interval,
    two_sided_p,
    wilson,
)
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.rules import costs_from_weights
from tests.core.strategies import binary_scores, slow_auc, slow_delong_variance

MATRIX = np.array([[80, 10, 10], [5, 40, 5], [0, 8, 12]])


def test_that_wilson_is_that_of_scipy() -> None:
    for hits, n in [(0, 1), (1, 1), (7, 9), (50, 100), (999, 1000)]:
        expected = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert wilson(hits, n) == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_that_wilson_takes_whole_arrays_and_leaves_nothing_of_nothing_undefined() -> None:
    result = wilson(np.array([0, 3]), np.array([0, 4]))
    assert result.shape == (2, 2)
    assert np.isnan(result[0]).all()
    assert result[1] == pytest.approx(wilson(3, 4))


def test_that_rounding_leaves_no_rate_outside_zero_and_one() -> None:
    size = np.random.default_rng(9).uniform(1e-3, 20, 20_000)
    share = 1 - np.random.default_rng(8).uniform(0, 1e-14, 20_000)
    ends = wilson(share * size, size)
    assert ends.min() >= 0
    assert ends.max() <= 1


@given(binary_scores())
def test_that_delongs_variance_is_that_of_all_pairs(data: tuple[NDArray[Any], NDArray[Any]]) -> None:
    y, score = data
    ranking = rank_scores(score, np.asarray(y == 1))
    if min(ranking.n_pos, ranking.n_neg) < 2:
        assert math.isnan(delong_variance(ranking))
        assert all(math.isnan(end) for end in delong_interval(ranking))
        return
    variance = slow_delong_variance(y, score)
    assert delong_variance(ranking) == pytest.approx(variance, abs=1e-14)
    half = 1.959964 * math.sqrt(variance)
    low, high = delong_interval(ranking)
    auc = slow_auc(y, score)
    assert (low, high) == pytest.approx((max(0, auc - half), min(1, auc + half)), abs=1e-6)


def test_that_perfect_separation_has_a_degenerate_interval() -> None:
    ranking = rank_scores(np.array([4.0, 3.0, 2.0, 1.0]), np.array([True, True, False, False]))
    assert delong_interval(ranking) == (1.0, 1.0)


def test_that_the_interval_of_average_precision_is_inside_zero_and_one() -> None:
    low, high = average_precision_interval(0.01, 4)
    assert 0 < low < 0.01 < high < 1
    assert average_precision_interval(1e-300, 1)[0] == 0
    assert average_precision_interval(1.0, 5) == (1.0, 1.0)
    assert all(math.isnan(end) for end in average_precision_interval(math.nan, 0))


def test_that_normal_p_values_are_those_of_scipy() -> None:
    for z in (0.0, 0.5, -1.96, 4.0):
        assert two_sided_p(z) == pytest.approx(2 * stats.norm.sf(abs(z)))
    assert math.isnan(two_sided_p(math.nan))
    assert all(math.isnan(end) for end in normal_interval(math.nan, 1.0, 0, 1))


def test_that_the_bootstrap_comes_near_to_the_normal_theory() -> None:
    overall, per_class = bootstrap_metrics(MATRIX, costs_from_weights([1, 1, 1]))
    support = MATRIX.sum(axis=1)
    recalls = np.diagonal(MATRIX) / support
    error = 1.96 * math.sqrt((recalls * (1 - recalls) / support).sum()) / 3
    low, high = overall["balanced_accuracy"]
    assert (high - low) / 2 == pytest.approx(error, rel=0.1)
    assert low < recalls.mean() < high
    accuracy = np.trace(MATRIX) / MATRIX.sum()
    assert overall["expected_cost"][0] < 1 - accuracy < overall["expected_cost"][1]
    assert overall["total_cost"] == pytest.approx(tuple(np.array(overall["expected_cost"]) * MATRIX.sum()))
    assert set(per_class) == {"f1", "precision", "cost"}
    assert (per_class["f1"][:, 0] < per_class["f1"][:, 1]).all()


def test_that_the_same_seed_gives_the_same_interval() -> None:
    assert bootstrap_metrics(MATRIX)[0] == bootstrap_metrics(MATRIX)[0]
    assert bootstrap_metrics(MATRIX)[0] != bootstrap_metrics(MATRIX, seed=1)[0]


def test_that_figures_without_errors_have_an_interval_that_ends_at_them() -> None:
    overall, per_class = bootstrap_metrics(np.array([[10, 0], [0, 7]]), costs_from_weights([1, 5]))
    for key in ("accuracy", "macro_f1", "mcc", "balanced_accuracy", "coverage"):
        low, high = overall[key]
        assert high == 1, key
        assert low == 1 if key == "coverage" else 0.3 < low < 0.9, key
    assert overall["expected_cost"][0] == 0 < overall["expected_cost"][1]
    assert (per_class["f1"][:, 1] == 1).all()
    assert (per_class["f1"][:, 0] < 0.95).all()


def test_that_any_number_of_classes_is_resampled() -> None:
    generator = np.random.default_rng(5)
    matrix = np.diag(np.full(300, 20)) + generator.poisson(0.02, (300, 300))
    overall, per_class = bootstrap_metrics(matrix.astype(np.int64))
    low, high = overall["macro_recall"]
    recall = np.diag(matrix) / matrix.sum(axis=1)
    error = np.sqrt((recall * (1 - recall) / matrix.sum(axis=1)).sum()) / 300
    assert low == pytest.approx(recall.mean() - 1.96 * error, abs=0.6 * error)
    assert high == pytest.approx(recall.mean() + 1.96 * error, abs=0.6 * error)
    assert per_class["precision"].shape == (300, 2)
    assert bootstrap_metrics(np.zeros((2, 2), dtype=np.int64)) == ({}, {})
    low, high = bootstrap_metrics(np.eye(300, dtype=np.int64))[0]["accuracy"]
    assert 0.94 < low < high == 1


def test_that_many_cells_get_fewer_replicates_but_never_too_few() -> None:
    assert replicates_for(9) == 1000
    assert 100 < replicates_for(3000) < 1000
    assert replicates_for(10**9) == FEWEST_REPLICATES
    assert replicates_for(10**9, 10) == 10


def test_that_percentiles_are_those_of_numpy_over_the_defined() -> None:
    values = np.random.default_rng(6).random(101)
    assert percentiles(values) == pytest.approx(np.percentile(values, [2.5, 97.5]))
    with_gaps = np.concatenate((values, np.full(50, np.nan)))
    assert percentiles(with_gaps) == pytest.approx(np.percentile(values, [2.5, 97.5]))
    assert np.isnan(percentiles(np.array([1.0, np.nan, np.nan]))).all()
    assert np.isnan(percentiles(np.array([]))).all()
