"""The decision curve goes through what the rule decides, and never stands for another rule silently."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.rules import Boundary, CostMatrix, Rule, costs_from_weights
from confmat_gui.core.simplify import Part
from confmat_gui.core.stepping import threshold_path
from confmat_gui.core.thresholds import with_threshold
from confmat_gui.present.curve_lines import class_points
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.decision_curves import decision_setting, why_no_decision_curve
from confmat_gui.present.drawn_curves import NOTHING, DrawnCurves, WantedCurves, draw_curves, zoomed_parts
from confmat_gui.session import changes
from confmat_gui.session.state import Display, Session
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from

CRACK = 3
DISTANCES: CostMatrix = tuple(tuple(float(abs(i - j)) for j in range(5)) for i in range(5))
CHOW = tuple((*row, 0.3) for row in costs_from_weights([1.0] * 5))
ODD_COSTS = tuple((*row, 0.5) for row in DISTANCES)
ABSTAINING = Rule.thresholds({"ok": 0.5, "scratch": 0.1, "dent": 0.1, "crack": 0.1}, no_decision=True)
THRESHOLDS = Rule.thresholds({"ok": 0.5, "scratch": 0.2, "dent": 0.1, "crack": 0.05, "stain": 0.15})


def deciding(rule: Rule | None = None, costs: CostMatrix | None = None, n: int = 900) -> Session:
    display = Display(selected_class=CRACK, curves="decision")
    return session_from(defects(n), rule, costs, display=display)


def plots(session: Session, drawn: DrawnCurves | None = None) -> tuple[CurvePlotState, CurvePlotState]:
    return curve_states(session, evaluated(session), drawn)


@pytest.mark.parametrize(
    ("rule", "costs"),
    [(None, None), (THRESHOLDS, None), (Rule.min_cost(), costs_from_weights([1, 2, 3, 20, 1]))],
)
def test_that_the_decision_curve_runs_through_the_operating_point(
    rule: Rule | None, costs: CostMatrix | None
) -> None:
    for plot in plots(deciding(rule, costs)):
        line, marker = plot.lines[-1], plot.markers[-1]
        assert (line.decision, line.selected) == (True, True)
        assert line.class_index == marker.class_index == CRACK
        assert np.hypot(line.x - marker.x, line.y - marker.y).min() == pytest.approx(0, abs=1e-12)


def test_that_every_vertex_is_what_its_threshold_decides() -> None:
    session = deciding(THRESHOLDS, n=200)
    prepared = session.data.prepared
    drawn = draw_curves(prepared, WantedCurves(decision=decision_setting(session, CRACK)))
    assert drawn.decision is not None
    curve = drawn.decision.curve
    thresholds = threshold_path(prepared, session.point, CRACK).thresholds
    for vertex in range(0, len(curve), 7):
        rule = with_threshold(prepared.predictions, THRESHOLDS, CRACK, float(thresholds[vertex]))
        figures = evaluate(prepared, rule).per_class
        assert (curve.tps[vertex], curve.fps[vertex]) == (figures["tp"][CRACK], figures["fp"][CRACK])


@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_with_no_decision_the_marker_is_on_the_curve_at_every_threshold(boundary: Boundary) -> None:
    session = deciding(replace(ABSTAINING, boundary=boundary))
    prepared, setting = session.data.prepared, decision_setting(session, CRACK)
    made = draw_curves(prepared, WantedCurves(decision=setting)).decision
    assert made is not None
    curve, thresholds = made.curve, threshold_path(prepared, setting.point, CRACK).thresholds
    for vertex in range(0, len(curve), 7):
        moved = changes.set_raw_threshold(session, CRACK, float(thresholds[vertex]))
        evaluation = evaluate(prepared, moved.point)
        counts = evaluation.confusion[CRACK, CRACK], evaluation.confusion[:, CRACK].sum()
        assert (curve.tps[vertex], curve.tps[vertex] + curve.fps[vertex]) == counts
        marker = plots(moved)[0].markers[-1]
        assert (marker.class_index, decision_setting(moved, CRACK)) == (CRACK, setting)
        assert (marker.x, marker.y) == (curve.fps[vertex] / curve.n_neg, curve.tps[vertex] / curve.n_pos)


def test_that_title_and_words_say_which_curve_it_is_and_print_no_area() -> None:
    roc, precision_recall = plots(deciding())
    assert (roc.title, precision_recall.title) == ("Decision ROC", "Decision precision–recall")
    assert roc.subtitle == "crack, other thresholds fixed · others against the rest"
    assert precision_recall.subtitle == roc.subtitle
    assert [line.decision for line in roc.lines] == [False] * 4 + [True]


def test_that_without_a_selected_class_the_plot_asks_for_one() -> None:
    session = changes.select_class(deciding(), None)
    roc, _ = plots(session)
    assert roc.title == "ROC"
    assert roc.subtitle.endswith("select a class for its decision curve")


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        (session_from(binary()), None),
        (deciding(), ""),
        (deciding(Rule.min_cost(), costs_from_weights([1, 2, 3, 20, 1])), ""),
        (deciding(Rule.min_cost(), DISTANCES), "prices are not expressible"),
        (deciding(ABSTAINING), ""),
        (deciding(Rule.min_cost(), CHOW), ""),
        (deciding(Rule.min_cost(), ODD_COSTS), "prices are not expressible"),
        (session_from(labels_only()), None),
        (session_from(replace(many_classes(4, 300), score_kind="score")), "ranking scores"),
    ],
)
def test_that_a_rule_without_decision_curves_says_why(session: Session, reason: str | None) -> None:
    found = why_no_decision_curve(session)
    assert (found is None) == (reason is None)
    assert (reason or "") in (found or "")
    assert (found == "") == (reason == "")
    display = Display(selected_class=1, curves="decision")
    roc, _ = plots(replace(session, display=display))
    assert roc.why_not == found
    assert any(line.decision for line in roc.lines) == (reason == "")


def test_that_a_curve_on_its_way_is_missing_and_said_to_be() -> None:
    roc, _ = plots(deciding(), NOTHING)
    assert roc.subtitle == "crack: its decision curve is being computed · others against the rest"
    assert CRACK not in {line.class_index for line in roc.lines}
    assert roc.markers[-1].class_index == CRACK


def test_that_a_curve_of_other_thresholds_is_thin_and_said_to_be_of_before() -> None:
    session = deciding(THRESHOLDS)
    drawn = draw_curves(session.data.prepared, WantedCurves(decision=decision_setting(session, CRACK)))
    own_moved = changes.set_threshold(session, CRACK, 0.3)
    assert plots(own_moved, drawn)[0].lines[-1].selected
    other_moved = changes.set_threshold(session, 0, 0.3)
    roc, _ = plots(other_moved, drawn)
    assert roc.subtitle.startswith("crack, at the thresholds before · being computed")
    assert (roc.lines[-1].decision, roc.lines[-1].selected) == (True, False)
    other_class = changes.select_class(session, 1)
    assert not any(line.decision for line in plots(other_class, drawn)[0].lines)


def test_that_what_was_made_before_is_taken_over() -> None:
    session = deciding(THRESHOLDS)
    prepared = session.data.prepared
    wanted = WantedCurves(zoomed_parts("corner", -3), (0, 1), decision_setting(session, CRACK))
    first = draw_curves(prepared, wanted)
    more = draw_curves(prepared, replace(wanted, classes=(0, 1, 2)), first)
    assert more.decision is first.decision
    assert more.detailed["roc", 0] is first.detailed["roc", 0]
    assert first.covers(wanted)
    assert more.covers(wanted)
    assert not first.covers(more.wanted)
    assert not first.covers(replace(wanted, parts=()))
    elsewhere = draw_curves(prepared, replace(wanted, parts=()), first)
    assert elsewhere.decision is first.decision
    assert elsewhere.decision_points["roc"][0] is not first.decision_points["roc"][0]


def test_that_a_part_has_its_own_points() -> None:
    prepared = session_from(many_classes(4, 30_000)).data.prepared
    whole, part = class_points(prepared, "roc", 0), class_points(prepared, "roc", 0, Part(0, 0.01, 0, 1))
    seen = whole[0] <= 0.01, part[0] <= 0.01
    assert seen[1].sum() > seen[0].sum()


@pytest.mark.parametrize("zoom", ["corner", "log"])
def test_that_a_report_has_the_points_of_its_zoom(zoom: str) -> None:
    session = session_from(many_classes(4, 30_000), display=Display())
    coarse, _ = plots(session)
    fine, _ = plots(changes.set_roc_zoom(session, zoom))  # type: ignore[arg-type]
    assert (fine.lines[0].x < 0.01).sum() > (coarse.lines[0].x < 0.01).sum()
    assert fine.decade == -5
