from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.rules import Rule
from confmat_gui.session import changes
from confmat_gui.session.state import Session
from tests.session.made import binary_session, labels_session, ranking_session, three_class_session

BINARY, THREE, RANKING = binary_session(), three_class_session(), ranking_session()
LABELS, LOGIT = labels_session(), ranking_session("logit")


def matrix(session: Session) -> list[list[int]]:
    confusion = evaluate(session.data.prepared, session.point, intervals=False).confusion
    return [[int(count) for count in row] for row in confusion]


def test_that_a_typed_threshold_of_two_classes_is_stored_as_typed() -> None:
    session = changes.set_threshold(BINARY, 1, 0.4)
    assert session.point.rule == Rule.thresholds({"crack": 0.4})
    assert matrix(session) == [[4, 1], [0, 5]]
    assert matrix(BINARY) == [[5, 0], [0, 5]]


def test_that_a_threshold_typed_for_the_negative_class_is_one_minus_it_in_decimals() -> None:
    session = changes.set_threshold(BINARY, 0, 0.9)
    assert session.point.rule.thresholds_by_class == {"crack": 0.1}


def test_that_ranking_scores_have_no_threshold_for_the_negative_class() -> None:
    with pytest.raises(InputError, match="only the positive class"):
        changes.set_threshold(RANKING, 0, 0.3)
    assert changes.set_threshold(RANKING, 1, 0.3).point.rule.thresholds_by_class == {"crack": 0.3}


def test_that_the_first_threshold_of_many_starts_from_equal_ones() -> None:
    session = changes.set_threshold(THREE, 2, 0.5)
    evaluation = evaluate(session.data.prepared, session.point)
    assert evaluation.thresholds_normalised is not None
    np.testing.assert_allclose(evaluation.thresholds_normalised, [0.25, 0.25, 0.5], rtol=1e-15)


def test_that_moving_one_threshold_of_many_leaves_the_others_in_proportion() -> None:
    session = changes.set_threshold(changes.set_threshold(THREE, 2, 0.6), 0, 0.5)
    evaluation = evaluate(session.data.prepared, session.point)
    assert evaluation.thresholds_normalised is not None
    a, b, c = evaluation.thresholds_normalised.tolist()
    assert math.isclose(a, 0.5)
    assert math.isclose(c / b, 3.0)


def test_that_equal_thresholds_are_argmax() -> None:
    session = changes.set_rule_kind(THREE, "thresholds")
    assert session.point.rule.kind == "thresholds"
    assert matrix(session) == matrix(THREE)


