"""The worked decisions are run as they stand on their page, and print what it shows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from confmat_gui.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "decision.md").read_text(encoding="utf-8")
CREDIT = "german_credit_test.csv"


def steps(part: str) -> list[tuple[list[str], list[str]]]:
    """Return each command of a chapter with the lines that it is said to print."""
    [text] = [chapter for chapter in PAGE.split("\n## ") if chapter.startswith(part)]
    found: list[tuple[list[str], list[str]]] = []
    for language, block in re.findall(r"^```(sh|text)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        if language == "sh":
            found += [(shlex.split(line), []) for line in block.splitlines()]
        else:
            found[-1][1].extend(block.splitlines())
    return found


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command prints, with single spaces."""
    assert main(words[1:]) == 0
    return " ".join(capsys.readouterr().out.split())


def expanded(words: list[str]) -> list[str]:
    """Return words in which a pattern stands for the files that it matches, as a shell has it."""
    found: list[str] = []
    for word in words:
        found += sorted(str(path) for path in ROOT.glob(word)) if "*" in word else [word]
    return found


def test_that_the_loan_is_decided_as_the_page_says(
    cases: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = cases(f"04_sklearn_docs/{CREDIT}")
    commands = steps("A loan")
    assert len(commands) == 5
    for words, lines in commands:
        output = printed([str(path) if word == CREDIT else word for word in words], capsys)
        assert [line for line in lines if " ".join(line.split()) not in output] == []


def test_that_the_inspection_is_decided_and_carried_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").symlink_to(ROOT / "resources", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for words, lines in steps("An inspection"):
        output = printed(expanded(words), capsys)
        assert [line for line in lines if " ".join(line.split()) not in output] == []
    for name in ("rule.json", "rule.sql", "decision.pdf"):
        assert (tmp_path / name).stat().st_size > 200
