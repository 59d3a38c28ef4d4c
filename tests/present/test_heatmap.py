from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.rules import Rule
from confmat_gui.present.heatmap import matrix_of, matrix_state
from confmat_gui.present.matrix import MatrixState
from confmat_gui.session.state import Display, MatrixMode
from tests.present.building import WEIGHTS, binary, defects, evaluated, labels_only, session_from


def literal(mode: MatrixMode = "true") -> MatrixState:
    counts = np.array([[88, 2], [7, 3]])
    return MatrixState(
        title="Confusion matrix",
        classes=("ok", "crack"),
        mode=mode,
        values=counts / counts.sum(axis=1)[:, None],
        intensity=counts / 100,
        diverging=False,
        low_text="0%",
        high_text="100%",
        counts=counts,
        recall=np.array([0.978, 0.3]),
        precision=np.array([0.926, 0.6]),
    )


def shown(mode: MatrixMode) -> MatrixState:
    session = session_from(labels_only(), costs=((0, 1), (20, 0)), display=Display(matrix_mode=mode))
    return matrix_state(session, evaluated(session))


def test_that_a_cell_says_its_share_first_and_its_count_second() -> None:
    assert literal().main_text(1, 0) == "70.0%"
    assert literal().second_text(1, 0) == "7"


def test_that_a_cell_says_its_count_first_and_its_share_second_when_counts_are_asked_for() -> None:
    state = shown("counts")
    assert (state.main_text(0, 0), state.second_text(0, 0)) == ("88", "97.8%")


def test_that_a_cell_is_explained_in_a_sentence_with_its_price() -> None:
    assert shown("true").sentence(1, 0) == (
        "true crack",
        "→ ok",
        "7 samples",
        "70.0% of crack",
        "cost 20 each, 140 together",
    )
    assert literal().sentence(0, 1) == ("true ok", "→ crack", "2 samples", "2.2% of ok")


@pytest.mark.parametrize(
    ("mode", "written"),
    [("true", "30.0%"), ("pred", "60.0%"), ("all", "3.0%"), ("counts", "3"), ("cost", "0")],
)
def test_that_every_mode_shows_its_own_figure_of_the_same_counts(mode: MatrixMode, written: str) -> None:
    assert shown(mode).main_text(1, 1) == written


def test_that_the_colour_range_is_fixed_so_that_a_bad_model_looks_bad() -> None:
    state = shown("true")
    assert state.intensity[1, 1] == pytest.approx(0.3)
    assert state.intensity.max() < 1


def test_that_costs_are_shown_as_amounts_and_coloured_by_their_share_of_all() -> None:
    state = shown("cost")
    assert state.main_text(1, 0) == "140"
    assert state.intensity[1, 0] == pytest.approx((140 / 142) ** 0.5)
    assert not state.diverging


def test_that_a_gain_has_the_other_side_of_the_scale() -> None:
    session = session_from(labels_only(), costs=((0, 1), (20, -5)), display=Display(matrix_mode="cost"))
    state = matrix_state(session, evaluated(session))
    assert state.diverging
    assert state.intensity[1, 1] > 0 > state.intensity[1, 0]
    assert (state.low_text, state.high_text) == ("cost", "gain")


def test_that_costs_of_nothing_colour_nothing() -> None:
    session = session_from(labels_only(), costs=((0, 0), (0, 0)), display=Display(matrix_mode="cost"))
    assert not matrix_state(session, evaluated(session)).intensity.any()


def test_that_without_prices_the_cost_of_a_cell_is_undefined() -> None:
    session = session_from(labels_only(), display=Display(matrix_mode="cost"))
    state = matrix_state(session, evaluated(session))
    assert state.main_text(0, 0) == "–"
    assert state.low_text == "no prices yet"
    assert not state.diverging


def test_that_a_change_against_the_default_rule_says_samples_and_points() -> None:
    session = session_from(
        binary(), Rule.thresholds({"crack": 0.535}), display=Display(matrix_mode="delta")
    )
    state = matrix_state(session, evaluated(session))
    assert state.diverging
    assert state.main_text(0, 0) == "+60.0 pp"
    assert state.second_text(0, 0) == "+3"
    assert "+3 samples (+60.0 pp) against the default rule" in state.sentence(0, 0)


def test_that_a_change_is_coloured_by_whether_it_helps() -> None:
    session = session_from(
        binary(), Rule.thresholds({"crack": 0.535}), display=Display(matrix_mode="delta")
    )
    state = matrix_state(session, evaluated(session))
    assert state.intensity[0, 0] == 1 == state.intensity[0, 1]
    assert state.intensity[1, 0] < 0


def test_that_a_change_between_other_samples_has_counts_of_its_own() -> None:
    session = session_from(binary(), display=Display(matrix_mode="delta"))
    state = replace(matrix_state(session, evaluated(session)), reference_counts=None)
    assert state.second_text(1, 1) == "5"
    assert "0.0 pp against the default rule" in state.sentence(1, 1)


def test_that_an_evaluation_alone_can_be_shown_too() -> None:
    state = matrix_of(evaluated(session_from(defects(400))))
    assert state.mode == "true"
    assert state.title == "Confusion matrix"


def test_that_the_positive_class_stands_in_the_title_of_a_binary_problem() -> None:
    assert shown("true").title == "Confusion matrix · positive class: crack"


def test_that_a_class_without_samples_has_no_share() -> None:
    state = replace(literal(), counts=np.array([[0, 0], [1, 1]]))
    assert np.isnan(state.row_share(0, 0))
    assert state.sentence(0, 0)[3] == "–% of ok".replace("–%", "–")


def test_that_selections_reach_the_matrix() -> None:
    session = session_from(defects(400), None, WEIGHTS, Display(selected_class=3, selected_cell=(3, 1)))
    state = matrix_state(session, evaluated(session))
    assert (state.selected_class, state.selected_cell) == (3, (3, 1))


def test_that_costs_have_their_unit_and_gains_are_called_so() -> None:
    session = session_from(labels_only(), costs=((-2, 1), (20, 0)), display=Display(matrix_mode="cost"))
    session = replace(session, cost_unit="€")
    state = matrix_state(session, evaluated(session))
    assert state.title == "Confusion matrix · costs in € · positive class: crack"
    assert state.sentence(1, 0)[-1] == "cost 20 € each, 140 € together"
    assert state.sentence(0, 0)[-1] == "gain 2 € each, 176 € together"
    assert state.sentence(1, 1)[-1] == "cost 0 € each"
