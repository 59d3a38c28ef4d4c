"""The Calibration tab in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from confmat_gui.core.recalibration import Recalibration
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.io.rule_export import export_rule
from confmat_gui.session.changes import set_cost_weight
from confmat_gui.session.recalibrating import set_recalibration
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


def test_that_a_recalibration_is_previewed_applied_undone_and_taken_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, EXAMPLE)
    window.actions_by_name["tab_calibration"].trigger()
    view, store = window.views.calibration, window.controller.store
    qtbot.waitUntil(lambda: bool(view.title.text()), timeout=PATIENCE)
    box = view.recalibration
    QTest.mouseClick(box.preview, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(box.apply.isEnabled, timeout=PATIENCE)
    assert box.sentence.text().startswith("Temperature ")
    assert store.session is not None
    assert store.session.data.repairs == (), "a preview changes nothing"
    QTest.mouseClick(box.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "recalibrated by temperature" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    qtbot.waitUntil(box.back.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: box.sentence.text().startswith("Temperature "), timeout=PATIENCE)
    assert "undo takes it back" in window.status.text.text()
    window.actions_by_name["undo"].trigger()
    assert "undo takes it back" not in window.status.text.text()
    qtbot.waitUntil(lambda: "recalibrated" not in window.toolbar.subtitle.text(), timeout=PATIENCE)
    window.actions_by_name["redo"].trigger()
    qtbot.waitUntil(lambda: "recalibrated" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    qtbot.waitUntil(box.back.isVisible, timeout=PATIENCE)
    QTest.mouseClick(box.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "recalibrated" not in window.toolbar.subtitle.text(), timeout=PATIENCE)


def test_that_prices_say_what_trusting_the_probabilities_costs(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, EXAMPLE)
    window.actions_by_name["tab_calibration"].trigger()
    view = window.views.calibration
    qtbot.waitUntil(lambda: bool(view.title.text()), timeout=PATIENCE)
    assert not view.trust.isVisible()
    window.controller.store.dispatch(lambda session: set_cost_weight(session, 0, 5.0))
    qtbot.waitUntil(view.trust.isVisible, timeout=PATIENCE)
    assert view.trust.text().startswith("Trusting the probabilities costs ")
    assert "re-weighted" not in view.trust.text()
    window.controller.sharing.type_share((0, 0.01))
    qtbot.waitUntil(lambda: "re-weighted" in view.trust.text(), timeout=PATIENCE)
    window.controller.sharing.reset()
    window.controller.deciding.set_costs(None)
    qtbot.waitUntil(lambda: not view.trust.isVisible(), timeout=PATIENCE)


def test_that_an_imported_rule_says_that_it_was_made_for_other_scores(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, EXAMPLE)
    said: list[str] = []
    window.controller.messages.said.connect(lambda notice: said.append(notice.text))
    session = window.controller.store.session
    assert session is not None
    change = Recalibration("temperature", of="benign", numbers=((1.37,),))
    recalibrated = set_recalibration(session, change)
    export_rule(tmp_path / "rule.json", recalibrated.data.loaded, recalibrated.point)
    window.controller.deciding.import_rule(tmp_path / "rule.json")
    assert said[-1].endswith("made for scores that are recalibrated by temperature 1.37, unlike these.")
    export_rule(tmp_path / "rule.json", session.data.loaded, session.point)
    window.controller.deciding.import_rule(tmp_path / "rule.json")
    assert said[-1].endswith("is in force.")
