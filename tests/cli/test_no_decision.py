from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Confmat


def test_that_samples_that_reach_no_threshold_are_counted_apart(confmat: Confmat, three: Path) -> None:
    words = ("--threshold", "a=0.6", "--threshold", "b=0.6", "--threshold", "c=0.6", "--no-decision")
    found = confmat("evaluate", three, *words, "--json").document
    assert found["rule"]["no_decision"] is True
    assert found["confusion"] == [[2, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert found["no_decision"] == [1, 2, 2]
    assert found["n"] == 9
    assert found["metrics"]["coverage"] == 4 / 9
    assert found["metrics"]["error_rate"] == 0
    text = confmat("evaluate", three, *words).out
    assert "no decision" in text
    assert "Figures of the decided samples" in text
    assert "Coverage" in text


def test_that_a_rule_that_decides_everything_says_nothing_of_coverage(confmat: Confmat, three: Path) -> None:
    found = confmat("evaluate", three, "--json").document
    assert found["no_decision"] is None
    assert found["metrics"]["coverage"] == 1
    text = confmat("evaluate", three).out
    assert "Coverage" not in text
    assert "no decision" not in text


def test_that_no_decision_alone_starts_at_one_half_each(confmat: Confmat, three: Path) -> None:
    for words in (("--no-decision",), ("--rule", "thresholds", "--no-decision")):
        found = confmat("evaluate", three, *words, "--json").document
        assert found["rule"]["thresholds"] == {"a": 0.5, "b": 0.5, "c": 0.5}
    shared = confmat("evaluate", three, "--threshold", "a=0.6", "--no-decision", "--json").document
    assert shared["rule"]["thresholds"] == {"a": 0.6, "b": 0.2, "c": 0.2}


def test_that_no_decision_has_a_price(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    prices = ("--weight-of", "a=4", "--cost", "a:no decision=1", "--cost", "c:no decision=0.5")
    found = confmat("evaluate", three, *prices, "--no-decision", "--json").document
    assert found["costs"] == [[0, 4, 4, 1], [1, 0, 1, 1], [1, 1, 0, 0.5]]
    cost = sum(
        sum(n * price for n, price in zip([*row, left], costs, strict=True))
        for row, left, costs in zip(found["confusion"], found["no_decision"], found["costs"], strict=True)
    )
    assert found["metrics"]["total_cost"] == pytest.approx(cost)
    rule = tmp_path / "rule.json"
    words = ("--rule", "min-cost", "--save-rule", rule)
    cheapest = confmat("evaluate", three, *prices, *words, "--json").document
    assert sum(cheapest["no_decision"]) > 0
    again = confmat("evaluate", three, "--rule-file", rule, "--json").document
    assert (again["confusion"], again["no_decision"]) == (cheapest["confusion"], cheapest["no_decision"])


def test_that_prices_without_no_decision_leave_the_cost_open(confmat: Confmat, three: Path) -> None:
    found = confmat("evaluate", three, "--weight-of", "a=4", "--no-decision", "--json").document
    assert found["metrics"]["expected_cost"] is None
    notices = " ".join(each["text"] for each in found["notices"])
    assert "do not say what a sample without a decision costs" in notices


def test_that_a_saved_rule_and_a_session_keep_no_decision(
    confmat: Confmat, three: Path, tmp_path: Path
) -> None:
    rule, session = tmp_path / "rule.json", tmp_path / "a.confmat"
    words = ("--threshold", "b=0.65", "--no-decision", "--strict")
    first = confmat("evaluate", three, *words, "--save-rule", rule, "--json").document
    assert confmat("session", three, *words, "-o", session).code == 0
    for source in ((three, "--rule-file", rule), (session,)):
        found = confmat("evaluate", *source, "--json").document
        assert (found["rule"], found["no_decision"]) == (first["rule"], first["no_decision"])
    assert confmat("inspect", session).code == 0
    relative = confmat("evaluate", session, "--rule", "thresholds", "--json").document
    assert relative["rule"]["no_decision"] is False
    assert relative["no_decision"] is None


def test_that_a_comparison_says_how_much_each_decides(confmat: Confmat, three: Path, tmp_path: Path) -> None:
    session = tmp_path / "b.confmat"
    confmat("session", three, "--threshold", "b=0.6", "--no-decision", "-o", session)
    found = confmat("compare", three, session, "--json").document
    (comparison,) = found["comparisons"]
    assert comparison["no_decision_difference"] == found["sessions"][1]["no_decision"]
    (coverage,) = [row for row in comparison["differences"] if row["key"] == "coverage"]
    assert coverage["a"] == 1
    assert coverage["b"] == found["sessions"][1]["metrics"]["coverage"]
    assert "Coverage" in confmat("compare", three, session).out
    same = confmat("compare", three, three, "--json").document
    assert same["comparisons"][0]["no_decision_difference"] is None
    assert "Coverage" not in confmat("compare", three, three).out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--rule", "argmax"), "two different rules"),
        (("--rule", "min-cost"), "give no decision a price"),
        (("--rule-file", "rule.json"), "leave out --no-decision"),
        (("--threshold", "a=1"), "leaves nothing for the other classes"),
        (("--cost", "no decision:a=1"), "none of the classes"),
    ],
)
def test_that_contradictions_are_refused(
    confmat: Confmat, three: Path, words: tuple[str, ...], expected: str
) -> None:
    assert expected in confmat("evaluate", three, "--no-decision", *words).sentence


def test_that_a_class_may_be_called_no_decision(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("label,ok,no decision\nok,0.9,0.1\nno decision,0.2,0.8\nok,0.45,0.55\n")
    found = confmat("evaluate", path, "--cost", "ok:no decision=7", "--json").document
    assert max(map(max, found["costs"])) == 7
    assert [len(row) for row in found["costs"]] == [2, 2]
