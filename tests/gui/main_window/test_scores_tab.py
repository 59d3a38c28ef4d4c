"""The Scores tab in the window: the line moves the rule, and follows while all else would be too slow."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.controller import screens
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from tests.gui.kit import PATIENCE, wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, three_classes: Path) -> MainWindow:
    """A window with three classes and the Scores tab in front."""
    window.open_paths([three_classes])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.actions_by_name["tab_scores"].trigger()
    wait_for_screen(qtbot, window)
    return window


def stands_at(window: MainWindow, place: float) -> bool:
    return bool(window.views.scores.chart._line.value() == pytest.approx(place))


def test_that_a_drag_of_the_line_is_the_threshold_everywhere_and_one_step(
    qtbot: QtBot, ready: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "SLOW", -1.0)
    view, store = ready.views.scores, ready.controller.store
    before = store.session
    assert before is not None
    view.class_selected.emit(2)
    wait_for_screen(qtbot, ready)
    view.threshold_drag_started.emit(2)
    for place in (0.3, 0.2, 0.1):
        view.threshold_dragged.emit((2, place))
        qtbot.waitUntil(partial(stands_at, ready, place), timeout=PATIENCE)
    view.threshold_drag_finished.emit(2)
    wait_for_screen(qtbot, ready)
    screen = ready.controller.screens.last
    assert screen is not None
    assert screen.state.decide.thresholds is not None
    assert screen.state.decide.thresholds[2] == pytest.approx(0.1)
    column = screen.evaluation.confusion[:, 2]
    assert f"{column[2]} of" in view.sentence.text()
    store.undo()
    assert store.session is not None
    assert store.session.point == before.point


def test_that_axis_and_scale_are_choices_of_the_session(qtbot: QtBot, ready: MainWindow) -> None:
    view = ready.views.scores
    view.axis_chosen.emit("own")
    view.scale_chosen.emit("log")
    wait_for_screen(qtbot, ready)
    session = ready.controller.store.session
    assert session is not None
    assert (session.display.score_axis, session.display.score_scale) == ("own", "log")
    assert view.axis.buttons["own"].isChecked()
    assert view.scale.buttons["log"].isChecked()


def test_that_labels_alone_grey_the_tab_with_its_reason(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("y_true,y_pred\n" + "a,a\nb,a\nb,b\n" * 3, encoding="utf-8")
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    tab = TABS.index("scores")
    assert not window.panels.tabs.isTabEnabled(tab)
    assert window.panels.tabs.tabToolTip(tab).startswith("No scores")
