from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.metrics import METRICS
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import Conclusion, InputOptions, SetAsideRow
from confmat_gui.present import texts
from confmat_gui.present.documents import evaluation_document, inspection_document
from confmat_gui.present.screen import ScreenState, screen_state
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.opening import new_session
from confmat_gui.session.state import Session
from tests.present.building import (
    WEIGHTS,
    binary,
    defects,
    evaluated,
    labels_only,
    many_classes,
    session_from,
)

SUBJECTS = {
    "labels": lambda: session_from(labels_only()),
    "binary": lambda: session_from(binary(), Rule.thresholds({"crack": 0.535}), ((0, 1), (5, 0))),
    "five": lambda: session_from(defects(1200), Rule.thresholds({"crack": 0.05}), WEIGHTS),
    "twenty": lambda: session_from(many_classes(20, 500)),
    "one": lambda: session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"])),
}
EVERY = pytest.mark.parametrize("subject", SUBJECTS)


def document_of(session: Session) -> dict[str, Any]:
    written = json.dumps(evaluation_document(session, evaluated(session)), allow_nan=False)
    found: dict[str, Any] = json.loads(written)
    return found


def test_that_the_document_has_every_key_of_the_contract() -> None:
    document = document_of(SUBJECTS["five"]())
    assert {
        "schema",
        "n",
        "n_set_aside",
        "classes",
        "positive",
        "score_kind",
        "batches",
        "sources",
        "rule",
        "confusion",
        "confusion_weighted",
        "no_decision",
        "metrics",
        "intervals",
        "per_class",
        "notices",
    } <= set(document)
    assert {"kind", "thresholds", "thresholds_normalised", "boundary", "no_decision"} <= set(
        document["rule"]
    )
    assert {
        "accuracy",
        "balanced_accuracy",
        "macro_f1",
        "weighted_f1",
        "mcc",
        "cohen_kappa",
        "log_loss",
        "brier",
        "expected_cost",
        "total_cost",
        "hand_till",
        "no_information_rate",
        "coverage",
        "error_rate",
    } <= set(document["metrics"])
    assert {
        "support",
        "tp",
        "fp",
        "fn",
        "tn",
        "precision",
        "recall",
        "specificity",
        "fpr",
        "f1",
        "roc_auc",
        "roc_auc_ci",
        "average_precision",
        "threshold",
        "cost_weight",
    } <= set(document["per_class"]["crack"])
    assert {"name", "n", "confusion", "accuracy", "per_class"} <= set(document["batches"][0])
    assert {"path", "sha256", "n"} <= set(document["sources"][0])
    assert {"code", "class", "text"} <= set(document_of(SUBJECTS["labels"]())["notices"][0])


def test_that_the_hundred_labels_of_the_numbers_page_come_out() -> None:
    document = document_of(SUBJECTS["labels"]())
    assert document["n"] == 100
    assert document["confusion"] == [[88, 2], [7, 3]]
    assert document["metrics"]["accuracy"] == 0.91
    assert document["metrics"]["balanced_accuracy"] == pytest.approx(0.638889, abs=1e-6)
    assert document["metrics"]["no_information_rate"] == 0.9
    assert document["metrics"]["expected_cost"] is None
    assert document["metrics"]["log_loss"] is None
    assert document["positive"] == "crack"
    assert document["rule"]["thresholds"] is None
    assert document["batches"] == [
        {
            "name": "1",
            "n": 100,
            "confusion": [[88, 2], [7, 3]],
            "no_decision": None,
            "accuracy": 0.91,
            "coverage": 1.0,
            "per_class": document["batches"][0]["per_class"],
            "included": True,
            "source": "defects_test.csv",
            "figure": 0.91,
            "expected": [None, None],
            "outside": False,
            "without": None,
            "change": None,
        },
    ]
    crack = document["per_class"]["crack"]
    assert (crack["tp"], crack["fp"], crack["fn"], crack["tn"]) == (3, 2, 7, 88)
    assert crack["fpr"] == pytest.approx(0.022222, abs=1e-6)
    assert crack["roc_auc"] is None
    assert crack["roc_auc_ci"] == [None, None]
    assert document["notices"][0]["code"] == "accuracy_hides_class"
    assert document["notices"][0]["class"] == "crack"
    assert "would score 0.90" in document["notices"][0]["text"]


