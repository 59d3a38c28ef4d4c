from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.curve_lines import classes_drawn
from confmat_gui.present.curve_plots import curve_state, curve_states
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.session.state import Display
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from


def plots(display: Display | None = None) -> tuple[CurvePlotState, CurvePlotState]:
    session = session_from(defects(2000), display=display)
    return curve_states(session, evaluated(session))


def test_that_every_class_has_a_quiet_line_and_the_selected_one_is_strong_and_on_top() -> None:
    roc, precision_recall = plots(Display(selected_class=3))
    for plot in (roc, precision_recall):
        assert [line.name for line in plot.lines if line.selected] == ["crack"]
        assert plot.lines[-1].name == "crack"
        assert len(plot.lines) == 5


def test_that_the_subtitle_names_the_class_its_area_and_the_interval() -> None:
    roc, precision_recall = plots(Display(selected_class=3))
    assert roc.subtitle.startswith("crack against the rest · AUC 0.9")
    assert roc.subtitle.endswith("] by log odds")
    assert precision_recall.subtitle.startswith("crack against the rest · AP 0.9")


def test_that_without_a_selection_the_roc_names_the_macro_area() -> None:
    roc, precision_recall = plots()
    assert roc.subtitle.startswith("one against the rest · macro AUC 0.99")
    assert precision_recall.subtitle == "one against the rest"


def test_that_markers_are_the_counts_at_the_rule_and_not_points_of_a_curve() -> None:
    rule = Rule.thresholds({"crack": 0.05})
    session = session_from(defects(2000), rule, display=Display(selected_class=3))
    evaluation = evaluated(session)
    roc, precision_recall = curve_states(session, evaluation)
    confusion = evaluation.confusion
    for marker in roc.markers:
        k = marker.class_index
        false = confusion[:, k].sum() - confusion[k, k]
        assert marker.y == confusion[k, k] / confusion[k].sum()
        assert marker.x == false / (confusion.sum() - confusion[k].sum())
    last = precision_recall.markers[-1]
    assert (last.class_index, last.selected, last.draggable) == (3, True, True)
    assert "threshold 0.050" in last.text


def test_that_only_the_selected_class_can_be_dragged() -> None:
    roc, _ = plots(Display(selected_class=1))
    assert [marker.class_index for marker in roc.markers if marker.draggable] == [1]


def test_that_a_binary_problem_shows_its_positive_class_alone() -> None:
    session = session_from(binary(), None, ((0, 1), (5, 0)), Display(selected_class=0))
    roc, precision_recall = curve_states(session, evaluated(session))
    assert [line.name for line in roc.lines] == ["crack"]
    assert roc.subtitle == "positive class: crack · AUC 0.720 [0.350, 0.911] by log odds"
    assert precision_recall.subtitle == "positive class: crack · AP 0.794 [0.306, 0.971]"
    assert roc.markers[0].draggable


def test_that_the_iso_cost_line_runs_through_the_operating_point_with_the_slope_of_the_prices() -> None:
    session = session_from(binary(), Rule.thresholds({"crack": 0.535}), ((0, 1), (5, 0)))
    roc, _ = curve_states(session, evaluated(session))
    (line,) = [guide for guide in roc.guides if guide.kind == "iso_cost"]
    slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
    assert slope == pytest.approx(0.2)
    marker = roc.markers[0]
    assert line.y[0] + slope * (marker.x - line.x[0]) == pytest.approx(marker.y)
    assert line.x.min() >= 0
    assert line.y.max() <= 1


@pytest.mark.parametrize("costs", [None, ((0, 0), (0, 0)), ((1, 0), (0, 1))])
def test_that_there_is_no_iso_cost_line_without_sensible_prices(costs: CostMatrix | None) -> None:
    session = session_from(binary(), None, costs)
    roc, _ = curve_states(session, evaluated(session))
    assert [guide.kind for guide in roc.guides] == ["chance"]


def test_that_there_is_no_iso_cost_line_where_one_class_has_no_samples() -> None:
    predictions = Predictions.from_arrays(
        [1, 1],
        [[0.2, 0.8], [0.6, 0.4]],
        classes=("ok", "crack"),
        positive="crack",
        score_kind="probability",
    )
    session = session_from(predictions, None, ((0, 1), (5, 0)))
    roc, _ = curve_states(session, evaluated(session))
    assert [guide.kind for guide in roc.guides] == ["chance"]
    assert roc.message.startswith("No curve: it needs samples")


