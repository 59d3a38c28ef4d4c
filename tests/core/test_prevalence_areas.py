"""Precision-recall curve and average precision where a class has another share."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core.count_curve import CountCurve
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import negative_weight
from confmat_gui.core.prevalence_areas import (
    average_precision_at,
    average_precision_variance_at,
    average_precisions_at,
    logit_interval,
)
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.rules import Rule
from confmat_gui.core.simplify import thin_precision_recall
from tests.core.strategies import binary_scores

SHARES = st.integers(1, 99).map(lambda percent: percent / 100)


def weights(y: NDArray[Any], share: float) -> NDArray[np.float64]:
    """Return sample weights that give the class its share."""
    return np.asarray(np.where(y == 1, share / max(1, (y == 1).sum()), (1 - share) / max(1, (y == 0).sum())))


@given(binary_scores(), SHARES)
def test_that_the_area_is_that_of_weighted_samples(
    case: tuple[NDArray[Any], NDArray[Any]], share: float
) -> None:
    y, score = case
    for drop in (False, True):
        area = average_precision_at(rank_scores(score, y == 1, drop_intermediate=drop), share)
        if y.any():
            both = weights(y, share) if not y.all() else None
            expected = reference.average_precision_score(y, score, sample_weight=both)
            assert area == pytest.approx(expected, abs=1e-12)
        else:
            assert math.isnan(area)


@settings(max_examples=25)
@given(binary_scores(), SHARES)
def test_that_the_variance_is_the_one_of_leaving_out_a_little_of_each_sample(
    case: tuple[NDArray[Any], NDArray[Any]], share: float
) -> None:
    """The influence of a sample is how fast the area moves as the sample gets more weight among its own."""
    y, score = case
    n_pos, n_neg = int((y == 1).sum()), int((y == 0).sum())
    variance = average_precision_variance_at(rank_scores(score, y == 1, drop_intermediate=True), share)
    if min(n_pos, n_neg) < 2:
        assert math.isnan(variance)
        return
    step, base = 1e-6, average_precision_at(rank_scores(score, y == 1), share)
    moved = np.empty(len(y))
    for row in range(len(y)):
        own = np.where(y == y[row], 1.0 / (y == y[row]).sum(), 1.0)
        mass = own * np.where(y == y[row], 1 - step, 1.0)
        mass[row] += step
        mass[y != y[row]] = 1.0 / (y != y[row]).sum()
        both = mass * np.where(y == 1, share, 1 - share)
        moved[row] = (reference.average_precision_score(y, score, sample_weight=both) - base) / step
    expected = sum(
        (moved[y == side] ** 2).sum() / (size - 1) / size for side, size in ((1, n_pos), (0, n_neg))
    )
    assert variance == pytest.approx(expected, rel=1e-3, abs=1e-9)


@given(binary_scores(), SHARES)
def test_that_the_drawn_curve_is_that_of_weighted_samples(
    case: tuple[NDArray[Any], NDArray[Any]], share: float
) -> None:
    y, score = case
    if not y.any() or y.all():
        return
    ranking = rank_scores(score, y == 1)
    curve = CountCurve.of_ranking(ranking, negative_weight(share, ranking.n_pos, ranking.n_neg))
    recall, precision = curve.precision_recall(np.arange(1, len(curve)))
    expected, found, _ = reference.precision_recall_curve(y, score, sample_weight=weights(y, share))
    assert recall == pytest.approx(found[-2::-1], abs=1e-12)
    assert precision == pytest.approx(expected[-2::-1], abs=1e-12)
    x, height = thin_precision_recall(curve)
    for place, level in zip(recall.tolist(), precision.tolist(), strict=True):
        near = np.abs(x - place) <= 2e-3
        assert near.any()
        assert height[near].min() - 5e-3 <= level <= height[near].max() + 5e-3


def test_that_the_interval_covers_a_known_area() -> None:
    """10 % of the class where it is used, 20 % among the samples; normal scores one and a half apart."""
    generator = np.random.default_rng(5)

    def drawn(n_pos: int, n_neg: int) -> tuple[NDArray[Any], NDArray[Any]]:
        y = np.repeat([1, 0], [n_pos, n_neg])
        return y, generator.normal(1.5 * y, 1.0)

    y, score = drawn(200_000, 200_000)
    truth = average_precision_at(rank_scores(score, y == 1), 0.1)
    covered = 0
    for _ in range(300):
        y, score = drawn(100, 400)
        ranking = rank_scores(score, y == 1, drop_intermediate=True)
        low, high = logit_interval(
            average_precision_at(ranking, 0.1), average_precision_variance_at(ranking, 0.1)
        )
        covered += low <= truth <= high
    assert 0.90 <= covered / 300 <= 0.98


def test_that_areas_are_found_once_for_the_same_shares() -> None:
    generator = np.random.default_rng(1)
    y = generator.integers(0, 3, 60)
    scores = generator.dirichlet(np.ones(3), 60)
    prepared = prepare(Predictions.from_arrays(y, scores, score_kind="probability"))
    shares = np.array([0.2, 0.5, 0.3])
    first, second = average_precisions_at(prepared, shares), average_precisions_at(prepared, shares.copy())
    assert first[0] is second[0]
    other = average_precisions_at(prepared, np.array([0.0, 0.5, 0.5]))
    assert np.isnan(other[0][0])
    assert not np.array_equal(first[0][1:], other[0][1:]) or shares[1] == 0.5


def test_that_a_class_with_its_own_share_has_the_area_of_the_samples() -> None:
    generator = np.random.default_rng(2)
    y = generator.integers(0, 3, 80)
    scores = generator.dirichlet(np.ones(3), 80)
    prepared = prepare(Predictions.from_arrays(y, scores, score_kind="probability"))
    own = tuple((np.bincount(y) / 80).tolist())
    evaluation = evaluate(prepared, OperatingPoint(Rule.argmax(), prevalence=own))
    assert evaluation.per_class["average_precision"] == pytest.approx(prepared.average_precision)


def test_that_intervals_at_the_ends_are_points() -> None:
    assert logit_interval(1.0, 0.0) == (1.0, 1.0)
    assert all(math.isnan(end) for end in logit_interval(math.nan, 0.1))
    assert all(math.isnan(end) for end in logit_interval(0.5, math.nan))
    low, high = logit_interval(0.5, 1e9)
    assert low == pytest.approx(0.0)
    assert high == pytest.approx(1.0)
