"""Shares of the classes from the window: at once for the matrix, in a job for adapted scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.evaluation import evaluate
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.session.shares import adaptation_of, named_shares
from confmat_gui.session.state import Session
from tests.gui.controller.test_opening import opened, said
from tests.gui.kit import PATIENCE, wait_for_screen


def now(controller: Controller) -> Session:
    session = controller.store.session
    assert session is not None
    return session


def settled(qtbot: QtBot, controller: Controller) -> Session:
    qtbot.waitUntil(lambda: not controller.jobs.is_busy("open"), timeout=PATIENCE)
    wait_for_screen(qtbot, controller)
    return now(controller)


def test_that_a_share_re_weights_in_one_step_of_undo(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    before = opened(qtbot, controller, two_classes)
    controller.sharing.type_share((1, 0.02))
    wait_for_screen(qtbot, controller)
    screen = controller.screens.last
    assert screen is not None
    assert screen.state.shares is not None
    assert named_shares(now(controller)) == {"yes": 0.02}
    assert now(controller).data is before.data
    controller.store.undo()
    wait_for_screen(qtbot, controller)
    assert now(controller).point == before.point
    controller.store.redo()
    controller.sharing.reset()
    assert now(controller).point.prevalence is None


def test_that_a_share_that_cannot_be_is_refused_in_words(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    opened(qtbot, controller, two_classes)
    notices = said(controller)
    controller.sharing.type_share((1, 0.7))
    controller.sharing.type_share((0, 0.7))
    assert "sum to 1.4" in notices[-1].text
    assert named_shares(now(controller)) == {"yes": 0.7}


def test_that_scores_are_adapted_follow_the_shares_and_are_given_back(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    before = opened(qtbot, controller, two_classes)
    controller.sharing.type_share((1, 0.02))
    notices = said(controller)
    controller.sharing.adapt(True)
    adapted = settled(qtbot, controller)
    step = adaptation_of(adapted.data.repairs)
    assert step is not None
    assert step.numbers[0] == (0.98, 0.02)
    assert "adapted" in notices[-1].text
    controller.sharing.type_share((1, 0.2))
    followed = settled(qtbot, controller)
    step = adaptation_of(followed.data.repairs)
    assert step is not None
    assert step.numbers[0] == (0.8, 0.2)
    assert named_shares(followed) == {"yes": 0.2}
    assert evaluate(followed.data.prepared, followed.point, intervals=False).n == 60
    controller.store.undo()
    back = settled(qtbot, controller)
    assert (back.data, back.point) == (adapted.data, adapted.point)
    controller.sharing.type_share((0, 0.999))
    assert "at most" in notices[-1].text
    controller.sharing.adapt(False)
    assert settled(qtbot, controller).data.repairs == ()
    assert named_shares(now(controller)) == {"yes": 0.02}
    assert before.data.repairs == ()


def test_that_taking_all_shares_away_gives_the_scores_back(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    opened(qtbot, controller, two_classes)
    controller.sharing.type_share((1, 0.02))
    controller.sharing.adapt(True)
    settled(qtbot, controller)
    controller.sharing.reset()
    session = settled(qtbot, controller)
    assert session.data.repairs == ()
    assert session.point.prevalence is None


def test_that_a_decision_made_meanwhile_stays(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    opened(qtbot, controller, two_classes)
    controller.sharing.type_share((1, 0.02))
    notices = said(controller)
    controller.sharing.adapt(True)
    controller.deciding.type_threshold((1, 0.3))
    session = settled(qtbot, controller)
    assert session.data.repairs == ()
    assert "meanwhile" in notices[-1].text
    controller.sharing.adapt(True)
    controller.deciding.select_class(1)
    session = settled(qtbot, controller)
    assert session.display.selected_class == 1
    assert len(session.data.repairs) == 1


def test_that_nothing_happens_where_nothing_is_open(controller: Controller) -> None:
    controller.sharing.type_share((0, 0.5))
    controller.sharing.adapt(True)
    assert controller.store.session is None


def test_that_adapting_labels_is_refused_in_words(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("true,pred\n" + "ok,ok\nok,crack\ncrack,crack\n" * 5, encoding="utf-8")
    opened(qtbot, controller, path)
    controller.sharing.type_share((0, 0.5))
    notices = said(controller)
    controller.sharing.adapt(True)
    settled(qtbot, controller)
    assert "only labels" in notices[-1].text


@pytest.mark.parametrize("name", ["adapt_scores", "reset_shares"])
def test_that_the_menu_has_both_and_greys_them_without_shares(
    qtbot: QtBot, window: MainWindow, session: Session, name: str
) -> None:
    controller = window.controller
    controller.store.open(session)
    wait_for_screen(qtbot, window)
    action = window.actions_by_name[name]
    assert not action.isEnabled()
    controller.sharing.type_share((2, 0.05))
    wait_for_screen(qtbot, window)
    assert action.isEnabled()
    assert not window.views.headline.shares.isHidden()
    action.trigger()
    changed = settled(qtbot, controller)
    assert len(changed.data.repairs) == (name == "adapt_scores")
    assert window.views.headline.shares.isHidden() == (name == "reset_shares")
    assert not window.actions_by_name["adapt_scores"].isEnabled()
