"""Running a command in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from confmat_gui.cli import main

BINARY = """label,ok,crack,line
ok,0.8,0.2,a
crack,0.1,0.9,a
ok,0.7,0.3,a
crack,0.3,0.7,a
ok,0.9,0.1,a
crack,0.4,0.6,b
ok,0.6,0.4,b
crack,0.2,0.8,b
ok,0.8,0.2,b
crack,0.5,0.5,b
"""
THREE = """id,label,a,b,c,weight
p1,a,0.7,0.2,0.1,1
p2,a,0.4,0.5,0.1,2
p3,a,0.6,0.3,0.1,1
p4,b,0.2,0.7,0.1,1
p5,b,0.1,0.5,0.4,1
p6,b,0.3,0.3,0.4,3
p7,c,0.2,0.1,0.7,1
p8,c,0.3,0.3,0.4,1
p9,c,0.5,0.1,0.4,1
"""


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON it printed, after success."""
        assert self.code == 0, self.err
        assert self.err == ""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def sentence(self) -> str:
        """The one sentence with which it refused the input."""
        assert self.code == 2, (self.code, self.out, self.err)
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        assert line.startswith("confmat")
        return line


Confmat = Callable[..., Ended]


@pytest.fixture
def confmat(capsys: pytest.CaptureFixture[str]) -> Confmat:
    """Return a function that runs `confmat` with the words it is given."""

    def run(*words: str | Path) -> Ended:
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def binary(tmp_path: Path) -> Path:
    """Return ten samples of two classes."""
    path = tmp_path / "binary.csv"
    path.write_text(BINARY)
    return path


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Return nine samples of three classes, with ids and weights."""
    path = tmp_path / "three.csv"
    path.write_text(THREE)
    return path