def test_that_the_precision_recall_plot_has_levels_of_f1_and_the_prevalence_of_the_class() -> None:
    _, plot = plots(Display(selected_class=3))
    levels = [guide for guide in plot.guides if guide.kind == "iso_f1"]
    for guide, level in zip(levels, (0.2, 0.4, 0.6, 0.8), strict=True):
        f1 = 2 * guide.x * guide.y / (guide.x + guide.y)
        np.testing.assert_allclose(f1, level)
    assert plot.guides[-1].label == "prevalence of crack"
    session = session_from(defects(2000))
    share = evaluated(session).per_class["support"][3] / 2000
    np.testing.assert_allclose(plot.guides[-1].y, share)


def test_that_labels_alone_have_points_but_no_curve_and_the_plot_says_why() -> None:
    session = session_from(labels_only())
    roc, precision_recall = curve_states(session, evaluated(session))
    assert roc.lines == () == precision_recall.lines
    assert roc.message.startswith("No curve: the files hold no score")
    assert (roc.markers[0].x, roc.markers[0].y) == (2 / 90, 0.3)
    assert not roc.markers[0].draggable
    assert roc.subtitle == "positive class: crack"


def test_that_lines_are_thinned_once_per_file() -> None:
    session = session_from(defects(2000))
    first = curve_state("roc", evaluated(session))
    second = curve_state("roc", evaluated(session), Display(selected_class=2))
    by_class = {line.class_index: line for line in second.lines}
    assert all(line.x is by_class[line.class_index].x for line in first.lines)


def test_that_a_thinned_curve_keeps_its_area() -> None:
    session = session_from(defects(4000))
    evaluation = evaluated(session)
    for line in curve_state("roc", evaluation).lines:
        area = np.trapezoid(line.y, line.x)
        assert area == pytest.approx(evaluation.prepared.roc_auc[line.class_index], abs=2e-3)


def test_that_between_two_points_of_precision_and_recall_there_is_a_step_and_no_slope() -> None:
    session = session_from(defects(300))
    line = next(line for line in curve_state("pr", evaluated(session)).lines if line.class_index == 3)
    across, up = np.diff(line.x), np.diff(line.y)
    assert ((across == 0) | (up == 0)).all()
    assert float((across * line.y[1:]).sum()) == pytest.approx(session.data.prepared.average_precision[3])


def test_that_beyond_a_hundred_classes_the_worst_and_the_selected_are_drawn() -> None:
    session = session_from(many_classes(120, 1500), display=Display(selected_class=7))
    evaluation = evaluated(session)
    roc, _ = curve_states(session, evaluation)
    drawn = {line.class_index for line in roc.lines}
    worst = set(np.argsort(evaluation.prepared.roc_auc, kind="stable")[:20].tolist())
    assert drawn == worst | {7}
    assert "the 20 worst of 120 classes" in roc.subtitle
    deciding = replace(session, display=Display(selected_class=7, curves="decision"))
    assert curve_states(deciding, evaluation)[0].subtitle.endswith("the 20 worst of 120 classes")
    assert len(classes_drawn(evaluation.prepared, None, None)) == 20
    assert curve_state("pr", evaluation).subtitle == "the 20 worst of 120 classes"


def test_that_the_zoom_concerns_the_roc_only() -> None:
    roc, precision_recall = plots(Display(roc_zoom="log"))
    assert (roc.zoom, precision_recall.zoom) == ("log", "all")


def test_that_a_single_class_has_no_marker_on_the_roc() -> None:
    session = session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"]))
    roc, _ = curve_states(session, evaluated(session))
    assert math.isnan(roc.markers[0].x)
    assert roc.subtitle == "one against the rest"


def test_that_a_class_without_an_area_says_its_name_only() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 0], np.full((3, 3), 1 / 3), classes=("a", "b", "c"), score_kind="probability"
    )
    session = session_from(predictions, display=Display(selected_class=2))
    roc, _ = curve_states(session, evaluated(session))
    assert roc.subtitle == "c against the rest"
    assert {line.name for line in roc.lines} == {"a", "b"}
