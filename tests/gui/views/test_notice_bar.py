"""The notice bar: one line at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.notice_bar import NoticeBar
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import notices
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[NoticeBar]:
    made = NoticeBar()
    qtbot.addWidget(made)
    made.resize(1200, 36)
    made.set_palette(LIGHT)
    made.show_state(notices())
    yield made
    made.hide()


def test_that_the_first_notice_is_shown_with_its_place(bar: NoticeBar) -> None:
    assert bar.text.text().startswith("Accuracy 0.932 hides class crack")
    assert bar.detail.text() == "A model that always answers ok would score 0.80."
    assert bar.place.text() == "1 of 3"
    assert "hides class crack" in bar.accessibleName()


def test_that_next_walks_round(bar: NoticeBar, qtbot: QtBot) -> None:
    seen = []
    for _ in range(3):
        qtbot.mouseClick(bar.next, LEFT)
        seen.append(bar.place.text())
    assert seen == ["2 of 3", "3 of 3", "1 of 3"]


def test_that_the_action_hands_over_its_notice(bar: NoticeBar, qtbot: QtBot) -> None:
    assert bar.action.text() == "Show crack"
    with qtbot.waitSignal(bar.action_requested) as caught:
        qtbot.mouseClick(bar.action, LEFT)
    assert caught.args == [notices()[0]]


def test_that_dismissing_asks_and_hides_nothing_by_itself(bar: NoticeBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.dismissed) as caught:
        qtbot.mouseClick(bar.dismiss, LEFT)
    assert caught.args == [notices()[0]]
    assert bar.current == notices()[0]


def test_that_the_notice_on_show_stays_while_it_is_still_there(bar: NoticeBar, qtbot: QtBot) -> None:
    qtbot.mouseClick(bar.next, LEFT)
    bar.show_state(notices()[1:])
    assert bar.text.text() == "12 rows were set aside."
    assert bar.place.text() == "1 of 2"


def test_that_a_single_notice_has_no_place_and_no_next(bar: NoticeBar) -> None:
    bar.show_state(notices()[2:])
    assert not bar.place.isVisible()
    assert not bar.next.isVisible()
    assert not bar.action.isVisible()


def test_that_without_notices_the_bar_is_gone(bar: NoticeBar) -> None:
    assert bar.isVisible()
    bar.show_state(())
    assert not bar.isVisible()
    assert bar.current is None


def test_that_showing_notices_emits_nothing(bar: NoticeBar) -> None:
    watch = Watch(bar.action_requested, bar.dismissed)
    bar.show_state(notices()[1:])
    bar.show_state(())
    assert watch.seen == []


def test_that_a_severity_has_a_ground_of_its_own(bar: NoticeBar) -> None:
    warning = pixels(bar)[8, 8, :3].tolist()
    bar.show_state(notices()[2:])
    assert pixels(bar)[8, 8, :3].tolist() != warning
    bar.set_palette(DARK)
    assert pixels(bar)[8, 8, :3].sum() < 300
