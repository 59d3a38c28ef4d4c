"""What moves in the benchmarks: a number of a rule, its index, and the same decisions made anew by numpy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

import confmat_gui as cm
from confmat_gui.core.handover import Tick
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.passing_sweep import sweep_of_passing
from confmat_gui.core.sweep import Sweep, sweep_of_many, sweep_of_two
from confmat_gui.core.weight_sweep import sweep_of_weight

OwnTick: TypeAlias = Callable[[float], Tick]


@dataclass(frozen=True, eq=False)
class Move:
    """A number of the second class that moves.

    Attributes
    ----------
    what : in words
    places : the lowest and the highest value measured
    point : the operating point with a value
    take : builds the index
    taken : builds the index and returns what gives its positions, as one thread alone may have them
    decide_anew : predictions at a value, as numpy and scikit-learn users make them
    """

    what: str
    predictions: cm.Predictions
    places: tuple[float, float]
    point: Callable[[float], OperatingPoint]
    take: Callable[[], object]
    taken: Callable[[], OwnTick]
    decide_anew: Callable[[float], NDArray[Any]]


def threshold(predictions: cm.Predictions) -> Move:
    """Move the threshold of the second class (of two: the one threshold)."""
    k, score = predictions.n_classes, predictions.y_score
    assert score is not None
    even = np.full(k, 1 / k)
    by_row = np.ascontiguousarray(score)

    def build() -> Sweep:
        return sweep_of_two(predictions, 1) if k == 2 else sweep_of_many(predictions, even, 1)

    def point(value: float) -> OperatingPoint:
        others = {} if k == 2 else dict.fromkeys(predictions.classes, 1 / k)
        return OperatingPoint(cm.Rule.thresholds(others | {"c1": value}), None, predictions.positive)

    def decide_anew(value: float) -> NDArray[Any]:
        if k == 2:
            return (by_row[:, 1] >= value).astype(np.int64)
        codes: NDArray[np.int64] = np.argmax(by_row / np.where(np.arange(k) == 1, value, 1 / k), axis=1)
        return codes

    places = (0.1, 0.9) if k == 2 else (0.2 / k, 5 / k)
    return Move("a threshold", predictions, places, point, build, lambda: build().lent, decide_anew)


def threshold_with_no_decision(predictions: cm.Predictions) -> Move:
    """Move the threshold of the second class where those below all thresholds get no decision."""
    k, score = predictions.n_classes, predictions.y_score
    assert score is not None
    limits = np.full(k, 3 / k)
    by_row = np.ascontiguousarray(score)

    def point(value: float) -> OperatingPoint:
        named = dict.fromkeys(predictions.classes, 3 / k) | {"c1": value}
        return OperatingPoint(cm.Rule.thresholds(named, no_decision=True))

    def decide_anew(value: float) -> NDArray[Any]:
        passing = by_row >= np.where(np.arange(k) == 1, value, limits)
        return np.where(passing.any(axis=1), np.where(passing, by_row, -1).argmax(axis=1), k)

    def build() -> Any:
        return sweep_of_passing(predictions, limits, 1, ">=")

    return Move(
        "a threshold with no decision", predictions, (0.2 / k, 0.9), point, build, lambda: build().at,
        decide_anew,
    )  # fmt: skip


def cost_weight(predictions: cm.Predictions) -> Move:
    """Move the price of all errors on the second class, the prices of the others of all sorts."""
    k, score = predictions.n_classes, predictions.y_score
    assert score is not None
    prices = np.random.default_rng(3).uniform(1, 5, (k, k))
    np.fill_diagonal(prices, 0)
    by_row = np.ascontiguousarray(score, dtype=np.float64)

    def priced(value: float) -> NDArray[np.float64]:
        result = prices.copy()
        result[1] = value
        result[1, 1] = 0
        return result

    def build() -> Any:
        index = sweep_of_weight(predictions, priced(1.0), 1)
        assert index is not None
        return index

    def tick() -> OwnTick:
        index = build()

        def at(value: float) -> Tick:
            found: Tick | None = index.at(value)
            assert found is not None
            return found

        return at

    return Move(
        "a cost weight", predictions, (0.2, 9.0),
        lambda value: OperatingPoint(cm.Rule.min_cost(priced(value))), build, tick,
        lambda value: np.argmin(by_row @ priced(value), axis=1),
    )  # fmt: skip
