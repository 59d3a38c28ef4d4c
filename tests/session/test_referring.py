from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session import changes
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.opening import open_any
from tests.session.made import binary_session, same
from tests.session.sealed import members_of, rewritten

ROWS = "label,score,line\nyes,0.9,a\nno,0.2,a\nno,0.6,b\nyes,0.7,b\nno,0.1,b\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "results.csv"
    path.parent.mkdir()
    path.write_text(ROWS)
    return path


@pytest.fixture
def saved(data: Path) -> Path:
    session = open_any([data], InputOptions(batch="line", positive="yes"))
    path = data.parent.parent / "sessions" / "a.confmat"
    path.parent.mkdir()
    save_session(changes.set_threshold(session, 1, 0.65), path, refer=True)
    return path


def test_that_a_session_that_refers_opens_with_its_files_and_options(saved: Path, data: Path) -> None:
    session = read_session(saved)
    assert session.data.loaded.predictions.batch_names == ("a", "b")
    assert session.point.rule.thresholds_by_class == {"yes": 0.65}
    assert Path(session.data.loaded.sources[0].path).resolve() == data.resolve()


def test_that_it_holds_no_arrays_and_no_absolute_path(saved: Path, tmp_path: Path) -> None:
    members = members_of(saved)
    assert set(members) == {"manifest.json", "set_aside.json"}
    assert b"../data/results.csv" in members["manifest.json"]
    assert str(tmp_path).encode() not in members["manifest.json"]


def test_that_both_may_move_together(saved: Path, tmp_path: Path) -> None:
    before = read_session(saved)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("data", "sessions"):
        (tmp_path / name).rename(moved / name)
    after = read_session(moved / "sessions" / "a.confmat")
    assert same(after.data.loaded.predictions, before.data.loaded.predictions)


def test_that_a_missing_file_is_named(saved: Path, data: Path) -> None:
    data.unlink()
    with pytest.raises(InputError, match=r"“\.\./data/results\.csv”.*cannot be read"):
        read_session(saved)


def test_that_a_changed_file_is_refused(saved: Path, data: Path) -> None:
    data.write_text(ROWS.replace("0.9", "0.8"))
    with pytest.raises(InputError, match="has changed"):
        read_session(saved)


@pytest.mark.parametrize("path", [None, "", "/etc/passwd", "C:\\x.csv", "\\\\server\\x.csv", "a\0b"])
def test_that_only_relative_paths_are_followed(saved: Path, path: str | None) -> None:
    rewritten(saved, manifest=lambda manifest: manifest["sources"][0].update(path=path))
    with pytest.raises(InputError, match="does not say where"):
        read_session(saved)


def test_that_files_that_are_now_read_otherwise_are_refused(saved: Path) -> None:
    rewritten(saved, manifest=lambda manifest: manifest["predictions"].update(classes=["nein", "ja"]))
    with pytest.raises(InputError, match="read differently"):
        read_session(saved)


def test_that_a_session_without_known_files_cannot_refer(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not known here"):
        save_session(binary_session(), tmp_path / "a.confmat", refer=True)
    assert list(tmp_path.iterdir()) == []


def test_that_files_on_another_drive_cannot_be_referred_to(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_drive(path: object, start: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    session = open_any([data])
    monkeypatch.setattr("os.path.relpath", other_drive)
    with pytest.raises(InputError, match="another drive"):
        save_session(session, tmp_path / "a.confmat", refer=True)
