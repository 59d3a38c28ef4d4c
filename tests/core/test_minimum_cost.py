"""The rule of lowest expected cost against plain sums in class order, ties included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core import minimum_cost as minimum_cost_module
from confmat_gui.core.decide import decide
from confmat_gui.core.minimum_cost import FEWEST_ROWS, expected_costs, minimum_cost
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.probability import probabilities
from confmat_gui.core.rules import Rule
from tests.core.strategies import probability_predictions

KDD99 = [[0, 1, 2, 2, 2], [1, 0, 2, 2, 2], [2, 1, 0, 2, 2], [3, 2, 2, 0, 2], [4, 2, 2, 2, 0]]
"""Prices of normal, probe, denial of service, user to root, remote to local (KDD Cup 1999)."""


def slow_minimum_cost(p: NDArray[Any], costs: NDArray[Any]) -> tuple[list[int], int]:
    """Add up in class order, all rows at once, one product and one sum at a time."""
    sums = np.zeros((len(p), costs.shape[1]))
    with np.errstate(over="ignore", invalid="ignore"):
        for probability, prices in zip(p.T.astype(np.float64), costs, strict=True):
            sums = sums + probability[:, None] * prices
    lowest = sums.min(axis=1, keepdims=True)
    return sums.argmin(axis=1).tolist(), int(((sums == lowest).sum(axis=1) > 1).sum())


def sigmoids(scores: NDArray[Any]) -> Predictions:
    n, k = scores.shape
    y = np.arange(n) % k
    return Predictions.from_arrays(y, scores, classes=[str(i) for i in range(k)], score_kind="sigmoid")


def check(predictions: Predictions, costs: NDArray[Any]) -> int:
    codes, n_tied = minimum_cost(predictions, costs)
    assert (codes.tolist(), n_tied) == slow_minimum_cost(probabilities(predictions), costs)
    return n_tied


PRICES: dict[str, Callable[[np.random.Generator, tuple[int, int]], NDArray[Any]]] = {
    "whole": lambda g, shape: g.integers(0, 4, shape).astype(np.float64),
    "decimals": lambda g, shape: np.round(g.random(shape), 1),
    "gains": lambda g, shape: np.round(g.normal(0, 2, shape), 1),
    "any size": lambda g, shape: 10.0 ** g.integers(-9, 10, shape),
    "any exponent": lambda g, shape: 10.0 ** g.choice([-310.0, -305.0, -5.0, 0.0, 100.0], shape),
    "below normal": lambda g, shape: 10.0 ** g.choice([-310.0, -320.0, -322.0], shape),
    "far from 0": lambda g, shape: g.integers(0, 3, shape) + 1e9,
    "nearly equal": lambda g, shape: 1 + g.integers(0, 3, shape) * 2.0**-52,
    "all equal": lambda _, shape: np.full(shape, 0.3),
    "none": lambda _, shape: np.zeros(shape),
    "tiny": lambda g, shape: g.integers(0, 4, shape) * 5e-324,
    "huge": lambda g, shape: g.integers(0, 4, shape) * 4e307,
}


@given(
    probability_predictions(smallest=2), st.sampled_from(sorted(PRICES)),
    st.integers(0, 1), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_that_the_lowest_cost_is_summed_in_class_order(
    predictions: Predictions, prices: str, further: int, seed: int
) -> None:
    shape = predictions.n_classes, predictions.n_classes + further
    check(predictions, PRICES[prices](np.random.default_rng(seed), shape))


@pytest.mark.parametrize("prices", sorted(PRICES))
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_that_many_classes_and_rows_are_summed_in_the_same_order(prices: str, kind: Any) -> None:
    generator = np.random.default_rng(2)
    k, n = 20, 3 * FEWEST_ROWS + 60
    p = generator.dirichlet(np.ones(k), n)
    p[::2] = generator.multinomial(6, np.full(k, 1 / k), len(p[::2])) / 6
    p[::9] = np.eye(k)[generator.integers(0, k, len(p[::9]))]
    check(sigmoids(p.astype(kind)), PRICES[prices](generator, (k, k)))


@pytest.mark.parametrize("decimals", [1, 2, 3])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_that_rounded_scores_tie_as_in_plain_sums(decimals: int, kind: Any) -> None:
    p = np.round(np.random.default_rng(4).dirichlet(np.ones(5), 5_000), decimals).astype(kind)
    assert check(sigmoids(p), np.array(KDD99, dtype=np.float64)) > 0


def test_that_sums_that_differ_by_rounding_alone_are_decided_by_the_order_of_classes() -> None:
    generator = np.random.default_rng(17)
    k, n = 16, 400
    values = np.round(generator.random(k), 1)
    costs = np.column_stack([generator.permutation(values) for _ in range(k)])
    p = np.full((n, k), 0.1)
    p[::2] = np.where(generator.random((n // 2, k)) < 0.5, 0.1, 0.7)
    check(sigmoids(p), costs)


def test_that_ties_of_many_rows_are_settled_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimum_cost_module, "BLOCK_VALUES", 64)
    generator = np.random.default_rng(15)
    p = np.round(generator.dirichlet(np.ones(8), 700), 1)
    costs = generator.integers(0, 2, (8, 8)).astype(np.float64)
    assert check(sigmoids(p), costs) > 100


@pytest.mark.parametrize("together", [16, 100, 700, 2_000])
def test_that_how_many_rows_are_multiplied_at_once_does_not_show(
    monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    generator = np.random.default_rng(16)
    p, costs = generator.dirichlet(np.ones(6), 700), generator.random((6, 6))
    monkeypatch.setattr(minimum_cost_module, "PRODUCTS", together * 36)
    check(sigmoids(p), costs)
    check(sigmoids(np.round(p, 1).astype(np.float32)), costs)


def test_that_rows_that_all_cost_the_same_go_to_the_first_class() -> None:
    predictions = sigmoids(np.full((23, 13), 1 / 13))
    codes, n_tied = decide(predictions, OperatingPoint(Rule.min_cost(np.ones((13, 13)))))
    assert codes.tolist() == [0] * 23
    assert n_tied == 23


@pytest.mark.parametrize("kind", ["probability", "logit"])
@pytest.mark.parametrize("positive", [0, 1])
def test_that_one_column_is_completed(kind: ScoreKind, positive: int) -> None:
    scores = np.round(np.random.default_rng(6).random(300), 2).astype(np.float32)
    predictions = Predictions.from_arrays(
        np.arange(300) % 2, scores, classes=["a", "b"], positive=positive, score_kind=kind
    )
    check(predictions, np.array([[0.0, 1.0], [3.0, 0.0]]))


def test_that_where_all_but_one_class_are_certainly_dearer_nothing_is_summed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(minimum_cost_module, "_settle")
    p = np.random.default_rng(3).dirichlet(np.ones(10), 500).astype(np.float32)
    check(sigmoids(p), np.random.default_rng(4).random((10, 10)))


def test_that_expected_costs_add_what_each_true_class_may_cost() -> None:
    sums = expected_costs(np.array([[0.75], [0.25]]), np.array([[0.0, 2.0], [4.0, 1.0]]))
    assert sums.tolist() == [[1.0], [1.75]]
