"""Watching a folder: what is complete becomes a batch, and nothing that goes on is disturbed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.repairs import Repair
from confmat_gui.gui.controller import Controller, watching
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.notices import Notice
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen, write_predictions

CLASSES = ("ok", "dent", "crack")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "runs"
    made.mkdir()
    write_predictions(made / "epoch_1.csv", CLASSES, n=20)
    return made


@pytest.fixture(autouse=True)
def no_looks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the test look into the folder."""
    monkeypatch.setattr(watching, "SOON", 10_000_000)
    monkeypatch.setattr(watching, "LATER", 20_000_000)


def look(qtbot: QtBot, controller: Controller, times: int = 1) -> None:
    for _ in range(times):
        with qtbot.waitSignal(controller.watching.looked, timeout=PATIENCE):
            controller.watching.look()


def opened(qtbot: QtBot, controller: Controller, folder: Path) -> Session:
    with qtbot.waitSignal(controller.opening.opened, timeout=PATIENCE):
        controller.opening.open([folder], ask_in_doubt=False)
    wait_for_screen(qtbot, controller)
    return shown(controller)


def watched(qtbot: QtBot, controller: Controller, folder: Path) -> Session:
    """Open a folder, watch it, and look until all that is there is known."""
    session = opened(qtbot, controller, folder)
    with qtbot.waitSignal(controller.watching.looked, timeout=PATIENCE):
        controller.watching.start(folder)
    look(qtbot, controller)
    assert shown(controller) is session
    return session


def shown(controller: Controller) -> Session:
    session = controller.store.session
    assert session is not None
    return session


def said(controller: Controller) -> list[Notice]:
    notices: list[Notice] = []
    controller.messages.said.connect(notices.append)
    return notices


