"""The system's file dialogs, behind one door."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.choosing import SESSIONS, FileChooser, with_ending
from confmat_gui.gui.main_window.export_commands import RULES
from confmat_gui.io.rule_export import ENDINGS, format_of


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


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("rule.json", "SQL query (*.sql)", "rule.sql"),
        ("rule.json", "scikit-learn classifier (*_sklearn.py)", "rule_sklearn.py"),
        ("rule.json", "Rules (*.json)", "rule.json"),
        ("rule.json", "", "rule.json"),
        ("mine", "SQL query (*.sql)", "mine.sql"),
        ("mine", "scikit-learn classifier (*_sklearn.py)", "mine_sklearn.py"),
        ("mine.py", "SQL query (*.sql)", "mine.py"),
        ("mine", "Pictures (*.png *.svg)", "mine.json"),
        ("v1.2", "SQL query (*.sql)", "v1.2"),
    ],
)
def test_that_the_chosen_kind_of_file_gives_its_ending(typed: str, chosen: str, expected: str) -> None:
    assert with_ending(Path("/data", typed), Path("/data/rule.json"), chosen) == Path("/data", expected)


def test_that_every_format_of_a_rule_is_offered_and_told_by_its_ending() -> None:
    for known, ending in ENDINGS.items():
        assert f"(*{ending})" in RULES
        assert format_of(Path(f"rule{ending}")) == known


def test_that_the_dialog_asks_again_before_another_file_than_the_chosen_is_replaced(
    monkeypatch: pytest.MonkeyPatch, parent: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "rule.sql").write_text("old", encoding="utf-8")
    asked: list[tuple[str, str]] = []

    def answer(_parent: QWidget, _title: str, proposal: str, _filters: str, chosen: str) -> tuple[str, str]:
        asked.append((Path(proposal).name, chosen))
        return proposal, "SQL query (*.sql)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    found = FileChooser().save_file(parent, "Export rule", tmp_path / "rule.json", RULES)
    assert found == tmp_path / "rule.sql"
    assert asked == [("rule.json", ""), ("rule.sql", "SQL query (*.sql)")]
