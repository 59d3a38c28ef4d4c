"""Real tensors of every framework that the machine has come back as they were given."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.io.framework_arrays import WAYS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("framework", [name for name in WAYS if find_spec(name) is not None])
def test_that_the_arrays_of_a_framework_come_back(framework: str) -> None:
    """In a process of its own: a framework changes settings of all numerical libraries."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.io.framework_arrays", framework],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{framework}: ")
