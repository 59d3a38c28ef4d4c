"""A watched folder in the window: what is said of it, and that it takes nothing out of a person's hands."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from confmat_gui.gui.controller import watching
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.views.number_field import NumberField
from tests.gui.kit import PATIENCE, FakeChooser, shown_dialog, wait_for_screen, write_predictions

CLASSES = ("ok", "dent", "crack")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "runs"
    made.mkdir()
    write_predictions(made / "epoch_0.csv", CLASSES, n=5, seed=7)
    write_predictions(made / "epoch_1.csv", CLASSES, n=15)
    return made


@pytest.fixture
def ready(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """A window that watches the folder of the file that is open."""
    monkeypatch.setattr(watching, "SOON", 10_000_000)
    monkeypatch.setattr(watching, "LATER", 20_000_000)
    window.open_paths([folder])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    chooser.to_open = [[folder]]
    window.panels.show_tab("batches")
    with qtbot.waitSignal(window.controller.watching.looked, timeout=PATIENCE):
        qtbot.mouseClick(window.views.batches.watch, Qt.MouseButton.LeftButton)
    look(qtbot, window)
    return window


def look(qtbot: QtBot, window: MainWindow, times: int = 1) -> None:
    for _ in range(times):
        with qtbot.waitSignal(window.controller.watching.looked, timeout=PATIENCE):
            window.controller.watching.look()


def n_samples(window: MainWindow) -> int:
    session = window.controller.store.session
    assert session is not None
    return session.data.loaded.predictions.n


def test_that_the_tab_and_the_status_line_say_what_is_watched(
    qtbot: QtBot, ready: MainWindow, folder: Path
) -> None:
    batches = ready.views.batches
    assert batches.watch.text() == "Stop watching"
    assert batches.watched.isVisible()
    assert ready.status.watch.text() == "watching runs"
    assert ready.status.watch.toolTip() == str(folder)
    assert ready.actions_by_name["stop_watching"].isEnabled()
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, ready, 2)
    qtbot.waitUntil(lambda: batches.table.model().rowCount() == 3, timeout=PATIENCE)
    assert batches.watched.text() == "Watching “runs” · 1 file added, the last one epoch_2.csv"
    assert ready.panels.is_in_front("batches")
    qtbot.mouseClick(batches.watch, Qt.MouseButton.LeftButton)
    assert batches.watch.text() == "Watch folder…"
    assert not batches.watched.isVisible()
    assert not ready.status.watch.isVisible()
    assert not ready.actions_by_name["stop_watching"].isEnabled()


def test_that_focus_and_dismissed_notices_stay_when_samples_arrive(
    qtbot: QtBot, ready: MainWindow, folder: Path
) -> None:
    ready.views.batches.table.setFocus()
    focus = QApplication.focusWidget()
    assert focus is ready.views.batches.table
    (folder / "broken.csv").write_text('y_true,p_a\n"a,0.5\n', encoding="utf-8")
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, ready, 2)
    wait_for_screen(qtbot, ready)
    assert n_samples(ready) == 50
    assert QApplication.focusWidget() is focus
    assert ready.views.notices.current is not None
    assert "broken.csv" in ready.views.notices.current.text


def test_that_samples_wait_until_a_number_is_typed(qtbot: QtBot, ready: MainWindow, folder: Path) -> None:
    ready.panels.show_tab("costs")
    wait_for_screen(qtbot, ready)  # the prices are made when their tab is seen
    table = ready.views.costs.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), NumberField), timeout=PATIENCE)
    field = QApplication.focusWidget()
    assert isinstance(field, NumberField)
    field.selectAll()
    qtbot.keyClicks(field, "7")
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, ready)
    ready.controller.watching.look()
    qtbot.waitUntil(lambda: "when you have finished" in ready.views.batches.watched.text(), timeout=PATIENCE)
    assert n_samples(ready) == 20
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: n_samples(ready) == 50, timeout=PATIENCE)
    session = ready.controller.store.session
    assert session is not None
    assert session.point.costs is not None
    assert session.point.costs[0][1] == 7.0


def test_that_a_dropped_folder_can_be_watched(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    ready.commands.files.open_dropped([str(other)])
    box = shown_dialog(qtbot, ready, QMessageBox)
    (button,) = [button for button in box.buttons() if "watch" in button.text()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ready.status.watch.text() == "watching other"
    ready.actions_by_name["stop_watching"].trigger()
    assert ready.controller.watching.state is None


def test_that_watching_without_a_choice_changes_nothing(ready: MainWindow, folder: Path) -> None:
    ready.actions_by_name["watch_folder"].trigger()
    assert ready.controller.watching.state is not None
    assert ready.controller.watching.state.path == str(folder)


def test_that_one_batch_alone_says_so_and_offers_to_add_more(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.open_paths([folder / "epoch_1.csv"])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.panels.show_tab("batches")
    batches = window.views.batches
    qtbot.waitUntil(lambda: "one batch" in batches.sentence.text(), timeout=PATIENCE)
    assert not batches.ledger.isVisible()
    assert not batches.choice.isVisible()
    assert batches.watch.isVisible()
    with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
        window.controller.opening.add_batch([folder / "epoch_0.csv"])
    qtbot.waitUntil(batches.ledger.isVisible, timeout=PATIENCE)
    assert batches.table.model().rowCount() == 2
