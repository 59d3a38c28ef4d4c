"""The notice that one small batch misleads leads to the ledger, or to more batches."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.present.notice import Notice
from tests.gui.kit import PATIENCE, FakeChooser


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
