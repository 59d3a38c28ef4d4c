"""The interval of an AUC, against all pairs of samples and in cases where nothing is left to vary."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from numpy.typing import NDArray
from scipy import special

from confmat_gui.core.area_intervals import (
    DELONG,
    LOG_ODDS,
    MANY,
    NARROW,
    AreaSpread,
    area_interval,
    area_method,
)
from confmat_gui.core.curves import roc_auc
from confmat_gui.core.evaluation import prepare
from confmat_gui.core.intervals import delong_interval, delong_parts
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking, rank_scores
from tests.core.strategies import binary_scores, slow_auc


def spread_of(ranking: Ranking) -> AreaSpread:
    return AreaSpread(roc_auc(ranking), *delong_parts(ranking), ranking.n_pos, ranking.n_neg)


def ranked(y: NDArray[Any], score: NDArray[Any]) -> Ranking:
    return rank_scores(score, np.asarray(y == 1))


def slow_ends(y: NDArray[Any], score: NDArray[Any]) -> tuple[float, float]:
    """Add half a sample on each side to the table of all pairs, and use the delta method on log odds."""
    above = score[y == 1][:, None] - score[y == 0][None, :]
    wins = np.full((above.shape[0] + 1, above.shape[1] + 1), 0.5)
    wins[:-1, :-1] = (above > 0) + 0.5 * (above == 0)
    own, rest = (np.append(np.ones(n - 1), 0.5) for n in wins.shape)
    area = float(own @ wins @ rest / own.sum() / rest.sum())
    variance = 0.0
    for weights, places in ((own, wins @ rest / rest.sum()), (rest, own @ wins / own.sum())):
        n = weights.sum()
        variance += float(weights @ (places - area) ** 2 / (n - 1) / n)
    half = 1.959963984540054 * math.sqrt(variance) / (area * (1 - area))
    with np.errstate(divide="ignore"):
        both = special.logit([area, slow_auc(y, score)])
    low, high = special.expit([both.min() - half, both.max() + half])
    return float(low), float(high)


@given(binary_scores())
def test_that_few_samples_have_the_interval_of_all_pairs(data: tuple[NDArray[Any], NDArray[Any]]) -> None:
    y, score = data
    assume(min((y == 1).sum(), (y == 0).sum()) >= 2)
    spread = spread_of(ranked(y, score))
    assert area_method(spread) == LOG_ODDS
    low, high = area_interval(spread)
    assert (low, high) == pytest.approx(slow_ends(y, score), abs=1e-9)
    assert 0 <= low <= spread.area <= high <= 1


@given(binary_scores())
def test_that_reversed_scores_have_the_mirrored_interval(data: tuple[NDArray[Any], NDArray[Any]]) -> None:
    y, score = data
    low, high = area_interval(spread_of(ranked(y, score)))
    mirrored = area_interval(spread_of(ranked(1 - y, score)))
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12, nan_ok=True)


def test_that_a_perfect_order_of_few_samples_leaves_room_below() -> None:
    widths = []
    for n in (2, 10, 100, 1000):
        y = np.repeat([0, 1], n)
        low, high = area_interval(spread_of(ranked(y, np.arange(2.0 * n))))
        assert high == 1
        widths.append(1 - low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0.6
    assert widths[1] == pytest.approx(0.276, abs=0.001)
    assert widths[-1] < 0.005


def test_that_equal_scores_leave_nothing_and_one_sample_has_no_interval() -> None:
    y = np.repeat([0, 1], 5)
    assert area_interval(spread_of(ranked(y, np.zeros(10)))) == (0.5, 0.5)
    for few in ([0, 1], [0, 1, 1], [1, 1, 1]):
        spread = spread_of(ranked(np.array(few), np.arange(float(len(few)))))
        assert area_method(spread) == ""
        assert all(math.isnan(end) for end in area_interval(spread))


def test_that_many_samples_have_delongs_interval_and_others_that_on_log_odds() -> None:
    generator = np.random.default_rng(2)
    for n_pos, shift, method in (
        (MANY, 1.0, DELONG), (MANY - 1, 1.0, LOG_ODDS), (2 * MANY, 3.0, LOG_ODDS), (MANY, 99.0, LOG_ODDS),
    ):  # fmt: skip
        y = np.repeat([0, 1], [400, n_pos])
        ranking = ranked(y, generator.standard_normal(len(y)) + shift * y)
        spread = spread_of(ranking)
        assert area_method(spread) == method
        if method == DELONG:
            low, high = area_interval(spread)
            assert (low, high) == delong_interval(ranking)
            assert high - spread.area <= NARROW * (1 - spread.area)


def test_that_the_method_stands_beside_the_interval() -> None:
    y = np.repeat([0, 1, 2], [150, 120, 3])
    score = np.abs(np.random.default_rng(3).normal(size=(len(y), 3))) + 0.5 * np.eye(3)[y]
    prepared = prepare(Predictions.from_arrays(y, score / score.sum(axis=1, keepdims=True)))
    assert prepared.roc_auc_method == (DELONG, DELONG, LOG_ODDS)
    labels = prepare(Predictions.from_arrays(["a", "b"], y_pred=["a", "a"]))
    assert labels.roc_auc_method == ("", "")
