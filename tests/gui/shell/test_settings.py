"""What the window remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from confmat_gui.gui.settings import MAX_RECENT, VERSION, Settings
from confmat_gui.io.loaded import InputOptions


@pytest.fixture
def path(qtbot: QtBot, tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def reopened(settings: Settings, path: Path) -> Settings:
    settings.sync()
    return Settings(path)


def test_that_a_new_file_has_sensible_values(path: Path) -> None:
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.recent == ()
    assert settings.folder == ""
    assert settings.geometry("window").isEmpty()


def test_that_everything_comes_back_with_its_type(path: Path) -> None:
    settings = Settings(path)
    settings.theme = "dark"
    settings.folder = "/data/línea 4"
    settings.add_recent("/data/a, b.csv")
    settings.set_geometry("window", QByteArray(b"\x00\x01x"))
    again = reopened(settings, path)
    assert again.theme == "dark"
    assert again.folder == "/data/línea 4"
    assert again.recent == (("/data/a, b.csv",),)
    assert again.geometry("window") == QByteArray(b"\x00\x01x")


def test_that_recent_files_are_newest_first_without_repeats(path: Path) -> None:
    settings = Settings(path)
    for name in ("a", "b", "a", *map(str, range(20))):
        settings.add_recent(name)
    assert settings.recent[0] == ("19",)
    assert len(settings.recent) == MAX_RECENT
    settings.remove_recent(("19",))
    assert settings.recent[0] == ("18",)
    settings.clear_recent()
    assert settings.recent == ()


def test_that_files_opened_together_are_one_entry(path: Path) -> None:
    settings = Settings(path)
    settings.add_recent("a", "b")
    settings.add_recent("c")
    settings.add_recent("a", "b")
    assert reopened(settings, path).recent == (("a", "b"), ("c",))


def test_that_nonsense_in_the_file_is_taken_for_nothing(path: Path) -> None:
    path.write_text("[v1]\ntheme=pink\nrecent=not json\n", encoding="utf-8")
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.recent == ()


def test_that_a_key_of_another_version_is_not_read(path: Path) -> None:
    path.write_text("[v9]\ntheme=dark\n", encoding="utf-8")
    assert Settings(path).theme == "system"


def test_that_a_change_of_the_recent_files_is_told(qtbot: QtBot, path: Path) -> None:
    settings = Settings(path)
    with qtbot.waitSignal(settings.recent_changed):
        settings.add_recent("a.csv")


def test_that_choices_for_a_layout_come_back(path: Path) -> None:
    settings = Settings(path)
    settings.remember_choice("x", InputOptions(true=("a, b",), positive="línea"))
    settings.remember_choice("y", InputOptions(kind="score"))
    again = reopened(settings, path)
    assert dict(again.choices) == {
        "y": InputOptions(kind="score"), "x": InputOptions(true=("a, b",), positive="línea"),
    }
    again.remember_choice("y", InputOptions())
    assert list(again.choices) == ["x"]


def test_that_damaged_choices_are_ignored(path: Path) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue(f"{VERSION}/choices", '[{"layout": "x", "options"')
    store.sync()
    settings = Settings(path)
    assert dict(settings.choices) == {}
    settings.remember_choice("y", InputOptions(kind="score"))
    assert list(settings.choices) == ["y"]
