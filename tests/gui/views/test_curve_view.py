"""The plots: markers that can be dragged, lines that can be clicked, zoom."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.curve_items import MOST_LINES
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.present.curves import GuideLine
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import curve_state
from tests.gui.views.watching import Watch, pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, view: CurveView) -> CurveView:
    qtbot.addWidget(view)
    view.resize(460, 480)
    view.set_palette(LIGHT)
    view.show()
    return view


@pytest.fixture
def roc(qtbot: QtBot) -> Iterator[CurveView]:
    view = shown(qtbot, CurveView("roc"))
    view.show_state(curve_state("roc"))
    yield view
    view.hide()


def surface(view: CurveView) -> QWidget:
    return view.plot.viewport()  # type: ignore[attr-defined,no-any-return]


def marker_place(view: CurveView, class_index: int, kind: str = "roc") -> QPoint:
    marker = curve_state(kind).markers[class_index]  # type: ignore[arg-type]
    return view.pointer.place(marker.x, marker.y).toPoint()


def test_that_the_selected_marker_is_dragged_in_data_coordinates(roc: CurveView, qtbot: QtBot) -> None:
    watch = Watch(roc.marker_pressed, roc.marker_dragged, roc.marker_released)
    start, end = marker_place(roc, 3), roc.pointer.place(0.5, 0.6).toPoint()
    qtbot.mousePress(surface(roc), LEFT, pos=start)
    qtbot.mouseMove(surface(roc), (start + end) / 2)
    qtbot.mouseMove(surface(roc), end)
    qtbot.mouseRelease(surface(roc), LEFT, pos=end)
    assert watch.seen[0] == 3
    assert watch.seen[-1] == 3
    class_index, x, y = watch.seen[-2]
    assert class_index == 3
    assert (x, y) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.6, abs=0.01))


def test_that_a_marker_gripped_off_its_middle_does_not_jump(roc: CurveView, qtbot: QtBot) -> None:
    watch = Watch(roc.marker_dragged)
    grip = marker_place(roc, 3) + QPoint(8, -6)
    qtbot.mousePress(surface(roc), LEFT, pos=grip)
    qtbot.mouseMove(surface(roc), grip + QPoint(20, 0))
    qtbot.mouseRelease(surface(roc), LEFT, pos=grip + QPoint(20, 0))
    marker = curve_state().markers[3]
    pixel = 20 / (roc.pointer.place(1, 0).x() - roc.pointer.place(0, 0).x())
    assert watch.seen[-1][1] == pytest.approx(marker.x + pixel, abs=0.008)
    assert watch.seen[-1][2] == pytest.approx(marker.y, abs=0.008)


def test_that_a_drag_is_kept_within_the_unit_square(roc: CurveView, qtbot: QtBot) -> None:
    watch = Watch(roc.marker_dragged)
    qtbot.mousePress(surface(roc), LEFT, pos=marker_place(roc, 3))
    qtbot.mouseMove(surface(roc), QPoint(-50, -50))
    qtbot.mouseRelease(surface(roc), LEFT, pos=QPoint(-50, -50))
    assert watch.seen[-1] == (3, 0.0, 1.0)


def test_that_a_click_on_a_marker_moves_nothing(roc: CurveView, qtbot: QtBot) -> None:
    watch = Watch(roc.marker_dragged)
    qtbot.mouseClick(surface(roc), LEFT, pos=marker_place(roc, 3))
    assert watch.seen == []


def test_that_the_marker_of_another_class_selects_it(roc: CurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roc.class_selected) as caught:
        qtbot.mouseClick(surface(roc), LEFT, pos=marker_place(roc, 1))
    assert caught.args == [1]


def test_that_a_click_on_a_curve_selects_its_class(roc: CurveView, qtbot: QtBot) -> None:
    line = curve_state().lines[2]
    at = roc.pointer.place(float(line.x[150]), float(line.y[150])).toPoint()
    with qtbot.waitSignal(roc.class_selected) as caught:
        qtbot.mouseClick(surface(roc), LEFT, pos=at)
    assert caught.args == [2]


def test_that_the_mouse_on_a_marker_says_its_text(roc: CurveView, qtbot: QtBot) -> None:
    qtbot.mouseMove(surface(roc), marker_place(roc, 3))
    assert roc.card.lines == ("crack: threshold 0.200",)
    assert surface(roc).cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_that_the_mouse_on_a_curve_says_its_name(roc: CurveView, qtbot: QtBot) -> None:
    line = curve_state().lines[0]
    qtbot.mouseMove(surface(roc), roc.pointer.place(float(line.x[200]), float(line.y[200])).toPoint())
    assert roc.card.lines[0] == "ok"
    qtbot.mouseMove(surface(roc), roc.pointer.place(0.9, 0.1).toPoint())
    assert not roc.card.isVisible()


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Right, -1), (Qt.Key.Key_Left, 1)])
def test_that_keys_step_the_selected_threshold(roc: CurveView, qtbot: QtBot, key: Qt.Key, step: int) -> None:
    with qtbot.waitSignal(roc.marker_stepped) as caught:
        qtbot.keyClick(roc.plot, key)
    assert caught.args == [(3, step)]


def test_that_keys_step_nothing_while_no_class_is_selected(roc: CurveView, qtbot: QtBot) -> None:
    roc.show_state(curve_state("roc", 5, None))
    watch = Watch(roc.marker_stepped)
    qtbot.keyClick(roc.plot, Qt.Key.Key_Right)
    assert watch.seen == []


def test_that_escape_clears_the_selection(roc: CurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roc.class_selected) as caught:
        qtbot.keyClick(roc.plot, Qt.Key.Key_Escape)
    assert caught.args == [None]


def test_that_showing_a_state_emits_nothing(roc: CurveView) -> None:
    watch = Watch(
        roc.class_selected, roc.marker_pressed, roc.marker_dragged, roc.marker_released, roc.marker_stepped,
        roc.zoom_chosen,
    )
    for zoom in ("corner", "log", "all"):
        roc.show_state(curve_state("roc", 5, 1, zoom=zoom))
    assert watch.seen == []


def test_that_a_zoom_is_asked_for(roc: CurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roc.zoom_chosen) as caught:
        qtbot.mouseClick(roc.zooms.buttons["corner"], LEFT)
    assert caught.args == ["corner"]
    assert roc.zooms.buttons["all"].isChecked()


def test_that_the_corner_shows_the_corner(roc: CurveView) -> None:
    roc.show_state(curve_state("roc", zoom="corner"))
    room = surface(roc).rect()
    assert room.contains(roc.pointer.place(0.2, 0.8).toPoint())
    assert not room.contains(roc.pointer.place(0.5, 0.8).toPoint())


def test_that_a_drag_on_a_logarithmic_axis_gives_plain_rates(roc: CurveView, qtbot: QtBot) -> None:
    roc.show_state(curve_state("roc", zoom="log"))
    watch = Watch(roc.marker_dragged)
    qtbot.mousePress(surface(roc), LEFT, pos=marker_place(roc, 3))
    qtbot.mouseMove(surface(roc), roc.pointer.place(0.02, 0.8).toPoint())
    assert watch.seen[-1][1] == pytest.approx(0.02, rel=0.05)
    qtbot.mouseMove(surface(roc), QPoint(1, 100))
    assert watch.seen[-1][1] == 0.0
    qtbot.mouseRelease(surface(roc), LEFT, pos=QPoint(1, 100))


def test_that_the_wheel_zooms_until_a_double_click(roc: CurveView, qtbot: QtBot) -> None:
    before = roc.pointer.place(1, 0)
    turn_wheel(surface(roc), roc.pointer.place(0.3, 0.7).toPoint(), 5)
    assert roc.pointer.place(1, 0) != before
    qtbot.mouseDClick(surface(roc), LEFT, pos=roc.pointer.place(0.6, 0.3).toPoint())
    assert roc.pointer.place(1, 0) == before


def test_that_a_drag_frame_leaves_the_range_of_the_wheel_alone(roc: CurveView) -> None:
    turn_wheel(surface(roc), roc.pointer.place(0.3, 0.7).toPoint(), 5)
    before = roc.pointer.place(1, 0)
    state = curve_state()
    moved = replace(state.markers[3], x=0.4, y=0.9)
    roc.show_state(replace(state, markers=(*state.markers[:3], moved, *state.markers[4:])))
    assert roc.pointer.place(1, 0) == before


def test_that_a_frame_with_the_same_lines_makes_no_new_items(roc: CurveView) -> None:
    state = curve_state()
    roc.show_state(state)
    scene = roc.plot.scene()  # type: ignore[attr-defined]
    before = len(scene.items())
    for shift in range(5):
        moved = replace(state.markers[3], x=0.3 + shift / 50)
        roc.show_state(replace(state, markers=(*state.markers[:3], moved, *state.markers[4:])))
    assert len(scene.items()) == before


def test_that_a_thousand_curves_are_few_items(roc: CurveView) -> None:
    roc.show_state(curve_state("roc", 1000, 7))
    scene = roc.plot.scene()  # type: ignore[attr-defined]
    assert len(scene.items()) < MOST_LINES
    assert pixels(roc).std() > 0


def test_that_a_marker_without_a_place_is_not_drawn_and_not_hit(roc: CurveView) -> None:
    at = marker_place(roc, 3)
    state = curve_state()
    lost = replace(state.markers[3], x=math.nan, y=math.nan)
    roc.show_state(replace(state, markers=(lost,)))
    assert roc.pointer.marker_at(QPointF(at)) is None


def test_that_without_scores_the_plot_says_why(qtbot: QtBot) -> None:
    view = shown(qtbot, CurveView("pr"))
    view.show_state(curve_state("pr", lines=(), markers=(), guides=(), message="No scores in these files."))
    assert view.message.isVisible()
    assert view.message.text() == "No scores in these files."
    view.show_state(curve_state("pr"))
    assert not view.message.isVisible()


def test_that_the_legend_names_the_sessions(qtbot: QtBot) -> None:
    view = shown(qtbot, CurveView("roc"))
    view.show_state(curve_state("roc", legend=("week 45", "week 46")))
    assert view.legend.isVisible()
    assert view.legend.accessibleName() == "Solid line: week 45, dashed line: week 46"


def test_that_only_the_roc_offers_zooms(qtbot: QtBot) -> None:
    assert not shown(qtbot, CurveView("pr")).zooms.isVisible()


def test_that_the_dark_palette_reaches_the_plot(roc: CurveView) -> None:
    roc.set_palette(DARK)
    assert pixels(surface(roc))[4, 4, :3].sum() < 250


def test_that_an_empty_guide_and_a_line_of_one_point_can_be_drawn(roc: CurveView) -> None:
    state = curve_state()
    point = np.array([0.5])
    guide = replace(state.guides[0], x=np.array([]), y=np.array([]))
    for zoom in ("all", "log"):
        lines = (replace(state.lines[0], x=point, y=point),)
        roc.show_state(replace(state, lines=lines, guides=(guide,), zoom=zoom))
    assert roc.pointer.line_at(QPointF(100, 100)) is None


def test_that_a_copied_picture_has_the_resolution_of_the_screen(roc: CurveView) -> None:
    assert roc.copy_picture().width() == round(roc.width() * roc.devicePixelRatioF())


@pytest.fixture
def pr(qtbot: QtBot) -> Iterator[CurveView]:
    view = shown(qtbot, CurveView("pr"))
    view.show_state(curve_state("pr"))
    yield view
    view.hide()


def test_that_the_f1_lines_are_named_beside_the_plot_at_the_height_where_they_leave_it(pr: CurveView) -> None:
    names = {name: height for height, name in pr.margin.labels}
    assert names == pytest.approx({"F1 0.2": 0.2 / 1.8, "F1 0.4": 0.4 / 1.6})
    inside = [item for item in pr.plot.scene().items()  # type: ignore[attr-defined]
              if isinstance(item, pg.TextItem) and item.isVisible()]
    assert [item.toPlainText() for item in inside] == ["prevalence of crack"]


def test_that_the_names_of_the_f1_lines_follow_the_zoom(pr: CurveView) -> None:
    pr.plot.getPlotItem().getViewBox().setRange(xRange=(0.3, 0.5), yRange=(0, 1), padding=0)  # type: ignore[attr-defined]
    height, name = pr.margin.labels[0]
    assert name == "F1 0.2"
    assert height == pytest.approx(0.2 * 0.5 / (1 - 0.2), abs=0.01)


@pytest.mark.parametrize("at", [(0.63, 0.67), (0.5, 0.5), (0.4, 0.4), (0.5, 0.3)])
def test_that_a_message_hides_no_marker(pr: CurveView, at: tuple[float, float]) -> None:
    state = curve_state("pr")
    marker = replace(state.markers[0], x=at[0], y=at[1])
    pr.resize(320, 300)
    pr.show_state(replace(state, lines=(), markers=(marker,), message="No curve: the files hold no score."))
    assert not pr.message.geometry().contains(pr.pointer.place(*at).toPoint())


def test_that_a_message_leaves_the_numbers_of_a_low_plot_free(pr: CurveView) -> None:
    state = curve_state("pr")
    markers = tuple(replace(state.markers[0], x=0.5, y=0.45 + 0.05 * k) for k in range(12))
    message = "No curve: the files hold no score for each class. What is marked is what the labels reach."
    pr.resize(320, 250)
    pr.show_state(replace(state, lines=(), markers=markers, message=message))
    room = pr.plot.getPlotItem().getViewBox().sceneBoundingRect()  # type: ignore[attr-defined]
    assert pr.message.geometry().bottom() <= room.bottom()


def test_that_the_label_of_a_prevalence_of_one_is_inside_the_plot(pr: CurveView) -> None:
    line = GuideLine("prevalence", np.array([0.0, 1.0]), np.array([1.0, 1.0]), "prevalence of yes")
    pr.show_state(curve_state("pr", guides=(line,)))
    label = next(item for item in pr.plot.scene().items()  # type: ignore[attr-defined]
                 if isinstance(item, pg.TextItem) and item.isVisible())
    top = pr.plot.getPlotItem().getViewBox().sceneBoundingRect().top()  # type: ignore[attr-defined]
    assert label.sceneBoundingRect().top() >= top


@pytest.mark.parametrize(("n", "kept"), [(5, True), (40, False)])
def test_that_a_few_lines_are_kept_as_pictures_while_markers_move_over_them(
    roc: CurveView, n: int, *, kept: bool
) -> None:
    roc.show_state(curve_state("roc", n))
    items = [item for item in roc.plot.scene().items()  # type: ignore[attr-defined]
             if isinstance(item, pg.PlotCurveItem) and item.isVisible() and item.zValue() >= 10]
    assert len(items) == n
    assert {item.cacheMode() == item.CacheMode.DeviceCoordinateCache for item in items} == {kept}
