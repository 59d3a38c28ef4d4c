"""Drags: many moves, one step of undo; quick screens first, intervals at the end."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.stepping import ThresholdPath, threshold_path
from confmat_gui.gui.controller import Controller, dragging, screens
from confmat_gui.present.notices import Notice
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


def test_that_a_dragged_threshold_is_one_step(qtbot: QtBot, ready: Controller, session: Session) -> None:
    ready.dragging.start_threshold(2)
    for shown in (0.3, 0.25, 0.2, 0.1):
        ready.dragging.drag_threshold((2, shown))
    ready.dragging.finish_threshold(2)
    wait_for_screen(qtbot, ready)
    assert ready.screens.last is not None
    assert ready.screens.last.state.decide.thresholds is not None
    assert ready.screens.last.state.decide.thresholds[2] == pytest.approx(0.1)
    ready.store.undo()
    assert ready.store.session is not None
    assert ready.store.session.point == session.point


def test_that_two_drags_are_two_steps(qtbot: QtBot, ready: Controller) -> None:
    for class_index in (1, 2):
        ready.dragging.start_threshold(class_index)
        ready.dragging.drag_threshold((class_index, 0.1))
        ready.dragging.finish_threshold(class_index)
    ready.store.undo()
    assert ready.store.can_undo


def test_that_a_drag_to_the_end_of_the_slider_is_no_mistake(qtbot: QtBot, ready: Controller) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.dragging.start_threshold(2)
    for shown in (0.0, 1.0):
        ready.dragging.drag_threshold((2, shown))
    ready.dragging.finish_threshold(2)
    wait_for_screen(qtbot, ready)
    assert notices == []


def test_that_slow_intervals_wait_for_the_end_of_a_drag(
    qtbot: QtBot, ready: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "SLOW", -1.0)
    shown: list[bool] = []
    ready.screens.shown.connect(lambda screen: shown.append(screen.with_intervals))
    ready.dragging.start_threshold(2)
    qtbot.waitUntil(lambda: not ready.jobs.is_busy(), timeout=PATIENCE)
    shown.clear()
    ready.dragging.drag_threshold((2, 0.1))
    qtbot.waitUntil(lambda: not ready.jobs.is_busy(), timeout=PATIENCE)
    assert shown == [False]
    ready.dragging.finish_threshold(2)
    wait_for_screen(qtbot, ready)
    assert shown == [False, True]


@pytest.mark.parametrize("kind", ["roc", "pr"])
def test_that_a_dragged_marker_lands_on_its_curve(
    qtbot: QtBot, ready: Controller, session: Session, kind: str
) -> None:
    path = threshold_path(session.data.prepared, session.point, 2)
    wanted = len(path.thresholds) // 2
    tpr, fpr, precision = path.tpr[wanted], path.fpr[wanted], path.precision[wanted]
    x, y = (fpr, tpr) if kind == "roc" else (tpr, precision)
    ready.dragging.press_marker(2, kind)  # type: ignore[arg-type]
    ready.dragging.drag_marker((2, 0.9, 0.1))
    ready.dragging.drag_marker((2, float(x), float(y)))
    ready.dragging.release_marker(2)
    wait_for_screen(qtbot, ready)
    assert ready.screens.last is not None
    confusion = ready.screens.last.evaluation.confusion
    assert confusion[2, 2] / confusion[2].sum() == pytest.approx(tpr)
    ready.store.undo()
    assert ready.store.session is not None
    assert ready.store.session.point == session.point


def test_that_moves_before_the_path_is_known_count(
    qtbot: QtBot, ready: Controller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = threading.Event()

    def slow_path(prepared: object, point: object, class_index: int) -> ThresholdPath:
        assert leave.wait(20)
        return threshold_path(session.data.prepared, session.point, class_index)

    monkeypatch.setattr(dragging, "threshold_path", slow_path)
    ready.dragging.press_marker(2, "roc")
    ready.dragging.drag_marker((2, 0.4, 1.0))
    ready.dragging.release_marker(2)
    assert ready.store.session is not None
    assert ready.store.session.point == session.point
    leave.set()
    qtbot.waitUntil(lambda: ready.store.can_undo, timeout=PATIENCE)
    wait_for_screen(qtbot, ready)


def test_that_a_press_without_a_move_decides_nothing(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    ready.dragging.press_marker(2, "roc")
    ready.dragging.release_marker(2)
    wait_for_screen(qtbot, ready)
    assert not ready.store.can_undo
    assert ready.store.session is not None
    assert ready.store.session.display.selected_class == 2


def test_that_a_path_that_cannot_be_found_ends_the_drag_with_a_sentence(
    qtbot: QtBot, ready: Controller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impossible(prepared: object, point: object, class_index: int) -> ThresholdPath:
        raise InputError("These predictions hold no scores, only labels.")

    monkeypatch.setattr(dragging, "threshold_path", impossible)
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.dragging.press_marker(2, "roc")
    ready.dragging.drag_marker((2, 0.4, 1.0))
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
    ready.dragging.drag_marker((2, 0.5, 1.0))
    ready.dragging.release_marker(2)
    wait_for_screen(qtbot, ready)
    assert [notice.text for notice in notices] == ["These predictions hold no scores, only labels."]
    assert ready.store.session is not None
    assert ready.store.session.point == session.point


def test_that_without_a_session_nothing_can_be_dragged(qtbot: QtBot, controller: Controller) -> None:
    controller.dragging.press_marker(0, "roc")
    controller.dragging.drag_marker((0, 0.5, 0.5))
    controller.dragging.release_marker(0)
    assert not controller.jobs.is_busy()


def test_that_thresholds_with_no_decision_are_dragged_one_by_one(qtbot: QtBot, ready: Controller) -> None:
    ready.deciding.choose_rule("no-decision")
    wait_for_screen(qtbot, ready)
    ready.dragging.start_threshold(1)
    for shown in (0.6, 0.8, 1.0):
        ready.dragging.drag_threshold((1, shown))
        wait_for_screen(qtbot, ready)
    ready.dragging.finish_threshold(1)
    wait_for_screen(qtbot, ready)
    assert ready.store.session is not None
    assert ready.store.session.point.rule.thresholds_by_class == {"ok": 0.5, "dent": 1.0, "crack": 0.5}
    assert ready.screens.last is not None
    plain = evaluate(ready.store.session.data.prepared, ready.store.session.point)
    assert ready.screens.last.evaluation.outcomes.tolist() == plain.outcomes.tolist()
    decided, _ = decide(ready.store.session.data.prepared.predictions, ready.store.session.point)
    assert int((decided == 3).sum()) == int(plain.outcomes[:, 3].sum())
    ready.store.undo()
    assert ready.store.session.point.rule.thresholds_by_class["dent"] == 0.5
