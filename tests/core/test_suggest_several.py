"""Suggested thresholds of several classes against every rule there is, or against a search by brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from confmat_gui.core import finding
from confmat_gui.core.cancel import no_progress
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import decide, largest_share
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.goals import Goal
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.plane_search import search_plane
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, cost_matrix, costs_from_weights
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning
from tests.core.suggesting import (
    KEYS,
    best_of,
    every_cell,
    plain_rank,
    problem,
    some_constraints,
    some_objective,
)

ALL = Tuning(1.0)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seed", range(2))
def test_that_no_thresholds_of_three_classes_are_better(key: str, seed: int) -> None:
    generator = np.random.default_rng(seed + 50)
    predictions = problem(int(generator.integers(1, 14)), 3, seed, counted=seed % 2 == 1)
    objective = some_objective(key, 3, generator)
    constraints = some_constraints(3, generator)
    found = suggest(predictions, None, objective, constraints, ALL, n_bootstrap=0)
    every = every_cell(predictions)
    best = best_of(plain_rank(objective, constraints, predictions, codes) for codes in every)
    codes = decide(predictions, OperatingPoint(found.rule))[0].astype(int)
    assert plain_rank(objective, constraints, predictions, codes) == pytest.approx(best, abs=1e-12)
    assert (found.kind, found.exact, found.is_exact) == ("thresholds", "every-cell", True)
    assert found.feasible == (best[0] < 1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_that_the_walks_alone_meet_every_set_of_decisions(seed: int) -> None:
    generator = np.random.default_rng(seed)
    predictions = problem(int(generator.integers(2, 16)), 3, seed, counted=seed % 3 == 1)
    # prices at random make one set of decisions the best of all, whichever it is
    prices = cost_matrix(np.round(generator.normal(0, 5, (3, 3)), 2))
    goal = Goal(Objective("expected_cost", costs=prices), some_constraints(3, generator), prices)

    def rank(codes: NDArray[Any]) -> tuple[float, float]:
        found = goal.rank(confusion_matrix(predictions.y_true, codes, 3, predictions.count))
        return found.shortfall, found.merit

    found = search_plane(predictions, goal, no_progress)
    best = best_of(rank(codes) for codes in every_cell(predictions))
    assert rank(largest_share(predictions, found.thresholds)[0]) == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("key", ["expected_cost", "macro_f1", "accuracy"])
def test_that_ties_of_three_classes_are_no_worse_than_between_them(key: str) -> None:
    generator = np.random.default_rng(9)
    for seed in range(2):
        predictions = problem(12, 3, seed, decimals=1)
        objective = some_objective(key, 3, generator)
        found = suggest(predictions, None, objective, (), ALL, n_bootstrap=0)
        best = best_of(plain_rank(objective, (), predictions, codes) for codes in every_cell(predictions))
        assert objective.sign * found.suggested.tuned.objective.value >= best[1] - 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_that_one_free_class_is_searched_exactly(seed: int) -> None:
    generator = np.random.default_rng(seed)
    predictions = problem(80, 4, seed, decimals=2)
    objective, constraints = some_objective(KEYS[seed], 4, generator), some_constraints(4, generator)
    raw = np.array([0.2, 0.3, 0.1, 0.4])
    point = OperatingPoint(Rule.thresholds(dict(zip(predictions.classes, raw.tolist(), strict=True))))
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0, free=[2])
    critical = np.unique(critical_rows(predictions, raw, 2)[0])
    finite = critical[(critical > 0) & (critical < np.inf)]
    ranks = []
    for t in [*finite.tolist(), finite[-1] * 2]:
        moved = raw.copy()
        moved[2] = t
        ranks.append(
            plain_rank(objective, constraints, predictions, largest_share(predictions, moved)[0].astype(int))
        )
    codes = decide(predictions, OperatingPoint(found.rule))[0].astype(int)
    assert plain_rank(objective, constraints, predictions, codes) == pytest.approx(best_of(ranks), abs=1e-12)
    assert found.exact == "one-class"
    assert [spread.class_index for spread in found.spreads] == [2]
    named = found.rule.thresholds_by_class
    assert named["c1"] / named["c0"] == pytest.approx(1.5)
    assert named["c3"] / named["c0"] == pytest.approx(2)


def brute(predictions: Predictions, goal: Goal, generator: np.random.Generator) -> tuple[float, float]:
    """Return the best rank of thousands of random thresholds, and of random steps from the best of them."""

    def rank(thresholds: NDArray[Any]) -> tuple[float, float]:
        codes = largest_share(predictions, thresholds)[0]
        found = goal.rank(confusion_matrix(predictions.y_true, codes, predictions.n_classes))
        return -found.shortfall, found.merit

    n_classes = predictions.n_classes
    best = max((np.exp(generator.standard_normal(n_classes)) for _ in range(400)), key=rank)
    for _ in range(400):
        step = 0.3 * generator.standard_normal(n_classes) * (generator.random(n_classes) < 0.5)
        best = max(best, best * np.exp(step), key=rank)
    return -rank(best)[0], rank(best)[1]


@pytest.mark.parametrize("seed", range(5))
def test_that_many_classes_are_as_good_as_brute_force(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n_classes = int(generator.integers(4, 7))
    predictions = problem(int(generator.integers(50, 200)), n_classes, seed)
    objective = some_objective(KEYS[seed % len(KEYS)], n_classes, generator)
    constraints = some_constraints(n_classes, generator)
    found = suggest(predictions, None, objective, constraints, ALL, n_bootstrap=0)
    goal = Goal(objective, constraints, objective.costs)
    shortfall, merit = brute(predictions, goal, generator)
    rank = goal.rank(found.suggested.tuned.outcomes)
    assert rank.shortfall <= shortfall + 1e-12
    if rank.shortfall > shortfall - 1e-12:
        assert rank.merit >= merit - 0.01 * abs(merit)
    assert (found.exact, found.is_exact) == ("descent", False)
    assert sum(found.rule.thresholds_by_class.values()) == pytest.approx(1)


def test_that_prices_bring_lowest_expected_cost_beside_the_thresholds() -> None:
    predictions = problem(300, 4, 3)
    prices = cost_matrix(np.abs(np.subtract.outer(np.arange(4), np.arange(4))))  # no thresholds say the same
    point = OperatingPoint(Rule.argmax(), prices)
    found = suggest(predictions, point, Objective("expected_cost", costs=prices), n_bootstrap=0)
    assert [beside.name for beside in found.beside] == ["present", "default", "min-cost"]
    other = found.beside_named("min-cost")
    assert other is not None
    assert other.judged.rule == Rule.min_cost(prices)
    assert other.judged.held_back is not None
    assert found.suggested.held_back is not None
    gain = other.judged.held_back.objective.value - found.suggested.held_back.objective.value
    assert other.gain.value == pytest.approx(gain)
    assert found.beside_named("present") is not None
    whole = suggest(predictions, point, Objective("accuracy"), tuning=ALL, n_bootstrap=0)
    assert whole.beside_named("min-cost") is None


def test_that_many_samples_are_searched_on_a_part_and_kept_constraints_on_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "PART_ROWS", 500)
    predictions = problem(4_000, 4, 2)
    constraints = (Constraint("recall", 0, ">=", 0.9), Constraint("predicted", 0, "<=", 0.5))
    costs = costs_from_weights([5, 1, 2, 3])
    objective = Objective("expected_cost", costs=costs)
    found = suggest(predictions, None, objective, constraints, ALL, n_bootstrap=0)
    assert found.feasible
    rule_only = evaluate(prepare(predictions), OperatingPoint(found.rule, costs), intervals=False)
    assert rule_only.per_class["recall"][0] >= 0.9
    assert rule_only.confusion[:, 0].sum() <= 2_000
    assert found.suggested.tuned.objective.value == rule_only.metrics["expected_cost"]


def test_that_only_some_rules_have_free_classes() -> None:
    for n_classes, wanted, sentence in [
        (2, {"free": [0]}, "more than two classes"), (3, {"free": [0], "no_decision": True}, "more than two"),
        (3, {"free": []}, "at least one class"), (3, {"free": [3]}, "at least one class"),
    ]:  # fmt: skip
        given: Any = wanted
        with pytest.raises(InputError, match=sentence):
            suggest(problem(30, n_classes, 0), None, Objective("accuracy"), **given)


def test_that_classes_that_are_not_free_keep_their_ratio() -> None:
    predictions = problem(150, 5, 4)
    raw = {"c0": 0.1, "c1": 0.2, "c2": 0.3, "c3": 0.2, "c4": 0.2}
    point = OperatingPoint(Rule.thresholds(raw))
    found = suggest(predictions, point, Objective("macro_f1"), (), ALL, n_bootstrap=0, free=[3, 1])
    named = found.rule.thresholds_by_class
    assert [named["c2"] / named["c0"], named["c4"] / named["c0"]] == pytest.approx([3, 2])
    assert found.exact == "descent"
    assert [spread.class_index for spread in found.spreads] == [1, 3]
    before = evaluate(prepare(predictions), point.rule, intervals=False).metrics["macro_f1"]
    assert found.suggested.tuned.objective.value >= before
