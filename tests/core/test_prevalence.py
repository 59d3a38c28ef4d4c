"""Shares of the classes where a rule will be used: the matrix, its figures and their intervals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare, reevaluated
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import (
    Prevalence,
    precision_at,
    prevalence_in_force,
    prevalence_of,
    resolved_prevalence,
    reweighted,
    row_weights,
)
from confmat_gui.core.prevalence_intervals import row_rates, share_interval
from confmat_gui.core.rules import Rule, costs_from_weights
from tests.core.strategies import probability_predictions

EIGHT_IN_TEN = Predictions.from_arrays(
    np.repeat([1, 1, 0, 0], [80, 20, 10, 90]), y_pred=np.repeat([1, 0, 1, 0], [80, 20, 10, 90]),
    classes=("ok", "crack"), positive="crack",
)  # fmt: skip
"""TPR 0.8, FPR 0.1."""


def at(predictions: Predictions, prevalence: Prevalence | None, *, intervals: bool = False) -> Evaluation:
    prepared = prepare(predictions)
    point = OperatingPoint(prepared.default_rule, None, predictions.positive, prevalence)
    return evaluate(prepared, point, intervals=intervals)


@st.composite
def with_shares(draw: st.DrawFn) -> tuple[Predictions, Prevalence]:
    """Return samples and shares of all classes or of some, in hundredths, of classes that occur."""
    predictions = draw(probability_predictions(smallest=2, largest=5))
    occurs = np.flatnonzero(predictions.support > 0).tolist()
    parts = [draw(st.integers(1, 20)) for _ in occurs]
    shares: list[float | None] = [None] * predictions.n_classes
    for k, part in zip(occurs, parts, strict=True):
        shares[k] = part / sum(parts)
    if len(occurs) > 1 and draw(st.booleans()):
        shares[draw(st.sampled_from(occurs))] = None
    return predictions, tuple(shares)


def repeated(evaluation: Evaluation) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]:
    """Return true class, decision and weight of every row, weighted by exact fractions one after another."""
    predictions = evaluation.prepared.predictions
    count = np.ones(predictions.n_rows, dtype=int) if predictions.count is None else predictions.count
    wanted = [Fraction(float(share)) for share in prevalence_in_force(evaluation)]
    rows_of = [sum(int(c) for y, c in zip(predictions.y_true, count, strict=True) if y == k)
               for k in range(predictions.n_classes)]
    n = sum(rows_of)
    rows = zip(predictions.y_true.tolist(), count.tolist(), strict=True)
    weight = [float(each * wanted[y] * n / rows_of[y]) for y, each in rows]
    return predictions.y_true, evaluation.decided, np.array(weight)


def test_that_the_example_of_the_numbers_page_is_met() -> None:
    evaluation = at(EIGHT_IN_TEN, (None, 0.01))
    assert float(precision_at(0.8, 0.1, 0.01)) == pytest.approx(0.0748, abs=5e-5)
    assert evaluation.per_class["precision"][1] == pytest.approx(0.8 * 0.01 / (0.8 * 0.01 + 0.1 * 0.99))
    assert round(float(evaluation.per_class["precision"][1]), 4) == 0.0748
    assert evaluation.per_class["recall"].tolist() == [0.9, 0.8]
    assert evaluation.metrics["accuracy"] == pytest.approx(0.99 * 0.9 + 0.01 * 0.8)
    assert evaluation.metrics["no_information_rate"] == pytest.approx(0.99)
    assert evaluation.confusion.tolist() == [[90, 10], [20, 80]]
    assert evaluation.confusion_weighted is not None
    assert evaluation.confusion_weighted.tolist() == pytest.approx(
        [pytest.approx([178.2, 19.8]), pytest.approx([0.4, 1.6])]
    )


@given(with_shares())
def test_that_every_figure_is_the_one_of_weighted_rows(case: tuple[Predictions, Prevalence]) -> None:
    predictions, prevalence = case
    evaluation = at(predictions, prevalence)
    y_true, decided, weight = repeated(evaluation)
    labels, seen = list(range(predictions.n_classes)), predictions.support > 0
    known = evaluation.metrics
    expected = reference.confusion_matrix(y_true, decided, labels=labels, sample_weight=weight)
    assert evaluation.confusion_weighted == pytest.approx(expected, abs=1e-9)
    assert known["accuracy"] == pytest.approx(
        reference.accuracy_score(y_true, decided, sample_weight=weight), abs=1e-12
    )
    if seen.sum() > 1:
        mcc = reference.matthews_corrcoef(y_true, decided, sample_weight=weight)
        kappa = reference.cohen_kappa_score(y_true, decided, sample_weight=weight)
        assert known["mcc"] == pytest.approx(mcc, abs=1e-9)
        assert known["cohen_kappa"] == pytest.approx(kappa, abs=1e-9)
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        y_true, decided, labels=labels, sample_weight=weight, zero_division=np.nan
    )
    for key, values in (("precision", precision), ("recall", recall)):
        assert evaluation.per_class[key] == pytest.approx(values, abs=1e-12, nan_ok=True)
    shown = ~np.isnan(evaluation.per_class["f1"])
    assert evaluation.per_class["f1"][shown] == pytest.approx(f1[shown], abs=1e-12)
    assert known["no_information_rate"] == pytest.approx(float(prevalence_in_force(evaluation).max()))


@given(with_shares())
def test_that_what_one_class_alone_says_stays_to_the_last_digit(case: tuple[Predictions, Prevalence]) -> None:
    predictions, prevalence = case
    before, after = at(predictions, None), at(predictions, prevalence)
    for key in ("recall", "support", "tp", "fp", "fn", "tn", "roc_auc"):
        assert np.array_equal(before.per_class[key], after.per_class[key], equal_nan=True), key
    assert np.array_equal(before.confusion, after.confusion)
    assert after.metrics["balanced_accuracy"] == before.metrics["balanced_accuracy"]
    first, second = before.per_class_intervals["recall"], after.per_class_intervals["recall"]
    assert np.array_equal(first, second, equal_nan=True)


@given(probability_predictions(smallest=2))
def test_that_the_shares_of_the_samples_change_no_figure(predictions: Predictions) -> None:
    own = tuple((predictions.support / predictions.n).tolist())
    before, after = at(predictions, None), at(predictions, own)
    for key, value in before.metrics.items():
        assert after.metrics[key] == pytest.approx(value, abs=1e-12, nan_ok=True), key
    for key, values in before.per_class.items():
        assert after.per_class[key] == pytest.approx(values, abs=1e-12, nan_ok=True), key


@given(with_shares())
def test_that_intervals_hold_their_figure_and_lie_within_bounds(case: tuple[Predictions, Prevalence]) -> None:
    evaluation = at(*case)
    for key in ("accuracy", "error_rate"):
        low, high = evaluation.intervals[key]
        assert 0 <= low <= evaluation.metrics[key] + 1e-12
        assert evaluation.metrics[key] - 1e-12 <= high <= 1
    for key in ("precision", "recall", "specificity", "fpr"):
        values, ends = evaluation.per_class[key], evaluation.per_class_intervals[key]
        assert np.array_equal(np.isnan(values), np.isnan(ends).any(axis=1)), key
        shown = ~np.isnan(values)
        assert (ends[shown, 0] <= values[shown] + 1e-9).all(), key
        assert (ends[shown, 1] >= values[shown] - 1e-9).all(), key
        assert ((ends[shown] >= 0) & (ends[shown] <= 1)).all(), key


def test_that_an_interval_knows_that_nothing_wrong_was_seen_in_a_few_samples() -> None:
    """Twenty of twenty right and no false alarm among 200 say little about a class of one in a thousand."""
    made = Predictions.from_arrays(
        np.repeat([0, 1], [200, 20]), y_pred=np.repeat([0, 1], [200, 20]), classes=("ok", "crack"),
        positive="crack",
    )  # fmt: skip
    evaluation = at(made, (None, 0.001))
    low, high = evaluation.per_class_intervals["precision"][1]
    assert evaluation.per_class["precision"][1] == 1.0
    assert low < 0.1
    assert high == 1.0


def test_that_rows_without_a_decision_are_weighted_the_same_way() -> None:
    y = np.repeat([0, 0, 0, 1, 1, 1], [50, 30, 20, 8, 1, 1])
    p = np.repeat([0.1, 0.5, 0.9, 0.9, 0.5, 0.1], [50, 30, 20, 8, 1, 1])
    made = Predictions.from_arrays(y, p, classes=("ok", "crack"), positive="crack", score_kind="probability")
    rule = Rule.thresholds({"ok": 0.8, "crack": 0.8}, no_decision=True)
    costs = ((0.0, 1.0, 0.2), (10.0, 0.0, 0.5))
    prepared = prepare(made)
    evaluation = evaluate(prepared, OperatingPoint(rule, costs, 1, (0.5, 0.5)))
    assert evaluation.outcomes.tolist() == [[50, 20, 30], [1, 8, 1]]
    # 110 samples, half of each class: rows times 55 / 100 and 55 / 10
    assert evaluation.reweighted == pytest.approx(np.array([[27.5, 11, 16.5], [5.5, 44, 5.5]]))
    assert evaluation.no_decision is not None
    assert evaluation.no_decision.tolist() == [30, 1]
    assert evaluation.metrics["coverage"] == pytest.approx(88 / 110)
    assert evaluation.metrics["accuracy"] == pytest.approx(71.5 / 88)
    assert evaluation.metrics["total_cost"] == pytest.approx(11 + 16.5 * 0.2 + 55 + 5.5 * 0.5)
    assert evaluation.metrics["expected_cost"] == pytest.approx(evaluation.metrics["total_cost"] / 110)
    assert evaluation.n == 110


def test_that_expected_cost_follows_the_formula_of_the_prevalence() -> None:
    costs = costs_from_weights([1.0, 5.0])
    evaluation = evaluate(prepare(EIGHT_IN_TEN), OperatingPoint(Rule.predicted(), costs, 1, (None, 0.1)))
    assert evaluation.metrics["expected_cost"] == pytest.approx(0.1 * 0.2 * 5 + 0.9 * 0.1 * 1)
    low, high = evaluation.intervals["expected_cost"]
    assert low < evaluation.metrics["expected_cost"] < high


def test_that_classes_not_named_share_the_rest_in_proportion() -> None:
    assert resolved_prevalence((None, 0.1, None), [30, 5, 10]) == pytest.approx([0.675, 0.1, 0.225])
    assert resolved_prevalence(None, [30, 10]) == pytest.approx([0.75, 0.25])
    assert np.isnan(resolved_prevalence((0.5, 0.5), [0, 0])).all()


def test_that_a_share_of_a_class_without_samples_goes_to_the_others() -> None:
    assert resolved_prevalence((None, 0.1, 0.2), [30, 10, 0]) == pytest.approx([0.9, 0.1, 0])
    assert resolved_prevalence((0.3, 0.1, 0.6), [30, 10, 0]) == pytest.approx([0.75, 0.25, 0])
    assert resolved_prevalence((0.0, 0.0, 1.0), [30, 10, 0]) == pytest.approx([0.75, 0.25, 0])


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"crak": 0.1}, "no class “crak”"),
        ({"crack": 1.2}, "from 0 to 1"),
        ({"crack": float("nan")}, "from 0 to 1"),
        ({"crack": 0.7, "ok": 0.6}, "at most"),
        ({"crack": 0.2, "ok": 0.6, "dent": 0.1}, "must sum to 1"),
        ({"dent": 0.1}, "no true samples of dent"),
        ({"crack": 0.2, "ok": 0.6}, "no other class has samples"),
    ],
)
def test_that_shares_that_cannot_be_are_refused(named: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        prevalence_of(("ok", "crack", "dent"), named, [90, 10, 0])


def test_that_shares_of_another_number_of_classes_are_refused() -> None:
    with pytest.raises(InputError, match="3 shares for 2 classes"):
        at(EIGHT_IN_TEN, (0.2, 0.3, 0.5))


def test_that_no_share_named_is_no_prevalence() -> None:
    assert prevalence_of(("ok", "crack"), {}) is None
    assert OperatingPoint(Rule.argmax(), prevalence=(None, None)).prevalence is None


def test_that_a_share_of_0_leaves_undefined_what_needs_the_class_and_says_so() -> None:
    evaluation = at(EIGHT_IN_TEN, (None, 0.0))
    assert np.isnan(evaluation.per_class["recall"][1])
    assert evaluation.undefined["recall:crack"] == "The share of crack is set to 0."
    assert evaluation.undefined["mcc"] == "The share of crack is set to 0."
    assert evaluation.metrics["accuracy"] == pytest.approx(0.9)
    assert np.isnan(evaluation.per_class_intervals["recall"][1]).all()


def test_that_sample_weights_give_way_to_the_shares() -> None:
    heavy = replace(EIGHT_IN_TEN, sample_weight=np.full(200, 3.0))
    evaluation = at(heavy, (0.5, 0.5))
    assert evaluation.confusion_weighted is not None
    assert evaluation.confusion_weighted == pytest.approx(reweighted(evaluation.confusion, (0.5, 0.5)))


@given(with_shares())
def test_that_the_same_decisions_are_figured_at_other_shares_without_the_rows(
    case: tuple[Predictions, Prevalence],
) -> None:
    predictions, prevalence = case
    point = OperatingPoint(
        Rule.argmax(), costs_from_weights([1.0 + k for k in range(predictions.n_classes)]), None, prevalence
    )
    prepared = prepare(predictions)
    whole = evaluate(prepared, replace(point, positive=predictions.positive), intervals=False)
    again = reevaluated(evaluate(prepared, Rule.argmax(), intervals=False), point)
    assert again.metrics == pytest.approx(dict(whole.metrics), nan_ok=True)
    assert again.point == whole.point
    assert np.array_equal(again.figured, whole.figured)
    assert np.array_equal(again.decided, whole.decided)


@given(with_shares())
def test_that_intervals_of_all_columns_at_once_are_those_of_each_alone(
    case: tuple[Predictions, Prevalence],
) -> None:
    outcomes = at(case[0], None).outcomes
    weights = row_weights(outcomes, case[1])
    found, k = row_rates(outcomes, weights)["fpr"], len(outcomes)
    support = outcomes.sum(axis=1).astype(float)
    for own in range(k):
        others = np.arange(k) != own
        alone = share_interval(
            outcomes[others, own], support[others], (weights * support)[others], guess=1 / k
        )
        assert found[own] == pytest.approx(alone, abs=1e-9, nan_ok=True)


def test_that_many_classes_get_intervals_of_mixed_rates_only_where_there_is_time() -> None:
    y = np.arange(603) % 201
    made = Predictions.from_arrays(y, y_pred=np.where(np.arange(603) < 9, 0, y))
    shares: Prevalence = (0.5, *(None,) * 200)
    quick, whole = at(made, shares), at(made, shares, intervals=True)
    assert np.isnan(quick.per_class_intervals["precision"]).all()
    assert not np.isnan(whole.per_class_intervals["precision"]).any()
    assert np.array_equal(quick.per_class_intervals["recall"], whole.per_class_intervals["recall"])
