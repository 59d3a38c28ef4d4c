"""Curves made in the background: they come after the screen, and a drag does not wait for them."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.core.simplify import Part
from confmat_gui.gui.controller import Controller, curve_making
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.present.notices import Notice
from confmat_gui.session.opening import new_session
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen
from tests.present.building import many_classes, session_from

DETAIL = Part(0.0, 0.1, 0.9, 1.0, 800, 600)


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller) -> Controller:
    """A controller with five classes on the screen, one selected."""
    controller.store.open(session_from(many_classes(5, 20_000)))
    controller.deciding.select_class(2)
    wait_for_screen(qtbot, controller)
    return controller


def complete(qtbot: QtBot, controller: Controller) -> Screen:
    qtbot.waitUntil(lambda: not controller.jobs.is_busy(), timeout=PATIENCE)
    wait_for_screen(qtbot, controller)
    assert controller.screens.last is not None
    return controller.screens.last


def moved(qtbot: QtBot, controller: Controller) -> Screen:
    """Wait for a screen of a drag, which on a slow machine is a quick one that only the end completes."""
    qtbot.waitUntil(lambda: not controller.jobs.is_busy() and shows_session(controller), timeout=PATIENCE)
    assert controller.screens.last is not None
    return controller.screens.last


def shows_session(controller: Controller) -> bool:
    last = controller.screens.last
    return last is not None and last.session is controller.store.session


def test_that_a_decision_curve_is_drawn_when_it_is_chosen(qtbot: QtBot, ready: Controller) -> None:
    assert not any(line.decision for line in complete(qtbot, ready).state.roc.lines)
    ready.deciding.choose_curves("decision")
    screen = complete(qtbot, ready)
    for plot in (screen.state.roc, screen.state.precision_recall):
        line = plot.lines[-1]
        assert (line.decision, line.selected, line.class_index) == (True, True, 2)
    ready.deciding.choose_curves("rest")
    assert not any(line.decision for line in complete(qtbot, ready).state.roc.lines)
    assert not ready.store.can_undo


def test_that_a_decision_curve_follows_the_other_thresholds_and_the_selection(
    qtbot: QtBot, ready: Controller
) -> None:
    ready.deciding.choose_curves("decision")
    before = complete(qtbot, ready).state.roc.lines[-1]
    ready.deciding.type_threshold((0, 0.4))
    after = complete(qtbot, ready).state.roc.lines[-1]
    assert after.selected
    assert not np.array_equal(before.x, after.x)
    ready.deciding.select_class(1)
    assert complete(qtbot, ready).state.roc.lines[-1].class_index == 1
    ready.deciding.type_threshold((1, 0.3))
    assert complete(qtbot, ready).state.roc.lines[-1].decision


def test_that_during_a_drag_nothing_is_made_and_at_its_end_all(qtbot: QtBot, ready: Controller) -> None:
    ready.deciding.choose_curves("decision")
    complete(qtbot, ready)
    ready.screens.begin_drag()
    ready.deciding.type_threshold((0, 0.4))
    during = moved(qtbot, ready)
    assert not during.state.roc.lines[-1].selected
    assert "at the thresholds before" in during.state.roc.subtitle
    ready.screens.end_drag()
    assert complete(qtbot, ready).state.roc.lines[-1].selected


def test_that_a_visible_part_gets_its_own_points_and_keeps_them(qtbot: QtBot, ready: Controller) -> None:
    coarse = complete(qtbot, ready).state.roc.lines
    ready.curves.show_part("roc", DETAIL)
    fine = complete(qtbot, ready).state.roc.lines
    assert [line.x is other.x for line, other in zip(coarse, fine, strict=True)] == [False] * 5
    ready.deciding.type_threshold((0, 0.4))
    again = complete(qtbot, ready).state.roc.lines
    assert all(line.x is other.x for line, other in zip(fine, again, strict=True))
    ready.curves.show_part("roc", Part(0.0, 1.0, 0.0, 1.0, 800, 600))
    whole = complete(qtbot, ready).state.roc.lines
    assert all(line.x is other.x for line, other in zip(coarse, whole, strict=True))


def test_that_curves_of_another_data_set_are_not_taken(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    ready.curves.show_part("roc", DETAIL)
    ready.store.open(new_session(session.data))
    screen = complete(qtbot, ready)
    assert screen.session.data is session.data
    assert len(screen.state.roc.lines) == 3
    ready.store.close()
    ready.curves.show_part("pr", DETAIL)
    assert not ready.jobs.is_busy("curves")


def test_that_a_curve_that_cannot_be_made_is_explained(
    qtbot: QtBot, ready: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("No curve today.")

    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    monkeypatch.setattr(curve_making, "draw_curves", refuse)
    ready.curves.show_part("roc", DETAIL)
    complete(qtbot, ready)
    assert [notice.text for notice in notices] == ["No curve today."]
