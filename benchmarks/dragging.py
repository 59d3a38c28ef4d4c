"""Drags in the shown window: which moves get a frame of their own, and how long the window is not free.

It needs Xvfb, openbox and the X libraries of xdotool; where one is missing the rows say so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.displays import missing, virtual_display
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples

SIZES = {"quick": [(20_000, 4)], "full": [(1_000_000, 10), (50_000, 1000)]}
MOVES = {"quick": 30, "full": 180}
RATE = 60
PARTS = ("slider", "marker")
SHARES = {10: 0.8, 1000: 0.5}
"""Share of the moves that must get their own frame, by classes."""
GAP = "95 % under 16 ms"
PATIENCE = 400


def rows(size: str, _measure: Measure, _turns: int) -> Iterator[Row]:
    """Open and drag each size in a process of its own; one turn is many moves, so there is only one."""
    for n, n_classes in SIZES[size]:
        yield from _drags(n, n_classes, MOVES[size])


def _drags(n: int, n_classes: int, moves: int) -> Iterator[Row]:
    shape = f"{n:,} x {n_classes}"
    if missing():
        yield Row(f"drag, {shape}", note=missing())
        return
    with tempfile.TemporaryDirectory() as folder:
        found = watched(write_samples(Path(folder), n, n_classes), PARTS, moves)
    opening = found["opening"]
    yield Row(f"open, to the first screen, {shape}", opening["seconds"])
    gaps = opening["gaps"]
    yield Row(f"longest gap of the window meanwhile, {shape}", max(gaps), p95=_p95(gaps))
    for part in PARTS:
        yield from _rows_of_drag(f"{part}, {shape}", found[part], SHARES.get(n_classes))


def _rows_of_drag(name: str, drag: dict[str, Any], share: float | None) -> Iterator[Row]:
    goal = "" if share is None else f"at least {share:.0%} of the moves"
    delay = float(np.median(drag["delays"]))
    yield Row(f"drag, move to painted, {name}", delay, p95=_p95(drag["delays"]),
              share=drag["frames"] / drag["sent"], goal=goal)  # fmt: skip
    gaps = drag["gaps"]
    yield Row(f"drag, gap of the window, {name}", float(np.median(gaps)), p95=_p95(gaps), goal=GAP)


def write_samples(folder: Path, n: int, n_classes: int) -> Path:
    """Write generated probabilities as a file that the window opens."""
    y_true, y_score = make_samples(n, n_classes)
    path = folder / "samples.npz"
    np.savez(path, y_true=y_true, y_score=y_score)
    return path


def watched(file: Path, drags: tuple[str, ...], moves: int) -> dict[str, Any]:
    """Open a window on a file in a process of its own and return what was seen."""
    asked = {"file": str(file), "drags": drags, "moves": moves, "rate": RATE}
    command = [sys.executable, "-m", "benchmarks.watched_window"]
    with virtual_display() as environment:
        done = subprocess.run(command, input=json.dumps(asked), env=environment, text=True, check=True,
                              stdout=subprocess.PIPE, timeout=PATIENCE)  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _p95(values: list[float]) -> float:
    return float(np.quantile(values, 0.95))
