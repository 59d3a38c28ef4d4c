"""Saving, autosave and recovery."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.settings import Settings
from confmat_gui.present.notices import Notice
from confmat_gui.session import changes
from confmat_gui.session.autosave import list_recoveries, write_recovery
from confmat_gui.session.files import read_session
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes and one unsaved change."""
    controller.store.open(session)
    controller.deciding.type_threshold((2, 0.1))
    wait_for_screen(qtbot, controller)
    return controller


def idle(qtbot: QtBot, controller: Controller) -> None:
    qtbot.waitUntil(lambda: not controller.jobs.is_busy(), timeout=PATIENCE)


def test_that_a_saved_session_can_be_read_and_nothing_is_unsaved(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "a.confmat"
    went_on: list[bool] = []
    ready.saving.save(path, then=lambda: went_on.append(True))
    qtbot.waitUntil(lambda: bool(went_on), timeout=PATIENCE)
    assert not ready.store.modified
    assert ready.store.path == path
    assert ready.store.session is not None
    assert read_session(path).point == ready.store.session.point
    assert ready.settings.recent == ((str(path),),)


def test_that_a_change_during_saving_stays_unsaved(qtbot: QtBot, ready: Controller, tmp_path: Path) -> None:
    ready.saving.save(tmp_path / "a.confmat")
    ready.deciding.type_threshold((2, 0.3))
    idle(qtbot, ready)
    assert ready.store.modified


def test_that_a_failed_save_leaves_all_as_it_was(qtbot: QtBot, ready: Controller, tmp_path: Path) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    went_on: list[bool] = []
    ready.saving.save(tmp_path / "no folder" / "a.confmat", then=lambda: went_on.append(True))
    idle(qtbot, ready)
    assert [n.severity for n in notices] == ["error"]
    assert ready.store.modified
    assert ready.store.path is None
    assert went_on == []


def test_that_unsaved_changes_are_kept_for_recovery_until_they_are_saved(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    ready.autosave.keep()
    idle(qtbot, ready)
    (kept,) = list_recoveries(ready.autosave.folder)
    assert ready.store.session is not None
    assert read_session(kept.path).point == ready.store.session.point
    ready.saving.save(tmp_path / "a.confmat")
    idle(qtbot, ready)
    assert list_recoveries(ready.autosave.folder) == ()
    assert list(ready.autosave.folder.iterdir()) == []


def test_that_nothing_is_kept_without_changes(qtbot: QtBot, controller: Controller, session: Session) -> None:
    controller.store.open(session)
    controller.autosave.keep()
    idle(qtbot, controller)
    assert list_recoveries(controller.autosave.folder) == ()


def test_that_an_undone_change_needs_no_recovery(qtbot: QtBot, ready: Controller) -> None:
    ready.autosave.keep()
    idle(qtbot, ready)
    ready.store.undo()
    assert list_recoveries(ready.autosave.folder) == ()


def test_that_a_copy_written_at_the_last_moment_is_removed(qtbot: QtBot, ready: Controller) -> None:
    ready.autosave.keep()
    ready.store.undo()
    idle(qtbot, ready)
    assert list_recoveries(ready.autosave.folder) == ()


def test_that_an_ordinary_end_leaves_no_recovery_file(qtbot: QtBot, ready: Controller) -> None:
    ready.autosave.keep()
    idle(qtbot, ready)
    ready.shutdown()
    assert list(ready.autosave.folder.iterdir()) == []


def test_that_what_a_crash_left_is_found_and_recovered(
    qtbot: QtBot, controller: Controller, session: Session
) -> None:
    crashed = changes.set_threshold(session, 2, 0.1)
    write_recovery(controller.autosave.folder, "1-crashed", crashed)
    with qtbot.waitSignal(controller.autosave.found, timeout=PATIENCE) as blocker:
        controller.autosave.start()
    assert blocker.args is not None
    (recovery,) = blocker.args[0]
    controller.opening.recover(recovery.path, lambda: controller.autosave.take_over(recovery))
    qtbot.waitUntil(lambda: controller.store.session is not None, timeout=PATIENCE)
    wait_for_screen(qtbot, controller)
    assert controller.store.session is not None
    assert controller.store.session.point == crashed.point
    assert controller.store.modified
    assert controller.store.path is None
    assert recovery.path.exists(), "the copy must stay until the session is saved"
    controller.store.close()
    assert not recovery.path.exists()


def test_that_the_copy_of_another_open_window_is_left_alone(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    ready.autosave.keep()
    idle(qtbot, ready)
    other = Controller(Settings(tmp_path / "other.ini"), ready.autosave.folder)
    found: list[object] = []
    other.autosave.found.connect(found.append)
    other.autosave.start()
    idle(qtbot, other)
    other.shutdown()
    other.deleteLater()
    assert found == []
    assert len(list_recoveries(ready.autosave.folder)) == 1


def test_that_an_unwanted_copy_is_removed(qtbot: QtBot, controller: Controller, session: Session) -> None:
    write_recovery(controller.autosave.folder, "1-crashed", session)
    (recovery,) = list_recoveries(controller.autosave.folder)
    controller.autosave.discard(recovery)
    assert list_recoveries(controller.autosave.folder) == ()


def test_that_a_copy_that_cannot_be_written_is_said_once(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.autosave.folder = tmp_path / "a file" / "recovery"
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    for threshold in (0.2, 0.3):
        ready.deciding.type_threshold((2, threshold))
        ready.autosave.keep()
        idle(qtbot, ready)
    assert len(notices) == 1
    assert ready.store.modified
    ready.autosave.folder = tmp_path / "recovery"
