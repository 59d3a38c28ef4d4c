"""Prepare once, evaluate at every change."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from sklearn import metrics as reference

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Evaluation, PrecisionRecall, Prepared, Roc, evaluate, prepare
from confmat_gui.core.metrics import CLASS_KEYS, METRICS, OVERALL_KEYS
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import RankingCache
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Rule, cost_matrix, costs_from_weights
from tests.core.strategies import probability_predictions

P3 = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.4, 0.35, 0.25], [0.3, 0.6, 0.1]])
THREE = Predictions.from_arrays(["a", "b", "c", "b", "b"], P3)


def assert_that_reasons_are_complete(evaluation: Evaluation) -> None:
    why = evaluation.undefined
    for key, value in evaluation.metrics.items():
        assert not np.isnan(value) or why[key], key
    for key, values in evaluation.per_class.items():
        for k, value in enumerate(values):
            assert not np.isnan(value) or key in why or f"{key}:{evaluation.classes[k]}" in why, key
    assert all(reason.endswith(".") for reason in why.values())


@given(probability_predictions(smallest=2))
def test_that_areas_of_every_class_are_those_of_scikit_learn(predictions: Predictions) -> None:
    prepared = prepare(predictions)
    for k in range(predictions.n_classes):
        own, score = predictions.y_true == k, predictions.score_of(k)
        if own.any():
            expected = reference.average_precision_score(own, score, sample_weight=predictions.count)
            assert prepared.average_precision[k] == pytest.approx(expected, abs=1e-12)
        else:
            assert np.isnan(prepared.average_precision[k])
        if own.any() and not own.all():
            expected = reference.roc_auc_score(own, score, sample_weight=predictions.count)
            assert prepared.roc_auc[k] == pytest.approx(expected, abs=1e-12)
        else:
            assert np.isnan(prepared.roc_auc[k])
    evaluation = evaluate(prepared, intervals=False)
    assert_that_reasons_are_complete(evaluation)
    assert evaluation.n == predictions.n


@given(probability_predictions(smallest=2, largest=4))
def test_that_hand_and_till_is_the_macro_one_against_one_of_scikit_learn(predictions: Predictions) -> None:
    support = predictions.support
    if (support == 0).any() or predictions.count is not None:
        return
    p = np.asarray(predictions.y_score, dtype=np.float64)
    if predictions.is_binary:
        p = np.column_stack([predictions.score_of(0), predictions.score_of(1)])
    pairs = []
    for i in range(predictions.n_classes):
        for j in range(predictions.n_classes):
            if i != j:
                rows = np.isin(predictions.y_true, (i, j))
                pairs.append(reference.roc_auc_score(predictions.y_true[rows] == i, p[rows, i]))
    assert prepare(predictions).hand_till == pytest.approx(np.mean(pairs), abs=1e-12)


def test_that_hand_and_till_leaves_absent_classes_out() -> None:
    with_absent = Predictions.from_arrays(
        [0, 1, 0, 1], [[0.5, 0.4, 0.1], [0.3, 0.6, 0.1], [0.4, 0.5, 0.1], [0.45, 0.45, 0.1]],
        classes=["a", "b", "z"],
    )  # fmt: skip
    assert prepare(with_absent).hand_till == pytest.approx(0.75)


def test_that_the_default_rules_are_those_of_the_numbers_page() -> None:
    y = [0, 1, 1]
    cases = [
        (Predictions.from_arrays(y, [0.1, 0.6, 0.7]), Rule.thresholds({"1": 0.5}), "probability"),
        (Predictions.from_arrays(y, [-1, 2, 3], score_kind="logit"), Rule.thresholds({"1": 0.0}), "logit"),
        (Predictions.from_arrays(y, [1, 20, 30]), Rule.thresholds({"1": 20.0}), "youden"),
        (Predictions.from_arrays(y, [1, 20, 30], y_pred=y), Rule.predicted(), "predicted"),
        (Predictions.from_arrays(y, [1, 20, 30], y_pred=[0, -1, 1]), Rule.thresholds({"1": 20.0}), "youden"),
        (Predictions.from_arrays(y, y_pred=y), Rule.predicted(), "predicted"),
        (THREE, Rule.argmax(), "argmax"),
        (Predictions.from_arrays(["a", "a"], [0.2, 0.3]), Rule.argmax(), "argmax"),
    ]
    for predictions, rule, source in cases:
        prepared = prepare(predictions)
        assert (prepared.default_rule, prepared.default_rule_source) == (rule, source)
        assert evaluate(prepared).point.rule == rule


def test_that_figures_follow_the_registry_in_keys_and_order() -> None:
    evaluation = evaluate(prepare(THREE))
    assert tuple(evaluation.metrics) == OVERALL_KEYS
    assert tuple(evaluation.per_class) == CLASS_KEYS
    assert tuple(METRICS) == tuple(dict.fromkeys(OVERALL_KEYS + CLASS_KEYS))
    for values in evaluation.per_class.values():
        assert values.shape == (3,)
    for metric in METRICS.values():
        assert metric.name
        assert metric.explanation.endswith((".", ")"))


def test_that_prices_only_price() -> None:
    prepared = prepare(THREE)
    costs = costs_from_weights([1, 5, 2])
    plain = evaluate(prepared)
    priced = evaluate(prepared, OperatingPoint(Rule.argmax(), costs))
    assert plain.confusion.tolist() == priced.confusion.tolist()
    assert np.isnan(plain.metrics["expected_cost"])
    assert plain.undefined["expected_cost"] == "No price is given."
    assert priced.metrics["total_cost"] == 5
    assert priced.metrics["expected_cost"] == 1
    assert priced.per_class["cost"].tolist() == [0, 5, 0]
    assert priced.per_class["share_of_cost"].tolist() == [0, 1, 0]
    assert priced.per_class["cost_weight"].tolist() == [1, 5, 2]
    low, high = priced.intervals["expected_cost"]
    assert low <= 1 <= high
    assert_that_reasons_are_complete(priced)


def test_that_a_rule_of_lowest_cost_is_priced_by_its_own_matrix_when_no_other_price_is_given() -> None:
    own = cost_matrix([[0, 1, 1], [5, 0, 5], [1, 1, 0]])
    evaluation = evaluate(prepare(THREE), Rule.min_cost(own))
    assert evaluation.metrics["total_cost"] == (evaluation.confusion * np.array(own)).sum()
    other = evaluate(prepare(THREE), OperatingPoint(Rule.min_cost(own), costs_from_weights([0, 0, 0])))
    assert other.confusion.tolist() == evaluation.confusion.tolist()
    assert other.metrics["total_cost"] == 0
    assert other.undefined["share_of_cost"] == "The total cost is 0."


def test_that_prices_for_another_number_of_classes_are_refused() -> None:
    with pytest.raises(InputError, match="has 2 classes, but there are 3"):
        evaluate(prepare(THREE), OperatingPoint(Rule.argmax(), costs_from_weights([1, 2])))


def test_that_prices_that_differ_along_a_row_have_no_weight_and_a_reason() -> None:
    costs = cost_matrix([[0, 1, 2], [1, 0, 1], [1, 1, 0]])
    evaluation = evaluate(prepare(THREE), OperatingPoint(Rule.argmax(), costs))
    assert np.isnan(evaluation.per_class["cost_weight"][0])
    assert "no single price" in evaluation.undefined["cost_weight:a"]


def test_that_thresholds_are_given_raw_and_shown() -> None:
    evaluation = evaluate(prepare(THREE), Rule.thresholds({"a": 1, "b": 1, "c": 2}))
    assert evaluation.thresholds is not None
    assert evaluation.thresholds_normalised is not None
    assert evaluation.thresholds.tolist() == [1, 1, 2]
    assert evaluation.thresholds_normalised.tolist() == [0.25, 0.25, 0.5]
    assert evaluation.per_class["threshold"].tolist() == [0.25, 0.25, 0.5]
    assert evaluate(prepare(THREE)).thresholds is None
    ranked = evaluate(prepare(Predictions.from_arrays([0, 1], [-1, 4])), Rule.thresholds({"1": 0.5}))
    assert "one threshold only" in ranked.undefined["threshold:0"]


def test_that_every_interval_holds_its_figure() -> None:
    generator = np.random.default_rng(7)
    y = generator.integers(0, 3, 400)
    p = generator.dirichlet(np.ones(3), 400) * 0.5 + 0.5 * np.eye(3)[y]
    evaluation = evaluate(prepare(Predictions.from_arrays(y, p)), OperatingPoint(
        Rule.thresholds({"0": 0.7}), costs_from_weights([1, 2, 3])
    ))  # fmt: skip
    for key, (low, high) in evaluation.intervals.items():
        assert low <= evaluation.metrics[key] <= high, key
    for key, interval in evaluation.per_class_intervals.items():
        assert interval.shape == (3, 2)
        assert (interval[:, 0] <= evaluation.per_class[key]).all(), key
        assert (interval[:, 1] >= evaluation.per_class[key]).all(), key


def test_that_bootstrapped_intervals_can_be_left_out() -> None:
    evaluation = evaluate(prepare(THREE), intervals=False)
    assert set(evaluation.intervals) == {
        "accuracy", "error_rate", "no_information_rate", "log_loss", "brier", "macro_roc_auc", "hand_till",
    }  # fmt: skip
    assert "f1" not in evaluation.per_class_intervals
    assert "recall" in evaluation.per_class_intervals


def test_that_rows_without_a_label_are_in_no_figure() -> None:
    evaluation = evaluate(prepare(Predictions.from_arrays([0, 1, 1], y_pred=[0, -1, 1])))
    assert evaluation.decided.tolist() == [0, -1, 1]
    assert evaluation.n == 2
    assert evaluation.metrics["accuracy"] == 1
    nothing = evaluate(prepare(Predictions.from_arrays([0, 1], y_pred=[-1, -1])))
    assert np.isnan(nothing.metrics["accuracy"])
    assert nothing.undefined["accuracy"] == "No sample has a predicted class."
    assert_that_reasons_are_complete(nothing)
    priced = OperatingPoint(Rule.predicted(), costs_from_weights([1, 2]))
    assert np.isnan(evaluate(nothing.prepared, priced).metrics["expected_cost"])


def test_that_weights_make_a_second_matrix_and_change_no_figure() -> None:
    predictions = Predictions.from_arrays([0, 1, 1], [0.2, 0.9, 0.3], sample_weight=[0.5, 2, 4])
    weighted = evaluate(prepare(predictions))
    assert weighted.confusion.tolist() == [[1, 0], [1, 1]]
    assert weighted.confusion_weighted is not None
    assert weighted.confusion_weighted.tolist() == [[0.5, 0], [4, 2]]
    assert evaluate(prepare(THREE)).confusion_weighted is None


def test_that_counts_are_as_good_as_repeated_rows() -> None:
    count = np.array([3, 1, 2, 4, 1])
    counted = evaluate(prepare(replace(THREE, count=count)))
    rows = np.repeat(np.arange(5), count)
    repeated = evaluate(prepare(Predictions.from_arrays(THREE.y_true[rows], P3[rows])))
    assert counted.confusion.tolist() == repeated.confusion.tolist()
    assert counted.metrics == pytest.approx(repeated.metrics, nan_ok=True)
    for key, values in counted.per_class.items():
        np.testing.assert_allclose(values, repeated.per_class[key], atol=1e-12)
    np.testing.assert_allclose(counted.prepared.roc_auc_interval, repeated.prepared.roc_auc_interval)


def test_that_one_sample_alone_gives_what_is_defined_and_reasons_for_the_rest() -> None:
    evaluation = evaluate(prepare(Predictions.from_arrays([1], [0.7])))
    assert evaluation.confusion.tolist() == [[0, 0], [0, 1]]
    assert evaluation.metrics["accuracy"] == 1
    assert np.isnan(evaluation.metrics["mcc"])
    assert evaluation.undefined["mcc"] == "Only one true class occurs."
    assert evaluation.undefined["roc_auc:0"] == "There are no true samples of 0."
    assert evaluation.undefined["roc_auc:1"] == "There are no samples of any class but 1."
    assert_that_reasons_are_complete(evaluation)


def test_that_a_file_of_one_class_is_evaluated() -> None:
    evaluation = evaluate(prepare(Predictions.from_arrays(["ok", "ok"], [0.7, 0.2])))
    assert evaluation.confusion.tolist() == [[2]]
    assert np.isnan(evaluation.metrics["hand_till"])
    assert_that_reasons_are_complete(evaluation)


def test_that_labels_alone_are_evaluated_with_reasons_for_the_scores() -> None:
    evaluation = evaluate(prepare(Predictions.from_arrays(["a", "b"], y_pred=["a", "a"])))
    for key in ("log_loss", "brier", "hand_till", "macro_roc_auc", "roc_auc", "average_precision"):
        assert "only labels" in evaluation.undefined[key]
    assert evaluation.undefined["precision:b"] == "No sample is predicted as b."
    assert_that_reasons_are_complete(evaluation)


def test_that_degenerate_intervals_are_said_to_be() -> None:
    prepared = prepare(Predictions.from_arrays([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5]))
    assert prepared.roc_auc_interval[1].tolist() == prepared.roc_auc_interval[0].tolist() == [0.5, 0.5]
    assert prepared.intervals["macro_roc_auc"] == (0.5, 0.5)
    assert "degenerate" in prepared.undefined["macro_roc_auc_interval"]
    assert "degenerate" in prepared.undefined["roc_auc_interval:1"]
    few = prepare(Predictions.from_arrays([0, 1, 1], [0.1, 0.8, 0.9]))
    assert np.isnan(few.roc_auc_interval).all()
    assert "two samples" in few.undefined["roc_auc_interval:1"]


def test_that_the_positive_class_of_the_file_is_filled_in() -> None:
    prepared = prepare(Predictions.from_arrays(["ok", "crack"], [0.2, 0.8], positive="crack"))
    point = evaluate(prepared, OperatingPoint(Rule.thresholds({"crack": 0.3}))).point
    assert point.positive == prepared.predictions.positive
    kept = OperatingPoint(Rule.thresholds({"ok": 0.3}), positive=1)
    assert evaluate(prepared, kept).point == kept
    assert kept.with_costs(costs_from_weights([1, 2])).costs == ((0, 1), (2, 0))


def test_that_curves_are_asked_for_by_name() -> None:
    prepared = prepare(THREE)
    assert isinstance(prepared, Prepared)
    roc, pr = prepared.roc("b"), prepared.precision_recall("b")
    assert isinstance(roc, Roc)
    assert isinstance(pr, PrecisionRecall)
    fpr, tpr, _ = reference.roc_curve(THREE.y_true == 1, P3[:, 1], drop_intermediate=False)
    np.testing.assert_allclose(roc.fpr, fpr)
    np.testing.assert_allclose(roc.tpr, tpr)
    with pytest.raises(InputError, match="no class called “z”"):
        prepared.roc("z")


def test_that_rankings_are_kept_up_to_a_bound_and_made_again() -> None:
    def ranking(m: int) -> Ranking:
        return Ranking(np.arange(m, 0.0, -1), np.arange(m), np.arange(m), 1, 1)

    cache = RankingCache(most=10)
    first = ranking(4)
    assert cache.get((0, False), lambda: first) is first
    assert cache.get((0, False), lambda: ranking(4)) is first
    cache.put((0, False), ranking(4))
    assert len(cache) == 1
    cache.put((1, False), ranking(4))
    assert cache.get((0, False), lambda: ranking(4)) is first
    cache.put((2, False), ranking(4))
    assert len(cache) == 2
    assert cache.get((0, False), lambda: ranking(4)) is first
    assert cache.get((1, False), lambda: ranking(3)) is not first
    cache.put((5, False), ranking(99))
    assert len(cache) == 1


def test_that_curves_without_intermediate_scores_are_the_same_lines() -> None:
    y = [0, 0, 1, 0, 0, 0, 1, 1, 0, 0]
    score = np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.2, 0.1], dtype=np.float32)
    prepared = prepare(Predictions.from_arrays(y, score, classes=["0", "1"], positive="1"))
    every, fewer = prepared.roc("1"), prepared.roc("1", drop_intermediate=True)
    kept_scores = np.array([np.inf, 0.9, 0.8, 0.6, 0.5, 0.4, 0.1], dtype=np.float32)
    assert fewer.thresholds.tolist() == kept_scores.tolist()
    along, of_all = fewer.fpr + fewer.tpr, every.fpr + every.tpr
    np.testing.assert_allclose(np.interp(of_all, along, fewer.tpr), every.tpr, rtol=1e-12)
    assert set(zip(fewer.fpr.tolist(), fewer.tpr.tolist(), strict=True)) <= set(
        zip(every.fpr.tolist(), every.tpr.tolist(), strict=True)
    )
    precision = prepared.precision_recall("1", drop_intermediate=True)
    every_precision = prepared.precision_recall("1")
    assert precision.thresholds.tolist() == fewer.thresholds.tolist()
    for recall in set(every_precision.recall.tolist()):
        all_there = every_precision.precision[every_precision.recall == recall]
        kept = precision.precision[precision.recall == recall]
        assert (kept.min(), kept.max()) == (all_there.min(), all_there.max())


def test_that_a_ranking_let_go_is_made_again_the_same() -> None:
    prepared = prepare(THREE)
    again = replace(prepared, rankings=RankingCache())
    for k in range(3):
        assert again.ranking(k) is not prepared.ranking(k)
        assert again.ranking(k) is again.ranking(k)
        assert again.ranking(k).tps.tolist() == prepared.ranking(k).tps.tolist()
        assert again.ranking(k).fps.tolist() == prepared.ranking(k).fps.tolist()


def test_that_preparing_reports_its_progress_and_can_be_cancelled() -> None:
    seen: list[tuple[float, str]] = []
    prepare(THREE, lambda fraction, text="": seen.append((fraction, text)))
    assert [fraction for fraction, _ in seen] == sorted(fraction for fraction, _ in seen)
    assert any("b" in text for _, text in seen)
    assert seen[-1][0] == 1

    def stop(fraction: float, text: str = "") -> None:
        no_progress(fraction, text)
        if fraction > 0.3:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        prepare(THREE, stop)


def test_that_a_thousand_classes_are_evaluated() -> None:
    generator = np.random.default_rng(8)
    k, n = 1000, 3000
    y = generator.integers(0, k - 1, n)
    scores = generator.random((n, k)).astype(np.float32)
    scores[np.arange(n), y] += 0.01
    predictions = Predictions.from_arrays(y, scores, classes=[str(i) for i in range(k)])
    evaluation = evaluate(prepare(predictions))
    np.testing.assert_array_equal(evaluation.decided, scores.argmax(axis=1))
    assert 0.5 < evaluation.metrics["hand_till"] < 0.52
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = reference.f1_score(y, scores.argmax(axis=1), average="macro")
    assert evaluation.metrics["macro_f1"] == pytest.approx(expected)
    assert "roc_auc:999" in evaluation.undefined


def test_that_a_rule_or_boundary_that_does_not_exist_is_refused() -> None:
    kind: Any = "guess"
    with pytest.raises(InputError, match="There is no rule “guess”"):
        Rule(kind)
    boundary: Any = "="
    with pytest.raises(InputError, match="neither >= nor >"):
        Rule.thresholds({"a": 0.5}, boundary=boundary)


def test_that_prices_given_as_an_array_are_kept_hashable() -> None:
    prices: Any = np.array([[0, 1], [5, 0]])
    point = OperatingPoint(Rule.argmax(), prices)
    assert hash(point) == hash(OperatingPoint(Rule.argmax(), ((0.0, 1.0), (5.0, 0.0))))


@pytest.mark.parametrize("positive", [2, -1, "b"])
def test_that_a_positive_class_that_is_no_index_is_refused(positive: Any) -> None:
    prepared = prepare(Predictions.from_arrays(["a", "b"], [0.2, 0.7]))
    with pytest.raises(InputError, match="is no index from 0 to 1 into the classes a, b"):
        evaluate(prepared, OperatingPoint(Rule.argmax(), None, positive))
