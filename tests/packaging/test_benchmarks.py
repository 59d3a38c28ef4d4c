"""The side-by-side runs, with samples so few that it takes no time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import __main__ as program
from benchmarks import (
    classes,
    covering,
    curves,
    deciding,
    dragging,
    drawing,
    moving,
    opening,
    orange,
    peers,
    reading,
    searching,
    whole,
)
from benchmarks.measuring import median_seconds
from benchmarks.rows import Row
from confmat_gui.core.handover import Tick
from confmat_gui.core.sweep import Sweep


def test_that_a_run_prints_and_writes_a_ratio_for_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(whole.SIZES, "quick", [(200, 2), (300, 4)])
    assert program.main(["--quick", "--only", "whole", "--json", str(tmp_path / "ratios.json")]) == 0
    rows = json.loads((tmp_path / "ratios.json").read_text(encoding="utf-8"))["topics"]["whole"]
    assert [row["work"] for row in rows] == [
        "prepare, 200 x 2", "evaluate, 200 x 2", "prepare, 300 x 4", "evaluate, 300 x 4"
    ]  # fmt: skip
    assert all(row["seconds"] > 0 and row["ratio"] > 0 for row in rows)
    printed = capsys.readouterr().out.splitlines()
    assert printed[1] == "whole"
    assert len(printed) == 3 + len(rows)


def test_that_every_topic_can_be_asked_for() -> None:
    for topic in program.TOPICS:
        assert callable(program.rows_of(topic))


def test_that_a_row_that_was_not_run_says_why() -> None:
    assert Row("a drag", note="not run: Xvfb is missing").as_text().split() == [
        "a", "drag", "not", "run:", "Xvfb", "is", "missing"
    ]  # fmt: skip


def test_that_a_goal_stands_beside_its_figure() -> None:
    text = Row("a drag", 0.012, p95=0.015, ratio=4.25, memory=2.5, share=0.5, goal="p95 < 16 ms").as_text()
    assert " ".join(text.split()) == "a drag 12.0 ms 15.0 ms 4.2 2.50 50% p95 < 16 ms"


def test_that_a_missing_tool_is_named_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    for topic in (dragging, opening, orange):
        found = list(topic.rows("quick", median_seconds, 1))
        assert all(row.note.startswith("not run: Xvfb, openbox") for row in found)
        assert found


def test_that_orange_is_not_installed_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFMAT_BENCHMARK_PEERS", raising=False)
    monkeypatch.setattr(orange, "missing", lambda: "")
    (row,) = orange.rows("quick", median_seconds, 1)
    assert row.note == "not run: name a folder for the peers with --peers"


def test_that_no_ratio_is_printed_where_the_answers_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(y_true: peers.Codes, _: peers.Scores) -> list[object]:
        return [np.diag(np.bincount(y_true)), 1.0]

    monkeypatch.setattr(peers, "figures_by_sklearn", wrong)
    monkeypatch.setitem(whole.SIZES, "quick", [(500, 4)])
    with pytest.raises(AssertionError):
        list(whole.rows("quick", median_seconds, 1))


def test_that_no_position_is_measured_where_the_index_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Sweep.lent

    def wrong(sweep: Sweep, threshold: float) -> Tick:
        found = right(sweep, threshold)
        return Tick(found.outcomes + 1, found.n_tied)

    monkeypatch.setattr(Sweep, "lent", wrong)
    monkeypatch.setitem(moving.SIZES, "quick", [(400, 2)])
    with pytest.raises(AssertionError):
        list(moving.rows("quick", median_seconds, 1))


def test_that_every_kind_of_move_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(moving.SIZES, "quick", [(400, 10)])
    found = [row.work for row in moving.rows("quick", median_seconds, 1) if row.work.startswith("taking")]
    assert found == [
        "taking a threshold, 400 x 10", "taking a threshold with no decision, 400 x 10",
        "taking a cost weight, 400 x 10",
    ]  # fmt: skip


def test_that_thinning_is_checked_against_the_vertices_before_it_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(drawing.SIZES, "quick", [5_000])
    monkeypatch.setitem(drawing.SCREENS, "quick", [(200, 4)])
    found = list(drawing.rows("quick", median_seconds, 1))
    works = [row.work.partition(" of ")[0] for row in found]
    assert works == ["ROC"] * 2 + ["precision-recall"] * 2 + ["screen"]
    monkeypatch.setattr(drawing, "thin_roc", lambda curve, _: curve.roc(np.array([0, 1, len(curve) - 1])))
    with pytest.raises(AssertionError):
        list(drawing.rows("quick", median_seconds, 1))


def test_that_first_decisions_are_measured_with_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(deciding.SIZES, "quick", [(300, 5), (300, 10)])
    found = list(deciding.rows("quick", median_seconds, 1))
    works = ["first matrix", "the same", "first matrix by thresholds", "lowest expected cost"]
    assert [row.work.split(",")[0] for row in found] == [*works, "the same", *works, "1"]
    assert all(row.ratio is not None and row.ratio > 0 for row in found)
    assert found[0].memory is not None
    assert found[0].memory > 0


def test_that_no_lowest_cost_is_measured_where_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "first_lowest", lambda sums: (sums.argmax(axis=0), 0))
    monkeypatch.setitem(deciding.SIZES, "quick", [(300, 4)])
    with pytest.raises(AssertionError):
        list(deciding.rows("quick", median_seconds, 1))


def test_that_searches_are_measured_with_what_they_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(searching.SIZES, "quick", [(400, 3)])
    monkeypatch.setitem(searching.PART_ROWS, "quick", 100)
    found = list(searching.rows("quick", median_seconds, 1))
    assert sum(row.work.startswith("line search") for row in found) == 6
    assert sum("searches)" in row.work for row in found) == 6


def test_that_curves_of_all_kinds_agree_with_scikit_learn_before_they_are_timed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(curves.SIZES, "quick", [3_000])
    monkeypatch.setitem(classes.SIZES, "quick", [(600, 12)])
    monkeypatch.setitem(classes.SEARCHED, "quick", [9_000])
    rows = list(curves.rows("quick", median_seconds, 1))
    assert len(rows) == len(curves.KINDS)
    assert all(row.floors and row.ratio and row.memory for row in rows)
    works = [row.work for row in classes.rows("quick", median_seconds, 1)]
    assert [work.split(",")[0] for work in works[1:3]] == ["every class", "DeLong of every class"]
    assert sum("hull" in work for work in works) == 2


def test_that_each_format_is_read_beside_its_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.SIZES, "quick", 2_000)
    monkeypatch.setattr(reading, "_memory", lambda path: float(path.stat().st_size > 0))
    found = list(reading.rows("quick", median_seconds, 1))
    assert [row.work.split(",")[0] for row in found[::4]] == [
        "read Parquet", "read Feather", "read NPZ", "read CSV"
    ]  # fmt: skip
    assert len(found) == 16
    assert all(row.seconds and row.ratio for row in found)
    assert [row.memory for row in found] == [None, 1.0] * 8


def test_that_the_grid_of_intervals_says_how_many_hold_and_which_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(covering.REPETITIONS, "quick", 40)
    few = {"SIZES": ((20, 50),), "RECALLS": (0.9,), "FALSE_ALARMS": (0.05,), "AREAS": (0.8,)}
    for name, values in few.items():
        monkeypatch.setattr(covering, name, values)
    found = {row.work: row.note for row in covering.rows("quick", median_seconds, 1)}
    assert list(found) == [f"{what}, 20 and 50" for what in (
        "cost, bootstrap", "cost, one sample added", "cost, class sizes random, at their shares",
        "cost, class sizes random, of the population", "recall, Wilson", "AUC, DeLong", "AUC, as shown",
        "average precision, logit",
    )]  # fmt: skip
    assert all(" inside, " in note for note in found.values())
    assert covering.Tally({"a": 0.95, "b": 0.9}).note() == "1 of 2 inside, 0.90 to 0.95; outside: b 0.900"