@pytest.mark.parametrize("shown", [0.0, 1.0, -0.2, 1.5])
def test_that_thresholds_of_many_classes_are_shares(shown: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        changes.set_threshold(THREE, 0, shown)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_that_a_threshold_is_finite(value: float) -> None:
    for change in (changes.set_threshold, changes.set_raw_threshold):
        for session in (BINARY, THREE):
            with pytest.raises(InputError):
                change(session, 1, value)


def test_that_thresholds_start_where_minimum_cost_has_them() -> None:
    priced = changes.set_cost_weight(changes.set_cost_weight(THREE, 0, 2.0), 1, 5.0)
    by_cost = changes.set_rule_kind(priced, "min-cost")
    by_threshold = changes.set_rule_kind(by_cost, "thresholds")
    assert matrix(by_threshold) == matrix(by_cost)
    ratio = by_threshold.point.rule.thresholds_by_class
    assert math.isclose(ratio["a"] / ratio["b"], 2.5)
    assert math.isclose(ratio["c"] / ratio["a"], 2.0)


def test_that_costs_beyond_thresholds_start_from_equal_ones() -> None:
    ordinal = changes.set_rule_kind(changes.set_costs(THREE, [[0, 1, 2], [1, 0, 1], [2, 1, 0]]), "min-cost")
    thresholds = changes.set_rule_kind(ordinal, "thresholds").point.rule.thresholds_by_class
    assert len(set(thresholds.values())) == 1


def test_that_two_classes_start_at_the_threshold_of_their_costs() -> None:
    priced = changes.set_rule_kind(changes.set_cost(BINARY, 1, 0, 3.0), "min-cost")
    session = changes.set_rule_kind(priced, "thresholds")
    assert session.point.rule.thresholds_by_class == {"crack": 0.25}
    assert matrix(session) == matrix(priced)


def test_that_the_threshold_of_costs_is_a_log_odds_for_logits() -> None:
    priced = changes.set_rule_kind(changes.set_cost(LOGIT, 1, 0, 4.0), "min-cost")
    session = changes.set_rule_kind(priced, "thresholds")
    assert math.isclose(session.point.rule.thresholds_by_class["crack"], math.log(0.25))
    assert matrix(session) == matrix(priced)


def test_that_two_classes_start_in_the_middle_after_another_rule() -> None:
    assert (
        changes.set_threshold(changes.set_rule_kind(BINARY, "argmax"), 1, 0.3).point.rule.kind == "thresholds"
    )
    started = changes.set_rule_kind(changes.set_rule_kind(BINARY, "argmax"), "thresholds")
    assert started.point.rule == BINARY.point.rule
    swapped = changes.set_positive(changes.set_rule_kind(LOGIT, "argmax"), 0)
    assert changes.set_rule_kind(swapped, "thresholds").point.rule.thresholds_by_class == {"ok": 0.0}


def test_that_choosing_the_same_rule_again_changes_nothing() -> None:
    assert changes.set_rule_kind(BINARY, "thresholds") is BINARY
    assert changes.set_rule(BINARY, BINARY.point.rule) is BINARY


def test_that_a_step_moves_to_the_next_change_of_a_decision() -> None:
    session = changes.step_threshold(BINARY, 1, 1)
    assert matrix(session) == [[5, 0], [1, 4]]
    back = changes.step_threshold(session, 1, -1)
    assert matrix(back) == [[5, 0], [0, 5]]


@pytest.mark.parametrize("start", [BINARY, THREE, RANKING])
def test_that_steps_reach_an_end_and_stay_there(start: Session) -> None:
    session, seen = start, [matrix(start)]
    for _ in range(200):
        following = changes.step_threshold(session, 1, 1)
        if following is session:
            break
        session = following
        seen.append(matrix(session))
    assert changes.step_threshold(session, 1, 1) is session
    assert all(a != b for a, b in pairwise(seen[1:]))
    assert sum(row[1] for row in seen[-1]) == 0


def test_that_a_boundary_is_part_of_the_rule_and_survives_a_drag() -> None:
    session = changes.set_threshold(changes.set_boundary(BINARY, ">"), 1, 0.5)
    assert session.point.rule.boundary == ">"
    assert matrix(session) == [[5, 0], [1, 4]]
    assert matrix(changes.set_boundary(session, ">=")) == [[5, 0], [0, 5]]


def test_that_prices_only_price() -> None:
    priced = changes.set_cost(THREE, 0, 1, 7.0)
    assert priced.point.rule == THREE.point.rule
    assert priced.point.costs == ((0.0, 7.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))


def test_that_a_weight_fills_its_row() -> None:
    session = changes.set_cost_weight(changes.set_cost(THREE, 1, 1, -3.0), 1, 20.0)
    assert session.point.costs == ((0.0, 1.0, 1.0), (20.0, 0.0, 20.0), (1.0, 1.0, 0.0))


def test_that_taking_away_the_last_price_leaves_none() -> None:
    session = changes.set_cost_weight(changes.set_cost_weight(THREE, 1, 20.0), 2, 3.0)
    session = changes.set_cost_weight(session, 1, None)
    assert session.point.costs == ((0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (3.0, 3.0, 0.0))
    assert changes.set_cost_weight(session, 2, None).point.costs is None


def test_that_minimum_cost_without_prices_goes_back_to_the_default_rule() -> None:
    session = changes.set_rule_kind(changes.set_cost_weight(THREE, 0, 2.0), "min-cost")
    assert changes.set_costs(session, None).point.rule == THREE.data.prepared.default_rule
    own = changes.set_rule(session, Rule.min_cost([[0, 1, 1], [1, 0, 1], [1, 1, 0]]))
    assert changes.set_costs(own, None).point.rule.kind == "min-cost"


def test_that_a_cost_matrix_fits_the_classes() -> None:
    with pytest.raises(InputError, match="2 classes, but there are 3"):
        changes.set_costs(THREE, [[0, 1], [1, 0]])


@pytest.mark.parametrize(
    ("session", "rule", "reason"),
    [
        (LABELS, Rule.argmax(), "only labels"),
        (LABELS, Rule.thresholds({"a": 0.5}), "only labels"),
        (BINARY, Rule.predicted(), "no predicted labels"),
        (THREE, Rule.min_cost(), "needs prices"),
        (THREE, Rule.min_cost([[0, 1], [1, 0]]), "2 classes, but there are 3"),
        (RANKING, Rule.min_cost([[0, 1], [1, 0]]), "probabilities"),
        (RANKING, Rule.argmax(), "no highest class"),
        (THREE, Rule.thresholds({"x": 0.5}), "no class called"),
        (THREE, Rule.thresholds({"a": -1.0}), "above 0"),
    ],
)
def test_that_an_impossible_rule_is_refused_when_it_is_chosen(
    session: Session, rule: Rule, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        changes.set_rule(session, rule)
    with pytest.raises(InputError):
        evaluate(session.data.prepared, session.point.with_rule(rule))


def test_that_resetting_goes_to_the_default_rule_and_keeps_prices() -> None:
    session = changes.set_threshold(changes.set_cost_weight(BINARY, 1, 5.0), 1, 0.9)
    reset = changes.reset_rule(session)
    assert reset.point.rule == BINARY.point.rule
    assert reset.point.costs == ((0.0, 1.0), (5.0, 0.0))
    assert changes.reset_rule(reset) is reset


def test_that_resetting_keeps_the_positive_class_that_was_chosen() -> None:
    session = changes.reset_rule(changes.set_threshold(changes.set_positive(BINARY, 0), 0, 0.9))
    assert session.point.positive == 0
    assert session.point.rule == Rule.thresholds({"ok": 0.5})


def test_that_another_positive_class_keeps_the_threshold_in_its_place() -> None:
    swapped = changes.set_positive(changes.set_threshold(BINARY, 1, 0.45), 0)
    assert swapped.point.rule.thresholds_by_class == {"ok": 0.55}
    assert matrix(swapped) == matrix(changes.set_threshold(BINARY, 1, 0.45))
    ranked = changes.set_positive(changes.set_threshold(RANKING, 1, 0.4), 0)
    assert ranked.point.rule.thresholds_by_class == {"ok": -0.4}
    assert matrix(ranked) == matrix(changes.set_threshold(RANKING, 1, 0.4))


def test_that_only_two_classes_have_a_positive_one() -> None:
    assert changes.set_positive(BINARY, 1) is BINARY
    for session, index in ((THREE, 0), (BINARY, 2)):
        with pytest.raises(InputError, match="exactly two"):
            changes.set_positive(session, index)


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8), st.integers(0, 2))
def test_that_a_threshold_shows_what_was_typed(values: list[float], class_index: int) -> None:
    session = THREE
    for value in values:
        session = changes.set_threshold(session, class_index, value)
    evaluation = evaluate(session.data.prepared, session.point, intervals=False)
    assert evaluation.thresholds_normalised is not None
    assert math.isclose(evaluation.thresholds_normalised[class_index], values[-1], rel_tol=1e-12)


def test_that_selecting_a_cell_selects_its_true_class() -> None:
    session = changes.select_cell(THREE, (2, 0))
    assert (session.display.selected_class, session.display.selected_cell) == (2, (2, 0))
    assert changes.select_class(session, 1).display.selected_cell is None
    let_go = changes.select_cell(session, None)
    assert (let_go.display.selected_class, let_go.display.selected_cell) == (2, None)


def test_that_choices_of_display_and_words_are_changes_too() -> None:
    session = changes.set_roc_zoom(changes.set_matrix_mode(THREE, "cost"), "log")
    assert (session.display.matrix_mode, session.display.roc_zoom) == ("cost", "log")
    assert changes.set_curves(session, "decision").display.curves == "decision"
    assert changes.set_notes(changes.rename(session, "x"), "y").notes == "y"


def test_that_a_change_to_what_is_already_so_is_none() -> None:
    assert changes.set_matrix_mode(THREE, "true") is THREE
    assert changes.rename(THREE, THREE.name) is THREE
    assert changes.set_notes(THREE, "") is THREE
    assert changes.select_class(THREE, None) is THREE


def test_that_no_change_touches_the_session_it_starts_from() -> None:
    before = THREE.point
    changes.set_cost(changes.set_threshold(THREE, 0, 0.7), 0, 1, 3.0)
    assert THREE.point is before
    assert THREE.point.costs is None
