from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Confmat

Cases = Callable[[str], Path]

TOP = {
    "schema", "n", "n_set_aside", "classes", "positive", "score_kind", "batches", "sources", "rule",
    "confusion", "confusion_weighted", "no_decision", "metrics", "intervals", "per_class", "notices",
}  # fmt: skip
METRICS = {
    "accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "mcc", "cohen_kappa", "log_loss", "brier",
    "expected_cost", "total_cost", "hand_till", "no_information_rate",
}  # fmt: skip
PER_CLASS = {
    "support", "tp", "fp", "fn", "tn", "precision", "recall", "specificity", "fpr", "f1", "roc_auc",
    "roc_auc_ci", "average_precision", "threshold", "cost_weight",
}  # fmt: skip


def test_that_the_two_class_example_has_its_published_figures(confmat: Confmat, cases: Cases) -> None:
    path = cases("11_yardstick/two_class_example.csv")
    found = confmat("evaluate", path, "--positive", "Class1", "--json").document
    assert round(found["metrics"]["accuracy"], 3) == 0.838
    assert round(found["metrics"]["cohen_kappa"], 3) == 0.675
    assert round(found["per_class"]["Class1"]["roc_auc"], 6) == 0.939314
    assert [round(end, 6) for end in found["per_class"]["Class1"]["roc_auc_ci"]] == [0.920265, 0.958363]


@pytest.mark.parametrize("name", ["hpc_cv.csv", "hpc_cv.parquet"])
def test_that_hpc_cv_agrees_with_what_is_expected(confmat: Confmat, cases: Cases, name: str) -> None:
    expected = json.loads(cases("11_yardstick/expected.json").read_text(encoding="utf-8"))
    hpc = expected["computed"]["hpc"]
    found = confmat("evaluate", cases(f"11_yardstick/{name}"), "--json").document
    assert found["classes"] == hpc["labels"]
    assert found["confusion"] == hpc["argmax_confusion"]
    metrics = found["metrics"]
    keys = {
        "accuracy": "accuracy",
        "kappa": "cohen_kappa",
        "macro_f1": "macro_f1",
        "hand_till_ovo_auc": "hand_till",
    }
    for theirs, ours in keys.items():
        assert metrics[ours] == pytest.approx(hpc[theirs], abs=1e-12)
    assert metrics["macro_precision"] == pytest.approx(0.631, abs=5e-4)
    for label, area in hpc["ovr_auc"].items():
        assert found["per_class"][label]["roc_auc"] == pytest.approx(area, abs=1e-12)
    by_label = confmat("evaluate", cases(f"11_yardstick/{name}"), "--rule", "predicted", "--json").document
    assert by_label["confusion"] == expected["computed"]["hpc_from_pred"]["confusion"]


def test_that_csv_and_parquet_give_the_same_figures(confmat: Confmat, cases: Cases) -> None:
    a, b = (
        confmat("evaluate", cases(f"11_yardstick/hpc_cv.{suffix}"), "--json").document
        for suffix in ("csv", "parquet")
    )
    for document in (a, b):
        del document["sources"], document["notices"]
        for batch in document["batches"]:
            del batch["source"]
    assert a == b


def test_that_the_ten_folds_are_batches(confmat: Confmat, cases: Cases) -> None:
    path = cases("11_yardstick/hpc_cv.csv")
    found = confmat("evaluate", path, "--batch", "Resample", "--json").document
    assert [batch["name"] for batch in found["batches"]] == [f"Fold{i:02d}" for i in range(1, 11)]
    assert sum(batch["n"] for batch in found["batches"]) == found["n"] == 3467
    for i in range(4):
        for j in range(4):
            assert sum(b["confusion"][i][j] for b in found["batches"]) == found["confusion"][i][j]


def test_that_the_question_is_answered_at_both_thresholds_and_boundaries(
    confmat: Confmat, binary: Path
) -> None:
    def matrix(*words: str) -> Any:
        return confmat("evaluate", binary, "--positive", "crack", "--json", *words).document["confusion"]

    assert matrix() == [[5, 0], [0, 5]]
    assert matrix("--threshold", "crack=0.4") == [[4, 1], [0, 5]]
    assert matrix("--strict") == [[5, 0], [1, 4]]
    assert matrix("--threshold", "crack=0.5", "--strict") == [[5, 0], [1, 4]]
    assert matrix("--threshold", "crack=0.5", "--inclusive") == [[5, 0], [0, 5]]
    assert matrix("--threshold", "ok=0.6") == [[4, 1], [0, 5]]