def test_that_samples_without_a_decision_are_in_the_document() -> None:
    rule = Rule.thresholds({"ok": 0.65, "crack": 0.65}, no_decision=True)
    document = document_of(session_from(binary(), rule))
    assert document["rule"]["kind"] == "thresholds"
    assert document["rule"]["no_decision"] is True
    assert document["rule"]["thresholds"] == document["rule"]["thresholds_normalised"]
    assert sum(map(sum, document["confusion"])) + sum(document["no_decision"]) == document["n"]
    assert sum(document["no_decision"]) > 0
    coverage = 1 - sum(document["no_decision"]) / document["n"]
    assert document["metrics"]["coverage"] == pytest.approx(coverage)
    assert document["intervals"]["coverage"][0] < coverage < document["intervals"]["coverage"][1]
    for name, left in zip(document["classes"], document["no_decision"], strict=True):
        assert document["per_class"][name]["no_decision"] == left
        assert document["per_class"][name]["coverage"] <= 1
    (batch,) = document["batches"]
    assert (batch["no_decision"], batch["n"]) == (document["no_decision"], document["n"])
    assert batch["coverage"] == document["metrics"]["coverage"]


def test_that_the_rule_is_stated_with_raw_and_shown_thresholds_and_its_boundary() -> None:
    session = session_from(binary(), Rule.thresholds({"crack": 0.4}, boundary=">"))
    rule = document_of(session)["rule"]
    assert rule["thresholds"] == {"ok": 0.6, "crack": 0.4} == rule["thresholds_normalised"]
    assert (rule["kind"], rule["boundary"], rule["no_decision"]) == ("thresholds", ">", False)
    own = document_of(session_from(defects(300), Rule.min_cost(WEIGHTS)))["rule"]
    assert own["costs"][3] == [20.0, 20.0, 20.0, 0.0, 20.0]


def test_that_prices_and_batches_are_in_the_document() -> None:
    document = document_of(SUBJECTS["five"]())
    assert document["costs"][3][0] == 20.0
    assert len(document["batches"]) == 12
    total = np.sum([batch["confusion"] for batch in document["batches"]], axis=0)
    assert total.tolist() == document["confusion"]


def test_that_a_weighted_matrix_is_there_where_there_are_weights() -> None:
    session = session_from(replace(binary(), sample_weight=np.full(10, 0.5)))
    assert document_of(session)["confusion_weighted"] == [[0.0, 2.5], [0.0, 2.5]]


@EVERY
def test_that_whatever_is_null_has_its_reason_in_the_notices(subject: str) -> None:
    document = document_of(SUBJECTS[subject]())
    said = " ".join(notice["text"] for notice in document["notices"])
    names = {
        "mcc": "MCC",
        "cohen_kappa": "kappa",
        "log_loss": "Log loss",
        "brier": "Brier",
        "hand_till": "Hand & Till",
        "macro_roc_auc": "Macro AUC",
    }
    for key, name in names.items():
        assert document["metrics"][key] is not None or name in said


@EVERY
def test_that_no_path_of_this_machine_is_in_the_document(subject: str) -> None:
    assert "/home/someone" not in json.dumps(document_of(SUBJECTS[subject]()))


