"""Fewer errors of one kind, against trying every threshold."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Prepared, evaluate, prepare
from confmat_gui.core.fewer import fewer
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.thresholds import resolve_thresholds, with_threshold
from tests.core.strategies import probability_predictions

SEEDS = st.integers(0, 2**32 - 1)
SHARES = st.sampled_from([0.25, 0.5, 1.0])


def outcomes(predictions: Predictions, point: OperatingPoint) -> Counts:
    """Return the matrix as every other part of the program gets it."""
    return np.array(evaluate(prepared(predictions), point, intervals=False).outcomes)


@lru_cache(maxsize=1)
def prepared(predictions: Predictions) -> Prepared:
    return prepare(predictions)


def busiest_error(matrix: Counts) -> tuple[int, int] | None:
    """Return the cell with the most errors, no decision aside."""
    errors = matrix[:, : len(matrix)].copy()
    np.fill_diagonal(errors, 0)
    true, predicted = np.unravel_index(int(errors.argmax()), errors.shape)
    return (int(true), int(predicted)) if errors.max() else None


def nearest_by_trying(
    predictions: Predictions, point: OperatingPoint, cell: tuple[int, int], wanted: int, *,
    class_index: int, candidates: list[float], rises: bool,
) -> Counts | None:
    """Return the matrix at the nearest candidate in one direction that brings the cell down to `wanted`."""
    present = float(resolve_thresholds(predictions, point.rule, point.positive)[class_index])
    ahead = sorted(c for c in candidates if (c > present) == rises and c != present)
    for value in ahead if rises else reversed(ahead):
        rule = with_threshold(predictions, point.rule, class_index, value, point.positive)
        matrix = outcomes(predictions, point.with_rule(replace(rule, boundary=point.rule.boundary)))
        if matrix[cell] <= wanted:
            return matrix
    return None


def between_all(values: list[float]) -> list[float]:
    """Return numbers below, between and above all values, and the values, all above 0."""
    known = sorted({v for v in values if 0 < v < math.inf})
    middles = [math.sqrt(low) * math.sqrt(high) for low, high in pairwise(known)]
    ends = [known[0] / 2, known[-1] * 2] if known else [1.0]
    return [*known, *middles, *ends]


@settings(max_examples=40, deadline=None)
@given(probability_predictions(3, 4), SEEDS, SHARES, st.booleans())
def test_that_several_classes_change_as_little_as_trying_every_threshold_does(
    predictions: Predictions, seed: int, share: float, priced: bool
) -> None:
    generator = np.random.default_rng(seed)
    k = predictions.n_classes
    named = dict(zip(predictions.classes, (generator.random(k) + 0.1).tolist(), strict=True))
    costs = tuple(map(tuple, generator.integers(0, 9, (k, k)).astype(float).tolist())) if priced else None
    point = OperatingPoint(Rule.thresholds(named), costs)
    before = outcomes(predictions, point)
    cell = busiest_error(before)
    if cell is None:
        return
    wanted = math.floor(before[cell] * (1 - share))
    tried = {}
    p = np.asarray(predictions.y_score, dtype=np.float64)
    t = resolve_thresholds(predictions, point.rule)
    for class_index, rises in ((cell[1], True), (cell[0], False)):
        others = np.delete(p / t, class_index, axis=1).max(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = (p[:, class_index] / others).tolist()
        near = [v * factor for v in ratios for factor in (1 - 1e-12, 1, 1 + 1e-12)]
        found = nearest_by_trying(
            predictions, point, cell, wanted, class_index=class_index, candidates=between_all(near),
            rises=rises,
        )  # fmt: skip
        if found is not None:
            tried[class_index] = found
    if not tried:
        with pytest.raises(InputError, match="No change of one threshold"):
            fewer(predictions, point, cell, share)
        return
    result = fewer(predictions, point, cell, share)
    assert result.before.tolist() == before.tolist()
    assert result.wanted == wanted
    assert {change.class_index for change in result.changes} == set(tried)
    for change in result.changes:
        assert change.outcomes.tolist() == tried[change.class_index].tolist()
        assert change.outcomes.tolist() == outcomes(predictions, point.with_rule(change.rule)).tolist()
        errors = change.outcomes.sum() - np.trace(change.outcomes)
        cost = None if costs is None else float((change.outcomes * np.array(costs)).sum())
        assert change.harm == (errors if cost is None else pytest.approx(cost))
    assert result.measure == ("cost" if priced else "errors")
    assert result.best.harm == min(change.harm for change in result.changes)


@settings(max_examples=50, deadline=None)
@given(
    SEEDS, SHARES, st.sampled_from([">=", ">"]), st.booleans(),
    st.sampled_from(["probability", "score", "logit"]),
)  # fmt: skip
def test_that_two_classes_change_as_little_as_trying_every_score_does(
    seed: int, share: float, boundary: Boundary, false_alarms: bool, kind: ScoreKind
) -> None:
    generator = np.random.default_rng(seed)
    n = int(generator.integers(2, 40))
    dtype = np.float32 if seed % 3 else np.float64
    score: NDArray[Any] = np.round(generator.random(n), int(generator.integers(1, 3))).astype(dtype)
    count = generator.integers(1, 4, n) if seed % 2 else None
    predictions = Predictions.from_arrays(
        generator.integers(0, 2, n), score, classes=["ok", "crack"], positive="crack", count=count,
        score_kind=kind,
    )  # fmt: skip
    point = OperatingPoint(Rule.thresholds({"crack": 0.5}, boundary=boundary), positive=1)
    before = outcomes(predictions, point)
    cell = (0, 1) if false_alarms else (1, 0)
    if not before[cell]:
        with pytest.raises(InputError, match="no errors of this kind"):
            fewer(predictions, point, cell, share)
        return
    wanted = math.floor(before[cell] * (1 - share))
    values = [float(v) for v in score]
    near = [float(np.nextafter(dtype(v), dtype(way))) for v in values for way in (-9, 9)]
    right = nearest_by_trying(
        predictions, point, cell, wanted, class_index=1, candidates=[*values, *near], rises=false_alarms
    )
    (change,) = fewer(predictions, point, cell, share).changes
    assert right is not None
    assert change.outcomes.tolist() == right.tolist()
    assert change.rises == false_alarms
    assert change.rule.boundary == boundary


@settings(max_examples=40, deadline=None)
@given(probability_predictions(2, 4), SEEDS, SHARES, st.sampled_from([">=", ">"]))
def test_that_with_no_decision_each_class_has_a_threshold_of_its_own(
    predictions: Predictions, seed: int, share: float, boundary: Boundary
) -> None:
    generator = np.random.default_rng(seed)
    values = generator.integers(0, 6, predictions.n_classes) / 8
    named = dict(zip(predictions.classes, values.tolist(), strict=True))
    positive = 1 if predictions.is_binary else None
    point = OperatingPoint(Rule.thresholds(named, boundary=boundary, no_decision=True), positive=positive)
    before = outcomes(predictions, point)
    cell = busiest_error(before)
    if cell is None:
        return
    wanted = math.floor(before[cell] * (1 - share))
    scores = np.asarray(predictions.y_score)
    right = {}
    for class_index, rises in ((cell[1], True), (cell[0], False)):
        own = scores[:, class_index]
        near = [float(np.nextafter(v, own.dtype.type(way))) for v in own for way in (-9, 9)]
        tried = [*map(float, own), *near]
        found = nearest_by_trying(
            predictions, point, cell, wanted, class_index=class_index, candidates=tried, rises=rises
        )
        if found is not None:
            right[class_index] = found.tolist()
    if not right:
        with pytest.raises(InputError, match="No change of one threshold"):
            fewer(predictions, point, cell, share)
        return
    result = fewer(predictions, point, cell, share)
    assert {change.class_index: change.outcomes.tolist() for change in result.changes} == right


def test_that_the_change_that_hurts_less_comes_first_and_prices_say_what_hurts() -> None:
    truth = [0] * 6 + [1] * 6 + [2] * 6
    generator = np.random.default_rng(3)
    scores = generator.dirichlet(np.ones(3), 18)
    predictions = Predictions.from_arrays(truth, scores, classes=["a", "b", "c"])
    rule = Rule.thresholds({"a": 1, "b": 1, "c": 1})
    cell = busiest_error(outcomes(predictions, OperatingPoint(rule)))
    assert cell is not None
    plain = fewer(predictions, OperatingPoint(rule), cell, 1.0)
    dear = np.ones((3, 3)) - np.eye(3)
    dear[:, plain.best.class_index] *= 100
    dear[plain.best.class_index] *= 0.01
    priced = fewer(predictions, OperatingPoint(rule, tuple(map(tuple, dear.tolist()))), cell, 1.0)
    assert plain.measure == "errors"
    assert priced.measure == "cost"
    assert [each.harm for each in priced.changes] == sorted(each.harm for each in priced.changes)
    assert plain.harm_before == outcomes(predictions, OperatingPoint(rule)).sum() - np.trace(plain.before)


def test_that_what_is_no_error_or_has_no_samples_is_refused() -> None:
    names = ["ok", "crack"]
    predictions = Predictions.from_arrays([0, 1, 1], [0.1, 0.9, 0.2], classes=names, positive="crack")
    point = OperatingPoint(Rule.thresholds({"crack": 0.5}), positive=1)
    for cell in ((0, 0), (1, 2)):
        with pytest.raises(InputError, match="beside the diagonal"):
            fewer(predictions, point, cell, 0.5)
    with pytest.raises(InputError, match="no errors of this kind"):
        fewer(predictions, point, (0, 1), 0.5)


def test_that_certain_scores_cannot_be_talked_out_of_it() -> None:
    scores = [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    predictions = Predictions.from_arrays([0, 0, 0], scores, classes=["a", "b", "c"])
    point = OperatingPoint(Rule.thresholds({"a": 1, "b": 1, "c": 1}))
    with pytest.raises(InputError, match="No change of one threshold takes so many a predicted b away"):
        fewer(predictions, point, (0, 1), 0.5)


def test_that_the_search_can_be_stopped() -> None:
    predictions = Predictions.from_arrays([0, 1], [0.9, 0.9], classes=["ok", "crack"], positive="crack")

    def stop(fraction: float, text: str = "") -> None:
        raise CancelledError(f"Stopped at {fraction}: {text}")

    point = OperatingPoint(Rule.thresholds({"crack": 0.5}), positive=1)
    with pytest.raises(CancelledError):
        fewer(predictions, point, (0, 1), 0.5, stop)