def test_that_a_file_becomes_a_batch_when_it_is_complete(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    watched(qtbot, controller, folder)
    controller.deciding.type_threshold((2, 0.1))
    decided = shown(controller)
    told = said(controller)
    new = write_predictions(folder / "epoch_2.csv", CLASSES, n=3, seed=1)
    look(qtbot, controller)
    assert controller.watching.state is not None
    assert controller.watching.state.text == "Watching “runs” · epoch_2.csv is still being written"
    write_predictions(new, CLASSES, n=30, seed=1)
    look(qtbot, controller)
    assert shown(controller) is decided
    look(qtbot, controller)
    wait_for_screen(qtbot, controller)
    assert shown(controller).data.loaded.predictions.batch_names == ("epoch_1", "epoch_2")
    assert shown(controller).data.loaded.predictions.n == 50
    assert shown(controller).point == decided.point
    assert [notice.text for notice in told] == ["Added epoch_2.csv; there are 50 samples now."]
    assert controller.watching.state.text == "Watching “runs” · 1 file added, the last one epoch_2.csv"
    assert controller.watching.state.short == "watching runs"


def test_that_undo_takes_back_what_a_person_did_and_no_batch(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    before = watched(qtbot, controller, folder)
    controller.deciding.type_threshold((2, 0.1))
    controller.deciding.type_threshold((2, 0.2))
    controller.store.undo()
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller, 2)
    assert controller.store.can_redo
    controller.store.undo()
    assert shown(controller).point == before.point
    assert shown(controller).data.loaded.predictions.n == 50
    assert not controller.store.can_undo
    assert controller.store.modified


def test_that_an_open_file_that_grows_replaces_its_batch(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    watched(qtbot, controller, folder)
    write_predictions(folder / "epoch_1.csv", CLASSES, n=25)
    look(qtbot, controller, 2)
    assert shown(controller).data.loaded.predictions.n == 25
    assert len(shown(controller).data.loaded.sources) == 1


def test_that_a_file_that_cannot_be_read_is_said_once_until_it_changes(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    before = watched(qtbot, controller, folder)
    told = said(controller)
    for name in ("broken.csv", "worse.csv"):
        (folder / name).write_text('y_true,p_a\n"a,0.5\n', encoding="utf-8")
    look(qtbot, controller, 4)
    assert shown(controller) is before
    assert len(told) == 1
    assert "broken.csv" in told[0].text
    assert told[0].text.endswith("It is not looked at again until it changes. So it is with 1 more.")
    write_predictions(folder / "broken.csv", CLASSES, n=10, seed=4)
    look(qtbot, controller, 2)
    assert shown(controller).data.loaded.predictions.n == 30
    assert [notice.severity for notice in told] == ["warning", "info"]


def test_that_an_unforeseen_fault_is_said_and_the_watch_goes_on(
    qtbot: QtBot, controller: Controller, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(qtbot, controller, folder)
    told = said(controller)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(watching, "arrived", fail)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=10, seed=4)
    look(qtbot, controller, 3)
    assert len(told) == 1
    assert "not enough memory" in told[0].text


def test_that_new_samples_wait_for_the_end_of_a_drag(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    before = watched(qtbot, controller, folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller)
    controller.dragging.start_threshold(2)
    controller.dragging.drag_threshold((2, 0.3))
    controller.watching.look()
    qtbot.waitUntil(lambda: waits(controller), timeout=PATIENCE)
    assert shown(controller).data is before.data
    controller.dragging.drag_threshold((2, 0.25))
    controller.dragging.finish_threshold(2)
    assert shown(controller).data.loaded.predictions.n == 50
    controller.store.undo()
    assert shown(controller).point == before.point


def waits(controller: Controller) -> bool:
    state = controller.watching.state
    return state is not None and state.waits and "when you have finished" in state.text


def test_that_new_samples_wait_for_the_end_of_an_entry(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    before = watched(qtbot, controller, folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    controller.watching.hold(typing=True)
    look(qtbot, controller)
    controller.watching.look()
    qtbot.waitUntil(lambda: waits(controller), timeout=PATIENCE)
    assert shown(controller) is before
    controller.watching.hold(typing=False)
    assert shown(controller).data.loaded.predictions.n == 50


def test_that_files_are_read_again_where_the_samples_changed_meanwhile(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    write_predictions(folder / "epoch_0.csv", CLASSES, n=5, seed=9)
    watched(qtbot, controller, folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller)
    controller.watching.hold(typing=True)
    controller.watching.look()
    qtbot.waitUntil(lambda: waits(controller), timeout=PATIENCE)
    with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
        controller.repairing.add(Repair("leave-out", ("epoch_0",)))
    with qtbot.waitSignal(controller.watching.looked, timeout=PATIENCE):
        controller.watching.hold(typing=False)
    assert shown(controller).data.loaded.predictions.n == 50
    controller.store.undo()
    assert shown(controller).data.loaded.predictions.n == 55


def test_that_new_samples_wait_while_files_are_opened_and_the_watch_ends_with_the_session(
    qtbot: QtBot, controller: Controller, folder: Path, two_classes: Path
) -> None:
    watched(qtbot, controller, folder)
    states: list[object] = []
    controller.watching.changed.connect(states.append)
    with qtbot.waitSignal(controller.opening.opened, timeout=PATIENCE):
        controller.opening.open([two_classes], ask_in_doubt=False)
    assert states == [None]
    assert not controller.watching.timer.isActive()
    assert shown(controller).data.loaded.sources[0].name == two_classes.name
    controller.watching.look()
    assert not controller.jobs.is_busy(watching.LOOK)


def test_that_a_folder_that_goes_away_is_said_once_and_found_again(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    watched(qtbot, controller, folder)
    told = said(controller)
    aside = folder.with_name("aside")
    shutil.move(folder, aside)
    look(qtbot, controller, 2)
    assert len(told) == 1
    assert controller.watching.state is not None
    assert "the folder is not there now" in controller.watching.state.text
    shutil.move(aside, folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller, 2)
    assert shown(controller).data.loaded.predictions.n == 50


def test_that_the_system_tells_of_a_new_file_and_a_slow_look_finds_the_rest(
    qtbot: QtBot, controller: Controller, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(qtbot, controller, folder)
    look(qtbot, controller)
    assert controller.watching.timer.interval() == watching.LATER
    monkeypatch.setattr(watching, "SOON", 20)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    qtbot.waitUntil(lambda: shown(controller).data.loaded.predictions.n == 50, timeout=PATIENCE)


def test_that_nothing_is_watched_without_a_session_or_after_the_end(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    controller.watching.start(folder)
    assert controller.watching.state is None
    watched(qtbot, controller, folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller)
    controller.watching.look()
    controller.watching.stop()
    controller.watching.hold(typing=False)
    qtbot.waitUntil(lambda: not controller.jobs.is_busy(), timeout=PATIENCE)
    assert shown(controller).data.loaded.predictions.n == 20


def test_that_another_folder_takes_the_place_of_the_first(
    qtbot: QtBot, controller: Controller, folder: Path, tmp_path: Path
) -> None:
    watched(qtbot, controller, folder)
    other = tmp_path / "other"
    other.mkdir()
    write_predictions(other / "x.csv", CLASSES, n=4, seed=3)
    with qtbot.waitSignal(controller.watching.looked, timeout=PATIENCE):
        controller.watching.start(other)
    look(qtbot, controller)
    assert shown(controller).data.loaded.predictions.n == 24
    assert controller.watching.state is not None
    assert controller.watching.state.path == str(other)


def test_that_files_are_added_by_the_choices_of_the_session(
    qtbot: QtBot, controller: Controller, folder: Path
) -> None:
    with qtbot.waitSignal(controller.opening.opened, timeout=PATIENCE):
        controller.opening.open([folder], InputOptions(kind="score", classes=CLASSES), ask_in_doubt=False)
    with qtbot.waitSignal(controller.watching.looked, timeout=PATIENCE):
        controller.watching.start(folder)
    write_predictions(folder / "epoch_2.csv", CLASSES, n=30, seed=1)
    look(qtbot, controller, 2)
    predictions = shown(controller).data.loaded.predictions
    assert (predictions.n, predictions.score_kind) == (50, "score")
