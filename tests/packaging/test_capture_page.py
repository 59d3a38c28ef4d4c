"""The examples of docs/capture.md run as they stand there, as far as the machine has their libraries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "capture.md").read_text(encoding="utf-8")
FRAMEWORKS = {"torch", "keras", "tensorflow"}
_EXAMPLE = re.compile(
    r"^<!-- runs with: (.*?) -->\n```python\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Example:
    """Code of the page, the libraries that it needs, and what it prints."""

    needs: frozenset[str]
    code: str
    output: str

    @property
    def runs_here(self) -> bool:
        return all(find_spec(name) is not None for name in self.needs)


EXAMPLES = [Example(frozenset(needs.split(", ")), code, text) for needs, code, text in _EXAMPLE.findall(PAGE)]


@pytest.mark.parametrize(
    "example", [each for each in EXAMPLES if each.runs_here], ids=lambda each: "+".join(sorted(each.needs))
)
def test_that_an_example_runs_and_prints_what_it_promises(tmp_path: Path, example: Example) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-c", example.code], cwd=tmp_path, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == example.output
    assert [path.suffix for path in tmp_path.glob("*.*")] == [".parquet"]


def test_that_every_block_of_code_is_an_example_and_every_framework_has_one() -> None:
    assert len(EXAMPLES) == PAGE.count("```python") >= 5
    assert set().union(*(each.needs for each in EXAMPLES)) >= {"numpy", *FRAMEWORKS}


def test_that_no_framework_that_was_asked_for_is_missing() -> None:
    asked = os.environ.get("CONFMAT_FRAMEWORKS", "numpy").split()
    assert [name for name in asked if find_spec(name) is None] == []
