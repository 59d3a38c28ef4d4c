"""The Cost curves tab in the window: from the pad to the rule and the prices, and back by undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from confmat_gui.gui.main_window import MainWindow
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen, write_predictions

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, two_classes: Path) -> MainWindow:
    """The window with two classes, the cost curves in front."""
    window.open_paths([two_classes])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.actions_by_name["tab_cost_curves"].trigger()
    wait_for_screen(qtbot, window)
    return window


def session_of(window: MainWindow) -> Session:
    session = window.controller.store.session
    assert session is not None
    return session


def test_that_the_curves_are_made_only_while_the_tab_is_in_front(qtbot: QtBot, ready: MainWindow) -> None:
    screens = ready.controller.screens
    assert screens.last is not None
    assert screens.last.state.cost_curves is not None
    ready.panels.show_tab("decide")
    ready.controller.deciding.type_threshold((1, 0.4))
    wait_for_screen(qtbot, ready)
    assert screens.last.state.cost_curves is None


def test_that_a_threshold_is_used_and_taken_back_in_one_step(qtbot: QtBot, ready: MainWindow) -> None:
    view, store = ready.views.cost_curves, ready.controller.store
    before = session_of(ready).point
    qtbot.mouseClick(view.pad.plot.viewport(), LEFT, pos=view.pad.place(0.1, 1.0))
    assert view.asked is not None
    assert not store.can_undo
    qtbot.mouseClick(view.use_threshold, LEFT)
    wait_for_screen(qtbot, ready)
    after = session_of(ready).point
    assert after != before
    reading = view.reading.text()
    (_, threshold), = after.rule.named_thresholds
    assert f"threshold {threshold:.3f} is best" in reading
    ready.actions_by_name["undo"].trigger()
    wait_for_screen(qtbot, ready)
    assert session_of(ready).point == before
    assert not store.can_undo
    assert view.asked is not None


def test_that_prices_are_used_and_taken_back_in_one_step(qtbot: QtBot, ready: MainWindow) -> None:
    view = ready.views.cost_curves
    view.ask((0.1, 20.0))
    qtbot.mouseClick(view.use_prices, LEFT)
    wait_for_screen(qtbot, ready)
    positive = session_of(ready).point.positive
    assert positive is not None
    costs = session_of(ready).point.costs
    assert costs is not None
    assert costs[positive][1 - positive] == 20
    assert view._state is not None
    assert view._state.condition.ratio == 20
    ready.actions_by_name["undo"].trigger()
    wait_for_screen(qtbot, ready)
    assert session_of(ready).point.costs is None


def test_that_compared_sessions_are_candidates_as_long_as_they_are_compared(
    qtbot: QtBot, ready: MainWindow, tmp_path: Path
) -> None:
    other = write_predictions(tmp_path / "other.csv", ("no", "yes"), seed=4)
    ready.controller.comparing.add([other])
    qtbot.waitUntil(lambda: ready.controller.comparing.state is not None, timeout=PATIENCE)
    ready.panels.show_tab("cost_curves")
    wait_for_screen(qtbot, ready)
    view = ready.views.cost_curves
    qtbot.waitUntil(lambda: view._state is not None and view._state.models.several, timeout=PATIENCE)
    assert view.pad_title.text().startswith("Best model")
    ready.controller.comparing.clear()
    qtbot.waitUntil(lambda: view._state is not None and not view._state.models.several, timeout=PATIENCE)
    wait_for_screen(qtbot, ready)


def test_that_the_tab_is_grey_with_its_reason_without_scores(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("y_true,y_pred\na,a\nb,a\na,b\n", encoding="utf-8")
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    names = [window.panels.tabs.tabText(i) for i in range(window.panels.tabs.count())]
    tab = names.index("Cost curves")
    assert not window.panels.tabs.isTabEnabled(tab)
    assert "hold none" in window.panels.tabs.tabToolTip(tab)
