"""Small batches in the window: the notice that one misleads, and their picture in the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.report import ReportDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.present.notice import Notice
from tests.gui.kit import PATIENCE, FakeChooser, shown_dialog


def batches_of_five(path: Path, n_batches: int) -> Path:
    """Write samples of which two in three are right, in either class."""
    rows = [f"{i % 2},{(i % 2) ^ (i % 3 == 0)},{i // 5}" for i in range(5 * n_batches)]
    path.write_text("\n".join(["y_true,y_pred,batch", *rows]) + "\n", encoding="utf-8")
    return path


def noticed(qtbot: QtBot, window: MainWindow, path: Path, code: str) -> Notice:
    """Open a file and return the notice in the bar that has this code."""
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    return next(notice for notice in window._board.notices if notice.code == code)


def test_that_small_batches_are_noticed_and_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    notice = noticed(qtbot, window, batches_of_five(tmp_path / "five.csv", 12), "small_batches")
    assert "from 0.200 to 1.000" in notice.text
    window.views.notices.action_requested.emit(notice)
    assert TABS[window.panels.tabs.currentIndex()] == "batches"


def test_that_a_small_batch_alone_asks_for_more(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    notice = noticed(qtbot, window, batches_of_five(tmp_path / "five.csv", 1), "one_small_batch")
    chooser.to_open = [[batches_of_five(tmp_path / "more.csv", 11)]]
    with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
        window.views.notices.action_requested.emit(notice)
    session = window.controller.store.session
    assert session is not None
    assert session.data.prepared.predictions.n == 60


@pytest.mark.parametrize("n_batches", [1, 12])
def test_that_the_batches_can_be_exported_where_there_are_several(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, tmp_path: Path, n_batches: int
) -> None:
    window.open_paths([batches_of_five(tmp_path / "five.csv", n_batches)])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    chooser.to_save = [tmp_path / "five batches.svg"]
    window.commands.exports.report()
    dialog = shown_dialog(qtbot, window, ReportDialog)
    place = dialog.view.findData("batches")
    if n_batches == 1:
        assert place == -1
        dialog.reject()
        return
    dialog.view.setCurrentIndex(place)
    dialog.format.setCurrentIndex(dialog.format.findData("svg"))
    dialog.accept()
    qtbot.waitUntil((tmp_path / "five batches.svg").exists, timeout=PATIENCE)
    assert "batch, in the order in which they came" in (tmp_path / "five batches.svg").read_text("utf-8")
