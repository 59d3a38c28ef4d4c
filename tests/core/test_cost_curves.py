"""Cost curves against brute force over all thresholds, scipy's hull, and figures worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from confmat_gui.core.conditions import Condition, condition_of, pc_of, prevalence_at, ratio_at
from confmat_gui.core.cost_curve import NO_MODEL, Envelope, envelope_of, place_on_hull
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.rules import Rule
from confmat_gui.core.switch_table import by_model, switch_table
from tests.core.strategies import binary_scores

Y = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])
SCORE = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.5])
SETTINGS = settings(deadline=None, max_examples=60)
CONDITIONS = st.one_of(st.sampled_from((0.0, 1.0)), st.floats(1e-9, 1 - 1e-9))
"""Nearer to the ends than that, costs differ by less than what is told apart below."""


def envelope(*rankings: Ranking) -> Envelope:
    found = envelope_of([convex_hull(ranking) for ranking in rankings])
    assert found is not None
    return found


TEN = envelope(rank_scores(SCORE, Y == 1))


def rates(y: NDArray[Any], score: NDArray[Any]) -> list[tuple[float, float, float]]:
    """Return (threshold, fpr, fnr) of every way to cut the scores."""
    cuts = [math.inf, *np.unique(score).tolist()[::-1]]
    return [(t, float((score >= t)[y == 0].mean()), float((score < t)[y == 1].mean())) for t in cuts]


def two_sided(data: tuple[NDArray[np.int64], NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    assume(len(np.unique(data[0])) == 2)
    return data


def test_that_the_envelope_of_ten_scores_is_as_known() -> None:
    assert TEN.fpr.tolist() == [0, 0, 0.4, 0.8, 1]
    assert (1 - TEN.fnr).tolist() == [0, 0.4, 0.8, 1, 1]
    assert TEN.thresholds.tolist() == [math.inf, 0.8, 0.54, 0.51, -math.inf]
    assert TEN.models.tolist() == [NO_MODEL, 0, 0, 0, NO_MODEL]
    assert TEN.switches.tolist() == [0, 0.5, 2 / 3, 1]
    assert np.trapezoid(1 - TEN.fnr, TEN.fpr) == pytest.approx(0.8, abs=1e-15)


@pytest.mark.parametrize(
    ("prices", "pc", "best", "cost", "trivial"),
    [
        ((1, 1, 0.5), 1 / 2, (1, 2), 0.30, 0.5), ((1, 5, 0.5), 5 / 6, (3, 3), 0.40, 0.5),
        ((1, 9, 0.1), 1 / 2, (1, 2), 0.54, 0.9), ((1, 1, 0.1), 1 / 10, (1, 1), 0.06, 0.1),
    ],
)  # fmt: skip
def test_that_the_costs_of_ten_scores_are_as_known(
    prices: tuple[float, float, float], pc: float, best: tuple[int, int], cost: float, trivial: float
) -> None:
    condition = Condition(prices[2], prices[0], prices[1])
    assert condition.pc == pytest.approx(pc, abs=1e-15)
    assert TEN.best_at(condition.pc) == best
    fpr, fnr = float(TEN.fpr[best[0]]), float(TEN.fnr[best[0]])
    assert condition.expected_cost(fpr, fnr) == pytest.approx(cost, abs=1e-15)
    assert condition.scale * float(TEN.cost(condition.pc)) == pytest.approx(cost, abs=1e-15)
    assert condition.trivial_cost == pytest.approx(trivial, abs=1e-15)


def test_that_conditions_that_differ_by_rounding_alone_tie() -> None:
    for pc in (math.nextafter(0.5, 0), 0.5, math.nextafter(0.5, 1), 0.5 + 1e-13):
        assert TEN.best_at(pc) == (1, 2)
    assert TEN.best_at(0.5 + 1e-9) == (2, 2)


@SETTINGS
@given(binary_scores(), st.lists(CONDITIONS, min_size=1, max_size=20))
def test_that_no_threshold_is_below_the_envelope_and_one_is_on_it(
    data: tuple[NDArray[np.int64], NDArray[Any]], conditions: list[float]
) -> None:
    y, score = two_sided(data)
    found = envelope(rank_scores(score, y == 1))
    for x in [*conditions, *found.switches.tolist()]:
        costs = [(fnr * x + fpr * (1 - x), fpr, t) for t, fpr, fnr in rates(y, score)]
        lowest = min(cost for cost, _, _ in costs)
        assert float(found.cost(x)) == pytest.approx(lowest, abs=1e-12)
        first, last = found.best_at(x)
        tied = [fpr for cost, fpr, _ in costs if cost <= lowest + 1e-13]
        assert found.fpr[first] == pytest.approx(min(tied), abs=1e-12)
        assert found.fpr[last] == pytest.approx(max(tied), abs=1e-12)


@SETTINGS
@given(binary_scores())
def test_that_the_places_are_the_upper_hull_of_scipy(data: tuple[NDArray[np.int64], NDArray[Any]]) -> None:
    y, score = two_sided(data)
    found = envelope(rank_scores(score, y == 1))
    points = np.array([(fpr, 1 - fnr) for _, fpr, fnr in rates(y, score)] + [(1.0, 0.0)])
    peer = points[ConvexHull(points).vertices]
    above = {(round(x, 9), round(t, 9)) for x, t in peer.tolist()} - {(1.0, 0.0)}
    ours = zip(found.fpr.tolist(), (1 - found.fnr).tolist(), strict=True)
    assert {(round(x, 9), round(t, 9)) for x, t in ours} == above
    at = {t: (fpr, fnr) for t, fpr, fnr in rates(y, score)}
    for place, threshold in enumerate(found.thresholds.tolist()[1:-1], start=1):
        assert (found.fpr[place], found.fnr[place]) == pytest.approx(at[threshold])


@SETTINGS
@given(binary_scores())
def test_that_neighbours_cost_exactly_the_same_where_they_switch(
    data: tuple[NDArray[np.int64], NDArray[Any]],
) -> None:
    y, score = two_sided(data)
    ranking = rank_scores(score, y == 1)
    found = envelope(ranking)
    fps, tps = [Fraction(round(x * ranking.n_neg), ranking.n_neg) for x in found.fpr.tolist()], [
        1 - Fraction(round(x * ranking.n_pos), ranking.n_pos) for x in found.fnr.tolist()
    ]
    for i, switch in enumerate(found.switches.tolist()):
        rise, fall = fps[i + 1] - fps[i], tps[i + 1] - tps[i]
        assert switch == float(rise / (rise + fall))
    assert (np.diff(found.switches) > 0).all()


def test_that_a_perfect_model_costs_nothing_and_is_best_everywhere() -> None:
    found = envelope(rank_scores(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])))
    assert found.thresholds.tolist() == [math.inf, 0.8, -math.inf]
    assert found.switches.tolist() == [0, 1]
    assert [row.thresholds for row in switch_table(found)] == [(0.8, 0.8)]
    assert found.cost([0, 0.3, 1]).tolist() == [0, 0, 0]


def test_that_a_model_worse_than_chance_leaves_the_trivial_answers() -> None:
    found = envelope(rank_scores(-SCORE, Y == 1))
    assert found.models.tolist() == [NO_MODEL, NO_MODEL]
    rows = switch_table(found)
    assert [(row.trivial, row.pc) for row in rows] == [(True, (0, 0.5)), (True, (0.5, 1))]
    assert found.best_at(0.5) == (0, 1)
    assert [row.thresholds for row in rows] == [(math.inf, math.inf), (-math.inf, -math.inf)]


def test_that_samples_of_one_class_alone_have_no_envelope() -> None:
    for y in (np.ones(3, dtype=bool), np.zeros(3, dtype=bool)):
        assert envelope_of([rank_scores(np.array([0.1, 0.2, 0.3]), y)]) is None
    assert envelope_of([]) is None


def test_that_an_unknown_condition_has_an_unknown_cost() -> None:
    assert math.isnan(float(TEN.cost(math.nan)))


@SETTINGS
@given(binary_scores(), binary_scores(), binary_scores(), st.lists(st.floats(0.01, 0.99), max_size=9))
def test_that_each_row_of_several_models_is_the_cheapest_there(
    one: Any, two: Any, three: Any, conditions: list[float]
) -> None:
    data = [two_sided(each) for each in (one, two, three)]
    found = envelope(*(rank_scores(score, y == 1) for y, score in data))
    rows = switch_table(found)
    assert [row.pc[0] for row in rows[1:]] == [row.pc[1] for row in rows[:-1]]
    assert (rows[0].pc[0], rows[-1].pc[1]) == (0, 1)
    middles = [(row, sum(row.pc) / 2) for row in rows]
    others = [(row, x) for row in rows for x in conditions if row.pc[0] <= x <= row.pc[1]]
    for row, x in middles + others:
        costs = [[fnr * x + fpr * (1 - x) for _, fpr, fnr in rates(*each)] for each in data]
        lowest = min(map(min, costs))
        if row.trivial:
            assert lowest == pytest.approx(min(x, 1 - x), abs=1e-12)
        else:
            y, score = data[row.model]
            said = score >= row.thresholds[0]
            cost = (~said)[y == 1].mean() * x + said[y == 0].mean() * (1 - x)
            assert cost == pytest.approx(lowest, abs=1e-12)


def test_that_of_models_with_the_same_point_the_first_counts() -> None:
    ranking = rank_scores(SCORE, Y == 1)
    assert envelope(ranking, ranking).models.tolist() == TEN.models.tolist()


def test_that_a_point_on_an_edge_between_two_others_is_left_out() -> None:
    steep = Ranking(np.array([0.9, 0.1, 0.0]), np.array([2, 4, 4]), np.array([0, 2, 4]), 4, 4)
    middle = Ranking(np.array([0.5, 0.0]), np.array([3, 4]), np.array([1, 4]), 4, 4)
    found = envelope_of([middle, steep])
    assert found is not None
    assert found.models.tolist() == [NO_MODEL, 1, 1, NO_MODEL]
    assert found.best_at(0.5) == (1, 2)


def test_that_rows_of_one_model_are_joined_and_trivial_answers_stay_apart() -> None:
    rows = by_model(switch_table(TEN))
    assert [(row.places, row.model, row.thresholds, row.pc) for row in rows] == [
        ((1, 3), 0, (0.51, 0.8), (0, 1))
    ]
    chance = by_model(switch_table(envelope(rank_scores(-SCORE, Y == 1))))
    assert [row.pc for row in chance] == [(0, 0.5), (0.5, 1)]


def test_that_a_row_reads_as_prices_and_as_prevalence() -> None:
    row = switch_table(TEN)[1]
    assert row.pc == (0.5, 2 / 3)
    assert row.ratios(0.1) == pytest.approx((9, 18))
    assert row.prevalences(9) == pytest.approx((0.1, 2 / 11))


@SETTINGS
@given(st.floats(0.001, 0.999), st.floats(0.001, 1000))
def test_that_conditions_convert_back_and_forth(prevalence: float, ratio: float) -> None:
    pc = float(pc_of(prevalence, ratio))
    assert pc == pytest.approx(Condition(prevalence, 2.0, 2.0 * ratio).pc)
    assert ratio_at(pc, prevalence) == pytest.approx(ratio)
    assert prevalence_at(pc, ratio) == pytest.approx(prevalence)


def test_that_the_ends_of_conditions_are_defined() -> None:
    assert ratio_at(0, 0.2) == 0
    assert ratio_at(1, 0.2) == math.inf
    assert math.isnan(ratio_at(0.5, 0))
    assert (prevalence_at(0, 5), prevalence_at(1, 5)) == (0, 1)
    assert math.isnan(Condition(0.0).pc)
    assert math.isnan(Condition(0.5, 1.0, 0.0).ratio)


def test_that_prices_of_right_answers_are_part_of_the_cost() -> None:
    costs = [[1.0, 4.0], [10.0, -2.0]]
    condition = condition_of(costs, 1, [75, 25])
    assert condition == Condition(0.25, 3.0, 12.0, -2.0, 1.0)
    assert condition.expected_cost(0.2, 0.4) == pytest.approx(
        0.25 * (0.4 * 10 + 0.6 * -2) + 0.75 * (0.2 * 4 + 0.8 * 1)
    )
    assert condition.at(0.5, 2.0) == Condition(0.5, 3.0, 6.0, -2.0, 1.0)
    assert condition.at(0.25, 4.0) == condition


def test_that_prices_of_many_classes_count_by_the_samples_of_the_rest() -> None:
    costs = [[0.0, 5.0, 5.0, 9.0], [2.0, 0.0, 1.0, 9.0], [6.0, 1.0, 0.0, 9.0]]
    condition = condition_of(costs, 0, [10, 30, 10])
    assert condition.miss == 5
    assert condition.false_alarm == pytest.approx((30 * 2 + 10 * 6) / 40)
    assert condition.prevalence == pytest.approx(0.2)
    assert condition_of(None, 0, [10, 30, 10]) == Condition(0.2)
    assert condition_of(costs, 0, [10, 0, 0]).false_alarm == 4
    assert condition_of(None, 0, [10], 0.5).sensible is False
    assert math.isnan(condition_of(None, 0, [0, 0]).prevalence)


def test_that_a_place_between_vertices_is_drawn_by_lot_and_has_no_threshold() -> None:
    edge, vertex = place_on_hull(TEN, 0.1), place_on_hull(TEN, 0.4)
    assert (edge.first, edge.last, edge.randomised) == (1, 2, True)
    assert (edge.tpr, edge.chance) == pytest.approx((0.5, 0.25))
    assert (vertex.first, vertex.randomised, vertex.tpr) == (2, False, 0.8)
    assert place_on_hull(TEN, 0.0).first == 1
    assert place_on_hull(TEN, 1.0).first == 4


def test_that_the_kept_hull_is_the_one_of_all_scores() -> None:
    predictions = Predictions.from_arrays(Y, SCORE, positive="1")
    prepared = prepare(predictions)
    assert prepared.hull(1).thresholds.tolist() == [0.8, 0.54, 0.51, 0.5]
    assert prepared.hull(1) is prepared.hull(1)
    found = evaluate(prepared, Rule.thresholds({"1": prepared.hull(1).thresholds[1]}))
    assert found.confusion.tolist() == [[3, 2], [1, 4]]
