"""Screens: the last good state survives a change that cannot be evaluated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.gui.controller import Controller, screens
from confmat_gui.present.notices import Notice
from confmat_gui.session import changes
from confmat_gui.session.state import Session
from tests.gui.kit import wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


def test_that_a_change_that_cannot_be_evaluated_is_taken_back(
    qtbot: QtBot, ready: Controller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError("These scores do not allow this rule.")

    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    with monkeypatch.context() as patch:
        patch.setattr(screens, "evaluate", refuse)
        ready.deciding.type_threshold((2, 0.1))
        qtbot.waitUntil(lambda: bool(notices))
    wait_for_screen(qtbot, ready)
    assert ready.store.session is not None
    assert ready.store.session.point == session.point
    assert not ready.store.can_redo


def test_that_a_screen_of_a_closed_session_is_not_shown(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    shown: list[object] = []
    ready.deciding.type_threshold((2, 0.1))
    ready.screens.shown.connect(shown.append)
    ready.store.close()
    qtbot.waitUntil(lambda: not ready.jobs.is_busy())
    assert shown == []
    assert ready.screens.last is None
    ready.screens.refresh()
    assert not ready.jobs.is_busy()


def test_that_a_name_is_shown_without_new_decisions(qtbot: QtBot, ready: Controller) -> None:
    before = ready.screens.last
    assert before is not None
    ready.store.dispatch(lambda s: changes.rename(s, "week 46"))
    wait_for_screen(qtbot, ready)
    assert ready.screens.last is not None
    assert ready.screens.last.evaluation is before.evaluation


def test_that_a_column_that_is_gone_sorts_nothing(qtbot: QtBot, ready: Controller) -> None:
    ready.screens.sort(999, ascending=True)
    wait_for_screen(qtbot, ready)
    assert ready.screens.last is not None
    assert ready.screens.last.state.samples.sorted_by is None


def test_that_a_screen_is_made_of_one_moment(session: Session) -> None:
    other = replace(session, name="other")
    screen = screens.make_screen(other, None, None, intervals=True)
    assert screen.session is other
    assert screen.evaluated
    assert screen.with_intervals
