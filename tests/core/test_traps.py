"""What other programs got wrong, each as a test."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from confmat_gui.core.confusion import normalise
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.stepping import threshold_path

GENERATOR = np.random.default_rng(14)
Y = (GENERATOR.random(500) < 0.2).astype(np.int64)
S = np.round(GENERATOR.normal(Y, 1.0), 2)


def test_that_the_precision_recall_curve_is_that_of_the_positive_class_also_when_it_comes_first() -> None:
    labels = np.where(Y == 1, "crack", "ok")
    p = 1 / (1 + np.exp(-S))
    predictions = Predictions.from_arrays(
        labels, np.column_stack([p, 1 - p]), classes=["crack", "ok"], positive="crack"
    )
    curve = prepare(predictions).precision_recall("crack")
    precision, recall, _ = reference.precision_recall_curve(Y, p)
    np.testing.assert_allclose(curve.precision, precision[::-1])
    np.testing.assert_allclose(curve.recall, recall[::-1])


def test_that_a_marker_stands_on_the_counts_at_the_threshold_and_not_at_the_nearest_point() -> None:
    predictions = Predictions.from_arrays([0, 0, 1, 1], [0.1, 0.45, 0.47, 0.9])
    evaluation = evaluate(prepare(predictions), Rule.thresholds({"1": 0.5}))
    assert evaluation.per_class["recall"][1] == 0.5
    assert evaluation.per_class["fpr"][1] == 0


@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_matrix_and_curve_use_the_same_comparison(boundary: str) -> None:
    rule = Rule.thresholds({"1": 0.5}, boundary=">" if boundary == ">" else ">=")
    prepared = prepare(Predictions.from_arrays([0, 1, 1, 0], [0.5, 0.5, 0.9, 0.1]))
    evaluation = evaluate(prepared, rule)
    path = threshold_path(prepared, evaluation.point, 1)
    here = (evaluation.per_class["tp"][1], evaluation.per_class["fp"][1])
    assert here in set(zip(path.tps.tolist(), path.fps.tolist(), strict=True))
    assert here == ((1, 0) if boundary == ">" else (2, 1))


def test_that_prevalence_is_not_rounded() -> None:
    labels = [1] * 3 + [0] * 997
    evaluation = evaluate(prepare(Predictions.from_arrays(labels, y_pred=[0] * 1000)))
    assert evaluation.metrics["no_information_rate"] == 0.997


def test_that_a_roc_drops_nobody() -> None:
    prepared = prepare(Predictions.from_arrays(Y, S, score_kind="score"))
    roc = prepared.roc("1")
    assert (roc.fpr[0], roc.tpr[0]) == (0, 0)
    assert (roc.fpr[-1], roc.tpr[-1]) == (1, 1)
    ranking = prepared.ranking(1)
    assert (ranking.tps[-1], ranking.fps[-1]) == ((Y == 1).sum(), (Y == 0).sum())
    assert len(roc.fpr) == len(set(S.tolist())) + 1


def test_that_columns_belong_to_the_classes_in_their_order_and_not_to_the_alphabet() -> None:
    scores = [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]
    evaluation = evaluate(prepare(Predictions.from_arrays(["z", "a", "z"], scores, classes=["z", "a"])))
    assert evaluation.metrics["accuracy"] == 1
    assert evaluation.prepared.roc_auc.tolist() == [1, 1]


def test_that_a_class_absent_from_the_truth_shifts_no_curve() -> None:
    p = GENERATOR.dirichlet(np.ones(4), 200)
    y = GENERATOR.choice([0, 2, 3], 200)
    prepared = prepare(Predictions.from_arrays(y, p, classes=["a", "b", "c", "d"]))
    assert np.isnan(prepared.roc_auc[1])
    for k in (0, 2, 3):
        assert prepared.roc_auc[k] == pytest.approx(reference.roc_auc_score(y == k, p[:, k]))
    evaluation = evaluate(prepared)
    assert evaluation.confusion[1].sum() == 0
    assert evaluation.confusion[:, 1].sum() == (p.argmax(axis=1) == 1).sum()


def test_that_nothing_is_cut_off_at_ten_thousand_rows() -> None:
    n = 10_007
    evaluation = evaluate(prepare(Predictions.from_arrays(np.arange(n) % 2, np.linspace(0, 1, n))))
    assert evaluation.n == n
    assert len(evaluation.prepared.roc("1").fpr) == n + 1


def test_that_the_whole_is_normalised_and_not_the_mean_of_the_normalised() -> None:
    predictions = Predictions.from_arrays([0, 1, 1, 1], y_pred=[0, 0, 1, 1], batch=[1, 1, 2, 2])
    evaluation = evaluate(prepare(predictions))
    assert normalise(evaluation.confusion, "true")[1].tolist() == [1 / 3, 2 / 3]


def test_that_names_stay_with_their_rows_and_columns() -> None:
    classes = ["c", "a", "b"]
    evaluation = evaluate(prepare(Predictions.from_arrays(
        ["a", "b", "c", "c"], y_pred=["b", "b", "c", "a"], classes=classes
    )))  # fmt: skip
    for true, pred, n in [("a", "b", 1), ("b", "b", 1), ("c", "c", 1), ("c", "a", 1), ("a", "c", 0)]:
        assert evaluation.confusion[classes.index(true), classes.index(pred)] == n


def test_that_a_missing_score_is_never_counted_as_negative() -> None:
    with pytest.raises(InputError, match="Row 2"):
        Predictions.from_arrays([0, 1], [0.3, float("nan")])


def test_that_the_answer_to_ties_of_cost_does_not_depend_on_the_type_of_the_scores() -> None:
    raw = GENERATOR.multinomial(8, np.full(3, 1 / 3), 400) / 8  # exact in both types
    costs = [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    y = np.arange(400) % 3
    single = prepare(Predictions.from_arrays(y, raw.astype(np.float32)))
    double = prepare(Predictions.from_arrays(y, raw))
    point = OperatingPoint(Rule.min_cost(costs))
    first, second = evaluate(single, point), evaluate(double, point)
    assert first.decided.tolist() == second.decided.tolist()
    assert first.n_tied == second.n_tied > 0
