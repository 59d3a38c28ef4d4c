"""Suggestions at other shares of the classes than the samples have, against brute force in fractions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.common_places import CommonPlaces
from confmat_gui.core.confusion import confusion_matrix, outcome_counts
from confmat_gui.core.constraints import ClassFigure, Constraint, OverallFigure
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import decide, largest_share
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.goals import Goal
from confmat_gui.core.line_search import line_of
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.pair_search import pair_choice, pair_table
from confmat_gui.core.places import Places
from confmat_gui.core.plane_search import search_plane
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rule_judging import on_part
from confmat_gui.core.rules import Boundary, Rule, cost_matrix
from confmat_gui.core.score_places import score_places
from confmat_gui.core.selection_bootstrap import Choice, _out_of_bag
from confmat_gui.core.spreads import _line_choice
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning
from tests.core.exact_figures import exact_matrix, exact_rank
from tests.core.suggesting import (
    KEYS,
    decisions_of_two,
    every_cell,
    problem,
    some_constraints,
    some_objective,
)

ALL = Tuning(1.0)
NEAR = 1e-11
RAW = np.array([0.2, 0.3, 0.1, 0.4])
ONE_CLASS: tuple[ClassFigure, ...] = ("recall", "precision", "fpr", "specificity", "f1")


def some_shares(n_classes: int, generator: np.random.Generator) -> Prevalence:
    """Return shares of some classes with few digits, one of them 0 now and then."""
    shares = np.round(generator.dirichlet(np.full(n_classes, 0.7)), 3)
    if generator.random() < 0.2:
        shares[generator.integers(n_classes)] = 0.0
    kept = generator.permutation(n_classes)[: generator.integers(1, n_classes)]
    return tuple(float(shares[k]) if k in kept else None for k in range(n_classes))


def best_of(ranks: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    least = min(shortfall for shortfall, _ in ranks)
    return least, max(merit for shortfall, merit in ranks if shortfall <= least + NEAR)


def near(rank: tuple[Any, Any], best: tuple[Any, Any]) -> bool:
    """Whether a rank is as good as the best but for rounding."""
    merits_meet = rank[1] == best[1] or rank[1] >= best[1] - NEAR * max(1, abs(best[1]))
    return bool(rank[0] <= best[0] + NEAR and merits_meet)


def codes_of(found: Suggestion, predictions: Predictions) -> NDArray[np.int64]:
    return decide(predictions, OperatingPoint(found.rule, positive=found.positive))[0].astype(np.int64)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6), key=st.sampled_from(KEYS), n=st.integers(1, 60),
    decimals=st.sampled_from([None, 1, 2]), counted=st.booleans(),
)  # fmt: skip
def test_that_no_threshold_is_better_at_the_shares(
    *, seed: int, key: str, n: int, decimals: int | None, counted: bool
) -> None:
    generator = np.random.default_rng(seed)
    positive = int(generator.integers(2))
    boundary: Boundary = ">=" if generator.random() < 0.5 else ">"
    predictions = problem(n, 2, seed, decimals=decimals, counted=counted and n > 9, positive=positive)
    objective, constraints = some_objective(key, 2, generator), some_constraints(2, generator)
    shares = some_shares(2, generator)
    point = OperatingPoint(Rule.thresholds({f"c{positive}": 0.5}, boundary=boundary), prevalence=shares)
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0)
    ranks = [
        exact_rank(objective, constraints, exact_matrix(predictions, codes, shares))
        for codes in decisions_of_two(predictions.score_of(positive), positive)
    ]
    best = best_of(ranks)
    own = exact_rank(objective, constraints, exact_matrix(predictions, codes_of(found, predictions), shares))
    assert near(own, best)
    assert found.feasible == (best[0] < NEAR)
    assert found.is_exact
    first = next(rank for rank in ranks if near(rank, best))  # from nothing positive on: the lowest FPR
    assert own == first


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seed", range(2))
def test_that_no_thresholds_of_three_classes_are_better_at_the_shares(key: str, seed: int) -> None:
    generator = np.random.default_rng(seed + 70)
    predictions = problem(int(generator.integers(1, 11)), 3, seed, counted=seed == 1)
    objective, constraints = some_objective(key, 3, generator), some_constraints(3, generator)
    shares = some_shares(3, generator)
    point = OperatingPoint(Rule.argmax(), prevalence=shares)
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0)
    ranks = [
        exact_rank(objective, constraints, exact_matrix(predictions, codes, shares))
        for codes in every_cell(predictions)
    ]
    own = exact_rank(objective, constraints, exact_matrix(predictions, codes_of(found, predictions), shares))
    assert near(own, best_of(ranks))
    assert (found.exact, found.prevalence) == ("every-cell", shares)


@pytest.mark.parametrize("seed", [0, 2, 4, 7, 11, 19, 23])
def test_that_the_walks_alone_meet_the_best_decisions_at_the_shares(seed: int) -> None:
    generator = np.random.default_rng(seed)
    predictions = problem(int(generator.integers(6, 12)), 3, seed, counted=seed % 2 == 1)
    # prices at random make one set of decisions the best of all, whichever it is
    prices = cost_matrix(np.round(generator.normal(0, 5, (3, 3)), 2))
    objective, shares = Objective("expected_cost", costs=prices), some_shares(3, generator)
    constraints = some_constraints(3, generator)

    def rank(codes: NDArray[np.int64]) -> tuple[Any, Any]:
        return exact_rank(objective, constraints, exact_matrix(predictions, codes, shares))

    found = search_plane(predictions, Goal(objective, constraints, prices, shares), no_progress)
    own = rank(largest_share(predictions, found.thresholds)[0].astype(np.int64))
    assert near(own, best_of([rank(codes) for codes in every_cell(predictions)]))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6), key=st.sampled_from(KEYS), n_classes=st.integers(3, 4),
    decimals=st.sampled_from([None, 1, 2]),
)
def test_that_one_free_class_is_searched_exactly_at_the_shares(
    seed: int, key: str, n_classes: int, decimals: int | None
) -> None:
    generator = np.random.default_rng(seed)
    n = int(generator.integers(5, 40))
    predictions = problem(n, n_classes, seed, decimals=decimals, counted=seed % 3 == 0 and n > 9)
    objective = some_objective(key, n_classes, generator)
    constraints, shares = some_constraints(n_classes, generator), some_shares(n_classes, generator)
    raw = generator.dirichlet(np.full(n_classes, 3.0))
    named = dict(zip(predictions.classes, raw.tolist(), strict=True))
    point = OperatingPoint(Rule.thresholds(named), prevalence=shares)
    k = int(generator.integers(n_classes))
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0, free=[k])
    critical = np.unique(critical_rows(predictions, raw, k)[0])
    finite = critical[(critical > 0) & (critical < np.inf)]
    ranks = []
    for t in [*finite.tolist(), float(finite[-1]) * 2] if len(finite) else [float(raw[k])]:
        moved = raw.copy()
        moved[k] = t
        codes = largest_share(predictions, moved)[0].astype(np.int64)
        ranks.append(exact_rank(objective, constraints, exact_matrix(predictions, codes, shares)))
    own = exact_rank(objective, constraints, exact_matrix(predictions, codes_of(found, predictions), shares))
    assert near(own, best_of(ranks))


@pytest.mark.parametrize(
    ("n_classes", "key"),
    [(2, "expected_cost"), (2, "mcc"), (3, "macro_f1"), (3, "youden"), (5, "expected_cost"), (5, "accuracy")],
)
def test_that_shares_choose_as_classes_that_are_counted_several_times(n_classes: int, key: str) -> None:
    generator = np.random.default_rng(n_classes)
    predictions = problem(90, n_classes, n_classes)
    times = generator.integers(1, 9, n_classes)
    times[0] *= 5
    support = predictions.support * times
    shares = tuple((support / support.sum()).tolist())
    objective, constraints = some_objective(key, n_classes, generator), some_constraints(n_classes, generator)
    repeated = Predictions.from_arrays(
        predictions.y_true, predictions.y_score, classes=predictions.classes, score_kind="sigmoid",
        count=times[predictions.y_true], positive=predictions.positive,
    )  # fmt: skip
    point = OperatingPoint(Rule.argmax() if n_classes > 2 else Rule.thresholds({"c1": 0.5}))
    found = suggest(predictions, point.with_prevalence(shares), objective, constraints, ALL, n_bootstrap=0)
    plain = suggest(repeated, point, objective, constraints, ALL, n_bootstrap=0)
    assert (codes_of(found, predictions) == codes_of(plain, repeated)).all()
    assert found.suggested.tuned.objective.value == pytest.approx(plain.suggested.tuned.objective.value)
    assert found.feasible == plain.feasible
    for mine, theirs in zip(found.reaches, plain.reaches, strict=True):
        assert [mine.value, mine.alone, mine.with_others] == pytest.approx(
            [theirs.value, theirs.alone, theirs.with_others], nan_ok=True
        )
        assert mine.binds == theirs.binds
    for one, other in zip(found.beside, plain.beside, strict=True):
        assert one.gain.value == pytest.approx(other.gain.value)
        assert one.same_decisions == other.same_decisions


def priced(objective: Objective, n_classes: int) -> Objective:
    """Give no decision a price where the objective has prices."""
    if objective.costs is None:
        return objective
    prices = np.column_stack([np.array(objective.costs), np.full(n_classes, 2.0)])
    return Objective("expected_cost", costs=cost_matrix(prices))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("n_classes", [2, 3, 4])
def test_that_no_threshold_with_no_decision_is_better_at_the_shares(key: str, n_classes: int) -> None:
    generator = np.random.default_rng(len(key) + n_classes)
    predictions = problem(int(generator.integers(4, 14 if n_classes == 2 else 40)), n_classes, n_classes,
                          decimals=2)  # fmt: skip
    objective = priced(some_objective(key, n_classes, generator), n_classes)
    coverage = Constraint("coverage", None, ">=", float(np.round(generator.uniform(0.2, 0.9), 1)))
    constraints = (coverage, *some_constraints(n_classes, generator))
    shares = some_shares(n_classes, generator)
    point = OperatingPoint(Rule.thresholds({"c0": 0.5}), prevalence=shares)
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0)
    scores = np.asarray(predictions.y_score)
    if n_classes == 2:
        levels = [[-1.0, *np.unique(scores[:, k]).tolist(), 2.0] for k in range(2)]
        settings_ = [[a, b] for a in levels[0] for b in levels[1]]
    else:
        settings_ = [[t] * n_classes for t in [-1.0, *np.unique(scores.max(axis=1)).tolist(), 2.0]]
    ranks = []
    for thresholds in settings_:
        named = dict(zip(predictions.classes, thresholds, strict=True))
        codes = decide(predictions, OperatingPoint(Rule.thresholds(named, no_decision=True)))[0]
        matrix = exact_matrix(predictions, codes.astype(np.int64), shares)
        ranks.append(exact_rank(objective, constraints, matrix))
    own = exact_rank(objective, constraints, exact_matrix(predictions, codes_of(found, predictions), shares))
    assert near(own, best_of(ranks))
    assert found.kind == ("pair" if n_classes == 2 else "common")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n_classes=st.integers(2, 4), abstains=st.booleans())
def test_that_every_figure_is_the_one_of_evaluate_at_the_shares(
    *, seed: int, n_classes: int, abstains: bool
) -> None:
    generator = np.random.default_rng(seed)
    predictions = problem(int(generator.integers(5, 60)), n_classes, seed, decimals=1)
    objective = priced(some_objective(KEYS[seed % len(KEYS)], n_classes, generator), n_classes)
    overall: tuple[OverallFigure, ...] = ("accuracy", "mcc", "macro_f1", "balanced_accuracy", "coverage")
    constraints = (
        *(Constraint(figure, int(generator.integers(n_classes)), ">=", 0.5) for figure in ONE_CLASS),
        *(Constraint(figure, None, ">=", 0.5) for figure in overall),
    )  # fmt: skip
    named = {f"c{k}": float(generator.uniform(0.1, 0.9)) for k in range(n_classes)}
    rule = Rule.thresholds(named, no_decision=True) if abstains else Rule.argmax()
    point = OperatingPoint(rule, objective.costs, prevalence=some_shares(n_classes, generator))
    there = evaluate(prepare(predictions), point)
    goal = Goal(objective, constraints, objective.costs, point.prevalence)
    part = on_part(there.outcomes, goal)
    assert part.reweighted is not None
    assert there.reweighted is not None
    assert part.reweighted.tolist() == there.reweighted.tolist()
    keys = [(objective.key, objective.class_index), *((c.figure, c.class_index) for c in constraints)]
    for (figure, k), estimate in zip(keys, (part.objective, *part.constraints), strict=True):
        if figure == "youden":
            difference = there.per_class["recall"] - there.per_class["fpr"]
            assert [estimate.value] == pytest.approx([difference[k or 0]], nan_ok=True, abs=0, rel=0)
        elif k is None:
            ends = there.intervals.get(figure, (1.0, 1.0))  # coverage, where every sample is decided
            assert [estimate.value] == pytest.approx([there.metrics[figure]], nan_ok=True, abs=0, rel=0)
            if figure != "coverage" or abstains:
                assert [estimate.low, estimate.high] == pytest.approx(list(ends), nan_ok=True)
        else:
            ends = tuple(there.per_class_intervals[figure][k].tolist())
            assert [estimate.value] == pytest.approx([there.per_class[figure][k]], nan_ok=True, abs=0, rel=0)
            assert [estimate.low, estimate.high] == pytest.approx(list(ends), nan_ok=True)


def test_that_shares_turn_what_is_best() -> None:
    predictions = problem(400, 2, 5, positive=1)
    costs = cost_matrix([[0, 1], [5, 0]])
    point = OperatingPoint(Rule.thresholds({"c1": 0.5}), costs)
    objective = Objective("expected_cost", costs=costs)
    common, rare = (
        suggest(predictions, point.with_prevalence(shares), objective, (), ALL, n_bootstrap=30)
        for shares in (None, (None, 0.005))
    )
    thresholds = [found.rule.thresholds_by_class["c1"] for found in (common, rare)]
    assert thresholds[1] > thresholds[0]
    assert (common.prevalence, rare.prevalence) == (None, (None, 0.005))
    assert common.suggested.tuned.reweighted is None
    assert rare.suggested.tuned.objective.value < 0.03  # hardly a crack is there to be missed
    assert rare.spreads[0].band[0] <= thresholds[1] <= rare.spreads[0].band[1]
    assert rare.bootstrapped is not None
    assert rare.bootstrapped.in_bag.value == pytest.approx(rare.suggested.tuned.objective.value, abs=0.01)


def test_that_shares_that_cannot_be_are_refused() -> None:
    point = OperatingPoint(Rule.argmax(), prevalence=(0.7, 0.7, None))
    with pytest.raises(InputError, match="sum to 1 at most"):
        suggest(problem(30, 3, 0), point, Objective("accuracy"))


@pytest.mark.parametrize("kind", ["threshold", "common", "pair", "line"])
@pytest.mark.parametrize("key", ["macro_f1", "expected_cost"])
def test_that_the_places_of_a_bootstrap_have_the_plain_sums_of_the_samples(kind: str, key: str) -> None:
    generator = np.random.default_rng(len(kind))
    n_classes = 2 if kind in ("threshold", "pair") else 4
    predictions = problem(120, n_classes, 3, decimals=2, counted=True)
    objective = priced(some_objective(key, n_classes, generator), n_classes)
    goal = Goal(objective, (Constraint("precision", 1, ">=", 0.7),), None, some_shares(n_classes, generator))
    choice = choice_of(kind, predictions, goal)
    sums = choice.sums(choice.cells.counts[None].astype(np.float64), goal)
    merits, shortfalls = goal.merit(sums)[0], goal.shortfall(sums)[0]
    for place in range(0, len(choice.thresholds), 9):
        rank = goal.rank(matrix_at(kind, predictions, float(choice.thresholds[place])))
        assert (rank.merit, rank.shortfall) == pytest.approx((merits[place], shortfalls[place]), abs=1e-12)


def test_that_samples_left_out_of_a_draw_have_the_shares_too() -> None:
    predictions = problem(60, 2, 1, positive=1)
    goal = Goal(Objective("accuracy"), (), None, (None, 0.05))
    choice = choice_of("threshold", predictions, goal)
    drawn = np.random.default_rng(0).integers(0, 3, (20, len(choice.cells.counts))).astype(np.float64)
    missed = _out_of_bag(choice, drawn, goal)
    for k in range(2):
        assert missed[:, choice.cells.true == k].sum(axis=1) == pytest.approx(predictions.support[k])
    sums = choice.sums(missed, goal)
    assert sums.support[..., 1] / sums.support.sum(axis=-1) == pytest.approx(0.05)
    plain = _out_of_bag(choice, drawn, Goal(Objective("accuracy")))
    assert (plain == np.where(drawn == 0, 1.0, 0.0))[:, choice.cells.counts == 1].all()


def choice_of(kind: str, predictions: Predictions, goal: Goal) -> Choice:
    weights = goal.weights(predictions.support)
    if kind == "pair":
        return pair_choice(pair_table(predictions, ">="), (20, 20), 1)
    if kind == "line":
        return _line_choice(line_of(predictions, RAW, 2), float(RAW[2]))
    places: Places = (
        score_places(predictions, 1, ">=", goal.prices, weights) if kind == "threshold"
        else CommonPlaces(predictions, ">=", goal.prices, weights)
    )  # fmt: skip
    every = np.arange(places.n_places)
    thresholds = np.array([places.threshold(int(place)) for place in every])
    return Choice(places.cells(every), thresholds, 3, predictions.n_classes)


def matrix_at(kind: str, predictions: Predictions, threshold: float) -> NDArray[np.int64]:
    names, n_classes = predictions.classes, predictions.n_classes
    if kind == "line":
        raw = RAW.copy()
        raw[2] = threshold
        codes = largest_share(predictions, raw)[0]
        return confusion_matrix(predictions.y_true, codes, n_classes, predictions.count)
    if kind == "threshold":
        rule = Rule.thresholds({"c1": threshold})
    elif kind == "common":
        rule = Rule.thresholds(dict.fromkeys(names, threshold), no_decision=True)
    else:
        stays = float(pair_table(predictions, ">=").levels[0].values[20])
        rule = Rule.thresholds({"c0": stays, "c1": threshold}, no_decision=True)
    codes = decide(predictions, OperatingPoint(rule, positive=1 if n_classes == 2 else None))[0]
    return outcome_counts(predictions.y_true, codes, n_classes, predictions.count)
