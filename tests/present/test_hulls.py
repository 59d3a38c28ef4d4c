from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.hulls import HullState
from confmat_gui.session.changes import set_costs, set_curves, show_hull
from confmat_gui.session.state import Display
from tests.present.building import binary, defects, evaluated, labels_only, session_from


def roc_at(costs: CostMatrix | None, rule: Rule | None = None) -> CurvePlotState:
    session = session_from(binary(), rule, costs)
    return curve_states(session, evaluated(session))[0]


def hull_of(state: CurvePlotState) -> HullState:
    assert state.hull is not None
    return state.hull


def test_that_the_hull_has_its_thresholds_and_no_best_one_without_prices() -> None:
    hull = hull_of(roc_at(None))
    assert hull.x.tolist() == [0, 0, 0.4, 0.8, 1]
    assert hull.y.tolist() == [0, 0.4, 0.8, 1, 1]
    assert hull.texts[2] == (
        "hull of crack: threshold 0.540", "true positive rate 0.800 at false positive rate 0.400"
    )  # fmt: skip
    assert hull.texts[0][0] == "hull of crack: nothing called positive"
    assert (hull.best, hull.label) == (None, ())


@pytest.mark.parametrize(
    ("costs", "best", "label"),
    [
        (((0, 1), (5, 0)), (3, 3), ("best at these prices:", "threshold 0.510")),
        (((0, 1), (1, 0)), (1, 2), ("best at these prices:", "threshold 0.800", "ties down to 0.540")),
        (((0, 9), (1, 0)), (1, 1), ("best at these prices:", "threshold 0.800")),
    ],
)
def test_that_the_best_vertex_and_ties_of_a_whole_edge_are_marked(
    costs: CostMatrix, best: tuple[int, int], label: tuple[str, ...]
) -> None:
    hull = hull_of(roc_at(costs))
    assert (hull.best, hull.label) == (best, label)


def test_that_a_trivial_answer_can_be_the_best_and_tie() -> None:
    score = np.column_stack([1 - np.array([0.1, 0.9, 0.5, 0.5]), [0.1, 0.9, 0.5, 0.5]])
    predictions = Predictions.from_arrays([1, 0, 1, 0], score, classes=("ok", "crack"), positive="crack")
    session = session_from(predictions, None, ((0, 1), (1, 0)))
    hull = hull_of(curve_states(session, evaluated(session))[0])
    assert hull.label == (
        "best at these prices:", "nothing called positive", "ties: everything called positive"
    )  # fmt: skip


def test_that_the_iso_cost_line_of_the_best_vertex_has_the_slope_of_the_prices() -> None:
    state = roc_at(((0, 1), (5, 0)))
    (line,) = [guide for guide in state.guides if guide.kind == "lowest_cost"]
    slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
    assert slope == pytest.approx(0.2)
    assert np.interp(0.8, line.x, line.y) == pytest.approx(1)


def test_that_both_iso_cost_lines_are_one_at_the_best_threshold() -> None:
    state = roc_at(((0, 1), (5, 0)), Rule.thresholds({"crack": 0.51}))
    assert [guide.kind for guide in state.guides] == ["chance", "lowest_cost"]
    elsewhere = roc_at(((0, 1), (5, 0)), Rule.thresholds({"crack": 0.6}))
    assert [guide.kind for guide in elsewhere.guides] == ["chance", "iso_cost", "lowest_cost"]


def test_that_the_hull_stays_the_same_value_while_prices_move() -> None:
    session = session_from(binary(), None, ((0, 1), (5, 0)))
    before = hull_of(curve_states(session, evaluated(session))[0])
    moved = set_costs(session, [[0, 1], [6, 0]])
    after = hull_of(curve_states(moved, evaluated(moved))[0])
    assert after.x is before.x


def test_that_the_hull_follows_the_shares_of_the_classes() -> None:
    session = session_from(binary(), None, ((0, 1), (9, 0)))
    rare = session.with_point(session.point.with_prevalence((None, 0.1)))
    assert hull_of(curve_states(rare, evaluated(rare))[0]).best == (1, 2)


def test_that_the_hull_is_of_the_selected_class_and_only_where_it_is_wanted() -> None:
    session = session_from(defects(400), None, None, Display(selected_class=3))
    roc, precision_recall = curve_states(session, evaluated(session))
    assert hull_of(roc).class_index == 3
    assert (precision_recall.hull, precision_recall.hull_wanted) == (None, None)
    hidden = show_hull(session, shown=False)
    roc = curve_states(hidden, evaluated(hidden))[0]
    assert (roc.hull, roc.hull_wanted) == (None, False)
    nobody = session_from(defects(400))
    assert curve_states(nobody, evaluated(nobody))[0].hull is None


def test_that_a_decision_curve_has_no_hull() -> None:
    session = set_curves(session_from(defects(400), None, None, Display(selected_class=3)), "decision")
    roc = curve_states(session, evaluated(session))[0]
    assert roc.hull is None
    assert "lowest_cost" not in [guide.kind for guide in roc.guides]


def test_that_labels_alone_have_no_hull_to_choose() -> None:
    session = session_from(labels_only())
    roc = curve_states(session, evaluated(session))[0]
    assert (roc.hull, roc.hull_wanted) == (None, None)
