"""The index over one cost weight: at every value what the plain decision gives, to the last count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core import weight_sweep
from confmat_gui.core.arrays import Floats
from confmat_gui.core.handover import Tick
from confmat_gui.core.minimum_cost import minimum_cost
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_block
from confmat_gui.core.weight_sweep import LARGEST, WeightSweep, sweep_of_weight, with_weight
from tests.core.strategies import probability_predictions
from tests.unmeasured import unmeasured

SEEDS = st.integers(0, 2**32 - 1)
PRICES = st.sampled_from(["weights", "whole", "any", "signed"])
PLAIN_EVERY = 10
"""At one weight in so many the program's own decision is asked too, which other tests compare with sums."""


def some_prices(kind: str, n_classes: int, columns: int, generator: np.random.Generator) -> Floats:
    if kind == "weights":
        prices = np.repeat(generator.integers(1, 5, n_classes)[:, None].astype(float), columns, axis=1)
        np.fill_diagonal(prices, 0)
        return prices
    prices = generator.random((n_classes, columns)) * 9 - (3 if kind == "signed" else 0)
    return np.round(prices) if kind == "whole" else prices


def plain(predictions: Predictions, prices: Floats) -> Tick:
    codes, n_tied = minimum_cost(predictions, prices)
    count = np.ones(len(codes)) if predictions.count is None else predictions.count
    outcomes = np.zeros(prices.shape, dtype=np.int64)
    np.add.at(outcomes, (predictions.y_true, codes), count.astype(np.int64))
    return Tick(outcomes, n_tied)


def summed(predictions: Predictions, prices: Floats, k: int, weights: list[float]) -> list[Tick]:
    """Return the same at many weights: costs are summed in class order, at all weights at once."""
    probability = probability_block(predictions, slice(0, predictions.n_rows)).astype(np.float64)
    priced = np.array([with_weight(prices, k, weight) for weight in weights])
    sums = np.zeros((len(weights), prices.shape[1], len(probability)))
    for own, price in zip(probability.T, priced.transpose(1, 0, 2), strict=True):
        sums += price[:, :, None] * own
    n_tied = np.count_nonzero(np.count_nonzero(sums == sums.min(axis=1)[:, None], axis=1) > 1, axis=1)
    count = np.ones(len(probability)) if predictions.count is None else predictions.count
    found = []
    for codes, tied in zip(sums.argmin(axis=1), n_tied.tolist(), strict=True):
        cells = predictions.y_true.astype(np.int64) * prices.shape[1] + codes
        outcomes = np.bincount(cells, count, minlength=prices.size).astype(np.int64)
        found.append(Tick(outcomes.reshape(prices.shape), tied))
    return found


def weights_to_try(sweep: WeightSweep, generator: np.random.Generator) -> list[float]:
    edges = np.concatenate([*(part.edges for part in sweep.parts), sweep.open_until])
    edges = generator.permutation(np.unique(edges[(edges >= 0) & (edges < 1e100)]))[:15]
    found = {0.0, 0.1, 1 / 3, 1.0, 2.0, 3.0, 4.5, 1e5, *edges.tolist()}
    up, down = edges, edges
    for _ in range(3):
        up, down = np.nextafter(up, np.inf), np.maximum(np.nextafter(down, -np.inf), 0)
        found |= {*up.tolist(), *down.tolist()}
    return sorted(found | set((edges * 1.0001).tolist()))


