from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.session.autosave import list_recoveries, recovery_path, remove_recovery, write_recovery
from confmat_gui.session.changes import rename, set_threshold
from confmat_gui.session.files import read_session
from tests.session.made import binary_session
from tests.session.sealed import rewritten


def test_that_what_was_written_can_be_recovered(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "recovery"
    session = set_threshold(rename(binary_session(), "line 3"), 1, 0.37)
    path = write_recovery(folder, "12-ab", session)
    (found,) = list_recoveries(folder)
    assert (found.key, found.path, found.summary.name) == ("12-ab", path, "line 3")
    assert read_session(found.path).point == session.point


def test_that_each_window_has_its_own_file_and_the_newest_comes_first(tmp_path: Path) -> None:
    for key, saved in (("one", "2026-01-01T00:00:00+00:00"), ("two", "2026-01-02T00:00:00+00:00")):
        path = write_recovery(tmp_path, key, binary_session())
        rewritten(path, manifest=partial(dict.update, saved=saved))
    assert [recovery.key for recovery in list_recoveries(tmp_path)] == ["two", "one"]


def test_that_a_removed_file_is_gone_and_removing_again_does_no_harm(tmp_path: Path) -> None:
    write_recovery(tmp_path, "one", binary_session())
    remove_recovery(tmp_path, "one")
    remove_recovery(tmp_path, "one")
    assert list_recoveries(tmp_path) == ()


def test_that_a_damaged_file_and_other_files_are_passed_over(tmp_path: Path) -> None:
    path = write_recovery(tmp_path, "one", binary_session())
    path.write_bytes(path.read_bytes()[:-10])
    (tmp_path / "notes.txt").write_text("x")
    assert list_recoveries(tmp_path) == ()


def test_that_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list_recoveries(tmp_path / "missing") == ()


@pytest.mark.parametrize("key", ["", "../x", "a/b", "x" * 65, "a.b"])
def test_that_a_key_cannot_lead_elsewhere(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError, match="letters, digits"):
        recovery_path(tmp_path, key)
