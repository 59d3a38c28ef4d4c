"""How commands end: quietly, with one sentence, or with a way to the traceback."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from confmat_gui.cli import evaluate as evaluate_command
from confmat_gui.cli import terminal
from confmat_gui.core.errors import CancelledError
from tests.cli.conftest import Confmat


def raising(error: BaseException) -> object:
    def execute(*_: object) -> str:
        raise error

    return execute


def test_that_a_fault_of_ours_is_a_sentence_with_the_way_to_the_traceback(
    confmat: Confmat, binary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONFMAT_TRACEBACK", raising=False)
    monkeypatch.setattr(evaluate_command, "execute", raising(ZeroDivisionError("oh")))
    ended = confmat("evaluate", binary)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "confmat evaluate: A fault of the program (ZeroDivisionError: oh); CONFMAT_TRACEBACK=1 shows where.\n"
    )
    monkeypatch.setenv("CONFMAT_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        confmat("evaluate", binary)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
        (CancelledError("Stopped."), 2, "confmat evaluate: Stopped.\n"),
        (MemoryError(), 2, "not enough memory"),
        (PermissionError(13, "Permission denied", "x.csv"), 2, "“x.csv” cannot be used (Permission denied)"),
        (OSError("no space"), 2, "“a file” cannot be used (no space)"),
    ],
)
def test_that_what_is_not_our_fault_ends_quietly_or_with_a_sentence(
    confmat: Confmat, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(evaluate_command, "execute", raising(error))
    # Closing stdout for good would take it from the tests that follow.
    monkeypatch.setattr("confmat_gui.cli.ends.close_broken_pipe", lambda: None)
    ended = confmat("evaluate", "any.csv")
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert ended.err.count("\n") == (1 if said else 0)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_that_progress_is_one_line_on_a_terminal_that_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.terminal_progress() as progress:
        progress(0.0, "reading")
        progress(0.001, "reading")
        progress(0.5, "sorting")
    written = screen.getvalue()
    assert "\n" not in written
    assert [line.split() for line in written.split("\r") if line.strip()] == [
        ["0%", "reading"],
        ["50%", "sorting"],
    ]
    assert written.endswith("\r")


def test_that_a_terminal_without_work_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.terminal_progress():
        pass
    assert screen.getvalue() == ""


def test_that_progress_is_silent_where_stderr_is_no_terminal(confmat: Confmat, binary: Path) -> None:
    assert confmat("evaluate", binary).err == ""


def test_that_a_stdout_without_a_file_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    terminal.close_broken_pipe()
    screen.write("still open")
    assert screen.getvalue() == "still open"


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["evaluate", "--help"], ["compare", "-h"]])
def test_that_help_is_no_error(confmat: Confmat, words: list[str]) -> None:
    ended = confmat(*words)
    assert (ended.code, ended.err) == (0, "")
    assert "usage" in ended.out


def test_that_every_command_is_described_in_the_help(confmat: Confmat) -> None:
    text = confmat("--help").out
    for command in ("inspect", "evaluate", "report", "session", "compare"):
        assert command in text
        assert confmat(command, "--help").out.count("--positive") >= 1


def test_that_the_versions_that_matter_are_told(confmat: Confmat) -> None:
    lines = confmat("--version").out.split()
    for name in ("confmat_gui", "Python", "numpy", "pandas", "pyarrow", "matplotlib", "PySide6"):
        assert lines[lines.index(name) + 1][0].isdigit()


def test_that_a_library_that_is_missing_is_said_to_be(
    confmat: Confmat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confmat_gui.cli.versions.PACKAGES", (("x", "no-such-package-here"),))
    assert "x not installed" in confmat("--version").out
