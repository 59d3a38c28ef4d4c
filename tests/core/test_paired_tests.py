"""McNemar, Holm and DeLong of two models, against scipy and against all pairs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from confmat_gui.core.class_ranks import placements, rank_rows
from confmat_gui.core.paired_tests import delong_difference_variance, holm, mcnemar
from confmat_gui.core.predictions import Predictions


def places(score: Any, y: Any, count: Any = None) -> Any:
    names = ["no", "yes"]
    predictions = Predictions.from_arrays(y.astype(int), score, classes=names, positive="yes", count=count)
    return placements(rank_rows(predictions, 1), len(y))


@given(st.integers(0, 200), st.integers(0, 200))
def test_that_mcnemar_is_the_binomial_test(b: int, c: int) -> None:
    exact, mid_p = mcnemar(b, c)
    if b + c == 0:
        assert (exact, mid_p) == (1, 1)
        return
    assert exact == pytest.approx(stats.binomtest(b, b + c).pvalue, rel=1e-9)
    expected = 1.0 if b == c else exact - stats.binom.pmf(min(b, c), b + c, 0.5)
    assert mid_p == pytest.approx(expected, rel=1e-9)


def test_that_mcnemar_takes_large_counts() -> None:
    exact, mid_p = mcnemar(600_000, 598_000)
    assert exact == pytest.approx(stats.binomtest(600_000, 1_198_000).pvalue, rel=1e-6)
    assert mid_p < exact
    assert mcnemar(3_000_000, 10) == (0, 0)


def test_that_holm_steps_down_and_keeps_what_was_not_tested() -> None:
    adjusted = holm([0.01, math.nan, 0.04, 0.03])
    assert adjusted[[0, 2, 3]] == pytest.approx([0.03, 0.06, 0.06])
    assert math.isnan(adjusted[1])
    assert holm([0.9, 0.8]).tolist() == [1, 1]
    assert holm([]).tolist() == []


@given(st.integers(0, 10**6), st.sampled_from([0, 5]))
def test_that_the_variance_of_a_difference_is_that_of_all_pairs(seed: int, levels: int) -> None:
    generator = np.random.default_rng(seed)
    y = generator.integers(0, 2, 40).astype(np.bool_)
    y[:4] = [True, True, False, False]
    scores = [generator.random(40), generator.random(40)]
    if levels:
        scores = [np.round(s * levels) / levels for s in scores]
    kernels = []
    for score in scores:
        above = score[y][:, None] - score[~y][None, :]
        kernels.append((above > 0) + 0.5 * (above == 0))
    difference = kernels[1] - kernels[0]
    of_positives, of_negatives = difference.mean(axis=1), difference.mean(axis=0)
    expected = of_positives.var(ddof=1) / y.sum() + of_negatives.var(ddof=1) / (~y).sum()
    ours = [places(score, y) for score in scores]
    assert delong_difference_variance(ours[0], ours[1], y) == pytest.approx(expected, abs=1e-14)
    count = generator.integers(1, 4, 40)
    repeated = np.repeat(np.arange(40), count)
    counted = [places(score, y, count) for score in scores]
    weighted = delong_difference_variance(counted[0], counted[1], y, count)
    apart = [places(score[repeated], y[repeated]) for score in scores]
    expected = delong_difference_variance(apart[0], apart[1], y[repeated])
    assert weighted == pytest.approx(expected)


def test_that_one_positive_alone_has_no_variance() -> None:
    y = np.array([True, False, False])
    assert math.isnan(delong_difference_variance(np.ones(3), np.ones(3), y))
