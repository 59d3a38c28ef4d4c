"""The index over a threshold under rule 3: at every value the counts of the plain decision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.confusion import outcome_counts
from confmat_gui.core.decide import decide
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.passing_sweep import PassingSweep, sweep_of_passing
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule
from tests.core.strategies import probability_predictions

SEEDS = st.integers(0, 2**32 - 1)
RAW = st.sampled_from([0.125, 0.25, 1 / 3, 0.5, 0.7])
BOUNDARIES = st.sampled_from([">=", ">"])


def thresholds_to_try(sweep: PassingSweep, generator: np.random.Generator) -> list[float]:
    """Return values at, just beside (in the score's own type and in float64) and between the edges."""
    edges = np.unique(np.concatenate((sweep.edges, sweep.ties_passing, sweep.ties_lost)))
    edges = generator.permutation(edges)[:15]
    up, down = np.nextafter(edges, edges.dtype.type(2)), np.nextafter(edges, edges.dtype.type(-1))
    fine = edges.astype(np.float64)
    found = {*edges.tolist(), *up.tolist(), *down.tolist(), *np.nextafter(fine, 2).tolist()}
    return sorted(value for value in found | {1e-9, 0.1, 1 / 3, 0.5, 0.999, 1.5} if value > 0)


def assert_sweeps_as_decided(
    predictions: Predictions, others: NDArray[Any], k: int, boundary: Boundary, seed: int = 0
) -> None:
    sweep = sweep_of_passing(predictions, others, k, boundary)
    named = dict(zip(predictions.classes, others.tolist(), strict=True))
    for raw in thresholds_to_try(sweep, np.random.default_rng(seed)):
        rule = Rule.thresholds(
            named | {predictions.classes[k]: raw}, boundary=boundary, no_decision=True
        )
        codes, n_tied = decide(predictions, OperatingPoint(rule, None, predictions.positive))
        expected = outcome_counts(predictions.y_true, codes, predictions.n_classes, predictions.count)
        found = sweep.at(raw)
        np.testing.assert_array_equal(found.outcomes, expected)
        assert found.n_tied == n_tied


@settings(deadline=None)
@given(
    probability_predictions(2), st.lists(RAW, min_size=6, max_size=6),
    st.integers(0, 5), BOUNDARIES, SEEDS,
)  # fmt: skip
def test_that_a_threshold_moves_as_decided_at_and_around_every_probability(
    predictions: Predictions, values: list[float], at: int, boundary: Boundary, seed: int
) -> None:
    k = at % predictions.n_classes
    others = np.array(values[: predictions.n_classes])
    assert_sweeps_as_decided(predictions, others, k, boundary, seed)


@settings(deadline=None)
@given(SEEDS, st.sampled_from([np.float32, np.float64]), BOUNDARIES, st.integers(0, 3))
def test_that_ties_between_classes_and_thresholds_at_scores_move_as_decided(
    seed: int, dtype: Any, boundary: Boundary, k: int
) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.random((60, 4)).astype(dtype)
    scores[::3, 1] = scores[::3, 2]
    scores[1::4, 3] = scores[1::4, 0]
    predictions = Predictions.from_arrays(
        generator.integers(0, 4, 60), scores, classes=["a", "b", "c", "d"], score_kind="sigmoid",
        count=generator.integers(0, 4, 60),
    )  # fmt: skip
    others = scores[generator.integers(0, 60, 4), np.arange(4)].astype(np.float64) + 1e-12
    assert_sweeps_as_decided(predictions, others, k, boundary, seed)


@pytest.mark.parametrize("boundary", [">=", ">"])
@pytest.mark.parametrize("kind", ["logit", "probability"])
def test_that_a_single_column_and_logits_move_as_decided(boundary: Boundary, kind: Any) -> None:
    generator = np.random.default_rng(3)
    score = np.round(generator.random(200) if kind == "probability" else generator.normal(size=200), 1)
    y = generator.integers(0, 2, 200)
    predictions = Predictions.from_arrays(y, score, classes=["no", "yes"], score_kind=kind, positive="yes")
    for k in (0, 1):
        assert_sweeps_as_decided(predictions, np.array([0.6, 0.7]), k, boundary)
    logits = np.round(generator.standard_normal((200, 4)) * 3)
    many = Predictions.from_arrays(
        generator.integers(0, 4, 200), logits, classes=["a", "b", "c", "d"], score_kind="logit"
    )
    assert_sweeps_as_decided(many, np.array([0.2, 0.5, 0.1, 0.3]), 2, boundary)


@pytest.mark.parametrize("n_classes", [20, 300])
def test_that_wide_problems_move_as_decided(n_classes: int) -> None:
    generator = np.random.default_rng(n_classes)
    scores = np.round(generator.dirichlet(np.full(n_classes, 0.1), 500), 3).astype(np.float32)
    predictions = Predictions.from_arrays(
        generator.integers(0, n_classes, 500), scores, classes=[f"c{i}" for i in range(n_classes)],
        score_kind="sigmoid",
    )  # fmt: skip
    for k in (0, n_classes - 1):
        assert_sweeps_as_decided(predictions, np.full(n_classes, 0.2), k, ">=")


def test_that_memory_of_a_threshold_with_no_decision_stays_within_its_bound() -> None:
    generator = np.random.default_rng(1)
    n = 40_000
    scores = generator.random((n, 3)).astype(np.float32)
    predictions = Predictions.from_arrays(generator.integers(0, 3, n), scores, classes=list("abc"))
    sweep = sweep_of_passing(predictions, np.full(3, 0.5), 1, ">=")
    assert sweep.nbytes <= n * (4 + 1) + 8 * 12 * (n // 512 + 3)
