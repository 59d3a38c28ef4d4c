"""What expected.json of a shared case says, against what the program says of the same file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pytest

from confmat_gui.core.evaluation import Evaluation, evaluate
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.rules import Rule
from confmat_gui.session.state import Session

Expected: TypeAlias = Mapping[str, Any]
OVERALL = {
    "accuracy": "accuracy", "kappa": "cohen_kappa", "mcc": "mcc", "macro_f1": "macro_f1",
    "macro_recall": "macro_recall", "balanced_accuracy": "balanced_accuracy", "nir": "no_information_rate",
    "macro_precision_nan_ignored": "macro_precision", "macro_ovr_auc": "macro_roc_auc",
    "hand_till_ovo_auc": "hand_till",
}
BY_CLASS = {
    "sensitivity": "recall", "specificity": "specificity", "ppv": "precision", "f1": "f1", "fpr": "fpr",
    "tp": "tp", "fn": "fn", "fp": "fp", "tn": "tn",
}


def decided(session: Session, rule: Rule | None = None) -> Evaluation:
    """Return the evaluation under a rule, or the one a person sees first."""
    point = session.point if rule is None else OperatingPoint(rule, None, session.point.positive)
    return evaluate(session.data.prepared, point)


def check_overall(evaluation: Evaluation, expected: Expected) -> None:
    """Compare every overall figure that both know."""
    for key, name in OVERALL.items():
        if key in expected:
            assert evaluation.metrics[name] == pytest.approx(expected[key], abs=1e-9), key


def check_labels(session: Session, expected: Expected) -> None:
    """Compare with what the labels of the file give."""
    evaluation = decided(session, Rule.predicted())
    check_matrix(evaluation, expected["labels"], expected["confusion"])
    check_overall(evaluation, expected)


def check_argmax(session: Session, expected: Expected) -> None:
    """Compare with what the highest score gives, and with the areas under the curves."""
    evaluation = decided(session, Rule.argmax())
    check_matrix(evaluation, expected["labels"], expected["argmax_confusion"])
    check_overall(evaluation, expected)
    if "rows_with_tied_argmax" in expected:
        assert evaluation.n_tied == expected["rows_with_tied_argmax"]
    areas = dict(zip(evaluation.classes, evaluation.per_class["roc_auc"].tolist(), strict=True))
    for name, area in expected.get("ovr_auc", {}).items():
        assert areas[name] == pytest.approx(area, abs=1e-9), name


def check_binary(session: Session, expected: Expected, positive: str, rule: Rule | None = None) -> None:
    """Compare figures of the positive class, at the threshold that expected.json names."""
    prepared = session.data.prepared
    k = prepared.predictions.classes.index(positive)
    assert session.point.positive == k
    assert prepared.roc_auc[k] == pytest.approx(expected["auc"], abs=1e-9)
    assert prepared.roc_auc_interval[k].tolist() == pytest.approx(expected["delong_ci95"], abs=1e-9)
    assert prepared.average_precision[k] == pytest.approx(expected["average_precision"], abs=1e-9)
    at = expected["at_threshold"]
    evaluation = decided(session, rule or Rule.thresholds({positive: at["threshold"]}))
    check_overall(evaluation, at)
    assert evaluation.metrics["brier"] == pytest.approx(expected["brier"], abs=1e-9)
    # Computed there from the positive column alone; the other one is rounded in print, not 1 - p.
    assert evaluation.metrics["log_loss"] == pytest.approx(expected["log_loss_eps1e_15"], abs=1e-7)
    check_class(evaluation, positive, at)


def check_class(evaluation: Evaluation, name: str, expected: Expected) -> None:
    """Compare every figure of a class that both know."""
    k = evaluation.classes.index(name)
    for key, figure in BY_CLASS.items():
        if key in expected:
            assert evaluation.per_class[figure][k] == pytest.approx(expected[key], abs=1e-9), key


def check_matrix(evaluation: Evaluation, labels: Sequence[Any], confusion: Sequence[Sequence[int]]) -> None:
    """Compare class order and every count."""
    assert evaluation.classes == tuple(map(str, labels))
    np.testing.assert_array_equal(evaluation.confusion, confusion)


def check_ready_made(session: Session, expected: Expected) -> None:
    """Compare everything that is known of a ready-made matrix."""
    evaluation = decided(session)
    known = expected["recomputed"]
    check_matrix(evaluation, expected["labels"], expected["matrix"])
    check_overall(evaluation, known)
    assert evaluation.n == known["n"]
    assert evaluation.intervals["accuracy"] == pytest.approx(known["accuracy_wilson95"], abs=1e-9)
    for key in ("recall", "precision", "f1", "specificity", "support"):
        values = [math.nan if value in (None, "NaN") else value for value in known[key]]
        np.testing.assert_allclose(evaluation.per_class[key], values, rtol=1e-9, err_msg=key)
    assert session.data.prepared.predictions.y_score is None
