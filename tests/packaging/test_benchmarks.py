"""The side-by-side runs, with samples so few that it takes no time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import __main__ as program
from benchmarks import engine, peers, samples
from confmat_gui.core.sweep import Sweep


def test_that_a_run_prints_and_writes_a_ratio_for_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(samples.SIZES, "quick", [(200, 2), (300, 4)])
    monkeypatch.setitem(engine.CURVES, "quick", [300])
    monkeypatch.setitem(engine.TICKS, "quick", [(400, 2), (300, 4)])
    assert program.main(["--quick", "--json", str(tmp_path / "ratios.json")]) == 0
    document = json.loads((tmp_path / "ratios.json").read_text(encoding="utf-8"))
    rows, of_engine = document["rows"], document["engine"]
    assert [(row["n"], row["classes"], row["step"]) for row in rows] == [
        (200, 2, "prepare"), (200, 2, "evaluate"), (300, 4, "prepare"), (300, 4, "evaluate")
    ]
    assert all(row["ratio"] > 0 for row in rows)
    assert [row["work"].partition(",")[0] for row in of_engine] == [
        *["curves and areas"] * 4, "convex hull", "lowest cost over all thresholds",
        *["taking a threshold", "one position of it", "`evaluate` while it moves", "`evaluate` once"] * 2,
    ]  # fmt: skip
    assert all(row["seconds"] > 0 for row in of_engine)
    assert len(capsys.readouterr().out.splitlines()) == (1 + len(of_engine)) + (2 + len(rows))


def test_that_no_ratio_is_printed_where_the_answers_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(y_true: peers.Codes, _: peers.Scores) -> list[object]:
        return [np.diag(np.bincount(y_true)), 1.0]

    monkeypatch.setattr(peers, "figures_by_sklearn", wrong)
    with pytest.raises(AssertionError):
        program.compare(500, 4, 1)


def test_that_no_position_is_measured_where_the_index_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Sweep.at

    def wrong(sweep: Sweep, threshold: float) -> Any:
        matrix, n_tied = right(sweep, threshold)
        return matrix + 1, n_tied

    monkeypatch.setattr(Sweep, "at", wrong)
    monkeypatch.setitem(engine.CURVES, "quick", [])
    monkeypatch.setitem(engine.TICKS, "quick", [(400, 2)])
    with pytest.raises(AssertionError):
        list(engine.engine_rows("quick", program.median_seconds, 1))
