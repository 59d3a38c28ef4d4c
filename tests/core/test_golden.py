"""The worked numbers of docs/numbers.md, through the same door as everything else."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from confmat_gui.core.confusion import normalise
from confmat_gui.core.costs import binary_threshold, iso_cost_slope
from confmat_gui.core.curves import average_precision
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.intervals import average_precision_interval, wilson
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.paired_tests import mcnemar
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix

Y10 = [1, 1, 0, 1, 0, 1, 0, 0, 1, 0]
S10 = [0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.5]
ROWS8 = [
    [0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.3, 0.5, 0.2], [0.2, 0.3, 0.5],
    [0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.4, 0.1, 0.5], [0.25, 0.6, 0.15],
]  # fmt: skip


def at(threshold: float, boundary: Literal[">=", ">"] = ">=") -> Evaluation:
    y = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    scores = [0.2, 0.9, 0.3, 0.7, 0.1, 0.6, 0.4, 0.8, 0.2, 0.5]
    prepared = prepare(Predictions.from_arrays(y, scores))
    return evaluate(prepared, Rule.thresholds({"1": threshold}, boundary=boundary))


def test_that_ten_scores_give_the_known_areas_and_intervals() -> None:
    prepared = prepare(Predictions.from_arrays(Y10, S10))
    assert prepared.roc_auc.tolist() == [0.72, 0.72]
    assert prepared.average_precision[1] == pytest.approx(0.794444, abs=5e-7)
    assert prepared.average_precision_interval[1] == pytest.approx([0.306, 0.971], abs=5e-4)
    ranking = prepared.ranking(1)
    assert average_precision_interval(average_precision(ranking), ranking.n_pos) == pytest.approx(
        tuple(prepared.average_precision_interval[1])
    )


@pytest.mark.parametrize(
    ("miss", "slope", "threshold", "expected"), [(1, 1, 0.54, 0.30), (1, 1, 0.8, 0.30), (5, 0.2, 0.51, 0.40)]
)
def test_that_ten_scores_cost_what_is_known(
    miss: float, slope: float, threshold: float, expected: float
) -> None:
    costs = cost_matrix(np.array([[0.0, 1.0], [miss, 0.0]]))
    assert iso_cost_slope(costs, 1, 0.5) == pytest.approx(slope)
    prepared = prepare(Predictions.from_arrays(Y10, S10))
    evaluation = evaluate(prepared, OperatingPoint(Rule.thresholds({"1": threshold}), costs))
    assert evaluation.metrics["expected_cost"] == pytest.approx(expected)


@pytest.mark.parametrize(("prices", "prevalence", "slope"), [((1, 9), 0.1, 1), ((1, 1), 0.1, 9)])
def test_that_slopes_of_equal_cost_are_as_known(
    prices: tuple[float, float], prevalence: float, slope: float
) -> None:
    assert iso_cost_slope([[0, prices[0]], [prices[1], 0]], 1, prevalence) == pytest.approx(slope)
    assert iso_cost_slope([[0, prices[1]], [prices[0], 0]], 0, prevalence) == pytest.approx(slope)


def test_that_the_threshold_of_two_prices_is_their_share() -> None:
    assert binary_threshold([[0, 1], [4, 0]], 1) == pytest.approx(0.2)
    assert binary_threshold([[0, 1], [4, 0]], 0) == pytest.approx(0.8)


def test_that_hand_and_till_of_eight_rows_is_as_known() -> None:
    prepared = prepare(Predictions.from_arrays([0, 0, 1, 1, 2, 2, 2, 1], ROWS8))
    assert prepared.hand_till == pytest.approx(0.949074, abs=5e-7)
    assert prepared.roc_auc == pytest.approx([1, 0.933333, 0.9], abs=5e-7)
    assert evaluate(prepared).metrics["macro_roc_auc"] == pytest.approx(0.944444, abs=5e-7)


def test_that_the_questions_ten_scores_are_decided_as_known() -> None:
    assert at(0.5).confusion.tolist() == [[5, 0], [0, 5]]
    assert at(0.4).confusion.tolist() == [[4, 1], [0, 5]]
    assert at(0.5, ">").confusion.tolist() == [[5, 0], [1, 4]]


def test_that_a_hundred_labels_give_the_known_figures() -> None:
    y_true = [0] * 90 + [1] * 10
    y_pred = [0] * 88 + [1] * 2 + [0] * 7 + [1] * 3
    evaluation = evaluate(prepare(Predictions.from_arrays(y_true, y_pred=y_pred)))
    assert evaluation.confusion.tolist() == [[88, 2], [7, 3]]
    assert evaluation.metrics["accuracy"] == 0.91
    assert evaluation.metrics["balanced_accuracy"] == pytest.approx(0.638889, abs=5e-7)
    assert evaluation.per_class["recall"][1] == 0.3
    assert evaluation.metrics["no_information_rate"] == 0.9
    assert evaluation.intervals["accuracy"] == pytest.approx((0.838, 0.952), abs=5e-4)
    assert normalise(evaluation.confusion, "true")[1].tolist() == [0.7, 0.3]
    for key, value in {"precision": 0.6, "f1": 0.4, "specificity": 0.977778, "fpr": 0.022222}.items():
        assert evaluation.per_class[key][1] == pytest.approx(value, abs=5e-7)


def test_that_wilson_is_as_known() -> None:
    assert wilson(8, 10) == pytest.approx([0.4902, 0.9433], abs=5e-5)
    assert wilson(0, 20) == pytest.approx([0, 0.1611], abs=5e-5)


def test_that_mcnemar_of_twelve_and_three_is_as_known() -> None:
    assert mcnemar(12, 3) == pytest.approx((0.03516, 0.02127), abs=5e-6)
    assert mcnemar(3, 12) == mcnemar(12, 3)


def test_that_precision_at_another_prevalence_follows_from_the_rates() -> None:
    # what a matrix re-weighted by rows gives: TPR .8, FPR .1 at one percent
    rows = np.array([[0.9, 0.1], [0.2, 0.8]]) * np.array([[0.99], [0.01]])
    assert normalise(rows, "pred")[1, 1] == pytest.approx(0.0748, abs=5e-5)
