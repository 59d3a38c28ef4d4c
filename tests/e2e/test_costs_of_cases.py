"""Published costs through the command line: KDD99 with its 5 x 5 prices, German credit, heart at 5 to 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from confmat_gui.cli import main

Cases = Callable[[str], Path]


def evaluated(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert main(["evaluate", *map(str, words), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def expected(cases: Cases, folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cases(f"{folder}/expected.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", ["counts", "confusion"])
def test_that_the_winner_of_kdd99_costs_what_was_published(
    cases: Cases, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    known = expected(cases, "08_cost_matrices")["computed"]
    folder = "08_cost_matrices"
    options = ["--count", "count"] if form == "counts" else ["--kind", "matrix", "--rows", "true"]
    found = evaluated(
        capsys, cases(f"{folder}/kdd99_winner_{form}.csv"), *options,
        "--costs", cases(f"{folder}/kdd99_cost_matrix.csv"),
    )  # fmt: skip
    assert found["n"] == 311029
    assert found["metrics"]["total_cost"] == known["total_cost"] == 72500
    assert round(found["metrics"]["expected_cost"], 4) == 0.2331
    by_class = {name: figures["cost"] for name, figures in found["per_class"].items()}
    assert by_class == known["cost_by_actual_class"]
    answers = found["cost_answers"]
    assert answers["best_constant"]["answer"] == known["best_constant_prediction"] == "DOS"
    always = known["cost_of_always_predicting"]["DOS"]
    assert answers["best_constant"]["per_sample"] == pytest.approx(always)
    assert answers["value"] == pytest.approx(always - 72500 / 311029)
    first = found["costliest_cells"][0]
    assert (first["true"], first["predicted"], first["n"], first["price"]) == ("R2L", "normal", 14527, 4)
    assert found["cost_equivalence"]["kind"] == "none"
    assert answers["lowest_expected_cost"]["total"] is None


def test_that_german_credit_costs_232_at_one_half(cases: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    path = cases("04_sklearn_docs/german_credit_test.csv")
    costs = cases("08_cost_matrices/german_cost_matrix.csv")
    found = evaluated(capsys, path, "--costs", costs, "--threshold", "bad=0.5")
    assert found["positive"] == "bad"
    assert found["metrics"]["total_cost"] == found["cost_answers"]["default_rule"]["total"] == 232
    assert found["costs"] == ([[0, 1], [5, 0]] if found["classes"][0] == "good" else [[0, 5], [1, 0]])
    same = found["cost_equivalence"]
    assert same["thresholds"]["bad"] == pytest.approx(1 / 6)
    assert same["weights"] == {"good": 1, "bad": 5}
    # Always bad costs every good one 1; always good costs every bad one 5.
    assert found["cost_answers"]["best_constant"] == {"answer": "bad", "total": 175, "per_sample": 0.7}
    assert expected(cases, "08_cost_matrices")["computed"]["german_always_bad"] == 0.7
    assert found["cost_answers"]["value"] == pytest.approx((175 - 232) / 250)
    lowest = evaluated(capsys, path, "--costs", costs, "--rule", "min-cost")
    assert lowest["metrics"]["total_cost"] == found["cost_answers"]["lowest_expected_cost"]["total"]
    tuned = evaluated(capsys, path, "--costs", costs, "--threshold", "bad=0.020293082548957047")
    assert tuned["metrics"]["total_cost"] == 134


@pytest.mark.parametrize(
    ("name", "classes"), [("german", ("good", "bad")), ("heart", ("absence", "presence"))]
)
def test_that_five_to_one_is_read_the_right_way_round(
    cases: Cases, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, classes: tuple[str, str]
) -> None:
    well, ill = classes
    dear = f"A true {ill} predicted {well} costs 5, a true {well} predicted {ill} costs 1."
    path = tmp_path / "labels.csv"
    rows = [f"{true},{pred}" for true in classes for pred in classes for _ in range(3)]
    path.write_text("\n".join(["true,predicted", *rows]), encoding="utf-8")
    costs = cases(f"08_cost_matrices/{name}_cost_matrix.csv")
    assert main(["evaluate", str(path), "--costs", str(costs)]) == 0
    assert dear in capsys.readouterr().out
    turned = tmp_path / "turned.csv"
    header, *lines = [line.split(",") for line in costs.read_text(encoding="utf-8").split()]
    columns = [list(column) for column in zip(*(line[1:] for line in lines), strict=True)]
    body = [",".join([label, *column]) for label, column in zip(header[1:], columns, strict=True)]
    turned.write_text("\n".join([",".join(["predicted", *header[1:]]), *body]), encoding="utf-8")
    assert main(["evaluate", str(path), "--costs", str(turned)]) == 0
    assert dear in capsys.readouterr().out