@EVERY
def test_that_the_screen_and_the_document_say_the_same_figures(subject: str) -> None:
    session = SUBJECTS[subject]()
    document, screen = document_of(session), screen_state(session, evaluated(session))
    for card in screen.headline:
        value = document["metrics"][card.key]
        written = texts.amount if card.key == "total_cost" else texts.figure
        assert card.value == written(float("nan") if value is None else value)
    assert screen.matrix.counts.tolist() == document["confusion"]
    codes = [notice["code"] for notice in document["notices"]]
    assert [notice.code for notice in screen.notices] == codes[: len(screen.notices)]
    assert set(codes[len(screen.notices) :]) <= {"figure_undefined"}  # prices and thresholds not chosen
    for k, name in enumerate(document["classes"]):
        _same_class(document["per_class"][name], screen, k)


def _same_class(figures: dict[str, Any], screen: ScreenState, k: int) -> None:
    def value(key: str) -> float:
        found = figures[key]
        return float("nan") if found is None else float(found)

    for key in ("recall", "precision", "f1", "fpr", "roc_auc", "average_precision"):
        assert screen.decide.text(k, key) == texts.figure(value(key))
    assert screen.decide.text(k, "support") == texts.count(value("support"))
    assert screen.decide.text(k, "cost") == texts.amount(value("cost"))
    for marker in screen.roc.markers:
        if marker.class_index == k:
            np.testing.assert_equal((marker.x, marker.y), (value("fpr"), value("recall")))
    for marker in screen.precision_recall.markers:
        if marker.class_index == k:
            np.testing.assert_equal((marker.x, marker.y), (value("recall"), value("precision")))


def test_that_the_yardstick_figures_come_out_of_the_file(cases: Callable[[str], Path]) -> None:
    path = cases("11_yardstick/two_class_example.csv")
    loaded = load_predictions([path], InputOptions(positive="Class1"))
    session = new_session(data_set(loaded))
    document = document_of(session)
    assert round(document["metrics"]["accuracy"], 3) == 0.838
    assert round(document["metrics"]["cohen_kappa"], 3) == 0.675
    positive = document["per_class"]["Class1"]
    assert round(positive["roc_auc"], 6) == 0.939314
    assert [round(end, 6) for end in positive["roc_auc_ci"]] == [0.920265, 0.958363]
    assert str(path.parent) not in json.dumps(document)
    screen = screen_state(session, evaluated(session))
    assert screen.roc.subtitle == "positive class: Class1 · AUC 0.939 [0.920, 0.958]"


def test_that_an_inspection_says_what_was_concluded_and_why() -> None:
    data = session_from(
        binary(),
        set_aside=(SetAsideRow("a.csv", 4, "p", "nan_score", "The score is missing."),),
        conclusions=(Conclusion("kind", "probability", "rows sum to 1", "Look at it."),),
    ).data
    document = json.loads(json.dumps(inspection_document(data), allow_nan=False))
    assert document["classes"] == ["ok", "crack"]
    assert document["columns"]["scores"] == {"ok": "ok", "crack": "crack"}
    assert document["conclusions"][0]["reason"] == "rows sum to 1"
    assert document["set_aside"] == [
        {"source": "a.csv", "row": 4, "column": "p", "code": "nan_score", "text": "The score is missing."}
    ]
    assert document["n_set_aside"] == 1
    assert [notice["code"] for notice in document["notices"]] == ["rows_set_aside", "loader_doubt"]
    assert document["support"] == {"ok": 5, "crack": 5}
    assert "/home/someone" not in json.dumps(document)


@pytest.mark.parametrize("rule", [Rule.argmax(), None])
def test_that_every_null_has_its_reason_in_the_notices(rule: Rule | None) -> None:
    scores = [[1, 0, 0.0], [0, 1, 0.0], [0, 1, 0.0]]
    session = session_from(Predictions.from_arrays([0, 0, 1], scores, classes=["a", "b", "c"]), rule)
    document = evaluation_document(session, evaluated(session))
    reasons = " ".join(notice["text"] for notice in document["notices"]).lower()
    tables = [document["metrics"], *document["per_class"].values()]
    missing = {key for table in tables for key, value in table.items() if value is None}
    assert {"expected_cost", "cost_weight", "threshold", "recall"} <= missing
    assert [key for key in missing if METRICS[key].name.lower() not in reasons] == []
