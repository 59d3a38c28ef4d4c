"""Curves are walked in blocks: where a block ends must not show."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_curve

from confmat_gui.core import ranking as ranking_module
from confmat_gui.core import vertices as vertices_module
from confmat_gui.core.curves import average_precision, roc_auc, twice_won_pairs
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.influence import average_precision_variance
from confmat_gui.core.intervals import delong_variance
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.searches import UnitCosts, lowest_cost
from tests.core.strategies import binary_scores, slow_auc, slow_delong_variance


@pytest.fixture(params=[1, 2, 7])
def small_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(ranking_module, "BLOCK", request.param)
    monkeypatch.setattr(vertices_module, "BLOCK", request.param)
    return int(request.param)


def slow_ranking(y: NDArray[Any], score: NDArray[Any], count: NDArray[Any]) -> list[list[float]]:
    """Return threshold, tp and fp at every distinct score of rows that count, by looking at all rows."""
    distinct = sorted({float(value) for value in score[count > 0]}, reverse=True)
    return [
        [t, int(count[(score >= t) & (y == 1)].sum()), int(count[(score >= t) & (y == 0)].sum())]
        for t in distinct
    ]


def as_lists(ranking: Ranking) -> list[list[float]]:
    return [list(row) for row in zip(*(v.tolist() for v in (ranking.thresholds, ranking.tps, ranking.fps)),
                                     strict=True)]  # fmt: skip


@pytest.mark.parametrize("block", [1, 2, 7, 64])
@settings(deadline=None)
@given(data=binary_scores(), counted=st.booleans())
def test_that_counts_are_the_same_for_blocks_of_any_length(
    block: int, data: tuple[NDArray[np.int64], NDArray[Any]], counted: bool
) -> None:
    y, score = data
    count = np.arange(len(y)) % 3 if counted else np.ones(len(y), dtype=np.int64)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranking_module, "BLOCK", block)
        patched.setattr(vertices_module, "BLOCK", block)
        ranking = rank_scores(score, y == 1, count if counted else None)
        assert as_lists(ranking) == slow_ranking(y, score, count)
        own, rest = int(count[y == 1].sum()), int(count[y == 0].sum())
        assert (ranking.n_pos, ranking.n_neg) == (own, rest)
        if own and rest and not counted:
            assert roc_auc(ranking) == pytest.approx(slow_auc(y, score), abs=1e-12)
            assert average_precision(ranking) == pytest.approx(average_precision_score(y, score), abs=1e-12)
        if own > 1 and rest > 1 and not counted:
            assert delong_variance(ranking) == pytest.approx(slow_delong_variance(y, score), abs=1e-12)


def test_that_the_area_is_an_exact_count_of_pairs(small_blocks: int) -> None:
    y = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])
    score = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.5])
    assert twice_won_pairs(rank_scores(score, y == 1)) == 36
    huge = rank_scores(score, y == 1, np.full(10, 2**40, dtype=np.int64))
    assert twice_won_pairs(huge) == 36 * 2**80
    assert roc_auc(huge) == 0.72


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("decimals", [2, 9])
def test_that_more_rows_than_a_block_give_the_curve_of_sklearn(dtype: Any, decimals: int) -> None:
    generator = np.random.default_rng(decimals)
    n = 3 * vertices_module.BLOCK + 5
    y = generator.integers(0, 2, n)
    score = np.round(generator.normal(y, 1.0), decimals).astype(dtype)
    ranking = rank_scores(score, y == 1)
    fpr, tpr, thresholds = roc_curve(y, score, drop_intermediate=False)
    np.testing.assert_array_equal(ranking.thresholds, thresholds[1:])
    np.testing.assert_array_equal(ranking.tps, np.rint(tpr[1:] * ranking.n_pos))
    np.testing.assert_array_equal(ranking.fps, np.rint(fpr[1:] * ranking.n_neg))
    assert average_precision(ranking) == pytest.approx(average_precision_score(y, score), rel=1e-12)


def needed_by_looking(y: NDArray[Any], score: NDArray[Any], count: NDArray[Any]) -> list[list[float]]:
    """Return the vertices at scores of positives, above each of them the next, and the last."""
    every = slow_ranking(y, score, count)
    own = [vertex[1] > before[1] for before, vertex in pairwise([[0.0, 0.0, 0.0], *every])]
    return [
        vertex for i, vertex in enumerate(every) if own[i] or i + 1 == len(every) or own[i + 1]
    ]  # fmt: skip


@pytest.mark.parametrize("block", [1, 3, 64])
@pytest.mark.parametrize("rare", [0.0, 1.0])
@settings(deadline=None)
@given(data=binary_scores(), counted=st.booleans())
def test_that_without_intermediate_scores_only_what_the_curves_need_is_left(
    block: int, rare: float, data: tuple[NDArray[np.int64], NDArray[Any]], counted: bool
) -> None:
    y, score = data
    count = np.arange(len(y)) % 3 if counted else np.ones(len(y), dtype=np.int64)
    given_count = count if counted else None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vertices_module, "BLOCK", block)
        patched.setattr(ranking_module, "RARE", rare)
        ranking = rank_scores(score, y == 1, given_count, drop_intermediate=True)
        assert as_lists(ranking) == needed_by_looking(y, score, count)
        every = rank_scores(score, y == 1, given_count)
    assert ranking.thresholds.dtype == score.dtype
    assert (ranking.n_pos, ranking.n_neg) == (every.n_pos, every.n_neg)
    for figure in (roc_auc, average_precision, delong_variance, average_precision_variance):
        assert figure(ranking) == pytest.approx(figure(every), rel=1e-12, nan_ok=True)
    assert convex_hull(ranking).thresholds.tolist() == convex_hull(every).thresholds.tolist()
    assert lowest_cost(ranking, UnitCosts(2, 1)) == lowest_cost(every, UnitCosts(2, 1))