def test_that_labels_alone_give_the_figures_of_the_second_question(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    rows = ["0,0"] * 88 + ["0,1"] * 2 + ["1,0"] * 7 + ["1,1"] * 3
    path.write_text("\n".join(["y_true,y_pred", *rows]) + "\n")
    found = confmat("evaluate", path, "--json").document
    assert found["confusion"] == [[88, 2], [7, 3]]
    assert found["metrics"]["accuracy"] == 0.91
    assert found["metrics"]["balanced_accuracy"] == pytest.approx(0.638889, abs=1e-6)
    assert found["per_class"]["1"]["recall"] == 0.3
    assert found["metrics"]["no_information_rate"] == 0.9
    assert found["intervals"]["accuracy"] == pytest.approx([0.838, 0.952], abs=1e-3)
    assert found["per_class"]["1"]["roc_auc"] is None
    assert any(notice["code"] == "accuracy_hides_class" for notice in found["notices"])


def test_that_json_has_every_key_of_the_contract(confmat: Confmat, binary: Path, three: Path) -> None:
    for path in (binary, three):
        found = confmat("evaluate", path, "--json").document
        assert set(found) >= TOP
        assert set(found["metrics"]) >= METRICS
        assert list(found["per_class"]) == found["classes"]
        for figures in found["per_class"].values():
            assert set(figures) >= PER_CLASS
        assert set(found["rule"]) >= {
            "kind",
            "thresholds",
            "thresholds_normalised",
            "boundary",
            "no_decision",
        }
        assert set(found["sources"][0]) >= {"path", "sha256", "n"}
        assert found["schema"] == 1
        assert all(set(notice) >= {"code", "class", "text"} for notice in found["notices"])


def test_that_costs_are_null_while_no_price_is_given(confmat: Confmat, three: Path) -> None:
    found = confmat("evaluate", three, "--json").document
    assert found["metrics"]["expected_cost"] is None
    priced = confmat("evaluate", three, "--weight-of", "c=5", "--json").document
    assert priced["metrics"]["total_cost"] == sum(
        n * (0 if i == j else 5 if i == 2 else 1)
        for i, row in enumerate(priced["confusion"])
        for j, n in enumerate(row)
    )
    assert priced["confusion"] == found["confusion"]


def test_that_weights_give_a_second_matrix(confmat: Confmat, three: Path) -> None:
    found = confmat("evaluate", three, "--weight", "weight", "--json").document
    assert found["confusion"] == [[2, 1, 0], [0, 2, 1], [1, 0, 2]]
    assert found["confusion_weighted"] == [[2, 2, 0], [0, 2, 3], [1, 0, 2]]


def test_that_several_files_are_added_up(confmat: Confmat, binary: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    again.write_text(binary.read_text().replace("0.9", "0.91"))
    # Options may stand between the paths.
    found = confmat("evaluate", binary, "--positive", "crack", again, "--json").document
    assert found["n"] == 20
    assert [batch["name"] for batch in found["batches"]] == ["binary", "again"]
    assert [Path(source["path"]).name for source in found["sources"]] == ["binary.csv", "again.csv"]


def test_that_one_class_opens_with_nulls_and_reasons(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("y_true,y_pred\nok,ok\nok,ok\n")
    found = confmat("evaluate", path, "--json").document
    assert found["confusion"] == [[2]]
    assert found["metrics"]["mcc"] is None
    assert found["metrics"]["cohen_kappa"] is None
    assert any("ok" in notice["text"] or "class" in notice["text"] for notice in found["notices"])


def test_that_nan_and_infinite_scores_are_set_aside_and_listed(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("label,score\nyes,0.9\nno,nan\nno,0.2\nyes,inf\nno,0.3\n")
    found = confmat("evaluate", path, "--json").document
    assert (found["n"], found["n_set_aside"]) == (3, 2)
    listed = confmat("inspect", path, "--json").document["set_aside"]
    assert [(row["source"], row["row"], row["column"]) for row in listed] == [
        ("gaps.csv", 3, "score"),
        ("gaps.csv", 5, "score"),
    ]
    assert "Set aside: 2 rows" in confmat("inspect", path).out


def test_that_a_person_reads_a_tidy_table(confmat: Confmat, three: Path) -> None:
    ended = confmat("evaluate", three, "--weight-of", "c=5")
    assert ended.code == 0
    lines = ended.out.splitlines()
    start = lines.index("Confusion matrix (rows: true class, columns: predicted class)")
    assert [line.split() for line in lines[start + 1 : start + 5]] == [
        ["a", "b", "c"],
        ["a", "2", "1", "0"],
        ["b", "0", "2", "1"],
        ["c", "1", "0", "2"],
    ]
    assert any(line.split()[:2] == ["Accuracy", "0.667"] and "[" in line for line in lines)
    assert "three.csv" in lines[0]
    assert max(map(len, lines)) < 130


def test_that_a_matrix_too_wide_for_a_terminal_is_not_printed(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("y_true,y_pred\n" + "".join(f"c{i},c{i}\n" for i in range(25)))
    assert "25 classes are too many for a terminal" in confmat("evaluate", path).out


def test_that_control_characters_in_names_neither_break_lines_nor_steer_the_terminal(
    confmat: Confmat, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text('y,pred\n"a\nb","a\nb"\nc,c\nc,"a\nb"\n\x1b[31mred,c\n')
    for command in ("evaluate", "inspect"):
        found = confmat(command, path)
        assert "a□b" in found.out
        assert "□[31mred" in found.out
        assert "\x1b" not in found.out
    refused = confmat("evaluate", path, "--threshold", "\x1bx=0.2")
    assert "\x1b" not in refused.err


@pytest.mark.parametrize("meant", ["runs", "runs/*.csv"])
def test_that_a_folder_and_a_pattern_are_the_batches_in_them(
    confmat: Confmat, tmp_path: Path, meant: str
) -> None:
    (tmp_path / "runs").mkdir()
    for name in ("epoch_10", "epoch_9"):
        text = "true,ok,crack\nok,0.9,0.1\ncrack,0.3,0.7\nok,0.8,0.2\n"
        (tmp_path / "runs" / f"{name}.csv").write_text(text, encoding="utf-8")
    found = confmat("evaluate", tmp_path / meant, "--json").document
    assert [batch["name"] for batch in found["batches"]] == ["epoch_9", "epoch_10"]
    assert found["confusion"] == [[4, 0], [0, 2]]
    refused = confmat("evaluate", tmp_path / "runs" / "*.tsv")
    assert refused.code == 2
    assert "No prediction file matches" in refused.err
