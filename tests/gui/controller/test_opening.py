"""Opening, adding, re-reading: in a job, and the last good state survives."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.controller import Controller, opening
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.notices import Notice
from confmat_gui.session import changes
from confmat_gui.session.files import save_session
from confmat_gui.session.opening import open_any as really_open
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen, write_predictions


def said(controller: Controller) -> list[Notice]:
    """Return a list that fills with what is said from now on."""
    notices: list[Notice] = []
    controller.messages.said.connect(notices.append)
    return notices


def opened(qtbot: QtBot, controller: Controller, *paths: Path) -> Session:
    """Open files and return their session."""
    with qtbot.waitSignal(controller.opening.opened, timeout=PATIENCE):
        controller.opening.open(list(paths), ask_in_doubt=False)
    wait_for_screen(qtbot, controller)
    session = controller.store.session
    assert session is not None
    return session


class SlowOpening:
    """Reads only when it is let, and then really."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.leave = threading.Event()

    def __call__(self, paths: list[Path], options: InputOptions, progress: Progress) -> Session:
        self.began.set()
        assert self.leave.wait(20)
        return really_open(paths, options, progress)


def test_that_files_become_a_session_and_a_screen(
    qtbot: QtBot, controller: Controller, three_classes: Path
) -> None:
    session = opened(qtbot, controller, three_classes)
    screen = controller.screens.last
    assert screen is not None
    assert screen.session is session
    assert screen.state.matrix.classes == session.data.prepared.predictions.classes
    assert controller.settings.recent == ((str(three_classes),),)
    assert not controller.store.modified


