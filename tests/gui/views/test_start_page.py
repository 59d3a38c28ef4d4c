"""The start page and the progress bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.busy_bar import BusyBar, BusyState
from confmat_gui.gui.views.start_page import StartPage, StartState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.watching import Watch

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    made = StartPage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.set_palette(LIGHT)
    made.show_state(StartState((("/data/a & b.confmat",), ("/data/c.csv", "/data/d.csv", "/data/e.csv"))))
    return made


def drop(page: StartPage, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, mime, LEFT, keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), copy, mime, LEFT, keys))


def test_that_open_and_examples_are_one_click_away(page: StartPage, qtbot: QtBot) -> None:
    watch = Watch(page.open_requested, page.example_requested)
    qtbot.mouseClick(page.open, LEFT)
    for button in page.examples:
        qtbot.mouseClick(button, LEFT)
    assert watch.seen == [None, "inspection", "breast-cancer"]


def test_that_a_recent_path_is_opened_whole(page: StartPage, qtbot: QtBot) -> None:
    assert page.recent[0].text() == "/data/a && b.confmat"
    with qtbot.waitSignal(page.recent_requested) as caught:
        qtbot.mouseClick(page.recent[0], LEFT)
    assert caught.args == [("/data/a & b.confmat",)]


def test_that_files_opened_together_are_opened_together_again(page: StartPage, qtbot: QtBot) -> None:
    assert page.recent[1].text() == "/data/c.csv and 2 more"
    with qtbot.waitSignal(page.recent_requested) as caught:
        qtbot.mouseClick(page.recent[1], LEFT)
    assert caught.args == [("/data/c.csv", "/data/d.csv", "/data/e.csv")]


def test_that_dropped_files_are_handed_over_together(page: StartPage, tmp_path: Path) -> None:
    watch = Watch(page.paths_dropped)
    drop(page, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert watch.seen == [[str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]]


def test_that_recent_paths_come_and_go(page: StartPage) -> None:
    watch = Watch(page.recent_requested, page.open_requested)
    page.show_state(StartState())
    assert page.recent == []
    page.show_state(StartState(tuple((f"/data/{number}.csv",) for number in range(20))))
    assert len(page.recent) == 6
    assert watch.seen == []


def test_that_every_button_has_a_name(page: StartPage) -> None:
    names = [button.accessibleName() for button in (*page.examples, *page.recent)]
    assert names[0].startswith("Open the example Surface inspection")
    assert all(names)


def test_that_the_page_takes_the_dark_palette(page: StartPage) -> None:
    page.set_palette(DARK)
    assert DARK.accent in page.styleSheet()


def test_that_progress_is_shown_and_can_be_cancelled(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.set_palette(LIGHT)
    bar.show_state(BusyState("Reading defects.csv", 0.25))
    assert bar.isVisible()
    assert (bar.bar.value(), bar.bar.maximum()) == (250, 1000)
    with qtbot.waitSignal(bar.cancelled) as caught:
        qtbot.mouseClick(bar.cancel, LEFT)
    assert caught.args == [None]
    bar.show_state(BusyState("Reading defects.csv"))
    assert bar.bar.maximum() == 0
    bar.show_state(None)
    assert not bar.isVisible()
