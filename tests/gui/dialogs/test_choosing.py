"""The system's file dialogs, behind one door."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.choosing import SESSIONS, FileChooser


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_that_several_files_can_be_chosen(monkeypatch: pytest.MonkeyPatch, parent: QWidget) -> None:
    filters: list[str] = []

    def answer(_parent: QWidget, _title: str, _folder: str, offered: str) -> tuple[list[str], str]:
        filters.append(offered)
        return ["/data/a.csv", "/data/b.parquet"], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer)
    assert FileChooser().open_files(parent, "Open", "/data") == [Path("/data/a.csv"), Path("/data/b.parquet")]
    offered = filters[0].split(";;")[0]
    assert {"*.csv", "*.gz", "*.parquet", "*.arff"} < set(offered[offered.index("(") + 1 : -1].split())
    assert offered.endswith(" *.confmat)")


@pytest.mark.parametrize(("name", "expected"), [("", None), ("/data/a.csv", Path("/data/a.csv"))])
def test_that_one_file_or_none_is_chosen(
    monkeypatch: pytest.MonkeyPatch, parent: QWidget, name: str, expected: Path | None
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (name, ""))
    assert FileChooser().open_file(parent, "Import", "", "Tables (*.csv)") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", None),
        ("/data/week 46", Path("/data/week 46.confmat")),
        ("/data/week 46.confmat", Path("/data/week 46.confmat")),
    ],
)
def test_that_a_missing_suffix_is_added(
    monkeypatch: pytest.MonkeyPatch, parent: QWidget, name: str, expected: Path | None
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    assert FileChooser().save_file(parent, "Save", Path("session.confmat"), SESSIONS) == expected
