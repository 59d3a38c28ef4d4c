"""What is written: atomically, harmless in a spreadsheet, and read back to the same values."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.rules import Rule, cost_matrix
from confmat_gui.io import tables
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.cost_files import read_costs, write_costs
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.resources import EXAMPLES, example_paths, resource_path
from confmat_gui.io.rule_files import read_rule, write_rule
from confmat_gui.io.tables import harmless, write_decisions, write_samples, write_set_aside
from tests.io.layouts import load_frame, load_text, multiclass, write_text


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def decided(loaded: Loaded, codes: Any = None) -> Evaluation:
    """Return the least of an evaluation that a table of decisions needs."""
    decisions = loaded.predictions.y_true if codes is None else np.asarray(codes, np.int32)
    prepared = SimpleNamespace(predictions=loaded.predictions)
    return cast("Evaluation", SimpleNamespace(prepared=prepared, decided=decisions))


def test_that_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "old")
    with pytest.raises(TypeError), write_atomically(path) as stream:
        stream.write(cast("bytes", "half of the new"))
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_that_a_killed_write_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "old")
    code = (
        "import os, signal, sys\nfrom confmat_gui.io.atomic import write_atomically\n"
        "with write_atomically(sys.argv[1]) as stream:\n"
        "    stream.write(b'new' * 10**6); stream.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.read_text() == "old"


def test_that_a_write_replaces_the_file_keeps_its_mode_and_follows_links(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "old")
    path.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(path)
    with write_atomically(tmp_path / "link.csv") as stream:
        stream.write(b"new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.csv").is_symlink()


def test_that_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    with write_atomically(tmp_path / "new.csv") as stream:
        stream.write(b"new")
    (tmp_path / "plain.csv").write_bytes(b"")
    assert (tmp_path / "new.csv").stat().st_mode == (tmp_path / "plain.csv").stat().st_mode


def test_that_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"a\.csv cannot be written"),
        write_atomically(tmp_path / "no" / "a.csv"),
    ):
        pass
    with pytest.raises(InputError, match="it is a folder"), write_atomically(tmp_path):
        pass


def test_that_folders_that_cannot_be_synced_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", deny)
    from confmat_gui.io import atomic

    atomic._sync_folder(tmp_path)


def test_that_samples_are_written_as_they_are(tmp_path: Path) -> None:
    rows = [["a,b", 1, 0.1], ['say "x"\nnow', 2, np.float32(0.7)], ["=1+1", -3, None]]
    write_samples(tmp_path / "a.csv", ["name", "@n", "p"], rows)
    assert read_rows(tmp_path / "a.csv") == [
        ["name", "'@n", "p"],
        ["a,b", "1", "0.1"],
        ['say "x"\nnow', "2", "0.7"],
        ["'=1+1", "-3", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-x", "@SUM(1)", "\t=1", "\r=1"])
def test_that_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "+1.5", "1", "ok", "", "a=b", "-inf"])
def test_that_numbers_and_plain_texts_stay(text: str) -> None:
    assert harmless(text) == text


def test_that_the_ledger_is_written(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true,score\n0,0.5\n1,\n1,0.5\n")
    write_set_aside(tmp_path / "a.csv", loaded)
    assert read_rows(tmp_path / "a.csv") == [
        ["source", "row", "column", "code", "reason"],
        ["preds.csv", "3", "score", "nan_score", "The score is missing."],
    ]


def test_that_decisions_hold_everything_and_open_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 7)
    frame = multiclass(20)
    frame["batch"] = ["x", "y"] * 10
    frame["weight"] = 0.5
    frame["count"] = 2
    frame["row"] = ["=HYPERLINK()"] * 20
    frame.loc[3, "p_ok"] = np.nan
    loaded = load_frame(tmp_path, frame)
    write_decisions(tmp_path / "out.csv", loaded, decided(loaded))
    rows = read_rows(tmp_path / "out.csv")
    assert rows[0] == [
        "source",
        "row",
        "id",
        "batch",
        "true",
        "predicted",
        "predicted_in_file",
        "score_ok",
        "score_scratch",
        "score_crack",
        "weight",
        "count",
        "row_in_file",
    ]
    assert len(rows) == 20
    assert rows[4][1:6] == ["6", "00004", "x", "scratch", "scratch"]
    assert rows[4][-1] == "'=HYPERLINK()"
    again = load_predictions([tmp_path / "out.csv"]).predictions
    np.testing.assert_array_equal(again.y_score, loaded.predictions.y_score)
    np.testing.assert_array_equal(again.y_true, loaded.predictions.y_true)


def test_that_a_single_score_and_an_open_decision_are_written(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true,score\n0,0.25\n1,0.75\n")
    write_decisions(tmp_path / "out.csv", loaded, decided(loaded, [-1, 1]))
    assert read_rows(tmp_path / "out.csv") == [
        ["source", "row", "true", "predicted", "score_1"],
        ["preds.csv", "2", "0", "", "0.25"],
        ["preds.csv", "3", "1", "1", "0.75"],
    ]
    labels = load_text(tmp_path, "y_true,y_pred\n0,1\n1,1\n")
    write_decisions(tmp_path / "out.csv", labels, decided(labels))
    assert read_rows(tmp_path / "out.csv")[0] == ["source", "row", "true", "predicted", "predicted_in_file"]


RULES: list[Rule] = [
    Rule.predicted(),
    Rule.argmax(),
    Rule.min_cost(),
    Rule.min_cost([[0.0, 5.5], [1.0, 0.0]]),
    Rule.thresholds({"crack": 0.1, "ok": 0.9}, boundary=">"),
    Rule.thresholds({"crack": 0.8, "ok": 0.9}, no_decision=True),
    Rule.min_cost([[0.0, 5.5, 0.5], [1.0, 0.0, 0.25]]),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.form}-{rule.costs}")
@pytest.mark.parametrize("positive", [None, "crack", 1])
def test_that_a_rule_is_read_back(tmp_path: Path, rule: Rule, positive: str | int | None) -> None:
    write_rule(tmp_path / "rule.json", rule, ("ok", "crack"), positive)
    assert read_rule(tmp_path / "rule.json") == (rule, None if positive is None else "crack")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is not a rule file"),
        ("[]", "is not a rule file"),
        ('{"schema": 1}', "missing required field `kind`"),
        ('{"schema": 3, "kind": "argmax"}', "version 3; this program reads up to 2"),
        ('{"schema": 2, "kind": "argmax", "no_decision": true}', "only a rule of thresholds can leave out"),
        ('{"schema": 1, "kind": "guess"}', "Invalid enum value 'guess'"),
        ('{"schema": 1, "kind": "argmax", "boundary": "="}', "Invalid enum value '='"),
        ('{"schema": 1, "kind": "thresholds"}', "a rule of thresholds but holds none"),
        ('{"schema": 1, "kind": "thresholds", "thresholds": {"a": "x"}}', "Expected `float`"),
        (
            '{"schema": 1, "kind": "thresholds", "thresholds": {"a": 0.5}, "classes": ["b"]}',
            "names the class “a”",
        ),
        ('{"schema": 1, "kind": "argmax", "positive": "a", "classes": ["b"]}', "names the class “a”"),
        ('{"schema": 1, "kind": "min-cost", "costs": [[0, 1], [1]]}', "rows of the costs differ in length"),
        ('{"schema": 1, "kind": "min-cost", "costs": [[0, 1, 2]]}', "must be square"),
        ('{"schema": 1, "kind": "min-cost", "costs": [[0]], "classes": ["a", "b"]}', "2 classes but 1 rows"),
        ("[" * 100_000, "is not a rule file"),
    ],
)
def test_that_a_file_that_is_no_rule_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        read_rule(write_text(tmp_path / "rule.json", text))
    assert expected in str(error.value)


def test_that_a_missing_folder_is_named_as_the_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"rule\.json cannot be written: its folder is missing"):
        write_rule(tmp_path / "nowhere" / "rule.json", Rule.argmax(), ["a"])


RULE_OF_TWO = '{"schema": 1, "kind": "min-cost", "classes": ["b", "a"], "costs": [[0, 5], [1, 2]]}'


def test_that_the_costs_of_a_rule_come_in_the_order_of_the_data(tmp_path: Path) -> None:
    rule, _ = read_rule(write_text(tmp_path / "rule.json", RULE_OF_TWO), ["a", "b"])
    assert rule.costs == cost_matrix([[2, 1], [5, 0]])
    unnamed = RULE_OF_TWO.replace('"classes": ["b", "a"], ', "")
    rule, _ = read_rule(write_text(tmp_path / "rule.json", unnamed), ["a", "b"])
    assert rule.costs == cost_matrix([[0, 5], [1, 2]])
    write_rule(tmp_path / "rule.json", Rule.min_cost([[0, 5, 7], [1, 2, 8]]), ("b", "a"))
    rule, _ = read_rule(tmp_path / "rule.json", ["a", "b"])
    assert rule.costs == cost_matrix([[2, 1, 8], [5, 0, 7]])


def test_that_only_a_rule_that_may_abstain_needs_the_newer_version(tmp_path: Path) -> None:
    for rule, version in ((Rule.argmax(), 1), (RULES[-2], 2), (RULES[-1], 2)):
        write_rule(tmp_path / "rule.json", rule, ("ok", "crack"))
        assert f'"schema": {version}' in (tmp_path / "rule.json").read_text()


@pytest.mark.parametrize(
    ("text", "classes", "expected"),
    [
        (RULE_OF_TWO, ["a", "c"], "names the class “b”, but the classes are a, c"),
        (RULE_OF_TWO, ["a", "b", "c"], "for classes without “c”"),
        ('{"schema": 1, "kind": "thresholds", "thresholds": {"z": 0.5}}', ["a", "b"], "names the class “z”"),
        ('{"schema": 1, "kind": "argmax", "positive": "z"}', ["a", "b"], "names the class “z”"),
    ],
)
def test_that_a_rule_for_other_classes_is_refused(
    tmp_path: Path, text: str, classes: list[str], expected: str
) -> None:
    with pytest.raises(InputError, match=r"rule\.json") as error:
        read_rule(write_text(tmp_path / "rule.json", text), classes)
    assert expected in str(error.value)


def test_that_a_rule_without_numbers_fits_any_classes(tmp_path: Path) -> None:
    text = '{"schema": 1, "kind": "argmax", "classes": ["x", "y"]}'
    assert read_rule(write_text(tmp_path / "rule.json", text), ["a", "b"])[0].kind == "argmax"


def test_that_a_rule_that_cannot_be_read_or_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"There is no file rule\.json"):
        read_rule(tmp_path / "rule.json")
    from confmat_gui.io import rule_files

    monkeypatch.setattr(rule_files, "_MOST_BYTES", 3)
    with pytest.raises(InputError, match="too large"):
        read_rule(write_text(tmp_path / "rule.json", "{}  "))


@settings(max_examples=50)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=9, max_size=9))
def test_that_costs_are_read_back_to_the_last_digit(values: list[float]) -> None:
    import tempfile

    classes = ('a, "b"', "Größe", "=x")
    costs = tuple(tuple(values[3 * row : 3 * row + 3]) for row in range(3))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "costs.csv"
        write_costs(path, costs, classes)
        assert read_costs(path, classes) == costs
        turned = read_costs(path, classes[::-1])
    assert turned == tuple(row[::-1] for row in costs[::-1])


def test_that_a_cost_matrix_of_another_tool_is_read_as_rows_of_true_classes(
    cases: Callable[[str], Path],
) -> None:
    assert read_costs(cases("08_cost_matrices/german_cost_matrix.csv"), ("bad", "good")) == ((0, 5), (1, 0))


def test_that_the_price_of_no_decision_is_the_last_column(tmp_path: Path) -> None:
    costs = ((0.0, 1.0, 0.5), (20.0, 0.0, 2.0))
    write_costs(tmp_path / "costs.csv", costs, ("ok", "crack"))
    assert (tmp_path / "costs.csv").read_text().splitlines()[0].endswith(",ok,crack,no decision")
    assert read_costs(tmp_path / "costs.csv", ("ok", "crack")) == costs
    turned = ((0.0, 20.0, 2.0), (1.0, 0.0, 0.5))
    assert read_costs(tmp_path / "costs.csv", ("crack", "ok")) == turned
    called_so = ("ok", "no decision")
    write_costs(tmp_path / "costs.csv", costs, called_so)
    assert read_costs(tmp_path / "costs.csv", called_so) == costs


def test_that_costs_with_tabs_and_blank_lines_are_read(tmp_path: Path) -> None:
    path = write_text(tmp_path / "c.tsv", "\tok\tcrack\n\nok\t0\t1\ncrack\t20\t0\n")
    assert read_costs(path, ("ok", "crack")) == ((0, 1), (20, 0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        (",ok,crack\n", "holds no cost matrix"),
        (",ok,crack\nok,0,1\n", "the first column lacks the true class “crack”"),
        (",ok\nok,0\ncrack,1\n", "the first line lacks the predicted class “crack”"),
        (",ok,dent\nok,0,1\ncrack,1,0\n", "names the predicted class “dent”, but the classes are ok, crack"),
        (",ok,ok\nok,0,1\ncrack,1,0\n", "names the predicted class “ok” twice"),
        (",no decision,ok,crack\nok,1,0,1\ncrack,1,1,0\n", "names the predicted class “no decision”"),
        (",ok,crack,dent\nok,0,1,1\ncrack,1,0,1\n", "names the predicted class “dent”"),
        (",ok,crack\nok,0,x\ncrack,1,0\n", "line 2, column “crack”: “x” is not a finite number"),
        (",ok,crack\nok,0,inf\ncrack,1,0\n", "line 2, column “crack”: “inf” is not a finite number"),
        (",ok,crack\nok,0,1\ncrack,1\n", "line 3: there are 2 fields instead of 3"),
        ("\0\0", "is not a text file"),
    ],
)
def test_that_a_file_that_is_no_cost_matrix_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        read_costs(write_text(tmp_path / "c.csv", text), ("ok", "crack"))
    assert expected in str(error.value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_that_every_example_opens_without_a_doubt(name: str) -> None:
    loaded = load_predictions(example_paths(name))
    assert loaded.predictions.n > 100
    assert loaded.set_aside == ()
    assert not loaded.in_doubt


def test_that_missing_resources_and_examples_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resource_path("icon.svg").is_file()
    with pytest.raises(InputError, match="There is no example called “x”; there are inspection"):
        example_paths("x")
    from confmat_gui.io import resources

    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "confmat_gui")
    with pytest.raises(InputError, match="lacks nothing"):
        resource_path("nothing")
    with pytest.raises(InputError, match="lacks the example"):
        example_paths("inspection")
    inside = tmp_path / "confmat_gui" / "resources" / "examples"
    inside.mkdir(parents=True)
    write_text(inside / "breast-cancer.csv", "x")
    assert example_paths("breast-cancer") == (inside / "breast-cancer.csv",)


def test_that_options_are_remembered(tmp_path: Path) -> None:
    assert load_frame(tmp_path, multiclass(9), id="id").options == InputOptions(id="id")
