"""Suggested thresholds with no decision against every threshold, or pair of thresholds, there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from confmat_gui.core import pair_search
from confmat_gui.core.abstaining import own_probability
from confmat_gui.core.confusion import outcome_counts
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.goals import Goal
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule, cost_matrix
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning
from tests.core.suggesting import KEYS, best_of, problem, some_constraints, some_objective

ALL = Tuning(1.0)


def outcomes(predictions: Predictions, thresholds: list[float], boundary: Boundary) -> NDArray[np.int64]:
    named = dict(zip(predictions.classes, thresholds, strict=True))
    rule = Rule.thresholds(named, boundary=boundary, no_decision=True)
    codes, _ = decide(predictions, OperatingPoint(rule))
    return outcome_counts(predictions.y_true, codes, predictions.n_classes, predictions.count)


def levels(values: NDArray[Any]) -> list[float]:
    return [-1.0, *np.unique(values).tolist(), 2.0]


def goal_of(key: str, n_classes: int, generator: np.random.Generator) -> Goal:
    objective = some_objective(key, n_classes, generator)
    if objective.costs is not None:
        prices = np.column_stack([np.array(objective.costs), np.full(n_classes, 2.0)])
        objective = replace(objective, costs=cost_matrix(prices))
    coverage = Constraint("coverage", None, ">=", float(np.round(generator.uniform(0.2, 1), 1)))
    return Goal(objective, (coverage, *some_constraints(n_classes, generator)))


def ranks(goal: Goal, matrices: Iterator[NDArray[np.int64]]) -> tuple[float, float]:
    return best_of((found.shortfall, found.merit) for found in map(goal.rank, matrices))


def check(predictions: Predictions, goal: Goal, boundary: Boundary, best: tuple[float, float]) -> str:
    point = OperatingPoint(Rule.thresholds({"c0": 0.5, "c1": 0.5} if predictions.is_binary else {"c0": 0.5},
                                           boundary=boundary))  # fmt: skip
    found = suggest(predictions, point, goal.objective, goal.constraints, ALL, n_bootstrap=0)
    assert found.rule.no_decision
    assert found.rule.boundary == boundary
    rank = goal.rank(found.suggested.tuned.outcomes)
    assert (rank.shortfall, rank.merit) == pytest.approx(best, abs=1e-9)
    assert found.is_exact
    return found.kind


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seed", range(2))
def test_that_no_common_threshold_is_better(key: str, seed: int) -> None:
    generator = np.random.default_rng(seed + 20)
    predictions = problem(
        int(generator.integers(1, 40)), 3 + seed % 2, seed, decimals=[None, 1, 2][seed % 3], counted=seed == 1
    )
    goal = goal_of(key, predictions.n_classes, generator)
    boundary: Boundary = ">" if seed % 2 else ">="
    everywhere = (
        outcomes(predictions, [t] * predictions.n_classes, boundary)
        for t in levels(np.asarray(predictions.y_score).max(axis=1))
    )
    assert check(predictions, goal, boundary, ranks(goal, everywhere)) == "common"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", ["probability", "sigmoid", "one column"])
def test_that_no_pair_of_thresholds_is_better(key: str, kind: str) -> None:
    generator = np.random.default_rng(len(key) + len(kind))
    n = int(generator.integers(1, 20))
    predictions = problem(n, 2, n, decimals=2, counted=kind == "sigmoid")
    if kind == "sigmoid":
        scores = np.asarray(predictions.y_score) * [1, 0.8]
        predictions = replace(predictions, y_score=np.asfortranarray(np.round(scores, 2)))
    if kind == "one column":
        column = np.asarray(predictions.y_score)[:, 1].astype(np.float32)
        predictions = Predictions.from_arrays(predictions.y_true, column, classes=["c0", "c1"])
    goal = goal_of(key, 2, generator)
    boundary: Boundary = ">" if n % 2 else ">="
    own = [own_probability(predictions, k) for k in range(2)]
    pairs = (outcomes(predictions, [a, b], boundary) for a in levels(own[0]) for b in levels(own[1]))
    assert check(predictions, goal, boundary, ranks(goal, pairs)) == "pair"


def test_that_of_equally_good_pairs_the_most_decisions_are_made() -> None:
    predictions = Predictions.from_arrays([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], classes=["a", "b"], positive=1)
    found = suggest(predictions, None, Objective("accuracy"), (Constraint("coverage", None, ">=", 0.5),), ALL)
    assert found.suggested.tuned.outcomes.tolist() == [[2, 0, 0], [0, 2, 0]]
    assert [spread.class_index for spread in found.spreads] == [0, 1]
    assert found.bootstrapped is None


def test_that_very_many_scores_are_looked_at_on_a_grid_that_is_called_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pair_search, "MOST_LEVELS", 30)
    predictions = problem(300, 2, 1)
    coverage = (Constraint("coverage", None, ">=", 0.8),)
    found = suggest(predictions, None, Objective("accuracy"), coverage, ALL, n_bootstrap=20)
    assert (found.exact, found.is_exact) == ("grid", False)
    monkeypatch.undo()
    whole = suggest(predictions, None, Objective("accuracy"), coverage, ALL, n_bootstrap=0)
    assert whole.is_exact
    values = [rule.suggested.tuned.objective.value for rule in (found, whole)]
    assert values[1] - 0.02 < values[0] <= values[1]


def test_that_what_no_decision_needs_is_said() -> None:
    prices = cost_matrix([[0, 1], [1, 0]])
    ranking = Predictions.from_arrays([0, 1], [1.0, 7.0], classes=["a", "b"], score_kind="score", positive=1)
    coverage = (Constraint("coverage", None, ">=", 0.8),)
    several: list[tuple[Predictions, Any, str]] = [
        (problem(30, 2, 0), Objective("expected_cost", costs=prices), "price of no decision"),
        (ranking, Objective("accuracy"), "needs probabilities"),
    ]
    for predictions, objective, sentence in several:
        with pytest.raises(InputError, match=sentence):
            suggest(predictions, None, objective, coverage, ALL)
    decided = suggest(problem(30, 2, 0), None, Objective("accuracy"), coverage, ALL, no_decision=False)
    assert decided.kind == "threshold"
    assert decided.suggested.tuned.constraints[0].value == 1


def test_that_a_common_threshold_of_very_many_samples_has_a_band() -> None:
    predictions = problem(3_000, 4, 3)
    coverage = (Constraint("coverage", None, ">=", 0.6),)
    found = suggest(predictions, None, Objective("accuracy"), coverage, ALL, n_bootstrap=60)
    (spread,) = found.spreads
    assert spread.class_index == -1
    assert spread.band[0] <= spread.threshold <= spread.band[1]
    assert spread.quantiles[0] <= spread.threshold <= spread.quantiles[4]
    assert found.suggested.tuned.constraints[0].value >= 0.6
