from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from confmat_gui.__main__ import main
from confmat_gui.io.loaded import InputOptions


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the window, and return what it is asked to open."""
    calls: list[dict[str, Any]] = []

    def run_window(paths: list[str], options: InputOptions, **more: Any) -> int:
        calls.append({"paths": paths, "options": options, **more})
        return 7

    window = ModuleType("confmat_gui.gui.app")
    window.run_window = run_window  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "confmat_gui.gui.app", window)
    return calls


def test_that_the_window_opens_empty(opened: list[dict[str, Any]]) -> None:
    assert main([]) == 7
    assert opened == [
        {"paths": [], "options": InputOptions(), "screenshot": None, "size": None, "dark": None},
    ]


def test_that_the_window_takes_paths_and_all_input_options(opened: list[dict[str, Any]]) -> None:
    words = ["a.csv", "--true", "y", "--scores", "p,q", "--positive", "yes", "b.csv", "--classes", "no,yes"]
    words += ["--batch", "day", "--kind", "logit"]
    assert main([*words, "--screenshot", "w.png", "--size", "1280x800", "--dark"]) == 7
    (call,) = opened
    assert call["paths"] == ["a.csv", "b.csv"]
    assert call["options"] == InputOptions(
        true=("y",), scores=("p", "q"), positive="yes", batch="day", kind="logit", classes=("no", "yes")
    )
    assert (call["screenshot"], call["size"], call["dark"]) == ("w.png", (1280, 800), True)
    assert main(["--light"]) == 7
    assert opened[1]["dark"] is False


@pytest.mark.parametrize(
    "words", [["--size", "big"], ["--size", "10x10"], ["--nothing"], ["--dark", "--light"]]
)
def test_that_wrong_arguments_open_no_window(
    opened: list[dict[str, Any]], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("confmat-gui: ")
    assert opened == []


def test_that_missing_qt_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "confmat_gui.gui.app", None)
    assert main([]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "something of Qt is missing" in line
    assert "`confmat`" in line


def test_that_versions_and_help_open_no_window(
    opened: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--version"]) == 0
    assert main(["--help"]) == 0
    assert "--screenshot" in capsys.readouterr().out
    assert opened == []
