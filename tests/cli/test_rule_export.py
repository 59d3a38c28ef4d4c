"""The rule of a command goes into production, and a rule file comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Confmat


@pytest.mark.parametrize(
    ("name", "words", "start"),
    [
        ("rule.json", (), '{\n  "schema": 1'),
        ("rule.py", (), '"""A decision rule made by confmat_gui'),
        ("rule_sklearn.py", (), '"""A decision rule made by confmat_gui'),
        ("rule.sql", (), "-- A decision rule made by confmat_gui"),
        ("crack.txt", ("--save-rule-as", "sql"), "-- A decision rule made by confmat_gui"),
        ("crack.py", ("--save-rule-as", "sklearn"), '"""A decision rule made by confmat_gui'),
        ("crack.sql", ("--save-rule-as", "json"), '{\n  "schema": 1'),
    ],
)
def test_that_a_rule_is_saved_in_the_format_of_its_name_or_of_the_option(
    confmat: Confmat, three: Path, tmp_path: Path, *, name: str, words: tuple[str, ...], start: str
) -> None:
    path = tmp_path / name
    assert confmat("evaluate", three, "--threshold", "c=0.2", "--save-rule", path, *words).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(start)
    assert ("class RuleClassifier" in text) == ("sklearn" in name or "sklearn" in words)


def test_that_saved_python_decides_as_the_command_counted(
    confmat: Confmat, three: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.py"
    words = ("--weight-of", "c=9", "--rule", "min-cost")
    counted = confmat("evaluate", three, *words, "--save-rule", rule, "--json").document
    rows = [line.split(",") for line in three.read_text(encoding="utf-8").splitlines()[1:]]
    code = "import json, sys, rule; print(json.dumps(rule.decide(json.load(sys.stdin)).tolist()))"
    scores = json.dumps([[float(value) for value in row[2:5]] for row in rows])
    ran = subprocess.run(
        [sys.executable, "-c", code], input=scores, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    found = [[0] * 3 for _ in "abc"]
    for row, answer in zip(rows, json.loads(ran.stdout), strict=True):
        found["abc".index(row[1])]["abc".index(answer)] += 1
    assert found == counted["confusion"]


def test_that_a_rule_file_whose_vectors_do_not_fit_is_one_sentence(
    confmat: Confmat, three: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.json"
    confmat("evaluate", three, "--threshold", "c=0.2", "--save-rule", rule)
    assert confmat("evaluate", three, "--rule-file", rule).code == 0
    document = json.loads(rule.read_text(encoding="utf-8"))
    document["thresholds"]["c"] = 0.1
    rule.write_text(json.dumps(document), encoding="utf-8")
    refused = confmat("evaluate", three, "--rule-file", rule)
    assert "rule.json: its test row" in refused.sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--save-rule-as", "sql"), "say where with --save-rule"),
        (("--kind", "logit", "--threshold", "c=0.2", "--save-rule", "rule.sql"), "by exp()"),
    ],
)
def test_that_code_that_cannot_be_written_is_refused(
    confmat: Confmat, three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    *, words: tuple[str, ...], sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = confmat("evaluate", three, *words)
    assert sentence in refused.sentence
    assert not list(tmp_path.glob("rule.*"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--prevalence", "crack=0.1", "--adapt-scores"), "adapted to other shares of the classes"),
        (("--repair", "reverse-scores"), "reversed"),
    ],
)
def test_that_a_rule_for_changed_scores_is_not_used_on_others(
    confmat: Confmat, binary: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    rule, common = tmp_path / "rule.json", ("evaluate", binary, "--positive", "crack")
    made = confmat(*common, *words, "--threshold", "crack=0.3", "--save-rule", rule, "--json").document
    refused = confmat(*common, "--rule-file", rule).sentence
    assert f"is for scores that are {sentence}; treat these in the same way" in refused
    assert confmat(*common, *words, "--rule-file", rule, "--json").document["confusion"] == made["confusion"]
    plain = tmp_path / "plain.json"
    assert confmat(*common, "--threshold", "crack=0.3", "--save-rule", plain).code == 0
    assert f"for scores that are not {sentence}" in confmat(*common, *words, "--rule-file", plain).sentence
