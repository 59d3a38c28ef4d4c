"""A suggested rule of two classes against every threshold there is, and what it says of other samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning, tuning_mask
from tests.core.suggesting import (
    KEYS,
    best_of,
    decisions_of_two,
    plain_rank,
    problem,
    some_constraints,
    some_objective,
)

ALL = Tuning(1.0)


def rank_of(suggestion: Suggestion, predictions: Predictions, goal: tuple[Any, Any]) -> tuple[float, float]:
    point = OperatingPoint(suggestion.rule, positive=suggestion.positive)
    codes = decide(predictions, point)[0].astype(int)
    return plain_rank(*goal, predictions, codes)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seed", range(6))
def test_that_no_threshold_of_two_classes_is_better(key: str, seed: int) -> None:
    generator = np.random.default_rng(seed + 100)
    positive = seed % 2
    boundary: Boundary = ">=" if seed % 3 else ">"
    predictions = problem(
        int(generator.integers(1, 90)), 2, seed, decimals=[None, 1, 2][seed % 3], counted=seed % 4 == 1,
        positive=positive,
    )  # fmt: skip
    if seed % 4 == 2 and predictions.y_score is not None:  # a ranking score of both signs
        predictions = Predictions.from_arrays(
            predictions.y_true, np.log(predictions.y_score[:, positive] + 0.01).astype(np.float32),
            classes=["c0", "c1"], score_kind="score", positive=positive,
        )  # fmt: skip
    objective = some_objective(key, 2, generator)
    constraints = some_constraints(2, generator)
    point = OperatingPoint(Rule.thresholds({f"c{positive}": 0.5}, boundary=boundary))
    found = suggest(predictions, point, objective, constraints, ALL, n_bootstrap=0)
    goal = (objective, constraints)
    best = best_of(
        plain_rank(*goal, predictions, codes)
        for codes in decisions_of_two(predictions.score_of(positive), positive)
    )
    assert rank_of(found, predictions, goal) == pytest.approx(best, abs=1e-12)
    assert found.is_exact
    assert found.feasible == (best[0] < 1e-12)
    assert found.rule.boundary == boundary


def test_that_the_part_held_back_is_judged_by_a_rule_tuned_on_the_other() -> None:
    predictions = problem(400, 2, 5, positive=1)
    objective = Objective("f1", class_index=1)
    tuning = Tuning(0.3, seed=7)
    found = suggest(predictions, None, objective, tuning=tuning, n_bootstrap=50)
    mask = tuning_mask(predictions, tuning)
    for part, inside in ((found.suggested.tuned, mask), (found.suggested.held_back, ~mask)):
        assert part is not None
        score = predictions.score_of(1)[inside]
        alone = Predictions.from_arrays(
            predictions.y_true[inside], score, classes=["c0", "c1"], positive=1, score_kind="sigmoid"
        )
        evaluation = evaluate(prepare(alone), found.rule)
        assert part.outcomes.tolist() == evaluation.confusion.tolist()
        assert part.objective.value == evaluation.per_class["f1"][1]
        assert part.n == inside.sum()
        low, high = evaluation.per_class_intervals["f1"][1]
        assert (part.objective.low, part.objective.high) == (low, high)
    apparent, honest = found.suggested.tuned, found.suggested.held_back
    assert honest is not None
    assert found.optimism == apparent.objective.value - honest.objective.value
    assert found.is_honest


def test_that_cross_fitting_judges_every_sample_by_a_rule_of_the_others() -> None:
    predictions = problem(100, 2, 6)
    objective = Objective("accuracy")
    found = suggest(predictions, None, objective, cross_fit=4, n_bootstrap=0)
    alone = suggest(predictions, None, objective, tuning=ALL, n_bootstrap=0)
    assert found.rule == alone.rule
    assert found.suggested.held_back is not None
    assert found.suggested.held_back.n == found.suggested.tuned.n == 100
    assert len(found.fold_rules) == 4
    assert found.tuning == Tuning(1.0)
    assert alone.suggested.held_back is None
    assert not alone.is_honest
    assert np.isnan(alone.optimism)


def test_that_the_same_seed_suggests_the_same_and_another_does_not() -> None:
    predictions = problem(300, 2, 1)

    def found(tuning: Tuning, seed: int) -> tuple[Any, ...]:
        suggestion = suggest(predictions, None, Objective("mcc"), tuning=tuning, seed=seed, n_bootstrap=40)
        return suggestion.rule, suggestion.spreads[0].histogram_counts.tolist()

    assert found(Tuning(), 0) == found(Tuning(), 0)
    assert found(Tuning(), 0)[1] != found(Tuning(), 1)[1]
    assert found(Tuning(), 0)[0] != found(Tuning(0.5, seed=1), 0)[0]


@pytest.mark.parametrize("n_classes", [2, 4])
def test_that_a_suggestion_can_be_stopped_at_any_report(n_classes: int) -> None:
    predictions = problem(200, n_classes, 1)
    texts: list[str] = []

    def progress(fraction: float, text: str = "") -> None:
        assert 0 <= fraction <= 1
        texts.append(text)
        if len(texts) == stop:
            raise CancelledError

    stop = -1
    suggest(predictions, None, Objective("accuracy"), n_bootstrap=10, progress=progress)
    for stop in range(1, len(texts), 1 + len(texts) // 12):
        texts.clear()
        with pytest.raises(CancelledError):
            suggest(predictions, None, Objective("accuracy"), n_bootstrap=10, progress=progress)
        assert len(texts) == stop


@pytest.mark.parametrize("n_classes", [2, 3, 6])
def test_that_every_stage_of_a_suggestion_reports_in_all_of_its_parts(n_classes: int) -> None:
    predictions = problem(300, n_classes, 2)
    constraints = (Constraint("recall", 0, ">=", 0.6), Constraint("fpr", 1, "<=", 0.4))
    texts: list[str] = []
    fractions: list[float] = []

    def progress(fraction: float, text: str = "") -> None:
        fractions.append(fraction)
        texts.append(text)

    suggest(predictions, None, Objective("accuracy"), constraints, n_bootstrap=300, progress=progress)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert texts.count("Choosing the samples to tune on") >= 3 * n_classes  # hashing, ordering, copying
    assert texts.count("Judging on the samples held back") >= n_classes  # a report for each column
    assert texts.count("Comparing with other rules") >= 4
    searches = 3 * len(constraints)  # alone, with the others, without
    assert texts.count("Looking which constraint binds") >= searches * (1 if n_classes == 2 else n_classes)
    lines = 1 if n_classes == 2 else n_classes
    assert texts.count("Choosing anew on bootstrap samples") >= 3 * lines


def test_that_what_cannot_be_suggested_is_answered_with_a_sentence() -> None:
    two, three = problem(20, 2, 0), problem(20, 3, 0)
    labels = Predictions.from_arrays([0, 1, 1], classes=["a", "b"], y_pred=[0, 1, 0])
    one = Predictions.from_arrays([0, 0], [[0.2], [1.0]], classes=["a"])
    ranking = Predictions.from_arrays([0, 1, 2], np.eye(3) * 7 - 2, score_kind="score")
    accuracy = Objective("accuracy")
    prices = ((0.0, 1.0), (1.0, 0.0))
    several: list[tuple[Predictions, Any, str]] = [
        (labels, {}, "hold only labels"),
        (one, {}, "one class only"),
        (ranking, {}, "needs probabilities"),
        (replace(two, count=np.zeros(20, dtype=np.int64)), {}, "no samples"),
        (two, {"objective": Objective("f1", class_index=2)}, "no class number 2"),
        (three, {"objective": Objective("expected_cost", costs=prices)}, "has 2 classes, but there are 3"),
        (two, {"cross_fit": 1}, "two folds or more"),
        (two, {"cross_fit": 21}, "21 folds need as many samples, but there are 20"),
        (two, {"tuning": Tuning(by="batch")}, "no batches"),
        (two, {"tuning": Tuning(by="group"), "cross_fit": 2}, "no groups"),
    ]
    for predictions, wanted, sentence in several:
        with pytest.raises(InputError, match=sentence):
            suggest(predictions, None, **({"objective": accuracy} | wanted))
