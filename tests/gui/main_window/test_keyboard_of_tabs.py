"""Where the keyboard is when a tab comes to the front, and what a tab without content offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.session.opening import new_session, open_data_set
from tests.gui.kit import PATIENCE, shown_dialog, wait_for_screen


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    rows = zip("aabb" * 9, "abbb" * 9, "xxyz" * 9, strict=True)
    lines = [",".join(row) for row in rows]
    path.write_text("\n".join(["actual,predicted,site", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def ready(window: MainWindow, labels: Path, qtbot: QtBot) -> MainWindow:
    """A window with labels only, of one batch."""
    window.controller.store.open(new_session(open_data_set([labels])))
    wait_for_screen(qtbot, window)
    return window


def test_that_the_keyboard_stays_in_the_tab_or_on_its_title(ready: MainWindow) -> None:
    tabs = ready.panels.tabs
    for name in TABS:
        ready.panels.show_tab(name)
        focus = ready.focusWidget()
        assert focus is not None, name
        assert (focus.isVisible(), focus.isEnabled()) == (True, True), name
        assert focus is tabs.tabBar() or tabs.currentWidget().isAncestorOf(focus), name


def test_that_the_title_takes_the_keyboard_of_a_list_that_goes(ready: MainWindow, qtbot: QtBot) -> None:
    ready.panels.show_tab("samples")
    wait_for_screen(qtbot, ready)
    assert ready.focusWidget() is ready.views.samples.table
    ready.controller.deciding.select_cell((1, 0))
    wait_for_screen(qtbot, ready)
    assert ready.views.samples.empty.isVisible()
    assert ready.focusWidget() is ready.panels.tabs.tabBar()


def test_that_one_batch_leads_to_the_column_of_batches(ready: MainWindow, qtbot: QtBot) -> None:
    ready.panels.show_tab("batches")
    wait_for_screen(qtbot, ready)
    button = ready.views.batches.choose_column
    assert ready.focusWidget() is button
    button.click()
    dialog = shown_dialog(qtbot, ready, ColumnsDialog)
    assert dialog.focusWidget() is dialog.form.roles["batch"]
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=PATIENCE)
    combo = dialog.form.roles["batch"]
    combo.setCurrentIndex(combo.findData("site"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy("columns"), timeout=PATIENCE)
    dialog.accept()
    qtbot.waitUntil(ready.views.batches.table.isVisible, timeout=PATIENCE)
    wait_for_screen(qtbot, ready)
    assert ready.panels.tabs.tabText(TABS.index("batches")) == "Batches (3)"
    assert not button.isVisible()
    ready.controller.store.undo()
    wait_for_screen(qtbot, ready)
    assert button.isVisible()
