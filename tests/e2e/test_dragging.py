"""Dragging with the mouse in the real window: everything follows, and one undo takes all of it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.stepping import threshold_path
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.gui.views.decide_cells import SliderScale, ThresholdCell
from confmat_gui.io.resources import example_paths
from tests.gui.kit import PATIENCE, wait_for_screen
from tests.gui.views.watching import pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton
FOLLOWING = ("matrix", "roc", "precision_recall", "headline", "decide")
"""Views that must change with every decision."""


@pytest.fixture
def example(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the bundled example, its rare class selected."""
    window.resize(1600, 1000)
    window.open_paths([Path(path) for path in example_paths("inspection")])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.controller.deciding.select_class(class_index(window, "crack"))
    settle(qtbot, window)
    return window


def class_index(window: MainWindow, name: str) -> int:
    session = window.controller.store.session
    assert session is not None
    return session.data.prepared.predictions.class_index(name)


def settle(qtbot: QtBot, window: MainWindow) -> Screen:
    """Wait until the screen is complete and painted, and return it."""
    wait_for_screen(qtbot, window)
    QApplication.processEvents()
    screen = window.controller.screens.last
    assert screen is not None
    return screen


def look(window: MainWindow) -> dict[str, NDArray[np.uint8]]:
    """Return what every following view looks like."""
    return {name: pixels(getattr(window.views, name)) for name in FOLLOWING}


def focus_threshold(window: MainWindow, row: int) -> None:
    """Give the keyboard to a threshold beforehand, so that the mark of it is no difference."""
    table = window.views.decide.table
    screen = window.controller.screens.last
    assert screen is not None
    column = [column.key for column in screen.state.decide.columns].index("threshold")
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))


def drag_slider(qtbot: QtBot, window: MainWindow, row: int, shown: float) -> None:
    """Drag the threshold of a class with the mouse, in several moves."""
    screen = window.controller.screens.last
    assert screen is not None
    decide, table = screen.state.decide, window.views.decide.table
    column = [column.key for column in decide.columns].index("threshold")
    cell = ThresholdCell.inside(table.visualRect(table.model().index(row, column)))
    assert decide.thresholds is not None
    scale = SliderScale.of(decide)
    y = cell.slider.center().y()
    start = QPoint(round(cell.place(float(decide.thresholds[row]), scale)), y)
    goal = QPoint(round(cell.place(shown, scale)), y)
    qtbot.mousePress(table.viewport(), LEFT, pos=start)
    for part in (0.25, 0.5, 0.75, 1.0):
        qtbot.mouseMove(table.viewport(), start + (goal - start) * part)
    qtbot.mouseRelease(table.viewport(), LEFT, pos=goal)


def drag_marker(qtbot: QtBot, view: CurveView, screen: Screen, row: int, by: QPoint) -> None:
    """Drag the marker of a class along its ROC with the mouse."""
    marker = next(marker for marker in screen.state.roc.markers if marker.class_index == row)
    assert isinstance(view.plot, QAbstractScrollArea)
    surface = view.plot.viewport()
    start = view.pointer.place(marker.x, marker.y).toPoint()
    qtbot.mousePress(surface, LEFT, pos=start)
    for part in (0.25, 0.5, 0.75, 1.0):
        qtbot.mouseMove(surface, start + by * part)
    qtbot.mouseRelease(surface, LEFT, pos=start + by)


def check_that_everything_followed(
    qtbot: QtBot, window: MainWindow, drag: Callable[[Screen], None]
) -> None:
    """Drag, compare all that is shown with the core and with before, undo, and compare again."""
    before, looked_before = settle(qtbot, window), look(window)
    drag(before)
    qtbot.waitUntil(lambda: window.controller.store.can_undo, timeout=PATIENCE)
    after, looked_after = settle(qtbot, window), look(window)
    unchanged = [name for name in FOLLOWING if np.array_equal(looked_before[name], looked_after[name])]
    assert unchanged == []
    expected = evaluate(after.session.data.prepared, after.session.point)
    assert (expected.confusion != before.evaluation.confusion).any()
    assert (after.state.matrix.counts == expected.confusion).all()
    assert np.array_equal(after.state.decide.figures["recall"], expected.per_class["recall"], equal_nan=True)
    for marker in after.state.roc.markers:
        assert marker.y == expected.per_class["recall"][marker.class_index]
        assert marker.x == expected.per_class["fpr"][marker.class_index]
    window.actions_by_name["undo"].trigger()
    again = settle(qtbot, window)
    assert again.session.point == before.session.point
    assert not window.controller.store.can_undo
    changed = [name for name in FOLLOWING if not np.array_equal(looked_before[name], look(window)[name])]
    assert changed == []


