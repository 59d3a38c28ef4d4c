"""Screens: the last good state survives a change that cannot be evaluated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.gui.controller import Controller, screens
from confmat_gui.present.notices import Notice
from confmat_gui.present.samples import SamplesState
from confmat_gui.session import changes
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen


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
        qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
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
    qtbot.waitUntil(lambda: not ready.jobs.is_busy(), timeout=PATIENCE)
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
    assert ready.screens.last.listed().sorted_by is None


def test_that_a_screen_is_made_of_one_moment(session: Session) -> None:
    other = replace(session, name="other")
    screen = screens.make_screen(other, None, None, intervals=True)
    assert screen.session is other
    assert screen.evaluated
    assert screen.with_intervals


def test_that_rows_are_found_only_while_somebody_looks_at_them(qtbot: QtBot, ready: Controller) -> None:
    ready.screens.show_parts(frozenset())
    ready.deciding.type_threshold((2, 0.1))
    wait_for_screen(qtbot, ready)
    unseen = ready.screens.last
    assert unseen is not None
    assert unseen.state.samples is None
    ready.screens.show_parts(frozenset({"samples"}))
    wait_for_screen(qtbot, ready)
    seen = ready.screens.last
    assert seen is not None
    assert seen.evaluation is unseen.evaluation
    assert seen.state.samples is not None
    assert len(seen.state.samples.rows) == unseen.state.sample_count


def test_that_rows_nobody_saw_come_in_the_chosen_order(qtbot: QtBot, ready: Controller) -> None:
    ready.screens.show_parts(frozenset())
    ready.screens.sort(0, ascending=False)
    wait_for_screen(qtbot, ready)
    screen = ready.screens.last
    assert screen is not None
    assert screen.state.samples is None
    assert (screen.listed().sorted_by, screen.listed().ascending) == (0, False)


def test_that_a_file_opened_while_samples_are_seen_lists_its_own(
    qtbot: QtBot, ready: Controller, two_classes: Path
) -> None:
    ready.opening.open([two_classes], ask_in_doubt=False)
    before = ready.store.session
    qtbot.waitUntil(lambda: ready.store.session is not before, timeout=PATIENCE)
    wait_for_screen(qtbot, ready)
    screen = ready.screens.last
    assert screen is not None
    assert screen.state.samples is not None
    assert ("no", "yes") in screen.state.samples.names


def test_that_a_slow_drag_lists_its_rows_at_its_end(
    qtbot: QtBot, ready: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "SLOW", 0.0)
    states: list[SamplesState | None] = []
    ready.screens.shown.connect(lambda screen: states.append(screen.state.samples))
    ready.dragging.start_threshold(2)
    ready.dragging.drag_threshold((2, 0.1))
    qtbot.waitUntil(lambda: not ready.jobs.is_busy(), timeout=PATIENCE)
    assert not any(states)
    ready.dragging.finish_threshold(2)
    wait_for_screen(qtbot, ready)
    assert states[-1] is not None


def test_that_a_screen_says_whether_a_drag_goes_on(qtbot: QtBot, ready: Controller) -> None:
    moving: list[bool] = []
    ready.screens.shown.connect(lambda screen: moving.append(screen.moving))
    ready.dragging.start_threshold(2)
    ready.dragging.drag_threshold((2, 0.1))
    qtbot.waitUntil(lambda: not ready.jobs.is_busy(), timeout=PATIENCE)
    assert moving[-1]
    ready.dragging.finish_threshold(2)
    wait_for_screen(qtbot, ready)
    assert not moving[-1]