def assert_sweeps_as_decided(predictions: Predictions, prices: Floats, k: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    sweep = sweep_of_weight(predictions, prices, k)
    assert sweep is not None
    weights = weights_to_try(sweep, generator)
    for weight in weights[::PLAIN_EVERY]:
        assert_same(sweep.at(weight), plain(predictions, with_weight(prices, k, weight)))
    with unmeasured():
        for weight, expected in zip(weights, summed(predictions, prices, k, weights), strict=True):
            assert_same(sweep.at(weight), expected)


def assert_same(found: Tick | None, expected: Tick) -> None:
    assert found is not None
    assert np.array_equal(found.outcomes, expected.outcomes), (found.outcomes, expected.outcomes)
    assert found.n_tied == expected.n_tied


@settings(deadline=None)
@given(probability_predictions(2), PRICES, st.integers(0, 1), st.integers(0, 5), SEEDS)
def test_that_a_weight_moves_as_decided_at_and_around_every_critical_value(
    predictions: Predictions, kind: str, abstains: int, at: int, seed: int
) -> None:
    n_classes = predictions.n_classes
    prices = some_prices(kind, n_classes, n_classes + abstains, np.random.default_rng(seed))
    assert_sweeps_as_decided(predictions, prices, at % n_classes, seed)


@settings(deadline=None)
@given(SEEDS, st.sampled_from([np.float32, np.float64]), PRICES, st.integers(0, 1))
def test_that_sums_that_differ_in_their_last_bits_are_decided_in_class_order(
    seed: int, dtype: Any, kind: str, abstains: int
) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.dirichlet(np.ones(4), 40).astype(dtype)
    scores[::3, 1] = scores[::3, 2]
    scores[1::3, 3] = np.nextafter(scores[1::3, 0], dtype(1))
    predictions = Predictions.from_arrays(
        generator.integers(0, 4, 40), scores, classes=["a", "b", "c", "d"], score_kind="sigmoid"
    )
    prices = some_prices(kind, 4, 4 + abstains, generator)
    for k in range(4):
        assert_sweeps_as_decided(predictions, prices, k, seed)


@settings(deadline=None)
@given(SEEDS)
def test_that_tiny_and_huge_prices_and_probabilities_move_as_decided(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = 10.0 ** generator.uniform(-323, 0, (30, 3))
    scores[generator.random((30, 3)) < 0.3] = 0
    predictions = Predictions.from_arrays(
        generator.integers(0, 3, 30), scores, classes=["a", "b", "c"], score_kind="sigmoid"
    )
    prices = 10.0 ** generator.choice([-310.0, -5.0, 0.0, 100.0], (3, 3))
    for k in range(3):
        assert_sweeps_as_decided(predictions, prices, k, seed)


@pytest.mark.parametrize("n_classes", [14, 60])
def test_that_wide_problems_move_as_decided(n_classes: int) -> None:
    generator = np.random.default_rng(n_classes)
    scores = np.round(generator.dirichlet(np.full(n_classes, 0.1), 400), 3)
    predictions = Predictions.from_arrays(
        generator.integers(0, n_classes, 400), scores, classes=[f"c{i}" for i in range(n_classes)],
        score_kind="sigmoid", count=generator.integers(0, 4, 400),
    )  # fmt: skip
    for kind in ("weights", "any"):
        assert_sweeps_as_decided(predictions, some_prices(kind, n_classes, n_classes, generator), 3, 1)


def test_that_logits_move_as_decided() -> None:
    generator = np.random.default_rng(3)
    for columns, names in ((4, ["a", "b", "c", "d"]), (1, ["a", "b"])):
        logits = np.round(generator.standard_normal((200, columns)) * 3)
        predictions = Predictions.from_arrays(
            generator.integers(0, len(names), 200), logits, classes=names, score_kind="logit"
        )
        assert_sweeps_as_decided(predictions, some_prices("weights", len(names), len(names), generator), 1, 2)


def with_many_equal(n: int = 300) -> tuple[Predictions, Floats]:
    """Return rows on which the two others have sums that only rounding tells apart."""
    scores = np.full((n, 3), 0.3)
    scores[:, 0] = np.linspace(0.05, 0.4, n)
    y: NDArray[np.int64] = np.arange(n) % 3
    predictions = Predictions.from_arrays(y, scores, classes=["a", "b", "c"], score_kind="sigmoid")
    return predictions, np.array([[0.0, 1, 1], [1, 0, 1], [1, 1, 0]])


def test_that_too_many_open_rows_leave_it_to_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    predictions, prices = with_many_equal()
    assert_sweeps_as_decided(predictions, prices, 0, 1)
    monkeypatch.setattr(weight_sweep, "MOST_OPEN", 100)
    assert sweep_of_weight(predictions, prices, 0) is None


def test_that_too_many_rows_at_one_weight_leave_that_weight_to_the_plain_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scores = np.tile([0.25, 0.5, 0.125], (300, 1))
    scores[150:, 0] = 0.2
    predictions = Predictions.from_arrays(
        np.zeros(300, int), scores, classes=["a", "b", "c"], score_kind="sigmoid"
    )
    monkeypatch.setattr(weight_sweep, "MOST_OPEN", 100)
    sweep = sweep_of_weight(predictions, np.array([[0.0, 1, 1], [1, 0, 1], [1, 1, 0]]), 0)
    assert sweep is not None
    assert sweep.at(2.0) is None
    near = sweep.at(2.0001)
    assert near is not None
    assert near.outcomes[0].tolist() == [150, 150, 0]


def test_that_weights_and_prices_out_of_range_are_left_to_the_plain_way() -> None:
    predictions, prices = with_many_equal()
    sweep = sweep_of_weight(predictions, prices, 0)
    assert sweep is not None
    assert sweep.at(-1.0) is None
    assert sweep.at(2 * LARGEST) is None
    prices[1, 2] = 2 * LARGEST
    assert sweep_of_weight(predictions, prices, 0) is None


def test_that_memory_of_a_weight_stays_within_its_bound() -> None:
    generator = np.random.default_rng(1)
    n = 40_000
    predictions = Predictions.from_arrays(generator.integers(0, 3, n), generator.dirichlet(np.ones(3), n))
    sweep = sweep_of_weight(predictions, some_prices("any", 3, 3, generator), 1)
    assert sweep is not None
    assert sweep.nbytes <= 13 * n + 9 * 8 * (n // 512 + 3)
