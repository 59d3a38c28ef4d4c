"""Searches over all thresholds of a class: golden values, and the same answers by looking at everything."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics

from confmat_gui.core import hull as hull_module
from confmat_gui.core import ranking as ranking_module
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.preparation import default_rule
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.searches import FIGURES, Optimum, UnitCosts, best_threshold, lowest_cost
from tests.core.strategies import binary_scores

Y = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])
SCORE = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.5])
TEN = rank_scores(SCORE, Y == 1)


def rates(found: Optimum, ranking: Ranking = TEN) -> tuple[float, float]:
    return found.fp / ranking.n_neg, found.tp / ranking.n_pos


def test_that_the_hull_of_ten_scores_is_as_known() -> None:
    hull = convex_hull(TEN)
    assert (hull.fps / 5).tolist() == [0, 0.4, 0.8, 1]
    assert (hull.tps / 5).tolist() == [0.4, 0.8, 1, 1]
    assert hull.thresholds.tolist() == [0.8, 0.54, 0.51, 0.5]
    x, y = np.append(0, hull.fps / 5), np.append(0, hull.tps / 5)
    assert np.trapezoid(y, x) == pytest.approx(0.8, abs=1e-15)


@pytest.mark.parametrize("curve", [TEN, convex_hull(TEN)], ids=["all", "hull"])
@pytest.mark.parametrize(
    ("prices", "at", "cost"),
    [
        ((1, 1, 0.5), (0, 0.4), 0.30), ((1, 5, 0.5), (0.8, 1), 0.40),
        ((1, 9, 0.1), (0, 0.4), 0.54), ((1, 1, 0.1), (0, 0.4), 0.06),
    ],
)  # fmt: skip
def test_that_the_lowest_costs_of_ten_scores_are_as_known(
    curve: Ranking, prices: tuple[float, float, float], at: tuple[float, float], cost: float
) -> None:
    found = lowest_cost(curve, UnitCosts(prices[0], prices[1], prevalence=prices[2]))
    assert found is not None
    assert found.value == pytest.approx(cost, abs=1e-15)
    assert rates(found) == at


def test_that_thresholds_of_equal_cost_are_an_interval_and_the_lower_fpr_is_chosen() -> None:
    even = lowest_cost(TEN, UnitCosts(1, 1, prevalence=0.5))
    assert even is not None
    assert (even.threshold, even.tied) == (0.8, (0.54, 0.8))
    for curve in (TEN, convex_hull(TEN)):
        dear = lowest_cost(curve, UnitCosts(1, 9, prevalence=0.1))  # m = 1 too
        assert dear is not None
        assert (dear.threshold, dear.tied) == (0.8, (0.54, 0.8))


def test_that_nothing_is_called_positive_where_that_is_cheapest() -> None:
    found = lowest_cost(rank_scores(SCORE, Y == 0), UnitCosts(10, 1))
    assert found is not None
    assert (found.threshold, found.tp, found.fp, found.value) == (np.inf, 0, 0, 0.5)


def peers(figure: str, y: NDArray[Any], pred: NDArray[Any]) -> float:
    if figure == "youden":
        return float(2 * metrics.balanced_accuracy_score(y, pred) - 1)
    peer = {"f1": metrics.f1_score, "mcc": metrics.matthews_corrcoef}
    return float(peer.get(figure, metrics.balanced_accuracy_score)(y, pred))


@pytest.mark.parametrize("figure", list(FIGURES))
@settings(deadline=None, max_examples=40)
@given(data=binary_scores())
def test_that_no_distinct_score_is_better_than_the_one_found(
    figure: str, data: tuple[NDArray[np.int64], NDArray[Any]]
) -> None:
    y, score = data
    found = best_threshold(rank_scores(score, y == 1), figure)
    scores = np.unique(score)[::-1]
    if len(np.unique(y)) < 2:
        assert found is None
        return
    values = np.array([peers(figure, y, (score >= t).astype(int)) for t in scores])
    if found is None:  # a single score predicts one class alone, where MCC is undefined
        assert (figure, len(scores)) == ("mcc", 1)
        return
    defined = values[:-1] if figure == "mcc" else values
    best = defined.max()
    tied = scores[: len(defined)][defined > best - 1e-9]
    assert found.value == pytest.approx(best, abs=1e-12)
    assert (found.threshold, found.tied) == (tied[0], (tied[-1], tied[0]))
    assert found.tp == ((score >= found.threshold) & (y == 1)).sum()
    assert found.fp == ((score >= found.threshold) & (y == 0)).sum()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(2, 400), st.sampled_from([3, 4, 9]), st.booleans())
def test_that_the_hull_found_by_segments_is_that_of_a_walk(seed: int, n: int, frame: int, ties: bool) -> None:
    generator = np.random.default_rng(seed)
    y = generator.integers(0, 2, n)
    score = generator.normal(y * generator.uniform(-1, 3), 1)
    ranking = rank_scores(np.round(score, 1) if ties else score, y == 1)
    slow = hull_module._chain(ranking.fps, ranking.tps)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hull_module, "_FRAME", frame)
        patched.setattr(hull_module, "BLOCK", 16)
        hull = convex_hull(ranking)
    assert hull.fps.tolist() == ranking.fps[slow].tolist()
    assert hull.tps.tolist() == ranking.tps[slow].tolist()
    assert hull.thresholds.tolist() == ranking.thresholds[slow].tolist()
    assert_concave([(0, 0), *zip(hull.fps.tolist(), hull.tps.tolist(), strict=True)], ranking)


def assert_concave(corners: list[tuple[int, int]], ranking: Ranking) -> None:
    """Check that the edges turn right at every corner, and that no vertex is above any of them."""
    for (ax, ay), (bx, by) in pairwise(corners):
        assert ((ranking.tps - ay) * (bx - ax) <= (by - ay) * (ranking.fps - ax)).all()
    for (ax, ay), (bx, by), (cx, cy) in zip(corners, corners[1:], corners[2:], strict=False):
        assert (bx - ax) * (cy - ay) < (by - ay) * (cx - ax)


@settings(deadline=None, max_examples=60)
@given(binary_scores(), st.floats(0.1, 9), st.floats(0.1, 9), st.floats(0.05, 0.95))
def test_that_the_hull_has_the_lowest_cost_of_all_thresholds(
    data: tuple[NDArray[np.int64], NDArray[Any]], alarm: float, miss: float, prevalence: float
) -> None:
    y, score = data
    ranking, costs = rank_scores(score, y == 1), UnitCosts(alarm, miss, prevalence=prevalence)
    everywhere, on_hull = lowest_cost(ranking, costs), lowest_cost(convex_hull(ranking), costs)
    if everywhere is None or on_hull is None:
        assert len(np.unique(y)) == 1
        assert everywhere is on_hull is None
        return
    assert on_hull.value == pytest.approx(everywhere.value, rel=1e-12)
    assert on_hull.threshold == everywhere.threshold
    for t in [np.inf, *np.unique(score).tolist()]:
        fpr, tpr = (score >= t)[y == 0].mean(), (score >= t)[y == 1].mean()
        expected = prevalence * (1 - tpr) * miss + (1 - prevalence) * fpr * alarm
        assert expected >= everywhere.value - 1e-12


def test_that_counts_too_large_for_machine_numbers_have_an_exact_hull() -> None:
    huge = rank_scores(SCORE, Y == 1, np.full(10, 2**40, dtype=np.int64))
    assert convex_hull(huge).thresholds.tolist() == [0.8, 0.54, 0.51, 0.5]


def test_that_scores_without_a_default_are_cut_where_youden_is_largest_or_at_the_lowest() -> None:
    def default(y: list[int], score: list[float]) -> float:
        classes = ["0", "1"]
        predictions = Predictions.from_arrays(
            y, np.array(score), classes=classes, score_kind="score", positive="1"
        )
        rule, source = default_rule(predictions)
        assert source == "youden"
        return rule.thresholds_by_class["1"]

    assert default([1, 0, 1, 0], [4.0, 3.0, 2.0, 1.0]) == 4.0
    assert default([1, 1], [4.0, 3.0]) == 3.0


@pytest.mark.parametrize("figure", [*FIGURES, "cost"])
@settings(deadline=None, max_examples=40)
@given(data=binary_scores())
def test_that_a_search_in_blocks_finds_what_one_block_finds(
    figure: str, data: tuple[NDArray[np.int64], NDArray[Any]]
) -> None:
    y, score = data
    ranking = rank_scores(score, y == 1)

    def search() -> Optimum | None:
        return lowest_cost(ranking, UnitCosts(1, 1)) if figure == "cost" else best_threshold(ranking, figure)

    found = search()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranking_module, "BLOCK", 2)
        assert search() == found


def test_that_one_score_alone_has_no_best_correlation() -> None:
    tied = rank_scores(np.full(4, 0.5), np.array([True, False, True, False]))
    assert best_threshold(tied, "mcc") is None
    assert best_threshold(tied, "f1") == Optimum(2 / 3, 0.5, 2, 2, (0.5, 0.5))
