"""The other class of a single column of probabilities: 1 - p as on paper, and the same areas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.complement import complement
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.stepping import next_threshold, threshold_path

LABELS = ["ok", "crack"]


def single_column(score: Any, y_true: Any) -> Predictions:
    """Return probabilities of crack, with ok as the positive class."""
    names = np.array(LABELS)[np.asarray(y_true)]
    return Predictions.from_arrays(names, score, classes=LABELS, positive="crack").with_positive(0)


@pytest.mark.parametrize("digits", range(1, 16))
def test_that_the_complement_of_a_written_decimal_is_that_of_paper(digits: int) -> None:
    whole = np.random.default_rng(digits).integers(0, 10**digits, 500, endpoint=True).tolist()
    texts = [str(Decimal(n).scaleb(-digits)) for n in whole]
    expected = [float(1 - Decimal(text)) for text in texts]
    np.testing.assert_array_equal(complement(np.array([float(text) for text in texts])), expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_complement_keeps_the_order(dtype: Any) -> None:
    generator = np.random.default_rng(3)
    p = np.concatenate((generator.random(5000), generator.random(5000) ** 9, np.linspace(0, 1, 101)))
    p = np.unique(p.astype(dtype))
    result = complement(p)
    assert (np.diff(result) <= 0).all()
    assert (np.diff(result[p > 0.1]) < 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_a_score_on_the_other_classs_threshold_is_on_it(dtype: Any, boundary: Boundary) -> None:
    tenths = np.round(np.arange(1, 10) / 10, 1)
    prepared = prepare(single_column(tenths.astype(dtype), np.arange(9) % 2))
    for t in tenths.tolist():
        taken = evaluate(prepared, Rule.thresholds({"ok": t}, boundary=boundary)).decided == 0
        assert taken.sum() == round(10 * (1 - t)) - (boundary == ">")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_both_classes_of_one_column_have_the_same_auc_also_for_tiny_scores(dtype: Any) -> None:
    score = (10.0 ** -np.arange(1, 31)).astype(dtype)
    prepared = prepare(single_column(score, (np.arange(30) % 3 == 0).astype(int)))
    assert prepared.roc_auc[0] == prepared.roc_auc[1]
    assert len(prepared.roc("ok").fpr) == 31


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_every_vertex_of_the_other_class_is_what_decide_gives(dtype: Any, boundary: Boundary) -> None:
    generator = np.random.default_rng(8)
    score = np.concatenate((generator.random(30), generator.random(30).round(2), 10.0 ** -np.arange(9, 39)))
    predictions = single_column(score.astype(dtype), generator.integers(0, 2, 90))
    prepared = prepare(predictions)
    start = Rule.thresholds({"ok": 0.5}, boundary=boundary)
    path = threshold_path(prepared, OperatingPoint(start, None, 0), 0)
    for t, tp, fp in zip(path.thresholds.tolist(), path.tps.tolist(), path.fps.tolist(), strict=True):
        figures = evaluate(prepared, Rule.thresholds({"ok": t}, boundary=boundary), intervals=False).per_class
        assert (figures["tp"][0], figures["fp"][0]) == (tp, fp)
    point = OperatingPoint(Rule.thresholds({"ok": 0.2}, boundary=boundary), None, 0)
    up = next_threshold(prepared, point, 0, 1)
    assert up is not None
    assert up > 0.2
