"""Fingerprints are taken beside the reading, and stop with it."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.io import fingerprint
from confmat_gui.io.fingerprint import fingerprints_beside
from confmat_gui.io.load import load_predictions


def test_that_the_fingerprints_are_those_of_the_bytes_in_the_order_of_the_files(tmp_path: Path) -> None:
    contents = [b"", b"a" * 3_000_000, b"predictions"]
    paths = [tmp_path / str(index) for index in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    with fingerprints_beside(paths) as fingerprints:
        assert fingerprints(no_progress) == [hashlib.sha256(content).hexdigest() for content in contents]


def test_that_an_error_while_reading_ends_the_thread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x\n" * 20_000_000)
    with pytest.raises(InputError):
        load_predictions([path])
    assert not [each for each in threading.enumerate() if each.name.startswith("confmat-fingerprint")]


def test_that_waiting_for_a_fingerprint_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = threading.Event()
    monkeypatch.setattr(fingerprint, "sha256_of", lambda *_: wait.wait(60))
    calls: list[str] = []

    def progress(fraction: float, text: str = "") -> None:
        calls.append(f"{text} {fraction:.0%}")
        if len(calls) == 3:
            wait.set()
            raise CancelledError

    with pytest.raises(CancelledError), fingerprints_beside([tmp_path / "a.csv"]) as fingerprints:
        fingerprints(progress)
    assert calls == ["Taking the fingerprint of a.csv 0%"] * 3


def test_that_a_file_that_is_gone_is_an_error_where_it_is_awaited(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), fingerprints_beside([tmp_path / "gone"]) as fingerprints:
        fingerprints(no_progress)
