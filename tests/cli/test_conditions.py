"""Operating conditions on the command line, confirmed by counting the samples of every model."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.cli import main
from confmat_gui.session.files import read_session, save_session
from tests.present.test_operating_conditions import TEN, models

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Three sessions of the same samples, each best somewhere."""
    paths = []
    for session in models():
        path = tmp_path / f"{session.name}.confmat"
        save_session(session, path)
        paths.append(str(path))
    return paths


def told(capsys: Capture, *words: str) -> str:
    assert main(words) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def costs_at(paths: list[str], ratio: float) -> dict[tuple[str, float], float]:
    """Return what a sample costs under every threshold of every model, counted by hand."""
    costs = {}
    for path in paths:
        session = read_session(Path(path))
        predictions = session.data.prepared.predictions
        y, p = predictions.y_true == 1, predictions.score_of(1)
        for threshold in [math.inf, -math.inf, *np.unique(p).tolist()]:
            said = p >= threshold
            cost = (ratio * (y & ~said).sum() + (~y & said).sum()) / len(y)
            costs[session.name, threshold] = float(cost)
    return costs


def test_that_each_row_over_three_sessions_is_confirmed_by_the_models_at_its_cost(
    three: list[str], capsys: Capture
) -> None:
    document = json.loads(told(capsys, "compare", *three, "--json"))["operating_conditions"]
    assert document["models"] == ["A", "B", "C"]
    rows: list[dict[str, Any]] = document["switch_table"]
    assert {row["model"] for row in rows} >= {"A", "B", "C"}
    for row in rows:
        low, high = row["ratio"]
        inside = [row["at_ratio"], *(end for end in (low, high) if end)]
        for ratio in inside:
            costs = costs_at(three, ratio)
            always = row["answer"] == "always crack"
            trivial = ("A", -math.inf if always else math.inf)
            own = trivial if row["model"] is None else (row["model"], row["thresholds"][0])
            assert costs[own] == pytest.approx(min(costs.values()), abs=1e-12)
        assert min(costs_at(three, row["at_ratio"]).values()) == pytest.approx(row["cost"])
    assert [row["pc"][0] for row in rows[1:]] == [row["pc"][1] for row in rows[:-1]]


def test_that_thresholds_of_curves_take_what_reaches_them_under_a_strict_rule_too(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "ten.csv"
    path.write_text("y,p\n1,.9\n1,.8\n0,.7\n1,.6\n0,.5\n0,.4\n", encoding="utf-8")
    words = ["evaluate", str(path), "--json", "--positive", "1", "--cost", "0:1=1", "--cost", "1:0=5"]
    curves = json.loads(told(capsys, *words, "--threshold", "1=0.5", "--strict"))["operating_conditions"]
    best = curves["policies"]["best"]
    assert (curves["boundary"], best["threshold"]) == (">=", 0.6)
    there = json.loads(told(capsys, *words, "--threshold", "1=0.6", "--inclusive"))
    assert there["metrics"]["expected_cost"] == pytest.approx(best["cost"])


def test_that_prices_under_which_nothing_has_a_cost_are_the_reason(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "two.csv"
    path.write_text("y,p\n1,.9\n0,.4\n", encoding="utf-8")
    words = ["evaluate", str(path), "--json", "--positive", "1", "--cost", "0:1=0", "--cost", "1:0=5"]
    curves = json.loads(told(capsys, *words))["operating_conditions"]
    assert curves["policies"] is None
    assert curves["reason"] == "These prices are not sensible: an error must cost more than a right answer."
    words[-3] = "0:1=1"
    assert json.loads(told(capsys, *words))["operating_conditions"]["reason"] is None


def test_that_the_switch_table_of_sessions_can_be_read(three: list[str], capsys: Capture) -> None:
    text = told(capsys, "compare", *three)
    assert "Operating conditions · positive class: crack" in text
    header = next(line for line in text.splitlines() if line.strip().startswith("Model"))
    assert header.split() == ["Model", "Best", "A", "miss", "costs", "Prevalence", "Cost", "there"]


def test_that_evaluate_says_the_best_threshold_at_the_prices(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "ten.confmat"
    save_session(TEN, path)
    document = json.loads(told(capsys, "evaluate", str(path), "--json"))["operating_conditions"]
    assert document["policies"]["best"]["threshold"] == 0.51
    assert document["policies"]["keep"]["cost"] == pytest.approx(0.7)
    text = told(capsys, "evaluate", str(path))
    assert "choose again: threshold 0.510" in text
    assert "2 : 1 – ∞" in text


def test_that_at_another_share_the_answer_is_another(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "ten.confmat"
    save_session(TEN, path)
    words = ("evaluate", str(path), "--json", "--prevalence", "crack=0.02")
    document = json.loads(told(capsys, *words))["operating_conditions"]
    assert document["prevalence"] == pytest.approx(0.02)
    assert document["policies"]["best"]["threshold"] == 0.8


def test_that_the_report_has_the_curves_as_a_view_and_as_a_section(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "ten.confmat"
    save_session(TEN, path)
    alone, page = tmp_path / "curves.svg", tmp_path / "page.svg"
    told(capsys, "report", str(path), "--view", "cost-curves", "-o", str(alone))
    told(capsys, "report", str(path), "--sections", "cost-curves", "-o", str(page))
    for target in (alone, page):
        assert "Cost curves · positive class: crack" in target.read_text(encoding="utf-8")
