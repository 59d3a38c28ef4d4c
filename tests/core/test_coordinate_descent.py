"""Coordinate descent: never worse than a start, and where it ends no single threshold improves anything."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.coordinate_descent import Start, descend, usual_starts
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.line_search import search_line
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule, costs_from_weights
from confmat_gui.core.strata import stratified_part
from tests.core.strategies import probability_predictions
from tests.core.test_line_search import KEYS, SEEDS, objective_of, plain_matrix, samples


@settings(deadline=None, max_examples=40)
@given(
    probability_predictions(), st.sampled_from(KEYS), SEEDS,
    st.sampled_from([(None, None), (20, None), (20, 0), (6, 0), (6, 1)]),
)  # fmt: skip
def test_that_the_end_is_no_worse_than_any_start_and_no_search_improves_it(
    predictions: Predictions, key: str, seed: int, part: tuple[int | None, int | None]
) -> None:
    objective = objective_of(key, predictions.n_classes, seed)
    present = np.linspace(0.5, 1, predictions.n_classes)
    starts = usual_starts(present, objective, n_random=1, seed=seed)
    part_rows, rounds = part
    found = descend(predictions, objective, starts, part_rows=part_rows, full_rounds=rounds, seed=seed)
    merit = objective.merit(plain_matrix(predictions, found.thresholds))
    values = [objective.value(plain_matrix(predictions, start.thresholds)) for start in starts]
    assert found.value == pytest.approx(objective.sign * merit) or merit == -np.inf
    assert found.start_value == pytest.approx(values[0], nan_ok=True)
    assert all(merit >= objective.sign * value for value in values if not math.isnan(value))
    settled = range(predictions.n_classes if rounds is None else 0)
    for k in settled:
        assert not search_line(predictions, found.thresholds, k, objective).is_better


@pytest.mark.parametrize("part_rows", [None, 500])
def test_that_thresholds_are_found_that_an_evaluation_confirms(part_rows: int | None) -> None:
    predictions = samples(2_000, 4, 2)
    costs = costs_from_weights([1, 30, 2, 5])
    objective = Objective("expected_cost", costs=costs)
    found = descend(predictions, objective, usual_starts(np.ones(4), objective), part_rows=part_rows)
    rule = Rule.thresholds(dict(zip(predictions.classes, found.thresholds.tolist(), strict=True)))
    evaluation = evaluate(prepare(predictions), OperatingPoint(rule, costs), intervals=False)
    assert evaluation.metrics["expected_cost"] == found.value
    assert found.value < found.start_value
    assert found.n_improved > 0
    assert found.n_searches >= 4
    assert not found.thresholds.flags.writeable


def test_that_one_round_over_all_rows_follows_a_part() -> None:
    predictions, objective = samples(3_000, 4, 9), Objective("macro_f1")
    starts = usual_starts(np.ones(4), objective, n_random=0)
    part = stratified_part(predictions, 300, seed=0)
    on_part = descend(part, objective, starts, part_rows=None)
    found = descend(predictions, objective, starts, part_rows=300)
    assert found.n_searches == on_part.n_searches + 4
    assert found.value >= objective.value(plain_matrix(predictions, on_part.thresholds))
    settled = descend(predictions, objective, starts, part_rows=300, full_rounds=None)
    assert settled.value >= found.value


def test_that_starts_are_named_and_prices_give_one_where_they_are_thresholds() -> None:
    present = np.array([0.2, 0.3, 0.5])
    weights = Objective("expected_cost", costs=costs_from_weights([1, 2, 4]))
    starts = usual_starts(present, weights, n_random=2, seed=5)
    assert [start.name for start in starts] == ["present", "argmax", "prices", "random 1", "random 2"]
    np.testing.assert_allclose(starts[2].thresholds, np.array([4, 2, 1]) / 7)
    distance = Objective("expected_cost", costs=((0.0, 1.0, 2.0), (1.0, 0.0, 1.0), (2.0, 1.0, 0.0)))
    assert [start.name for start in usual_starts(present, distance, n_random=0)] == ["present", "argmax"]
    assert [start.name for start in usual_starts(present, Objective("mcc"), n_random=0)] == [
        "present", "argmax"
    ]  # fmt: skip
    again = usual_starts(present, weights, n_random=2, seed=5)
    np.testing.assert_array_equal(again[4].thresholds, starts[4].thresholds)


def test_that_more_starts_are_never_worse() -> None:
    predictions = samples(800, 5, 4)
    objective = Objective("macro_f1")
    starts = usual_starts(np.ones(5), objective, n_random=4)
    values = [descend(predictions, objective, starts[:n]).value for n in range(1, len(starts) + 1)]
    assert values == sorted(values)


def test_that_a_start_that_is_best_already_stays() -> None:
    predictions = samples(500, 3, 5)
    objective = Objective("accuracy")
    first = descend(predictions, objective, [Start("present", np.ones(3))])
    again = descend(predictions, objective, [Start("present", first.thresholds)])
    assert again.n_improved == 0
    assert again.n_searches == 3
    np.testing.assert_array_equal(again.thresholds, first.thresholds)


def test_that_progress_grows_to_the_end_and_can_stop_the_search() -> None:
    predictions = samples(2_000, 4, 6)
    objective = Objective("mcc")
    starts = usual_starts(np.ones(4), objective)
    seen: list[float] = []

    def note(fraction: float, text: str = "") -> None:
        assert text or fraction == 1
        seen.append(fraction)

    found = descend(predictions, objective, starts, part_rows=700, progress=note)
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert len(seen) > 4 * found.n_searches

    def stop(fraction: float, text: str = "") -> None:
        if fraction > 0.3:
            raise CancelledError

    with pytest.raises(CancelledError):
        descend(predictions, objective, starts, progress=stop)


def test_that_scores_that_only_rank_are_refused() -> None:
    predictions = Predictions.from_arrays([0, 1, 2], [[3, 1, 2], [3, 1, 2], [3, 1, 2]])
    with pytest.raises(InputError, match="only rank the samples"):
        descend(predictions, Objective("mcc"), [Start("present", np.ones(3))])


def test_that_a_part_keeps_the_share_of_every_class_and_all_that_belongs_to_a_row() -> None:
    n = 3_000
    y = np.repeat([0, 1, 2, 3], [2_000, 900, 99, 1])
    scores = np.random.default_rng(7).dirichlet(np.ones(5), n).astype(np.float32)
    predictions = Predictions.from_arrays(
        y, scores, classes=list("abcde"), count=np.arange(n), sample_weight=np.arange(n) / 2,
        batch=np.arange(n) % 3, y_pred=y, sample_id=np.arange(n),
    )  # fmt: skip
    part = stratified_part(predictions, 300, seed=1)
    assert np.bincount(part.y_true, minlength=5).tolist() == [200, 90, 10, 1, 0]
    assert part.count is not None
    assert part.y_score is not None
    assert part.sample_weight is not None
    assert part.sample_id is not None
    rows = part.count
    assert (np.diff(rows) > 0).all()
    np.testing.assert_array_equal(part.y_score, scores[rows])
    np.testing.assert_array_equal(part.sample_weight, rows / 2)
    np.testing.assert_array_equal(part.sample_id, rows.astype(str))
    assert part.y_score.flags.f_contiguous
    assert stratified_part(predictions, n, seed=1) is predictions
    np.testing.assert_array_equal(stratified_part(predictions, 300, seed=1).y_true, part.y_true)
