"""A step of the threshold of 1e6 binary scores, beside the calibration plot of Orange 3.

Each in a process of its own on the same virtual display, the two in turn. Orange lives in an environment of
its own in the folder that `--peers` names; it is made there at the first run.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.displays import missing, virtual_display
from benchmarks.measuring import PEERS, Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples

SIZES = {"quick": 20_000, "full": 1_000_000}
THRESHOLDS = [round(0.40 + 0.01 * step, 2) for step in range(12)]
WARM = 2
"""Steps that are not counted: the index is built in them, and pictures of lines are made."""
ROUNDS = 2
GOAL = 50
SCRIPT = Path(__file__).with_name("orange_steps.py")
PACKAGES = ("orange3==3.40.0", "PyQt6==6.9.1")
PATIENCE = 600


def rows(size: str, _measure: Measure, _turns: int) -> Iterator[Row]:
    """Compare processor times of one step, after comparing what both say."""
    work = f"step of a threshold until painted, {SIZES[size]:,} x 2"
    reason = missing() or _not_installed()
    if reason:
        yield Row(f"{work}, beside Orange", note=reason)
        return
    with tempfile.TemporaryDirectory() as folder, virtual_display() as environment:
        file = str(_write(Path(folder), SIZES[size]))
        ours, theirs = [], []
        for _ in range(ROUNDS):
            own = _steps([sys.executable, "-m", "benchmarks.own_steps", file], environment)
            other = _steps([str(_python()), str(SCRIPT), file], _for_orange(environment))
            np.testing.assert_allclose(own["accuracy"], other["accuracy"], rtol=1e-12)
            ours += own["seconds"][WARM:]
            theirs += other["seconds"][WARM:]
    mine, peer = statistics.median(ours), statistics.median(theirs)
    yield Row(f"{work}, processor time", mine, ratio=peer / mine, goal=f"{GOAL} times Orange")


def _steps(command: list[str], environment: dict[str, str]) -> dict[str, list[float]]:
    done = subprocess.run(command, input=json.dumps(THRESHOLDS), env=environment, text=True, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE)  # fmt: skip
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _write(folder: Path, n: int) -> Path:
    y_true, y_score = make_samples(n, 2)
    path = folder / "binary.npz"
    np.savez(path, y_true=y_true, y_score=y_score[:, 1].astype(np.float64))
    return path


def _not_installed() -> str:
    """Make Orange's environment if there is a folder for it; return why it cannot be used, "" if it can."""
    if not os.environ.get(PEERS):
        return "not run: name a folder for the peers with --peers"
    if _python().exists():
        return ""
    venv.create(_python().parents[1], with_pip=True)
    command = [str(_python()), "-m", "pip", "install", "--quiet", *PACKAGES]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode == 0:
        return ""
    shutil.rmtree(_python().parents[1])
    return f"not run: Orange could not be installed: {done.stderr.strip().splitlines()[-1]}"


def _python() -> Path:
    return Path(os.environ[PEERS]) / "orange" / "bin" / "python"


def _for_orange(environment: dict[str, str]) -> dict[str, str]:
    """Leave out what would lead its Python to packages of this environment."""
    return {name: value for name, value in environment.items() if name != "PYTHONPATH"} | {"QT_API": "pyqt6"}
