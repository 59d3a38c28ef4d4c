"""The Calibration tab in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from tests.gui.kit import PATIENCE

EXAMPLE = (
    Path(__file__).resolve().parents[3] / "resources" / "examples" / "breast-cancer" / "breast_cancer.csv"
)


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)


def test_that_the_tab_is_made_when_it_comes_to_the_front_and_follows_the_selection(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, EXAMPLE)
    last = window.controller.screens.last
    assert last is not None
    assert last.state.calibration is None
    window.actions_by_name["tab_calibration"].trigger()
    view = window.views.calibration
    title = "Reliability of malignant (positive class)"
    qtbot.waitUntil(lambda: view.title.text() == title, timeout=PATIENCE)
    place = view.table.visualRect(view.table.model().index(2, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: view.title.text() == "Reliability of benign", timeout=PATIENCE)
    session = window.controller.store.session
    assert session is not None
    assert session.display.selected_class == 1
    view.bins.buttons["width"].click()
    qtbot.waitUntil(lambda: "equal width" in view.sentence.text(), timeout=PATIENCE)


def test_that_the_tab_is_grey_with_its_reason_where_there_are_only_labels(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("true,pred\na,a\nb,a\na,b\n", "utf-8")
    opened(qtbot, window, path)
    tab = TABS.index("calibration")
    qtbot.waitUntil(lambda: not window.panels.tabs.isTabEnabled(tab), timeout=PATIENCE)
    assert "Calibration needs scores" in window.panels.tabs.tabToolTip(tab)
