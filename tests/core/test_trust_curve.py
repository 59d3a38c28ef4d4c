"""The policy of trusting the probabilities, against the rule of lowest expected cost and a plain count."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from confmat_gui.core import trust_curve as made
from confmat_gui.core.conditions import Condition, condition_of, pc_of
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.rules import Rule
from confmat_gui.core.trust_curve import TrustCurve, rates_at, threshold_at, trust_curve, trusted_threshold

SETTINGS = settings(deadline=None, max_examples=60)


@st.composite
def probabilities(draw: st.DrawFn) -> tuple[Any, Any]:
    n = draw(st.integers(2, 60))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = generator.integers(0, 2, n)
    assume(0 < y.sum() < n)
    levels = draw(st.sampled_from([2, 10, 10**6]))
    score = generator.integers(0, levels + 1, n) / levels
    return y, score.astype(draw(st.sampled_from([np.float32, np.float64])))


def cost_of_trusting(y: Any, score: Any, x: float) -> float:
    """Count what the trusted threshold does at a condition where no probability is on it."""
    share = float(np.mean(y == 1))
    said = score.astype(np.float64) >= share * (1 - x) / (share * (1 - x) + (1 - share) * x)
    return float((~said)[y == 1].mean() * x + said[y == 0].mean() * (1 - x))


def read(curve: TrustCurve, x: float) -> float:
    """Read a curve with upright jumps to the right of them."""
    at = int(np.searchsorted(curve.pc, x, side="right")) - 1
    after = min(at + 1, len(curve.pc) - 1)
    wide = curve.pc[after] - curve.pc[at]
    part = (x - curve.pc[at]) / wide if wide else 0.0
    return float(curve.cost[at] + part * (curve.cost[after] - curve.cost[at]))


@SETTINGS
@given(probabilities(), st.lists(st.floats(0.001, 0.999), min_size=1, max_size=20))
def test_that_the_curve_is_what_the_trusted_threshold_costs(data: tuple[Any, Any], at: list[float]) -> None:
    y, score = data
    curve = trust_curve(rank_scores(score, y == 1))
    assert (curve.pc[0], curve.pc[-1]) == (0.0, 1.0)
    assert (np.diff(curve.pc) >= 0).all()
    for x in at:
        if np.abs(curve.pc - x).min() > 1e-9:
            assert read(curve, x) == pytest.approx(cost_of_trusting(y, score, x), abs=1e-9)


@SETTINGS
@given(probabilities(), st.integers(1, 40), st.integers(1, 40))
def test_that_at_the_present_prices_it_decides_as_the_threshold_of_the_prices(
    data: tuple[Any, Any], alarm: int, miss: int
) -> None:
    y, score = data
    predictions = Predictions.from_arrays(
        y, score, classes=["0", "1"], positive="1", score_kind="probability"
    )  # fmt: skip
    costs = ((0.0, float(alarm)), (float(miss), 0.0))
    condition = condition_of(costs, 1, predictions.support)
    threshold = threshold_at(condition, condition.prevalence)
    found = evaluate(prepare(predictions), Rule.thresholds({"1": threshold}), intervals=False)
    fpr, fnr = rates_at(rank_scores(score, y == 1), threshold, score.dtype.type)
    assert found.per_class["fpr"][1] == pytest.approx(fpr)
    assert found.per_class["recall"][1] == pytest.approx(1 - fnr)


def test_that_prices_and_prevalence_give_the_same_threshold_at_the_same_condition() -> None:
    samples = 0.2
    by_prices = Condition(0.2, 1.0, 9.0)
    prevalence = 0.2 * 9 / (0.2 * 9 + 0.8)
    adapted = threshold_at(Condition(prevalence), samples)
    assert threshold_at(by_prices, samples) == 0.1
    assert adapted == pytest.approx(0.1)
    assert float(trusted_threshold(pc_of(0.5, 4), 0.5)) == pytest.approx(1 - 0.8)
    assert math.isnan(threshold_at(Condition(0.2, 0.0, 1.0), samples))


def test_that_certain_probabilities_are_called_positive_at_once_and_impossible_ones_last() -> None:
    curve = trust_curve(rank_scores(np.array([1.0, 0.0]), np.array([False, True])))
    assert curve.pc.tolist() == [0, 0, 0, 1, 1, 1]
    assert curve.cost.tolist() == [0, 0, 1, 1, 0, 0]


def test_that_a_long_curve_keeps_the_extremes_of_every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(5)
    y = np.append(generator.random(400) < 0.3, [True, False])
    score = np.append(np.where(y[:-2], generator.beta(3, 2, 400), generator.beta(2, 4, 400)), [1.0, 0.0])
    ranking = rank_scores(score, y)
    exact = trust_curve(ranking)
    monkeypatch.setattr(made, "COLUMNS", 50)
    monkeypatch.setattr("confmat_gui.core.ranking.BLOCK", 32)
    thinned = trust_curve(ranking)
    assert len(thinned.pc) == 102
    xs = np.linspace(0.001, 0.999, 3001)
    values = np.array([read(exact, x) for x in xs])
    columns = np.minimum((xs * 50).astype(int), 49)
    for column in range(50):
        low, high = sorted(thinned.cost[1 + 2 * column : 3 + 2 * column].tolist())
        inside = values[columns == column]
        width = 1 / 50
        assert inside.min() >= low - width
        assert inside.max() <= high + width


def test_that_rates_are_counted_with_the_threshold_in_the_type_of_the_scores() -> None:
    score = np.array([0.7, 0.3, 0.7], dtype=np.float32)
    ranking = rank_scores(score, np.array([True, False, False]))
    assert rates_at(ranking, 0.7, np.float32) == (0.5, 0.0)
    assert rates_at(ranking, 0.7) == (0.0, 1.0)
    assert rates_at(ranking, 0.8) == (0.0, 1.0)
    assert rates_at(ranking, 0.0) == (1.0, 0.0)