def test_that_a_dragged_threshold_changes_everything_and_one_undo_takes_it_back(
    qtbot: QtBot, example: MainWindow
) -> None:
    row = class_index(example, "crack")
    focus_threshold(example, row)
    check_that_everything_followed(qtbot, example, lambda _: drag_slider(qtbot, example, row, 0.03))


def test_that_a_dragged_marker_changes_everything_and_one_undo_takes_it_back(
    qtbot: QtBot, example: MainWindow
) -> None:
    row = class_index(example, "crack")
    check_that_everything_followed(
        qtbot, example, lambda screen: drag_marker(qtbot, example.views.roc, screen, row, QPoint(6, -60))
    )


@pytest.mark.display
class TestOnADisplay:
    """The same with a window manager and an X server (packaging/test.sh starts them)."""

    @pytest.fixture(autouse=True)
    def real_display(self, qtbot: QtBot) -> None:
        assert qtbot is not None
        if QGuiApplication.platformName() == "offscreen":
            pytest.skip("there is no display; packaging/test.sh runs this under Xvfb")

    def test_that_a_threshold_is_dragged(self, qtbot: QtBot, example: MainWindow) -> None:
        row = class_index(example, "crack")
        focus_threshold(example, row)
        check_that_everything_followed(qtbot, example, lambda _: drag_slider(qtbot, example, row, 0.03))

    def test_that_a_marker_is_dragged(self, qtbot: QtBot, example: MainWindow) -> None:
        row = class_index(example, "crack")
        check_that_everything_followed(
            qtbot, example, lambda screen: drag_marker(qtbot, example.views.roc, screen, row, QPoint(6, -60))
        )

    def test_that_shortcuts_work(self, qtbot: QtBot, example: MainWindow) -> None:
        with qtbot.waitActive(example):
            example.activateWindow()
        qtbot.keyClick(example, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        settle(qtbot, example)
        assert example.controller.store.session is not None
        assert example.controller.store.session.display.matrix_mode == "counts"


def test_that_a_marker_on_the_decision_curve_sets_a_threshold_with_exactly_its_counts(
    qtbot: QtBot, example: MainWindow
) -> None:
    crack = class_index(example, "crack")
    example.actions_by_name["curves_decision"].trigger()
    qtbot.waitUntil(lambda: not example.controller.jobs.is_busy(), timeout=PATIENCE)
    before = settle(qtbot, example)
    assert before.state.roc.lines[-1].decision
    drag_marker(qtbot, example.views.roc, before, crack, QPoint(40, -60))
    qtbot.waitUntil(lambda: example.controller.store.can_undo, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not example.controller.jobs.is_busy(), timeout=PATIENCE)
    after = settle(qtbot, example)
    session = after.session
    path = threshold_path(session.data.prepared, session.point, crack)
    raw = dict(session.point.rule.named_thresholds)["crack"]
    (vertex,) = np.flatnonzero(path.thresholds == raw)
    counts = after.state.matrix.counts
    assert counts[crack, crack] == path.tps[vertex] > before.state.matrix.counts[crack, crack]
    assert counts[:, crack].sum() - counts[crack, crack] == path.fps[vertex]
    line, marker = after.state.roc.lines[-1], after.state.roc.markers[-1]
    assert (line.decision, line.selected) == (True, True)
    assert (marker.x, marker.y) == (path.fpr[vertex], path.tpr[vertex])
    # The line is not made anew: it does not depend on the threshold that moved.
    assert line.x is before.state.roc.lines[-1].x


def test_that_a_wheel_over_a_corner_brings_detail_that_no_zoom_loses(
    qtbot: QtBot, example: MainWindow
) -> None:
    view = example.views.roc
    first = settle(qtbot, example)
    before = first.state.roc.lines[0]
    exact = first.session.data.prepared.roc(before.name)
    middle = int(np.searchsorted(exact.fpr, 0.05))
    surface = view.plot.viewport()  # type: ignore[attr-defined]
    for _ in range(3):
        place = view.pointer.place(float(exact.fpr[middle]), float(exact.tpr[middle]))
        turn_wheel(surface, place.toPoint(), 2)
    qtbot.waitUntil(lambda: settle(qtbot, example).state.roc.lines[0].x is not before.x, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not example.controller.jobs.is_busy(), timeout=PATIENCE)
    screen = settle(qtbot, example)
    after = screen.state.roc.lines[0]
    part = view.window_part.part()
    assert part is not None
    inside = (exact.fpr >= part.left) & (exact.fpr <= part.right) & (exact.tpr >= part.bottom)
    inside &= exact.tpr <= part.top
    steps = np.hypot(np.diff(part.across(exact.fpr[inside])), np.diff(part.up(exact.tpr[inside])))
    assert inside.any()
    # Every vertex that is a pixel and a half from the one before it is drawn.
    apart = np.flatnonzero(inside)[1:][steps > 1.5]
    assert set(exact.fpr[apart]) <= set(after.x)
