"""Files and arguments at fault: exit code 2 and one sentence that names what is at fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Confmat

COMMANDS = ("inspect", "evaluate")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_that_a_directory_is_refused(confmat: Confmat, tmp_path: Path, command: str) -> None:
    assert tmp_path.name in confmat(command, tmp_path).sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_that_a_missing_file_is_named(confmat: Confmat, tmp_path: Path, command: str) -> None:
    assert "nothing.csv" in confmat(command, tmp_path / "nothing.csv").sentence


@pytest.mark.parametrize(
    "name", ["empty.csv", "empty.parquet", "empty.npz", "empty.feather", "empty.confmat"]
)
def test_that_an_empty_file_is_named(confmat: Confmat, tmp_path: Path, name: str) -> None:
    assert name in confmat("evaluate", write(tmp_path, name, "")).sentence


def test_that_a_table_without_a_label_column_is_refused(confmat: Confmat, tmp_path: Path) -> None:
    path = write(tmp_path, "scores.csv", "x,y\n0.25,0.75\n0.5,0.5\n0.125,0.875\n")
    sentence = confmat("evaluate", path).sentence
    assert "scores.csv" in sentence
    assert "--true" in sentence or "label" in sentence


def test_that_a_ragged_row_is_named(confmat: Confmat, tmp_path: Path) -> None:
    rows = "".join(f"yes,0.{i % 9}\n" for i in range(200))
    path = write(tmp_path, "ragged.csv", f"label,score\n{rows}no,0.2,0.3,0.4\n{rows}")
    sentence = confmat("evaluate", path).sentence
    assert "ragged.csv" in sentence
    assert "202" in sentence


def test_that_a_row_cut_short_is_named(confmat: Confmat, tmp_path: Path) -> None:
    path = write(tmp_path, "short.csv", "label,a,b\nyes,0.3,0.7\nno,0.8\nno,0.8,0.2\n")
    sentence = confmat("evaluate", path).sentence
    assert "short.csv" in sentence
    assert "3" in sentence


def test_that_an_unclosed_quote_loses_no_rows_silently(confmat: Confmat, tmp_path: Path) -> None:
    rows = "".join(f"yes,0.{i % 9},note {i}\n" for i in range(100))
    path = write(tmp_path, "quote.csv", f'label,score,note\n{rows}no,0.2,"open\n{rows}')
    sentence = confmat("evaluate", path).sentence
    assert "quote.csv" in sentence
    assert "102" in sentence


@pytest.mark.parametrize("name", ["text.parquet", "text.npz", "text.feather", "text.csv.gz", "text.confmat"])
def test_that_a_text_file_with_another_suffix_is_read_or_refused_by_name(
    confmat: Confmat, tmp_path: Path, name: str
) -> None:
    path = write(tmp_path, name, "label,score\nyes,0.9\nno,0.2\nno,0.6\n")
    ended = confmat("evaluate", path, "--json")
    if ended.code == 0:
        assert ended.document["n"] == 3
    else:
        assert name in ended.sentence


def test_that_noise_with_the_suffix_of_a_table_is_refused(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(os.urandom(3000))
    assert "noise.csv" in confmat("evaluate", path).sentence


def test_that_a_bad_number_is_set_aside_or_named(confmat: Confmat, tmp_path: Path) -> None:
    path = write(tmp_path, "bad.csv", "label,score\nyes,0.9\nno,zero point two\nno,0.6\n")
    ended = confmat("evaluate", path, "--scores", "score", "--json")
    if ended.code == 0:
        assert (ended.document["n"], ended.document["n_set_aside"]) == (2, 1)
    else:
        assert "bad.csv" in ended.sentence


def test_that_an_unknown_column_is_named(confmat: Confmat, binary: Path) -> None:
    for option in ("--true", "--scores", "--pred", "--batch", "--id", "--group", "--weight", "--count"):
        assert "nowhere" in confmat("evaluate", binary, option, "nowhere").sentence


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "Say what to do"),
        (["frobnicate"], "There is no command"),
        (["--json", "evaluate"], "--json"),
        (["evaluate"], "PATH"),
        (["evaluate", "a.csv", "--nothing"], "--nothing"),
        (["evaluate", "a.csv", "--rule", "best"], "--rule"),
        (["evaluate", "a.csv", "--kind", "best"], "--kind"),
        (["evaluate", "a.csv", "--js"], "--js"),
        (["evaluate", "a.csv", "--positive"], "--positive"),
        (["evaluate", "a.csv", "--inclusive", "--strict"], "--strict"),
        (["evaluate", "a.csv", "--scores", "a,,b"], "empty name"),
        (["evaluate", "a.csv", "--scores", '"a'], "list of names"),
        (["evaluate", "a.csv", "--rule", "min-cost", "--threshold", "a=0.3"], "leave one out"),
        (["evaluate", "a.csv", "--rule-file", "r.json", "--rule", "argmax"], "--rule-file"),
        (["evaluate", "a.csv", "--rule-file", "r.json", "--threshold", "a=1"], "--rule-file"),
        (["report", "a.csv"], "--output"),
        (["report", "a.csv", "-o", "x.docx"], ".png, .svg or .pdf"),
        (["report", "a.csv", "-o", "x.png", "--dpi", "5"], "10 to 1200"),
        (["report", "a.csv", "-o", "x.png", "--dpi", "many"], "10 to 1200"),
        (["report", "a.csv", "-o", "x.png", "--view", "all"], "--view"),
        (["session", "a.csv"], "--output"),
        (["session", "a.csv", "-o", "x.zip"], ".confmat"),
        (["compare", "a.csv"], "two"),
    ],
)
def test_that_wrong_arguments_are_answered_with_one_sentence(
    confmat: Confmat, words: list[str], part: str
) -> None:
    sentence = confmat(*words).sentence
    assert part in sentence
    assert "usage:" not in sentence


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--positive", "nobody"], "nobody"),
        (["--threshold", "nobody=0.3"], "none of the classes ok, crack"),
        (["--threshold", "crack"], "CLASS=NUMBER"),
        (["--threshold", "=0.4"], "CLASS=NUMBER"),
        (["--threshold", "crack=much"], "number such as 0.4"),
        (["--threshold", "crack=nan"], "number such as 0.4"),
        (["--threshold", "crack=1_0"], "number such as 0.4"),
        (["--threshold", "crack=0.4", "--threshold", "crack=0.5"], "twice"),
        (["--cost", "crack:ok"], "TRUE:PRED=NUMBER"),
        (["--cost", "crack=5"], "TRUE:PRED=NUMBER"),
        (["--cost", "crack:nobody=5"], "nobody"),
        (["--cost", "nobody:crack=5"], "nobody"),
        (["--cost", "a:b:c=5"], "two of the classes"),
        (["--weight-of", "crack=inf"], "number such as 0.4"),
        (["--rule", "min-cost"], "prices"),
        (["--rule", "predicted"], "no predicted labels"),
        (["--costs", "missing.csv"], "missing.csv"),
        (["--rule-file", "missing.json"], "missing.json"),
        (["--save-rule", "no_folder/rule.json"], "rule.json"),
        (["--classes", "ok,crack,dent,x"], ""),
    ],
)
def test_that_a_rule_or_price_at_fault_is_named(
    confmat: Confmat, binary: Path, words: list[str], part: str
) -> None:
    assert part in confmat("evaluate", binary, *words).sentence


def test_that_a_folder_that_may_not_be_written_is_a_sentence(confmat: Confmat, binary: Path) -> None:
    assert "x.confmat" in confmat("session", binary, "-o", binary.parent / "missing" / "x.confmat").sentence
