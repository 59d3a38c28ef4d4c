"""What the Scores tab shows, against counts made anew."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, costs_from_weights
from confmat_gui.present.score_plot import MOST_STACKED, scores_state, why_no_scores
from confmat_gui.present.scores import ScoresState, height_ticks
from confmat_gui.present.screen import screen_state
from confmat_gui.session.changes import set_rule, set_score_axis, set_score_scale
from confmat_gui.session.state import Display, Session
from tests.present.building import NAMES, binary, defects, evaluated, labels_only, many_classes, session_from


def shown(session: Session, class_index: int | None = None) -> ScoresState:
    return scores_state(session, evaluated(session), class_index)


def test_that_two_classes_show_the_positive_one_on_its_score_with_its_threshold() -> None:
    session = session_from(binary())
    state, positive = shown(session), session.point.positive
    assert positive is not None
    name = state.classes[positive]
    assert state.class_index == positive
    assert state.title == f"Scores of {name} (positive class): its samples above the line, all others below"
    assert (state.line, state.movable, state.why_no_decision) == (0.5, True, None)
    confusion = evaluated(session).confusion
    assert f"{confusion[positive, positive]:,} of" in state.sentence
    assert f"and {confusion[1 - positive, positive]:,} of" in state.sentence
    assert (state.counts.sum(axis=1) == session.data.prepared.predictions.support).all()


def test_that_the_negative_class_has_the_threshold_that_belongs_to_it() -> None:
    session = session_from(binary(), Rule.thresholds({binary().classes[binary().positive or 0]: 0.3}))
    negative = 1 - (session.point.positive or 0)
    assert shown(session, negative).line == pytest.approx(0.7)


def test_that_ranking_scores_always_show_the_positive_class() -> None:
    predictions = Predictions.from_arrays(
        ["a", "b", "b", "a"], [-2.0, 3.0, 1.0, 0.5], classes=["a", "b"], positive="b", score_kind="score"
    )
    session = session_from(predictions, Rule.thresholds({"b": 0.75}))
    state = shown(session, 0)
    assert (state.class_index, state.line) == (1, 0.75)
    assert (state.edges[0], state.edges[-1]) == (-2.0, 3.0)


def test_that_bars_right_of_the_line_are_the_samples_that_are_predicted_the_class() -> None:
    rule = Rule.thresholds({**dict.fromkeys(NAMES, 1.0), "ok": 4.0})
    session = session_from(defects(3000), rule, display=Display(selected_class=0))
    state = shown(session)
    assert (state.axis, state.line) == ("decision", 0.5)
    assert state.edges[len(state.edges) // 2] == 0.5
    right = state.counts[:, len(state.edges) // 2 :].sum(axis=1)
    assert right.tolist() == evaluated(session).confusion[:, 0].tolist()


def test_that_the_probability_has_no_line_where_thresholds_are_relative() -> None:
    session = set_score_axis(session_from(defects(2000), display=Display(selected_class=3)), "own")
    state = shown(session)
    assert (state.axis, math.isnan(state.line), state.movable) == ("own", True, False)
    assert state.x_label == "probability of crack"
    assert state.sentence.startswith("Under the rule: ")


def test_that_thresholds_with_no_decision_stand_on_the_probability() -> None:
    session = session_from(defects(2000), Rule.thresholds({"crack": 0.4}, no_decision=True))
    state = shown(session, 3)
    assert (state.x_label, state.line, state.movable) == ("probability of crack", 0.4, True)
    two = session_from(binary(), Rule.thresholds({binary().classes[0]: 0.8}, no_decision=True))
    assert shown(two, 0).line == 0.8


def test_that_prices_without_thresholds_leave_only_the_probability_and_say_why() -> None:
    distance = tuple(tuple(abs(i - j) for j in range(5)) for i in range(5))
    session = set_rule(session_from(defects(2000), costs=distance), Rule.min_cost())
    state = shown(session, 1)
    assert state.axis == "own"
    assert "not expressible as thresholds" in (state.why_no_decision or "")
    priced = session_from(defects(2000), costs=costs_from_weights([1, 1, 1, 20, 1]))
    weights = set_rule(priced, Rule.min_cost())
    assert shown(weights, 3).line == pytest.approx((1 / 20) / (4 + 1 / 20))


def test_that_shares_are_of_each_side_and_stack_up_to_the_tallest() -> None:
    session = session_from(defects(2000), display=Display(selected_class=3))
    state = shown(session)
    mine, *others = state.layers
    assert (mine.class_index, len(others)) == (3, 4)
    assert float(mine.high.max()) == pytest.approx(1.0)
    assert float(others[-1].low.min()) == pytest.approx(-1.0)
    own = state.counts[3]
    assert mine.high == pytest.approx(own / own.max())
    heights = others[0].high - others[-1].low
    rest = state.counts.sum(axis=0) - own
    assert heights == pytest.approx(rest / rest.max())


def test_that_logarithms_are_counts_and_one_layer() -> None:
    session = set_score_scale(session_from(defects(2000), display=Display(selected_class=3)), "log")
    mine, others = shown(session).layers
    assert (others.name, others.class_index) == ("all others", None)
    assert mine.high == pytest.approx(np.log10(1 + shown(session).counts[3]))
    heights = {text: abs(height) for height, text in shown(session).y_ticks}
    assert heights["10"] == pytest.approx(math.log10(11))


def test_that_very_many_classes_are_one_layer_of_others() -> None:
    session = session_from(many_classes(MOST_STACKED + 1, 600))
    assert [layer.class_index for layer in shown(session, 2).layers] == [2, None]
    few = session_from(many_classes(MOST_STACKED, 600))
    assert len(shown(few, 2).layers) == MOST_STACKED


def test_that_a_bin_says_what_it_holds() -> None:
    session = session_from(defects(2000), display=Display(selected_class=0))
    state = shown(session)
    place = int(state.counts[0].argmax())
    lines = state.words(place)
    assert lines[1].startswith(f"ok: {state.counts[0, place]:,} of {state.counts[0].sum():,}")
    assert state.bin_at(float(state.edges[place])) == place
    assert (state.bin_at(-0.1), state.bin_at(1.0), state.bin_at(1.1)) == (-1, len(state.edges) - 2, -1)


def test_that_ticks_are_round_and_go_both_ways() -> None:
    assert height_ticks(5.2, 40.0, "share") == (
        (-1.0, "40 %"), (-0.5, "20 %"), (0.0, "0"), (2 / 5.2, "2 %"), (4 / 5.2, "4 %")
    )
    assert [text for _, text in height_ticks(0.5, 3.1, "log")] == ["1,000", "100", "10", "0", "1"]


def test_that_labels_alone_have_no_scores() -> None:
    session = session_from(labels_only())
    state = shown(session)
    assert state.unavailable == why_no_scores(session) == "No scores: the files hold no score for each class."
    assert screen_state(session, evaluated(session)).unavailable["scores"] == state.unavailable


def test_that_a_class_without_samples_has_no_bars_and_no_fault() -> None:
    predictions = Predictions.from_arrays([0, 0], [[0.9, 0.1], [0.6, 0.4]], classes=["a", "b"], positive="b")
    state = shown(session_from(predictions))
    assert float(state.layers[0].high.max()) == 0.0
    alone = Predictions.from_arrays([0], [[0.2, 0.3, 0.5]], classes=["a", "b", "c"])
    assert shown(session_from(alone), 0).counts.sum() == 1


def test_that_a_dragged_threshold_keeps_the_bars() -> None:
    session = session_from(defects(2000), Rule.thresholds({"crack": 0.1}), display=Display(selected_class=3))
    first = shown(session)
    rule = session.point.rule.thresholds_by_class
    moved = replace(session, point=session.point.with_rule(session.point.rule))
    assert rule == {"crack": 0.1}
    assert shown(moved).counts is first.counts