def test_that_files_opened_together_are_one_recent_entry(
    qtbot: QtBot, controller: Controller, three_classes: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.csv"
    second.write_text(three_classes.read_text(encoding="utf-8"), encoding="utf-8")
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.open([three_classes, second])
    assert controller.settings.recent == ((str(three_classes), str(second)),)


def test_that_a_broken_file_leaves_the_old_session(
    qtbot: QtBot, controller: Controller, three_classes: Path, tmp_path: Path
) -> None:
    before = opened(qtbot, controller, three_classes)
    broken = tmp_path / "broken.csv"
    broken.write_text('y_true,p_a\n"a,0.5\n', encoding="utf-8")
    notices = said(controller)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.open([broken])
    assert controller.store.session is before
    assert [n.severity for n in notices] == ["error"]
    assert "broken.csv" in notices[0].text
    assert controller.settings.recent == ((str(three_classes),),)


def test_that_a_file_whose_columns_are_unclear_offers_to_choose_them(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "unclear.csv"
    path.write_text("x1,x2\n0.5,0.25\n0.75,0.125\n", encoding="utf-8")
    notices = said(controller)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.open([path])
    assert notices[0].action == "choose_columns"
    assert controller.opening.refused is not None
    assert controller.opening.refused[0] == (path,)


def test_that_the_old_session_stays_until_the_new_one_is_complete(
    qtbot: QtBot, controller: Controller, two_classes: Path, three_classes: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = opened(qtbot, controller, three_classes)
    slow = SlowOpening()
    monkeypatch.setattr(opening, "open_any", slow)
    controller.opening.open([two_classes])
    assert slow.began.wait(20)
    controller.deciding.select_class(1)
    qtbot.waitUntil(lambda: controller.screens.up_to_date, timeout=PATIENCE)
    assert controller.store.session is not None
    assert controller.store.session.data is before.data
    slow.leave.set()
    qtbot.waitUntil(lambda: controller.store.session is not None
                    and controller.store.session.data is not before.data, timeout=PATIENCE)


def test_that_loading_can_be_cancelled(
    qtbot: QtBot, controller: Controller, two_classes: Path, three_classes: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = opened(qtbot, controller, three_classes)
    slow = SlowOpening()
    monkeypatch.setattr(opening, "open_any", slow)
    controller.opening.open([two_classes])
    assert slow.began.wait(20)
    notices = said(controller)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.jobs.cancel("open")
        slow.leave.set()
    assert controller.store.session is before
    assert notices == []


def test_that_the_file_chosen_last_wins(
    qtbot: QtBot, controller: Controller, two_classes: Path, three_classes: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = SlowOpening()
    monkeypatch.setattr(opening, "open_any", slow)
    controller.opening.open([three_classes])
    assert slow.began.wait(20)
    controller.opening.open([two_classes])
    with qtbot.waitSignal(controller.opening.opened, timeout=PATIENCE) as blocker:
        slow.leave.set()
    assert blocker.args is not None
    assert blocker.args[0].paths == (two_classes,)


def test_that_a_session_comes_back_with_its_decisions(
    qtbot: QtBot, controller: Controller, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "week 46.confmat"
    save_session(changes.set_cost_weight(changes.set_threshold(session, 2, 0.1), 2, 20.0), path)
    back = opened(qtbot, controller, path)
    assert controller.store.path == path
    assert back.point.rule.kind == "thresholds"
    assert back.point.costs is not None
    assert back.point.costs[2][0] == 20.0


def test_that_a_batch_is_added_and_the_decisions_stay(
    qtbot: QtBot, controller: Controller, three_classes: Path, tmp_path: Path
) -> None:
    before = opened(qtbot, controller, three_classes)
    controller.deciding.type_threshold((2, 0.1))
    controller.deciding.type_cost_weight((2, 20.0))
    controller.deciding.choose_mode("counts")
    more = write_predictions(tmp_path / "more.csv", ("ok", "dent", "crack"), n=50, seed=1)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.add_batch([more])
    wait_for_screen(qtbot, controller)
    now = controller.store.session
    assert now is not None
    assert now.data.prepared.predictions.n == 140
    assert len(now.data.prepared.predictions.batch_names) == 2
    assert now.point.costs is not None
    assert now.point.rule.kind == "thresholds"
    assert now.display.matrix_mode == "counts"
    assert controller.store.modified
    controller.store.undo()
    wait_for_screen(qtbot, controller)
    assert controller.store.session is not None
    assert controller.store.session.data is before.data


def test_that_a_batch_with_a_new_class_gets_the_price_one(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    first = tmp_path / "a.csv"
    first.write_text("y_true,y_pred\na,a\nb,a\nc,c\n", encoding="utf-8")
    second = tmp_path / "b.csv"
    second.write_text("y_true,y_pred\nd,a\nb,b\n", encoding="utf-8")
    opened(qtbot, controller, first)
    controller.deciding.type_cost_weight((1, 7.0))
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.add_batch([second])
    wait_for_screen(qtbot, controller)
    now = controller.store.session
    assert now is not None
    classes = now.data.prepared.predictions.classes
    assert set(classes) == {"a", "b", "c", "d"}
    assert now.point.costs is not None
    b, d = classes.index("b"), classes.index("d")
    assert now.point.costs[d][b] == 1.0
    assert now.point.costs[b][classes.index("a")] == 7.0


def test_that_a_batch_is_added_where_the_files_are_gone(
    qtbot: QtBot, controller: Controller, session: Session, three_classes: Path, tmp_path: Path
) -> None:
    path = tmp_path / "moved.confmat"
    save_session(session, path)
    three_classes.unlink()
    opened(qtbot, controller, path)
    more = write_predictions(tmp_path / "more.csv", ("ok", "dent", "crack"), n=50, seed=1)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.add_batch([more])
    now = controller.store.session
    assert now is not None
    assert now.data.loaded.predictions.n == 140
    assert now.data.loaded.predictions.batch_names == ("three", "more")


def test_that_a_batch_that_does_not_fit_leaves_everything_as_it_was(
    qtbot: QtBot, controller: Controller, three_classes: Path, two_classes: Path
) -> None:
    before = opened(qtbot, controller, three_classes)
    notices = said(controller)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.add_batch([two_classes])
    assert controller.store.session is before
    assert two_classes.name in notices[0].text


def test_that_columns_can_be_chosen_anew(qtbot: QtBot, controller: Controller, three_classes: Path) -> None:
    opened(qtbot, controller, three_classes)
    with qtbot.waitSignal(controller.opening.ended, timeout=PATIENCE):
        controller.opening.change_columns(InputOptions(kind="score"))
    wait_for_screen(qtbot, controller)
    assert controller.store.session is not None
    assert controller.store.session.data.prepared.predictions.score_kind == "score"
