"""Suggestions for the published credit data, costs 5 : 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning
from tests.core.test_cases import columns

Cases = Callable[[str], Path]
COSTS = cost_matrix([[0, 1], [5, 0]])


def credit(path: Path, names: tuple[str, str]) -> Predictions:
    table = columns(path)
    scores = np.column_stack([np.array(table[name], dtype=np.float64) for name in names])
    return Predictions.from_arrays(table["class"], scores, classes=["good", "bad"], positive="bad")


def cheapest(predictions: Predictions, **given: Any) -> Suggestion:
    point = OperatingPoint(Rule.thresholds({"bad": 0.5}), COSTS)
    return suggest(predictions, point, Objective("expected_cost", costs=COSTS), **given)


def test_that_the_lowest_cost_of_the_german_credits_is_a_tie_of_which_the_lower_fpr_is_chosen(
    cases: Cases,
) -> None:
    predictions = credit(cases("04_sklearn_docs/german_credit_test.csv"), ("proba_good", "proba_bad"))
    found = cheapest(predictions, tuning=Tuning(1.0))
    present = found.beside_named("present")
    assert present is not None
    assert present.judged.tuned.objective.value * 250 == pytest.approx(232)
    assert found.suggested.tuned.objective.value * 250 == pytest.approx(134)
    threshold = found.rule.thresholds_by_class["bad"]
    assert round(threshold, 4) == 0.0336
    (spread,) = found.spreads
    assert (round(spread.tied[0], 4), spread.tied[1]) == (0.0159, threshold)
    assert not spread.tied_throughout
    score, bad = predictions.score_of(1), predictions.y_true == 1

    def cost(t: float) -> int:
        return int(((score >= t) & ~bad).sum() + 5 * ((score < t) & bad).sum())

    costs = [cost(t) for t in np.unique(score)]
    assert min(costs) == 134 == cost(spread.tied[0]) == cost(threshold)
    assert [t for t in np.unique(score) if cost(t) == 134][-1] == threshold
    assert spread.band[0] < threshold < spread.band[1] < 0.5
    assert present.is_distinguishable
    assert found.bootstrapped is not None
    assert found.bootstrapped.in_bag.value < found.bootstrapped.out_of_bag.value


@pytest.mark.parametrize("cross_fit", [None, 5])
def test_that_the_credits_of_another_tool_are_cheapest_where_every_threshold_says_so(
    cases: Cases, cross_fit: int | None
) -> None:
    predictions = credit(cases("10c_tool_h2o/h2o_combined.csv"), ("good", "bad"))
    found = cheapest(predictions, tuning=Tuning(1.0), cross_fit=cross_fit, n_bootstrap=0)
    score, bad = predictions.score_of(1), predictions.y_true == 1
    costs = [((score >= t) & ~bad).sum() + 5 * ((score < t) & bad).sum() for t in np.unique(score)]
    assert found.suggested.tuned.objective.value * 301 == pytest.approx(min(costs))
    if cross_fit is not None:
        assert found.suggested.held_back is not None
        assert found.suggested.held_back.objective.value > found.suggested.tuned.objective.value
