"""Two evaluations side by side, against independent calculations."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from confmat_gui.core.comparison import CLASS_KEYS, Comparison, FigureDifference, compare_evaluations
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.intervals import two_sided_p
from confmat_gui.core.joint_bootstrap import interval_and_p
from confmat_gui.core.metrics import OVERALL_KEYS
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.paired_tests import holm, mcnemar
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix, costs_from_weights
from tests.core.strategies import slow_auc, slow_delong_variance

N = 300
GENERATOR = np.random.default_rng(11)
Y = GENERATOR.integers(0, 3, N)
IDS = np.array([f"s{i}" for i in range(N)])


def scores(skill: float, seed: int) -> NDArray[np.float64]:
    logits = np.random.default_rng(seed).normal(0, 1, (N, 3)) + skill * np.eye(3)[Y]
    p = np.exp(logits)
    return np.asarray(p / p.sum(axis=1, keepdims=True))


P_A, P_B = scores(1.0, 1), scores(1.8, 2)
CLASSES = ["a", "b", "c"]
PRICES = costs_from_weights([1, 5, 2])


def evaluation(
    p: NDArray[np.float64], *, ids: NDArray[np.str_] | None = IDS, costs: bool = False
) -> Evaluation:
    predictions = Predictions.from_arrays(Y, p, classes=CLASSES, sample_id=ids)
    return evaluate(prepare(predictions), OperatingPoint(Rule.argmax(), PRICES if costs else None))


A, B = evaluation(P_A), evaluation(P_B)


def row(comparison: Comparison, key: str, class_name: str | None = None) -> FigureDifference:
    return next(d for d in comparison.differences if (d.key, d.class_name) == (key, class_name))


def test_that_paired_models_are_compared_on_the_same_samples() -> None:
    comparison = compare_evaluations(A, B)
    assert comparison.paired
    assert "ids and the true classes are the same" in comparison.reason
    right_a, right_b = P_A.argmax(axis=1) == Y, P_B.argmax(axis=1) == Y
    fixed, broke = int((right_b & ~right_a).sum()), int((right_a & ~right_b).sum())
    assert (comparison.fixed, comparison.broke) == (fixed, broke)
    assert (comparison.mcnemar_exact, comparison.mcnemar_mid_p) == mcnemar(fixed, broke)
    accuracy = row(comparison, "accuracy")
    assert accuracy.method == "McNemar mid-p"
    assert accuracy.p_value == accuracy.p_holm == comparison.mcnemar_mid_p
    assert accuracy.difference == pytest.approx((fixed - broke) / N)
    np.testing.assert_array_equal(comparison.confusion_difference, B.confusion - A.confusion)


def test_that_every_figure_is_compared_in_order() -> None:
    comparison = compare_evaluations(A, B)
    keys = [(d.key, d.class_name) for d in comparison.differences]
    assert keys == [(k, None) for k in OVERALL_KEYS] + [(k, c) for k in CLASS_KEYS for c in CLASSES]
    for difference in comparison.differences:
        if difference.method:
            low, high = difference.interval
            assert low <= difference.difference <= high, difference.key
            assert 0 < difference.p_value <= difference.p_holm <= 1
        else:
            assert math.isnan(difference.p_value)
            assert math.isnan(difference.interval[0])


def test_that_the_paired_bootstrap_agrees_with_resampled_rows() -> None:
    generator = np.random.default_rng(12)
    right = (P_B.argmax(axis=1) == Y).astype(float) - (P_A.argmax(axis=1) == Y)
    draws = []
    members = [np.flatnonzero(np.equal(Y, k)) for k in range(3)]
    for _ in range(2000):
        rows = np.concatenate([generator.choice(own, len(own)) for own in members])
        draws.append(right[rows].mean())
    low, high = row(compare_evaluations(A, B), "accuracy").interval
    assert (low, high) == pytest.approx(tuple(np.percentile(draws, [2.5, 97.5])), abs=0.012)


def test_that_paired_areas_are_compared_by_delong() -> None:
    difference = row(compare_evaluations(A, B), "roc_auc", "b")
    own = np.equal(Y, 1)
    kernels = []
    for p in (P_A[:, 1], P_B[:, 1]):
        above = p[own][:, None] - p[~own][None, :]
        kernels.append((above > 0) + 0.5 * (above == 0))
    table = kernels[1] - kernels[0]
    variance = table.mean(axis=1).var(ddof=1) / own.sum() + table.mean(axis=0).var(ddof=1) / (~own).sum()
    assert difference.difference == pytest.approx(table.mean())
    assert difference.p_value == pytest.approx(two_sided_p(table.mean() / math.sqrt(variance)))
    assert difference.interval[0] == pytest.approx(table.mean() - 1.959964 * math.sqrt(variance))
    assert difference.method == "DeLong, paired"


SCORE_KEYS = ("log_loss", "brier", "macro_roc_auc", "hand_till")


@pytest.mark.parametrize("paired", [True, False])
def test_that_figures_of_scores_are_compared_as_redrawn_rows_would_be(paired: bool) -> None:
    comparison = compare_evaluations(A, B, ids_match=paired)
    generator = np.random.default_rng(14)
    draws: dict[str, list[float]] = {key: [] for key in (*SCORE_KEYS, "average_precision")}
    for _ in range(300):
        first = generator.integers(0, N, N)
        second = first if paired else generator.integers(0, N, N)
        a = prepare(Predictions.from_arrays(Y[first], P_A[first], classes=CLASSES))
        b = prepare(Predictions.from_arrays(Y[second], P_B[second], classes=CLASSES))
        for key in ("log_loss", "brier", "hand_till"):
            draws[key].append(getattr(b, key) - getattr(a, key))
        draws["macro_roc_auc"].append(b.roc_auc.mean() - a.roc_auc.mean())
        draws["average_precision"].append(b.average_precision[1] - a.average_precision[1])
    for key, drawn in draws.items():
        found = row(comparison, key, "b" if key == "average_precision" else None)
        error = (found.interval[1] - found.interval[0]) / 2 / 1.959964
        assert error == pytest.approx(np.std(drawn), rel=0.15), key
        assert found.p_value == pytest.approx(two_sided_p(found.difference / error))
        assert found.method == ("jackknife, paired" if paired else "jackknife, unpaired")


def test_that_counts_are_compared_as_repeated_rows() -> None:
    count = np.random.default_rng(15).integers(0, 4, N)
    rows = np.repeat(np.arange(N), count)
    counted = [evaluate(prepare(replace(e.prepared.predictions, count=count))) for e in (A, B)]
    repeated = [Predictions.from_arrays(Y[rows], p[rows], classes=CLASSES) for p in (P_A, P_B)]
    apart = [evaluate(prepare(predictions)) for predictions in repeated]
    for paired in (True, False):
        ours = compare_evaluations(counted[0], counted[1], ids_match=paired)
        theirs = compare_evaluations(apart[0], apart[1], ids_match=paired)
        for first, second in zip(ours.differences, theirs.differences, strict=True):
            assert first.difference == pytest.approx(second.difference, nan_ok=True)
            assert first.interval == pytest.approx(second.interval, nan_ok=True), first.key
            assert first.p_holm == pytest.approx(second.p_holm, nan_ok=True)


def test_that_labels_are_not_tested_against_scores() -> None:
    labels = evaluate(prepare(Predictions.from_arrays(Y, y_pred=Y, classes=CLASSES, sample_id=IDS)))
    for comparison in (compare_evaluations(A, labels), compare_evaluations(A, labels, ids_match=False)):
        for key in SCORE_KEYS:
            assert row(comparison, key).method == ""
            assert math.isnan(row(comparison, key).p_value)
        assert row(comparison, "average_precision", "a").method == ""


def test_that_a_shift_of_every_loss_has_no_variance_and_no_test() -> None:
    y, ids = [0, 1, 0, 1], list("pqrs")
    first = evaluate(prepare(Predictions.from_arrays(y, [0.3, 0.7, 0.3, 0.7], sample_id=ids)))
    second = evaluate(prepare(Predictions.from_arrays(y, [0.1, 0.9, 0.1, 0.9], sample_id=ids)))
    loss = row(compare_evaluations(first, second), "log_loss")
    assert loss.difference == pytest.approx(math.log(0.7 / 0.9))
    assert loss.interval == (loss.difference, loss.difference)
    assert math.isnan(loss.p_value)


def test_that_p_values_of_classes_are_adjusted_together() -> None:
    comparison = compare_evaluations(A, B)
    for key in ("recall", "average_precision"):
        rows = [row(comparison, key, name) for name in CLASSES]
        assert [d.p_holm for d in rows] == pytest.approx(holm([d.p_value for d in rows]).tolist())


def test_that_samples_in_another_order_are_brought_together_by_their_ids() -> None:
    order = np.random.default_rng(13).permutation(N)
    shuffled = Predictions.from_arrays(Y[order], P_B[order], classes=CLASSES, sample_id=IDS[order])
    comparison = compare_evaluations(A, evaluate(prepare(shuffled)))
    expected = compare_evaluations(A, B)
    assert comparison.paired
    for ours, theirs in zip(comparison.differences, expected.differences, strict=True):
        assert ours.difference == pytest.approx(theirs.difference, nan_ok=True)
        assert ours.p_value == pytest.approx(theirs.p_value, nan_ok=True)


def test_that_classes_in_another_order_are_brought_together_by_their_names() -> None:
    turned = [2, 0, 1]
    names = [CLASSES[k] for k in turned]
    labels = [CLASSES[k] for k in Y]
    predictions = Predictions.from_arrays(labels, P_B[:, turned], classes=names, sample_id=IDS)
    costs = tuple(tuple(PRICES[i][j] for j in turned) for i in turned)
    other = evaluate(prepare(predictions), OperatingPoint(Rule.argmax(), costs))
    comparison = compare_evaluations(evaluation(P_A, costs=True), other)
    expected = compare_evaluations(evaluation(P_A, costs=True), evaluation(P_B, costs=True))
    np.testing.assert_array_equal(comparison.confusion_difference, expected.confusion_difference)
    for ours, theirs in zip(comparison.differences, expected.differences, strict=True):
        assert (ours.key, ours.class_name) == (theirs.key, theirs.class_name)
        assert ours.b == pytest.approx(theirs.b, nan_ok=True)
        assert ours.interval == pytest.approx(theirs.interval, nan_ok=True)
        assert ours.p_value == pytest.approx(theirs.p_value, nan_ok=True)


def test_that_costs_are_compared_where_both_have_prices() -> None:
    comparison = compare_evaluations(evaluation(P_A, costs=True), evaluation(P_B, costs=True))
    cost = row(comparison, "total_cost")
    assert cost.method == "bootstrap, paired"
    assert cost.interval[0] < cost.difference < cost.interval[1] < 0
    mean = row(comparison, "expected_cost")
    assert np.array(mean.interval) * N == pytest.approx(np.array(cost.interval))
    one_sided = compare_evaluations(evaluation(P_A, costs=True), B)
    assert math.isnan(row(one_sided, "total_cost").difference)
    assert row(one_sided, "total_cost").method == ""


def test_that_without_ids_the_comparison_is_unpaired_and_says_so() -> None:
    comparison = compare_evaluations(evaluation(P_A, ids=None), B)
    assert not comparison.paired
    assert "sample ids" in comparison.reason
    assert comparison.fixed is comparison.broke is None
    assert math.isnan(comparison.mcnemar_mid_p)
    own = Y == 2
    area = row(comparison, "roc_auc", "c")
    variance = sum(slow_delong_variance(own, p[:, 2]) for p in (P_A, P_B))
    difference = slow_auc(own, P_B[:, 2]) - slow_auc(own, P_A[:, 2])
    assert area.p_value == pytest.approx(two_sided_p(difference / math.sqrt(variance)))
    assert area.method == "DeLong, unpaired"
    assert row(comparison, "accuracy").method == "bootstrap, unpaired"
    paired = row(compare_evaluations(A, B), "accuracy").interval
    unpaired = row(comparison, "accuracy").interval
    assert unpaired[0] < row(comparison, "accuracy").difference < unpaired[1]
    assert unpaired != paired


def test_that_a_caller_may_know_that_rows_are_the_same_or_not() -> None:
    without = evaluation(P_A, ids=None), evaluation(P_B, ids=None)
    known = compare_evaluations(*without, ids_match=True)
    assert known.paired
    assert known.fixed == compare_evaluations(A, B).fixed
    assert not compare_evaluations(A, B, ids_match=False).paired


def shifted(**changes: Any) -> Evaluation:
    return evaluate(prepare(replace(B.prepared.predictions, **changes)))


SHORT = evaluate(prepare(Predictions.from_arrays(Y[:9], P_B[:9], classes=CLASSES)))
LONG = evaluate(prepare(Predictions.from_arrays(np.tile(Y, 4), np.tile(P_B, (4, 1)), classes=CLASSES)))
OTHER_Y = np.where(np.arange(N) == 4, (Y + 1) % 3, Y).astype(np.int32)


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (shifted(sample_id=np.array([f"t{i}" for i in range(N)])), "sample ids differ"),
        (shifted(y_true=OTHER_Y), "true class differs in 1 rows, first in row 5"),
        (shifted(count=np.full(N, 2)), "frequency counts differ"),
        (SHORT, "300 rows and the other 9"),
        (LONG, "300 rows and the other 1,200"),
    ],
)
def test_that_the_reason_for_not_pairing_is_said(other: Evaluation, part: str) -> None:
    comparison = compare_evaluations(A, other)
    assert not comparison.paired
    assert part in comparison.reason


def test_that_repeated_ids_pair_only_row_by_row() -> None:
    ids = np.array([f"s{i // 2}" for i in range(N)])
    first, second = evaluation(P_A, ids=ids), evaluation(P_B, ids=ids)
    assert compare_evaluations(first, second).paired
    order = np.arange(N)[::-1]
    turned = Predictions.from_arrays(Y[order], P_B[order], classes=CLASSES, sample_id=ids[order])
    comparison = compare_evaluations(first, evaluate(prepare(turned)))
    assert not comparison.paired
    assert "more than once" in comparison.reason


def test_that_other_classes_cannot_be_compared() -> None:
    other = evaluate(prepare(Predictions.from_arrays(["a", "x"], y_pred=["a", "x"])))
    with pytest.raises(InputError, match="different classes"):
        compare_evaluations(A, other)


def test_that_rows_only_one_model_decided_are_left_out_of_the_pairs() -> None:
    def labels(y_pred: list[int]) -> Evaluation:
        return evaluate(prepare(Predictions.from_arrays([0, 1, 1, 0], y_pred=y_pred, sample_id=list("pqrs"))))

    comparison = compare_evaluations(labels([0, 0, -1, 1]), labels([0, 1, 1, -1]))
    assert (comparison.fixed, comparison.broke) == (1, 0)
    area = row(comparison, "roc_auc", "1")
    assert math.isnan(area.p_value)
    assert math.isnan(area.difference)
    nothing = compare_evaluations(labels([-1] * 4), labels([0, 1, 1, 0]))
    assert row(nothing, "accuracy").interval == pytest.approx((math.nan, math.nan), nan_ok=True)


def test_that_counts_weigh_what_was_fixed() -> None:
    def counted(y_pred: list[int]) -> Evaluation:
        data = Predictions.from_arrays([0, 1, 1], y_pred=y_pred, count=[2, 3, 0], sample_id=["p", "q", "r"])
        return evaluate(prepare(data))

    comparison = compare_evaluations(counted([0, 0, 0]), counted([1, 1, 1]))
    assert (comparison.fixed, comparison.broke) == (3, 2)


def test_that_equal_models_do_not_differ() -> None:
    comparison = compare_evaluations(A, A)
    assert (comparison.fixed, comparison.broke) == (0, 0)
    area = row(comparison, "roc_auc", "a")
    assert (area.difference, area.p_value, area.interval) == (0, 1, (0, 0))
    assert row(comparison, "macro_f1").p_value == 1
    for key in SCORE_KEYS:
        figure = row(comparison, key)
        assert (figure.difference, figure.p_value, figure.interval) == (0, 1, (0, 0))
    assert row(comparison, "average_precision", "c").p_value == 1


def test_that_perfect_areas_that_differ_without_variance_have_no_test() -> None:
    y = [0, 0, 1, 1]
    best = evaluate(prepare(Predictions.from_arrays(y, [0.1, 0.2, 0.8, 0.9], sample_id=list("abcd"))))
    worst = evaluate(prepare(Predictions.from_arrays(y, [0.9, 0.8, 0.2, 0.1], sample_id=list("abcd"))))
    area = row(compare_evaluations(worst, best), "roc_auc", "1")
    assert area.difference == 1
    assert math.isnan(area.p_value)
    few = evaluate(prepare(Predictions.from_arrays([0, 1, 1], [0.1, 0.2, 0.8], sample_id=list("abc"))))
    assert row(compare_evaluations(few, few), "roc_auc", "1").method == ""


def test_that_a_comparison_reports_its_progress_and_can_be_cancelled() -> None:
    seen: list[float] = []
    fresh = evaluation(P_A)
    compare_evaluations(fresh, B, progress=lambda fraction, _text="": seen.append(fraction))
    assert seen == pytest.approx([0, 1 / 3, 2 / 3, 1])
    compare_evaluations(fresh, B, progress=lambda fraction, _text="": seen.append(fraction))
    assert seen[4:] == [1]

    def stop(fraction: float, text: str = "") -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        compare_evaluations(A, B, progress=stop)


def test_that_another_rule_for_known_scores_changes_no_test_of_the_scores() -> None:
    first = compare_evaluations(A, B)
    other = compare_evaluations(A, evaluate(B.prepared, Rule.thresholds({"a": 0.6})))
    apart = compare_evaluations(A, B, ids_match=False)
    for key in SCORE_KEYS:
        assert row(other, key) == row(first, key)
        assert row(apart, key).interval != row(first, key).interval
    assert row(other, "accuracy") != row(first, "accuracy")


def test_that_very_many_classes_are_resampled_too() -> None:
    k = 300
    labels = np.repeat(np.arange(k), 2)
    wrong = np.where(np.arange(2 * k) % 3 == 0, (labels + 1) % k, labels)
    first = evaluate(prepare(Predictions.from_arrays(labels, y_pred=labels, sample_id=np.arange(2 * k))))
    second = evaluate(prepare(Predictions.from_arrays(labels, y_pred=wrong, sample_id=np.arange(2 * k))))
    comparison = compare_evaluations(first, second)
    assert comparison.broke == 2 * k // 3
    recall = row(comparison, "balanced_accuracy")
    assert recall.method == "bootstrap, paired"
    assert recall.difference == pytest.approx(-1 / 3)
    assert recall.interval[0] < -1 / 3 < recall.interval[1] < 0
    assert row(comparison, "accuracy").method == "McNemar mid-p"


def test_that_drawn_differences_never_have_a_p_value_of_zero() -> None:
    interval, p_value = interval_and_p(np.append(1.5, np.linspace(1, 2, 999)), 2)
    assert p_value == pytest.approx(2 / 1000)
    assert interval == pytest.approx((1.025, 1.975), abs=1e-3)
    assert math.isnan(interval_and_p(np.full(9, np.nan), 2)[1])


def abstaining(y_score: list[float], at: float, **changes: Any) -> Evaluation:
    data = Predictions.from_arrays(
        [0, 1, 1, 0, 1, 0], y_score, classes=["0", "1"], sample_id=list("abcdef"), **changes
    )
    return evaluate(prepare(data), Rule.thresholds({"0": at, "1": at}, no_decision=True))


def test_that_pairs_are_of_the_samples_that_both_decide() -> None:
    a = abstaining([0.9, 0.9, 0.1, 0.5, 0.9, 0.1], 0.8)
    b = abstaining([0.1, 0.5, 0.9, 0.1, 0.1, 0.1], 0.8)
    comparison = compare_evaluations(a, b)
    assert comparison.paired
    assert (comparison.fixed, comparison.broke) == (2, 1)
    assert comparison.mcnemar_mid_p == mcnemar(2, 1)[1]
    assert comparison.confusion_difference.tolist() == (b.confusion - a.confusion).tolist()
    coverage = row(comparison, "coverage")
    assert (coverage.a, coverage.b, coverage.method) == (5 / 6, 5 / 6, "bootstrap, paired")
    assert coverage.interval[0] < 0 < coverage.interval[1]
    assert row(comparison, "accuracy").method == "bootstrap, paired"
    assert row(comparison, "error_rate").difference == pytest.approx(-row(comparison, "accuracy").difference)


def test_that_coverage_is_not_tested_where_both_decide_everything() -> None:
    comparison = compare_evaluations(A, B)
    coverage = row(comparison, "coverage")
    assert (coverage.difference, coverage.method) == (0, "")
    assert math.isnan(coverage.p_value)
    for key in ("accuracy", "error_rate"):
        assert row(comparison, key).method == "McNemar mid-p"
        assert row(comparison, key).p_value == comparison.mcnemar_mid_p


def test_that_no_decision_stays_last_where_classes_stand_in_another_order() -> None:
    a = abstaining([0.9, 0.9, 0.1, 0.5, 0.9, 0.1], 0.8)
    turned = Predictions.from_arrays(
        ["0", "1", "1", "0", "1", "0"], [0.1, 0.5, 0.9, 0.1, 0.1, 0.1], classes=["1", "0"],
        positive="1", sample_id=list("abcdef"),
    )  # fmt: skip
    costs = cost_matrix([[0, 5, 2], [1, 0, 3]])
    rule = Rule.thresholds({"0": 0.8, "1": 0.8}, no_decision=True)
    b = evaluate(prepare(turned), OperatingPoint(rule, costs, 0))
    same = abstaining([0.1, 0.5, 0.9, 0.1, 0.1, 0.1], 0.8)
    priced = evaluate(same.prepared, OperatingPoint(rule, cost_matrix([[0, 1, 3], [5, 0, 2]]), 1))
    assert b.metrics["total_cost"] == priced.metrics["total_cost"]
    one, two = compare_evaluations(a, b), compare_evaluations(a, priced)
    assert one.confusion_difference.tolist() == two.confusion_difference.tolist()
    assert (one.fixed, one.broke) == (two.fixed, two.broke)
    assert row(one, "coverage") == row(two, "coverage")


def test_that_unpaired_sessions_that_abstain_are_redrawn_apart() -> None:
    a = abstaining([0.9, 0.9, 0.1, 0.5, 0.9, 0.1], 0.8)
    comparison = compare_evaluations(a, abstaining([0.5] * 6, 0.8), ids_match=False)
    assert comparison.fixed is None
    assert row(comparison, "coverage").difference == -5 / 6
    assert row(comparison, "coverage").method == "bootstrap, unpaired"
    assert math.isnan(row(comparison, "accuracy").difference)
