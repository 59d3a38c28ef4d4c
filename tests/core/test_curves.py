"""Curves and areas against scikit-learn and against a look at every pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core.curves import (
    average_precision,
    precision_recall_curve,
    roc_auc,
    roc_curve,
)
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.sorted_rows import sort_rows
from tests.core.strategies import binary_scores, slow_auc

Data = tuple[NDArray[np.int64], NDArray[Any]]


def ranked(y: NDArray[Any], score: NDArray[Any]) -> Ranking:
    return rank_scores(score, np.asarray(y == 1))


@given(binary_scores())
def test_that_counts_at_every_distinct_score_are_those_of_a_plain_comparison(data: Data) -> None:
    y, score = data
    ranking = ranked(y, score)
    assert ranking.thresholds.tolist() == sorted(set((score + 0.0).astype(np.float64).tolist()), reverse=True)
    for threshold, tps, fps in zip(ranking.thresholds, ranking.tps, ranking.fps, strict=True):
        chosen = score >= score.dtype.type(threshold)
        assert (tps, fps) == (np.sum(chosen & (y == 1)), np.sum(chosen & (y == 0)))


@given(binary_scores())
def test_that_the_roc_is_that_of_scikit_learn(data: Data) -> None:
    y, score = data
    if len(set(y.tolist())) < 2:
        return
    fpr, tpr, thresholds = reference.roc_curve(y, score, drop_intermediate=False)
    ours = roc_curve(ranked(y, score))
    np.testing.assert_allclose(ours.fpr, fpr, rtol=1e-15)
    np.testing.assert_allclose(ours.tpr, tpr, rtol=1e-15)
    np.testing.assert_array_equal(ours.thresholds, thresholds.astype(np.float64))


@given(binary_scores())
def test_that_the_precision_recall_curve_is_that_of_scikit_learn_reversed(data: Data) -> None:
    y, score = data
    if not (y == 1).any():
        return
    precision, recall, thresholds = reference.precision_recall_curve(y, score)
    ours = precision_recall_curve(ranked(y, score))
    np.testing.assert_allclose(ours.precision, precision[::-1], rtol=1e-14)
    np.testing.assert_allclose(ours.recall, recall[::-1], rtol=1e-14)
    np.testing.assert_array_equal(ours.thresholds[1:], thresholds[::-1].astype(np.float64))
    assert ours.thresholds[0] == np.inf


@given(binary_scores())
def test_that_areas_are_those_of_scikit_learn_and_of_all_pairs(data: Data) -> None:
    y, score = data
    if len(set(y.tolist())) < 2:
        return
    ranking = ranked(y, score)
    assert roc_auc(ranking) == pytest.approx(reference.roc_auc_score(y, score), abs=1e-13)
    assert roc_auc(ranking) == pytest.approx(slow_auc(y, score), abs=1e-13)
    expected = reference.average_precision_score(y, score)
    assert average_precision(ranking) == pytest.approx(expected, abs=1e-13)


@given(binary_scores())
def test_that_a_count_is_as_good_as_repeated_rows(data: Data) -> None:
    y, score = data
    count = np.arange(len(y)) % 4
    if not count.any():
        count[0] = 1
    counted = rank_scores(score, np.asarray(y == 1), count)
    repeated = rank_scores(np.repeat(score, count), np.repeat(y == 1, count))
    np.testing.assert_array_equal(counted.thresholds, repeated.thresholds)
    np.testing.assert_array_equal(counted.tps, repeated.tps)
    np.testing.assert_array_equal(counted.fps, repeated.fps)


@given(binary_scores())
def test_that_every_way_of_sorting_carries_the_right_codes(data: Data) -> None:
    _, score = data
    code = np.arange(len(score), dtype=np.int32) % 5
    rows = sort_rows(score, code, 5)
    expected = sorted(zip((score + 0.0).tolist(), code.tolist(), strict=True))
    assert sorted(zip(rows.score.tolist(), rows.code.tolist(), strict=True)) == expected
    assert (np.diff(rows.score) >= 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_minus_zero_and_zero_are_one_score(dtype: type[np.floating[Any]]) -> None:
    for n_codes in (2, 3):
        code = np.array([1, 0, 1], dtype=np.uint8)
        rows = sort_rows(np.array([0.0, -0.0, 0.0], dtype=dtype), code, n_codes)
        assert not np.signbit(rows.score).any()
    ranking = rank_scores(np.array([0.0, -0.0], dtype=dtype), np.array([True, False]))
    assert len(ranking.thresholds) == 1


def test_that_all_ties_give_one_vertex_and_an_area_of_one_half() -> None:
    ranking = ranked(np.array([1, 0, 1, 0]), np.full(4, 0.5))
    assert roc_curve(ranking).fpr.tolist() == [0, 1]
    assert roc_auc(ranking) == 0.5
    assert average_precision(ranking) == 0.5


def test_that_curves_of_a_class_that_never_occurs_are_undefined_and_not_zero() -> None:
    absent = ranked(np.array([0, 0]), np.array([0.1, 0.2]))
    assert np.isnan(roc_curve(absent).tpr).all()
    assert np.isnan(precision_recall_curve(absent).recall).all()
    assert np.isnan(roc_auc(absent))
    assert np.isnan(average_precision(absent))
    only = ranked(np.array([1, 1]), np.array([0.1, 0.2]))
    assert np.isnan(roc_curve(only).fpr).all()
    assert np.isnan(roc_auc(only))
    assert average_precision(only) == 1.0


def test_that_a_ranking_of_no_rows_is_empty() -> None:
    ranking = ranked(np.array([], dtype=np.int64), np.array([]))
    assert len(ranking.thresholds) == ranking.n_pos == ranking.n_neg == 0


def test_that_large_counts_do_not_overflow_the_area() -> None:
    count = np.array([4 * 10**9, 4 * 10**9, 4 * 10**9])
    ranking = rank_scores(np.array([0.9, 0.5, 0.1]), np.array([True, False, True]), count)
    assert roc_auc(ranking) == pytest.approx(0.5)
