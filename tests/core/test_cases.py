"""Published and recomputed numbers of the shared cases, through the arrays."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.stepping import threshold_path

Cases = Callable[[str], Path]


def columns(path: Path) -> dict[str, list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def computed(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))["computed"])


def test_that_the_two_class_example_has_its_published_figures(cases: Cases) -> None:
    table = columns(cases("11_yardstick/two_class_example.csv"))
    expected = computed(cases("11_yardstick/expected.json"))["two_class"]
    scores = np.column_stack([np.array(table[name], dtype=np.float64) for name in ("Class1", "Class2")])
    predictions = Predictions.from_arrays(
        table["truth"], scores, classes=["Class1", "Class2"], positive="Class1", y_pred=table["predicted"]
    )
    evaluation = evaluate(prepare(predictions))
    at = expected["at_threshold"]
    assert evaluation.confusion.tolist() == [[at["tp"], at["fn"]], [at["fp"], at["tn"]]]
    for ours, theirs in {"accuracy": "accuracy", "cohen_kappa": "kappa", "mcc": "mcc",
                         "balanced_accuracy": "balanced_accuracy"}.items():  # fmt: skip
        assert evaluation.metrics[ours] == pytest.approx(at[theirs], abs=1e-12)
    prepared = evaluation.prepared
    assert prepared.roc_auc[0] == pytest.approx(expected["auc"], abs=1e-12)
    assert prepared.roc_auc_interval[0] == pytest.approx(expected["delong_ci95"], abs=1e-9)
    assert prepared.average_precision[0] == pytest.approx(expected["average_precision"], abs=1e-12)
    assert prepared.brier == pytest.approx(expected["brier"], abs=1e-12)
    assert prepared.log_loss == pytest.approx(expected["log_loss_eps1e_15"], abs=1e-9)


def hpc(cases: Cases) -> tuple[dict[str, list[str]], np.ndarray[Any, Any], list[str]]:
    table = columns(cases("11_yardstick/hpc_cv.csv"))
    names = ["VF", "F", "M", "L"]
    return table, np.column_stack([np.array(table[name], dtype=np.float64) for name in names]), names


def test_that_the_four_class_example_has_its_published_figures(cases: Cases) -> None:
    table, scores, names = hpc(cases)
    expected = computed(cases("11_yardstick/expected.json"))["hpc"]
    predictions = Predictions.from_arrays(table["obs"], scores, classes=names, y_pred=table["pred"])
    evaluation = evaluate(prepare(predictions))
    assert evaluation.confusion.tolist() == expected["argmax_confusion"]
    assert evaluate(evaluation.prepared, Rule.predicted()).confusion.tolist() == expected["argmax_confusion"]
    assert evaluation.n_tied == expected["rows_with_tied_argmax"]
    assert evaluation.metrics["macro_f1"] == pytest.approx(expected["macro_f1"], abs=1e-12)
    assert evaluation.metrics["cohen_kappa"] == pytest.approx(expected["kappa"], abs=1e-12)
    assert evaluation.metrics["macro_roc_auc"] == pytest.approx(expected["macro_ovr_auc"], abs=1e-12)
    assert evaluation.metrics["hand_till"] == pytest.approx(expected["hand_till_ovo_auc"], abs=1e-12)
    assert evaluation.prepared.roc_auc == pytest.approx([expected["ovr_auc"][n] for n in names], abs=1e-12)


def test_that_hand_and_till_of_every_fold_is_as_published(cases: Cases) -> None:
    table, scores, names = hpc(cases)
    published = json.loads(cases("11_yardstick/expected.json").read_text(encoding="utf-8"))["published"]
    values = next(p["recomputed"] for p in published if p["name"].startswith("hpc Hand-Till"))
    labels, folds = np.array(table["obs"]), np.array(table["Resample"])
    for fold, value in zip(sorted(set(folds.tolist())), values, strict=True):
        rows = folds == fold
        predictions = Predictions.from_arrays(labels[rows], scores[rows], classes=names)
        assert prepare(predictions).hand_till == pytest.approx(value, abs=1e-12)


def test_that_the_liver_scans_have_their_published_rates(cases: Cases) -> None:
    table = columns(cases("11_yardstick/pathology.csv"))
    expected = computed(cases("11_yardstick/expected.json"))
    predictions = Predictions.from_arrays(table["pathology"], y_pred=table["scan"], positive="abnorm")
    evaluation = evaluate(prepare(predictions))
    assert predictions.positive is not None
    recall = evaluation.per_class["recall"][predictions.positive]
    assert recall == pytest.approx(expected["pathology"]["sensitivity"])
    interval = evaluation.per_class_intervals["recall"][predictions.positive]
    assert interval == pytest.approx(expected["pathology_wilson"]["sens"], abs=1e-9)
    assert evaluation.metrics["mcc"] == pytest.approx(expected["pathology"]["mcc"], abs=1e-12)


def fawcett(cases: Cases, name: str) -> Predictions:
    table = columns(cases(f"09_fawcett_roc/{name}"))
    scores = np.array(table["score"], dtype=np.float64)
    return Predictions.from_arrays(table["class"], scores, classes=["n", "p"], positive="p")


def test_that_fawcetts_twenty_rows_give_his_curve(cases: Cases) -> None:
    expected = computed(cases("09_fawcett_roc/expected.json"))["fawcett20"]
    prepared = prepare(fawcett(cases, "fawcett20.csv"))
    assert prepared.roc_auc[1] == pytest.approx(expected["auc"], abs=1e-12)
    assert prepared.roc_auc_interval[1] == pytest.approx(expected["delong_ci95"], abs=1e-9)
    assert prepared.roc_auc_method == ("DeLong on log odds",) * 2  # ten of each are few
    assert prepared.average_precision[1] == pytest.approx(expected["average_precision"], abs=1e-12)
    roc = prepared.roc("p")
    assert roc.fpr == pytest.approx([point["fpr"] for point in expected["roc_points"]])
    assert roc.tpr == pytest.approx([point["tpr"] for point in expected["roc_points"]])
    assert roc.thresholds == pytest.approx([float(point["threshold"]) for point in expected["roc_points"]])
    at = expected["at_0_5"]
    assert evaluate(prepared).confusion.tolist() == [[at["tn"], at["fp"]], [at["fn"], at["tp"]]]
    point = evaluate(prepared).point
    assert threshold_path(prepared, point, 1).nearest(0.1, 0.5) == expected["best_youden"]["threshold"]


def test_that_ties_draw_slanted_lines_and_not_steps(cases: Cases) -> None:
    expected = computed(cases("09_fawcett_roc/expected.json"))
    tied = prepare(fawcett(cases, "all_tied.csv"))
    assert tied.roc_auc[1] == 0.5
    roc = tied.roc("p")
    assert np.column_stack([roc.fpr, roc.tpr]).tolist() == expected["all_tied"]["roc_points"]
    rounded = prepare(fawcett(cases, "fawcett20_rounded_to_0.1.csv"))
    assert rounded.roc_auc[1] == pytest.approx(expected["rounded"]["auc"])
    roc = rounded.roc("p")
    assert np.column_stack([roc.fpr, roc.tpr]) == pytest.approx(np.array(expected["rounded"]["points"]))
    assert prepare(fawcett(cases, "first10.csv")).roc_auc[1] == 0.75
