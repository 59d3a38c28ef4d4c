"""Cost curves of sessions: policies, readings, the switch table and the pad."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from confmat_gui.core.conditions import Condition, pc_of
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.present.condition_reading import ConditionReading, answer_at, reading_at
from confmat_gui.present.cost_curve_documents import conditions_document
from confmat_gui.present.cost_curves import TOPS, CostCurvesState
from confmat_gui.present.operating_conditions import cost_curves_state, focus_of
from confmat_gui.present.pad import (
    DECADES,
    HIGH,
    LOWEST_DECADE,
    WIDE,
    condition_at,
    first_axis,
    pad_x,
    pad_y,
    ratio_text,
    share_text,
)
from confmat_gui.present.pad_colours import pad_colours
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.screen import screen_state
from confmat_gui.present.switch_lines import condition_in, model_lines, switch_lines
from confmat_gui.session.changes import set_costs
from confmat_gui.session.shares import adapt_scores, set_share
from confmat_gui.session.state import Display, Session
from tests.present.building import binary, defects, evaluated, labels_only, session_from


def state_of(session: Session, *beside: Session) -> CostCurvesState:
    return cost_curves_state(session, evaluated(session), [(each, evaluated(each)) for each in beside])


def read(state: CostCurvesState, prevalence: float, ratio: float) -> ConditionReading:
    reading = reading_at(state, state.condition.at(prevalence, ratio))
    assert reading is not None
    return reading


TEN = session_from(binary(), Rule.thresholds({"crack": 0.54}), ((0, 1), (5, 0)))


def test_that_the_policies_cost_what_the_numbers_page_says() -> None:
    state = state_of(TEN)
    assert state.subject == "positive class: crack"
    assert [(policy.key, policy.name, policy.text) for policy in state.policies] == [
        ("keep", "keep threshold 0.540", "0.700"),
        ("trust", "trust: threshold 0.167", "0.500"),
        ("best", "choose again: threshold 0.510", "0.400"),
        ("trivial", "always crack", "0.500"),
    ]
    assert state.sentence == (
        "Beside always crack the model saves 0.100 a sample at its best; threshold 0.540 costs 0.200 more."
    )


@pytest.mark.parametrize(
    ("prices", "cost", "places"),
    [((1, 1, 0.5), 0.30, (1, 2)), ((1, 5, 0.5), 0.40, (3, 3)), ((1, 9, 0.1), 0.54, (1, 2)),
     ((1, 1, 0.1), 0.06, (1, 1))],
)  # fmt: skip
def test_that_readings_are_the_golden_costs(
    prices: tuple[float, float, float], cost: float, places: tuple[int, int]
) -> None:
    reading = read(state_of(TEN), prices[2], prices[1])
    assert reading.best == pytest.approx(cost, abs=1e-15)
    assert (reading.place, reading.last) == places


def test_that_a_reading_says_where_what_is_best_and_what_keeping_costs() -> None:
    state = state_of(TEN)
    assert read(state, 0.02, 20).sentence == (
        "At prevalence 0.02 and 20 : 1 threshold 0.800 is best, cost 0.240 a sample, of keeping threshold "
        "0.540 0.472."
    )
    assert "threshold 0.800 is best (or 0.540), cost 0.540 a sample" in read(state, 0.1, 9).sentence
    assert read(state, 0.1, 9).why_not == ""


def test_that_each_reading_is_what_evaluating_the_thresholds_gives() -> None:
    session = session_from(defects(1500), None, None, Display(selected_class=3))
    predictions = session.data.prepared.predictions
    state = state_of(session)
    assert predictions.y_score is not None
    score, own = predictions.y_score[:, 3], predictions.y_true == 3
    for prevalence, ratio in ((0.001, 30.0), (0.02, 20.0), (0.3, 0.2), (0.9, 100.0)):
        reading = read(state, prevalence, ratio)
        costs = [
            prevalence * ratio * (score < t)[own].mean() + (1 - prevalence) * (score >= t)[~own].mean()
            for t in [math.inf, *np.unique(score).tolist()]
        ]
        assert reading.best == pytest.approx(min(costs))
        share = float(own.mean())
        t = share * (1 - reading.condition.pc)
        t /= t + (1 - share) * reading.condition.pc
        trusting = prevalence * ratio * (score < t)[own].mean()
        assert reading.trust == pytest.approx(trusting + (1 - prevalence) * (score >= t)[~own].mean())


def test_that_the_switch_table_reads_as_prices_and_prevalence() -> None:
    first, second, third = switch_lines(state_of(TEN))
    assert [line.answer for line in (first, second, third)] == ["0.800", "0.540", "0.510"]
    assert (first.ratios, first.prevalences) == (("0 : 1", "1 : 1"), ("0.000", "0.167"))
    assert (third.ratios, third.prevalences) == (("2 : 1", "∞"), ("0.286", "1.000"))
    assert [line.present for line in (first, second, third)] == [False, False, True]
    assert third.condition == state_of(TEN).condition
    assert third.cost == "0.400"


def test_that_a_row_leads_to_a_condition_in_which_it_is_the_best() -> None:
    state = state_of(TEN)
    for line in switch_lines(state):
        assert line.condition is not None
        reading = reading_at(state, line.condition)
        assert reading is not None
        assert reading.place == line.row.places[0]
    assert condition_in(state.rows[0], Condition(0.5, 1.0, 0.0)) is None


def test_that_shares_where_the_rule_is_used_are_the_present_prevalence() -> None:
    rare = set_share(TEN, 1, 0.02)
    state = state_of(rare)
    assert state.condition.prevalence == pytest.approx(0.02)
    assert state.spoken_share == 0.5
    assert state.policies[1].cost == pytest.approx(read(state, 0.02, 5).trust)
    adapted = state_of(adapt_scores(rare))
    assert adapted.spoken_share == pytest.approx(0.02)
    assert adapted.policies[1].name == "trust: threshold 0.167"


def test_that_prices_that_make_no_sense_leave_the_curves() -> None:
    state = state_of(session_from(binary(), None, ((1, 0), (0, 1))))
    assert state.envelope is not None
    assert state.sentence.startswith("These prices are not sensible")
    assert [policy.text for policy in state.policies] == ["–"] * 4
    assert [line.ratios for line in switch_lines(state)] == [("", "")] * 3


def test_that_without_prices_each_error_costs_one_which_is_said() -> None:
    state = state_of(session_from(binary()))
    assert state.sentence.startswith("No prices: each error costs 1. Beside always ok the model saves 0.2")
    assert state.condition.ratio == 1


def test_that_a_rule_that_may_abstain_is_not_kept_and_says_why() -> None:
    rule = Rule.thresholds({"ok": 0.6, "crack": 0.7}, no_decision=True)
    state = state_of(session_from(binary(), rule, ((0, 1), (5, 0))))
    assert state.keep is None
    assert "without a decision" in state.policies[0].reason
    assert state.sentence.endswith("at its best.")
    assert "keeping" not in read(state, 0.5, 5).sentence


def test_that_ranking_scores_cannot_be_trusted() -> None:
    predictions = replace(binary(), score_kind="score")
    state = state_of(session_from(predictions, None, ((0, 1), (5, 0))))
    assert (state.trust, state.policies[1].reason) == (None, "The scores are no probabilities.")
    assert state.pad is not None
    assert [text for text, _ in state.pad.ticks] == ["0.51", "0.655", "0.8"]


def test_that_logits_are_trusted_as_the_probabilities_they_mean() -> None:
    odds = np.log(np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.45]))
    y = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])
    p = np.exp(odds)
    logits = np.log(p / (1 - p))
    predictions = Predictions.from_arrays(
        y, logits[:, None], classes=("ok", "crack"), positive="crack", score_kind="logit"
    )
    state = state_of(session_from(predictions, None, ((0, 1), (5, 0))))
    assert state.policies[1].name == "trust: threshold 0.167"
    assert state.policies[1].cost == pytest.approx(0.5)


def test_that_with_many_classes_it_is_the_selected_one_against_the_rest() -> None:
    session = session_from(defects(800), None, None, Display(selected_class=3))
    state = state_of(session)
    assert (state.subject, state.class_name, state.other_name) == ("crack against the rest", "crack", "")
    assert "more than two classes" in read(state, 0.1, 5).why_not
    assert state.policies[0].name == "keep the rule"
    assert answer_at(state, 0) == "never crack"
    nobody = session_from(defects(800))
    support = nobody.data.prepared.predictions.support
    assert focus_of(nobody, evaluated(nobody)) == int(np.argmin(support))


def test_that_what_has_no_curves_says_why() -> None:
    assert "hold none" in state_of(session_from(labels_only())).unavailable
    one_sided = Predictions.from_arrays([1, 1], [0.2, 0.8], classes=("a", "b"), positive="b")
    said = state_of(session_from(one_sided)).unavailable
    assert said == "No cost curves: they need samples of two classes, and all samples are b."
    absent = Predictions.from_arrays(
        [0, 1, 0, 1], np.full((4, 3), 1 / 3), classes=("a", "b", "c"), score_kind="probability"
    )
    chosen = replace(session_from(absent), display=Display(selected_class=2))
    assert state_of(chosen).unavailable.endswith("samples of c and of the rest. Select another class.")
    matrix = replace(labels_only(), score_kind="matrix")
    assert "counts only" in state_of(session_from(matrix)).unavailable
    nothing = state_of(session_from(labels_only()))
    assert reading_at(nothing, nothing.condition) is None
    assert nothing.top == 0.55


def models() -> tuple[Session, Session, Session]:
    """Three models of the same samples, each best somewhere."""
    generator = np.random.default_rng(3)
    y = (generator.random(240) < 0.3).astype(int)
    some, many = generator.random(240) < 0.5, generator.normal(size=240)
    scores = (
        np.where((y == 1) & some, 3.0, 0.0) + many,
        np.where((y == 0) & some, -3.0, 0.0) + many,
        1.5 * y + many,
    )
    sessions = []
    for name, score in zip("ABC", scores, strict=True):
        p = np.round(1 / (1 + np.exp(-score)), 2)
        predictions = Predictions.from_arrays(y, p, classes=("ok", "crack"), positive="crack")
        sessions.append(replace(session_from(predictions, None, ((0, 1), (5, 0))), name=name))
    return sessions[0], sessions[1], sessions[2]


def test_that_each_row_of_three_sessions_is_confirmed_by_evaluating_the_models_at_its_cost() -> None:
    sessions = models()
    state = state_of(*sessions)
    assert state.models.names == ("A", "B", "C")
    assert {row.model for row in state.rows} >= {0, 1, 2}
    for row in state.rows:
        low, high = row.ratios(state.condition.prevalence)
        ratio = high / 2 if low == 0 else low * 2 if math.isinf(high) else math.sqrt(low * high)
        costs = {}
        for number, session in enumerate(sessions):
            prepared, priced = session.data.prepared, set_costs(session, ((0.0, 1.0), (ratio, 0.0)))
            for threshold in [2.0, *prepared.ranking(1).thresholds.tolist()]:
                point = priced.with_point(priced.point.with_rule(Rule.thresholds({"crack": threshold}))).point
                found = evaluate(prepared, point, intervals=False)
                costs[number, threshold] = found.metrics["expected_cost"]
        lowest = min(costs.values())
        said = 2.0 if row.trivial else row.thresholds[0]
        if math.isinf(said):
            said = float(sessions[0].data.prepared.ranking(1).thresholds[-1])
        assert costs[max(row.model, 0), said] == pytest.approx(lowest, abs=1e-12)


def test_that_rows_of_models_name_them_and_the_best_elsewhere_must_be_opened() -> None:
    sessions = models()
    state = state_of(*sessions)
    lines = model_lines(state)
    named = [line.model for line in lines]
    assert {"A", "B", "C"} <= set(named)
    assert [a for a, b in pairwise(named) if a == b] == []
    assert any(" – " in line.answer for line in lines)
    other = next(line for line in lines if line.model == "C" and line.condition is not None)
    assert other.condition is not None
    reading = reading_at(state, other.condition)
    assert reading is not None
    assert reading.why_not == "Here C is best; open it to use its threshold."
    assert " of C is best" in reading.sentence
    assert len(state.models.curves) == 3


def test_that_a_session_without_scores_is_left_out_of_the_models() -> None:
    first, second, _ = models()
    without = replace(session_from(labels_only()), name="labels")
    state = state_of(first, without, second)
    assert state.models.names == ("A", "B")
    assert state.models.left_out.startswith("labels left out")


def test_that_equal_values_stay_equal_while_prices_and_thresholds_move() -> None:
    before, after = state_of(TEN), state_of(set_costs(TEN, [[0, 1], [7, 0]]))
    assert after.envelope is before.envelope
    assert after.pad is before.pad
    assert after.trust is before.trust
    assert after.rows is before.rows


def test_that_the_pad_has_the_best_place_of_every_cell() -> None:
    state = state_of(TEN)
    assert state.pad is not None
    assert state.envelope is not None
    for axis, codes in (("linear", state.pad.linear), ("log", state.pad.log)):
        assert codes.shape == (HIGH, WIDE)
        for row, column in ((0, 0), (100, 30), (HIGH - 1, WIDE - 1), (200, 250)):
            ratio = 10 ** (-DECADES + (row + 0.5) * 2 * DECADES / HIGH)
            share = (column + 0.5) / WIDE
            if axis == "log":
                share = 10 ** (LOWEST_DECADE * (1 - share))
            assert codes[row, column] == np.searchsorted(state.envelope.switches, pc_of(share, ratio))


def test_that_the_names_of_the_pad_stand_in_their_areas() -> None:
    state = state_of(TEN)
    assert state.pad is not None
    assert state.envelope is not None
    for axis in ("linear", "log"):
        names = state.pad.names("log" if axis == "log" else "linear")
        assert names
        for name in names:
            share, ratio = condition_at(name.x, name.y, "log" if axis == "log" else "linear")
            assert state.envelope.best_at(float(pc_of(share, ratio)))[0] == name.place


def test_that_places_of_the_pad_convert_back_and_forth() -> None:
    assert condition_at(pad_x(0.02, "log"), pad_y(20), "log") == (0.02, 20)
    assert condition_at(0.3, pad_y(1 / 20), "linear") == (0.3, 1 / 20)
    assert condition_at(-1, 99, "linear") == (10.0**LOWEST_DECADE, 1000)
    assert condition_at(2, -99, "linear") == (1 - 10.0**LOWEST_DECADE, 1 / 1000)
    assert pad_x(0, "log") == LOWEST_DECADE
    assert math.isnan(pad_y(math.nan))
    assert [first_axis(Condition(share)) for share in (0.05, 0.3)] == ["log", "linear"]


def test_that_prices_and_shares_are_written_as_a_person_reads_them() -> None:
    assert [ratio_text(r) for r in (20, 1, 0.05, 2.345, 0, math.nan)] == [
        "20 : 1", "1 : 1", "1 : 20", "2.35 : 1", "0 : 1", "–"
    ]  # fmt: skip
    assert [share_text(s) for s in (0.3, 0.00042, math.nan)] == ["0.3", "0.00042", "–"]


def test_that_thresholds_have_the_colours_of_one_scale_and_sessions_their_own() -> None:
    one, three = state_of(TEN), state_of(*models())
    for palette in (LIGHT, DARK):
        colours = pad_colours(one, palette)
        assert colours.shape == (5, 3)
        assert len({tuple(row) for row in colours.tolist()}) == 5
        assert three.envelope is not None
        own = pad_colours(three, palette)
        for model in range(3):
            assert len({tuple(row) for row in own[three.envelope.models == model].tolist()}) == 1


def test_that_the_height_of_the_plot_has_few_values() -> None:
    assert state_of(TEN).top in TOPS
    assert state_of(session_from(defects(800), None, None, Display(selected_class=3))).top in TOPS


def test_that_a_perfect_model_is_best_everywhere_and_one_against_chance_nowhere() -> None:
    y = [0, 0, 1, 1]
    perfect = Predictions.from_arrays(y, [0.1, 0.2, 0.8, 0.9], classes=("a", "b"), positive="b")
    (line,) = switch_lines(state_of(session_from(perfect)))
    assert (line.answer, line.ratios, line.prevalences) == ("0.800", ("0 : 1", "∞"), ("0", "1"))
    worse = Predictions.from_arrays(y, [0.9, 0.8, 0.2, 0.1], classes=("a", "b"), positive="b")
    state = state_of(session_from(worse, None, ((0, 1), (5, 0))))
    assert [each.answer for each in switch_lines(state)] == ["always a", "always b"]
    assert state.sentence == "Here no threshold is cheaper than always b."
    assert "no threshold to use" in read(state, 0.5, 5).why_not


def test_that_the_screen_has_the_curves_only_where_somebody_looks() -> None:
    evaluation = evaluated(TEN)
    assert screen_state(TEN, evaluation, parts=frozenset()).cost_curves is None
    assert screen_state(TEN, evaluation).cost_curves is not None
    labels = session_from(labels_only())
    screen = screen_state(labels, evaluated(labels), parts=frozenset())
    assert "hold none" in screen.unavailable["cost_curves"]


def test_that_the_document_has_the_best_threshold_the_hull_and_every_row() -> None:
    document = conditions_document(TEN, evaluated(TEN))
    assert (document["class"], document["prevalence"], document["miss"], document["priced"]) == (
        "crack", 0.5, 5, True,
    )  # fmt: skip
    assert document["policies"]["best"] == {
        "model": "line-4 week 46", "threshold": 0.51, "answer": None, "cost": 0.4, "ties_down_to": None,
    }  # fmt: skip
    assert document["policies"]["trivial"] == {"cost": 0.5, "answer": "always crack"}
    assert [(each["threshold"], each["fpr"], each["tpr"]) for each in document["hull"]] == [
        (None, 0, 0), (0.8, 0, 0.4), (0.54, 0.4, 0.8), (0.51, 0.8, 1), (None, 1, 1)
    ]  # fmt: skip
    ratios = [row["ratio"] for row in document["switch_table"]]
    assert ratios == [[0, 1], [1, pytest.approx(2)], [pytest.approx(2), None]]
    assert document["models_table"] is None
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_that_a_document_without_curves_says_why_and_ties_are_in_it() -> None:
    labels = session_from(labels_only())
    document = conditions_document(labels, evaluated(labels))
    assert "hold none" in document["reason"]
    assert (document["policies"], document["hull"], document["switch_table"]) == (None, [], [])
    even = set_costs(TEN, [[0, 1], [1, 0]])
    assert conditions_document(even, evaluated(even))["policies"]["best"]["ties_down_to"] == 0.54
    senseless = set_costs(TEN, [[1, 0], [0, 1]])
    row = conditions_document(senseless, evaluated(senseless))["switch_table"][0]
    assert (row["ratio"], row["cost"], row["at_ratio"]) == ([None, None], None, None)


def test_that_a_document_of_several_sessions_names_the_model_of_each_row() -> None:
    first, *others = models()
    document = conditions_document(first, evaluated(first), [(each, evaluated(each)) for each in others])
    assert document["models"] == ["A", "B", "C"]
    assert {row["model"] for row in document["models_table"]} >= {"A", "B", "C"}
    assert len(document["switch_table"]) == len(state_of(*models()).rows)
