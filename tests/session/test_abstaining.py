"""Thresholds with no decision as changes of a session."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session import changes
from confmat_gui.session.overriding import override
from confmat_gui.session.state import Session
from tests.session.made import binary_session, labels_session, ranking_session, three_class_session

BINARY, THREE = binary_session(), three_class_session()
LOGIT, RANKING = ranking_session("logit"), ranking_session()


def outcomes(session: Session) -> list[list[int]]:
    return [list(row) for row in evaluate(session.data.prepared, session.point).outcomes.tolist()]


def prices(session: Session) -> list[list[float]]:
    assert session.point.costs is not None
    return [list(row) for row in session.point.costs]


def test_that_two_classes_start_with_the_threshold_they_had() -> None:
    session = changes.set_rule_kind(changes.set_threshold(BINARY, 1, 0.35), "no-decision")
    rule = session.point.rule
    assert (rule.kind, rule.no_decision) == ("thresholds", True)
    assert rule.thresholds_by_class == {"crack": 0.35, "ok": 0.65}
    before = outcomes(changes.set_threshold(BINARY, 1, 0.35))
    assert outcomes(session) == [[*row, 0] for row in before]
    back = changes.set_rule_kind(session, "thresholds")
    assert back.point.rule == Rule.thresholds({"crack": 0.35})


def test_that_the_threshold_of_logits_is_kept_as_a_probability() -> None:
    session = changes.set_rule_kind(changes.set_threshold(LOGIT, 1, 0.4), "no-decision")
    assert math.isclose(session.point.rule.thresholds_by_class["crack"], 1 / (1 + math.exp(-0.4)))
    back = changes.set_rule_kind(session, "thresholds")
    assert math.isclose(back.point.rule.thresholds_by_class["crack"], 0.4)
    extreme = changes.set_rule_kind(changes.set_threshold(LOGIT, 1, -900.0), "no-decision")
    assert extreme.point.rule.thresholds_by_class == {"crack": 0.0, "ok": 1.0}


def test_that_more_classes_start_at_one_half_each() -> None:
    session = changes.set_rule_kind(changes.set_threshold(THREE, 0, 0.9), "no-decision")
    assert session.point.rule.thresholds_by_class == {"a": 0.5, "b": 0.5, "c": 0.5}
    assert sum(row[3] for row in outcomes(changes.set_threshold(session, 0, 0.7))) > 0
    assert changes.set_rule_kind(session, "no-decision") is session


def test_that_lowest_cost_gives_its_thresholds_with_no_decision() -> None:
    unit = (1 - np.eye(3)) * 4
    priced = changes.set_costs(THREE, np.column_stack([unit, np.full(3, 1.5)]))
    by_cost = changes.set_rule_kind(priced, "min-cost")
    moved = changes.set_rule_kind(by_cost, "no-decision")
    assert moved.point.rule.thresholds_by_class == {"a": 0.625, "b": 0.625, "c": 0.625}
    assert outcomes(moved) == outcomes(by_cost)
    dragged = changes.set_threshold(by_cost, 2, 0.9)
    assert dragged.point.rule.thresholds_by_class == {"a": 0.625, "b": 0.625, "c": 0.9}
    assert dragged.point.rule.no_decision
    two = changes.set_rule_kind(changes.set_costs(BINARY, [[0, 1, 0.2], [1, 0, 0.2]]), "min-cost")
    assert changes.set_rule_kind(two, "no-decision").point.rule.thresholds_by_class == {
        "ok": 0.8, "crack": 0.8,
    }  # fmt: skip


def test_that_relative_thresholds_take_the_values_where_they_can() -> None:
    started = changes.set_threshold(changes.set_rule_kind(THREE, "no-decision"), 1, 0.2)
    relative = changes.set_rule_kind(started, "thresholds").point.rule
    assert relative == Rule.thresholds({"a": 0.5, "b": 0.2, "c": 0.5})
    nothing = changes.set_threshold(started, 1, 0.0)
    assert changes.set_rule_kind(nothing, "thresholds").point.rule.thresholds_by_class == {
        "a": 1.0, "b": 1.0, "c": 1.0,
    }  # fmt: skip


@given(st.integers(0, 2), st.floats(-0.5, 1.5), st.sampled_from([">=", ">"]))
def test_that_a_threshold_with_no_decision_is_a_plain_probability(
    k: int, value: float, boundary: Boundary
) -> None:
    session = changes.set_boundary(changes.set_rule_kind(THREE, "no-decision"), boundary)
    moved = changes.set_threshold(session, k, value)
    assert moved.point.rule.thresholds_by_class["abc"[k]] == value
    assert (moved.point.rule.no_decision, moved.point.rule.boundary) == (True, boundary)
    both = changes.set_threshold(changes.set_rule_kind(BINARY, "no-decision"), 0, value)
    assert both.point.rule.thresholds_by_class == {"crack": 0.5, "ok": value}


def test_that_the_positive_class_can_change_without_the_thresholds() -> None:
    session = changes.set_threshold(changes.set_rule_kind(BINARY, "no-decision"), 1, 0.8)
    swapped = changes.set_positive(session, 0)
    assert swapped.point.rule == session.point.rule
    assert outcomes(swapped) == outcomes(session)


@pytest.mark.parametrize("session", [RANKING, labels_session()])
def test_that_scores_without_probabilities_are_refused(session: Session) -> None:
    with pytest.raises(InputError, match="A rule of thresholds with no decision needs"):
        changes.set_rule_kind(session, "no-decision")
    with pytest.raises(InputError):
        changes.set_rule(session, Rule.thresholds({}, no_decision=True))


def test_that_the_first_price_of_no_decision_makes_it_nowhere_cheap() -> None:
    priced = changes.set_cost_weight(THREE, 1, 20.0)
    session = changes.set_cost(priced, 2, 3, 0.25)
    assert prices(session) == [[0, 1, 1, 1], [20, 0, 20, 20], [1, 1, 0, 0.25]]
    weighted = changes.set_cost_weight(session, 2, 5.0)
    assert prices(weighted)[2] == [5, 5, 0, 0.25]
    cleared = changes.set_cost_weight(weighted, 1, None)
    assert prices(cleared)[1] == [1, 0, 1, 20]
    without = changes.set_abstaining_priced(cleared, priced=False)
    assert prices(without) == [[0, 1, 1], [1, 0, 1], [5, 5, 0]]
    again = changes.set_abstaining_priced(without, priced=True)
    assert prices(again) == [[0, 1, 1, 1], [1, 0, 1, 1], [5, 5, 0, 5]]
    assert changes.set_abstaining_priced(again, priced=True).point == again.point


def test_that_lowest_cost_leaves_nothing_out_at_the_first_price_of_no_decision() -> None:
    session = changes.set_rule_kind(changes.set_abstaining_priced(THREE, priced=True), "min-cost")
    assert session.point.may_abstain
    assert [row[3] for row in outcomes(session)] == [0, 0, 0]
    cheap = changes.set_costs(session, [[0, 1, 1, 0.3], [1, 0, 1, 0.3], [1, 1, 0, 0.3]])
    assert sum(row[3] for row in outcomes(cheap)) > 0


def test_that_a_selected_cell_of_no_decision_goes_with_its_column() -> None:
    session = changes.select_cell(changes.set_rule_kind(THREE, "no-decision"), (1, 3))
    assert changes.set_threshold(session, 0, 0.6).display.selected_cell == (1, 3)
    plain = changes.set_rule_kind(session, "argmax")
    assert plain.display.selected_cell is None
    assert plain.display.selected_class == 1
    assert changes.select_cell(plain, (2, 3)).display.selected_cell is None
    assert changes.select_cell(plain, (2, 3)).display.selected_class == 2
    kept = changes.select_cell(session, (1, 2))
    assert changes.set_rule_kind(kept, "argmax").display.selected_cell == (1, 2)


def test_that_classes_in_another_order_keep_no_decision_last() -> None:
    priced = changes.set_cost(changes.set_rule_kind(THREE, "no-decision"), 0, 3, 9.0)
    session = override(priced, InputOptions(classes=("c", "a", "b")), "a.confmat")
    assert prices(session) == [[0, 1, 1, 1], [1, 0, 1, 9], [1, 1, 0, 1]]
    order = [2, 0, 1]
    assert outcomes(session) == np.array(outcomes(priced))[np.ix_(order, [*order, 3])].tolist()
