from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from confmat_gui.cli.labels import cell_and_number, class_and_number
from confmat_gui.core.errors import InputError
from tests.cli.conftest import Confmat


def document(confmat: Confmat, *words: str | Path) -> dict[str, Any]:
    return confmat("evaluate", *words, "--json").document


def test_that_prices_change_no_decision(confmat: Confmat, three: Path) -> None:
    plain = document(confmat, three)
    priced = document(confmat, three, "--cost", "a:c=50", "--weight-of", "b=7")
    assert priced["rule"] == plain["rule"]
    assert priced["confusion"] == plain["confusion"]


def test_that_minimum_cost_is_chosen_by_name(confmat: Confmat, three: Path) -> None:
    found = document(confmat, three, "--weight-of", "c=100", "--rule", "min-cost")
    assert found["rule"]["kind"] == "min-cost"
    assert [row[2] for row in found["confusion"]] == [3, 3, 3]


def test_that_a_later_price_overrides_an_earlier_one(confmat: Confmat, three: Path) -> None:
    first = document(confmat, three, "--weight-of", "c=20", "--cost", "c:a=5")
    assert first["costs"] == [[0, 1, 1], [1, 0, 1], [5, 20, 0]]
    second = document(confmat, three, "--cost", "c:a=5", "--weight-of", "c=20")
    assert second["costs"] == [[0, 1, 1], [1, 0, 1], [20, 20, 0]]


