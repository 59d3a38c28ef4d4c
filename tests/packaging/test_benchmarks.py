"""The side-by-side runs, with samples so few that it takes no time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import __main__ as program
from benchmarks import peers, samples


def test_that_a_run_prints_and_writes_a_ratio_for_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(samples.SIZES, "quick", [(200, 2), (300, 4)])
    assert program.main(["--quick", "--json", str(tmp_path / "ratios.json")]) == 0
    rows = json.loads((tmp_path / "ratios.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["n"], row["classes"], row["step"]) for row in rows] == [
        (200, 2, "prepare"), (200, 2, "evaluate"), (300, 4, "prepare"), (300, 4, "evaluate")
    ]
    assert all(row["ratio"] > 0 for row in rows)
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_that_no_ratio_is_printed_where_the_answers_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(y_true: peers.Codes, _: peers.Scores) -> list[object]:
        return [np.diag(np.bincount(y_true)), 1.0]

    monkeypatch.setattr(peers, "figures_by_sklearn", wrong)
    with pytest.raises(AssertionError):
        program.compare(500, 4, 1)