def test_that_a_cost_file_comes_first(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text(",c,b,a\na,1,2,0\nb,3,0,4\nc,0,5,6\n")
    found = document(confmat, three, "--cost", "a:b=9", "--costs", costs)
    assert found["costs"] == [[0, 9, 1], [4, 0, 3], [6, 5, 0]]


def test_that_thresholds_imply_their_rule(confmat: Confmat, three: Path) -> None:
    found = document(confmat, three, "--threshold", "c=0.2")
    assert found["rule"]["kind"] == "thresholds"
    assert found["rule"]["thresholds"] == {"a": 0.4, "b": 0.4, "c": 0.2}


def test_that_thresholds_start_equal_where_none_is_named(confmat: Confmat, three: Path) -> None:
    found = document(confmat, three, "--rule", "thresholds")
    assert found["rule"]["thresholds_normalised"] == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    assert found["confusion"] == document(confmat, three)["confusion"]


def test_that_a_saved_rule_gives_the_same_decisions(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    rule = tmp_path / "rule.json"
    first = document(confmat, three, "--threshold", "c=0.123", "--threshold", "a=0.7", "--save-rule", rule)
    second = document(confmat, three, "--rule-file", rule)
    assert second["rule"] == first["rule"]
    assert second["confusion"] == first["confusion"]


def test_that_a_saved_rule_brings_its_positive_class_and_boundary(
    confmat: Confmat, binary: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.json"
    words = ("--positive", "ok", "--threshold", "ok=0.6", "--strict", "--save-rule", rule)
    first = document(confmat, binary, *words)
    assert json.loads(rule.read_text())["positive"] == "ok"
    second = document(confmat, binary, "--rule-file", rule)
    assert (second["positive"], second["rule"], second["confusion"]) == (
        "ok",
        first["rule"],
        first["confusion"],
    )


def test_that_a_positive_class_against_that_of_the_rule_is_refused(
    confmat: Confmat, binary: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.json"
    document(confmat, binary, "--positive", "ok", "--threshold", "ok=0.6", "--save-rule", rule)
    refused = confmat("evaluate", binary, "--positive", "crack", "--rule-file", rule)
    assert "is for ok" in refused.sentence
    assert document(confmat, binary, "--positive", "ok", "--rule-file", rule)["positive"] == "ok"


def test_that_the_rule_of_stored_costs_can_be_saved(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    rule = tmp_path / "rule.json"
    first = document(confmat, three, "--weight-of", "c=9", "--rule", "min-cost", "--save-rule", rule)
    # Whoever carries the rule away needs its costs, wherever they were given.
    second = document(confmat, three, "--rule-file", rule)
    assert second["confusion"] == first["confusion"]


def test_that_the_costs_of_a_saved_rule_follow_their_classes(
    confmat: Confmat, three: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.json"
    words = ("--classes", "c,a,b", "--cost", "c:a=9", "--cost", "a:b=4", "--rule", "min-cost")
    first = document(confmat, three, *words, "--save-rule", rule)
    second = document(confmat, three, "--classes", "a,b,c", "--rule-file", rule)
    order = [first["classes"].index(name) for name in second["classes"]]
    assert second["rule"]["costs"] == [[first["costs"][i][j] for j in order] for i in order]
    assert second["confusion"] == [[first["confusion"][i][j] for j in order] for i in order]


def test_that_a_boundary_alone_keeps_the_rule(confmat: Confmat, binary: Path) -> None:
    found = document(confmat, binary, "--positive", "crack", "--strict")
    assert found["rule"]["boundary"] == ">"
    assert found["rule"]["kind"] == "thresholds"


CLASSES = ("a", "b", "a:b", "x=y", "p,q", "b:c", "c")


def test_that_a_label_may_hold_what_separates() -> None:
    assert class_and_number("--threshold", "x=y=0.5", CLASSES) == (3, 0.5)
    assert class_and_number("--threshold", " p,q = 1e-3", CLASSES) == (4, 1e-3)
    assert cell_and_number("--cost", "x=y:p,q=2", CLASSES) == (3, 4, 2.0)
    assert cell_and_number("--cost", "a:b:p,q=2", CLASSES) == (2, 4, 2.0)


def test_that_an_ambiguous_label_is_refused() -> None:
    with pytest.raises(InputError, match="more than one pair"):
        cell_and_number("--cost", "a:b:c=1", CLASSES)


def test_that_names_with_commas_stand_in_quotes(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "commas.csv"
    path.write_text('label,"ok, dry",crack\n"ok, dry",0.9,0.1\ncrack,0.2,0.8\n"ok, dry",0.4,0.6\n')
    found = document(confmat, path, "--scores", '"ok, dry",crack', "--classes", '"ok, dry",crack')
    assert found["classes"] == ["ok, dry", "crack"]
    assert document(confmat, path, "--threshold", "ok, dry=0.3")["rule"]["thresholds"]["ok, dry"] == 0.3


def test_that_prices_have_a_unit_wherever_they_stand(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    words = (three, "--weight-of", "c=20", "--cost-unit", "€")
    found = document(confmat, *words)
    assert found["cost_unit"] == "€"
    assert found["metrics"] == document(confmat, three, "--weight-of", "c=20")["metrics"]
    text = confmat("evaluate", *words).out
    assert "Expected cost (€)" in text
    assert "Total cost (€)" in text
    assert "Cost of missing (€)" in text
    kept = tmp_path / "kept.confmat"
    confmat("session", *words, "-o", kept)
    assert document(confmat, kept)["cost_unit"] == "€"
    assert document(confmat, kept, "--cost-unit", "")["cost_unit"] is None
    assert document(confmat, three)["cost_unit"] is None
    compared = confmat("compare", kept, three, "--cost-unit", "points", "--weight-of", "c=20")
    assert "Cost / sample (points)" in compared.out
    apart = confmat("compare", kept, three, "--weight-of", "c=20")
    assert "Cost / sample  " in apart.out


def test_that_usual_prices_have_words(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    assert document(confmat, three, "--costs-preset", "equal")["costs"] == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    found = document(confmat, three, "--costs-preset", "squared-distance", "--weight-of", "c=7")
    assert found["costs"] == [[0, 1, 4], [1, 0, 1], [7, 7, 0]]
    bad = confmat("evaluate", three, "--costs-preset", "equal", "--costs", "x.csv")
    assert bad.code == 2
    assert "--costs" in bad.err
    assert confmat("evaluate", three, "--cost-unit", "a" * 40, "--weight-of", "c=2").code == 2
