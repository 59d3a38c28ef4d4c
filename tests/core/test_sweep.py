"""The index over one class's threshold: at every value what the plain decision gives, to the last count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.cursor import Cursor
from confmat_gui.core.decide import decide
from confmat_gui.core.handover import Checkpoints, Tick
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prefix_counts import MOST_BYTES, STEP, PrefixCounts
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.sweep import Sweep, sweep_of_many, sweep_of_two
from confmat_gui.core.thresholds import with_threshold
from tests.core.strategies import binary_scores, probability_predictions
from tests.unmeasured import unmeasured

RAW = st.lists(st.sampled_from([0.1, 0.25, 1 / 3, 0.7, 1.0, 3.0]), min_size=6, max_size=6)
SEEDS = st.integers(0, 2**32 - 1)
MEASURED = 10
"""So many values of each sweep are tried under the eyes of coverage; the others meet the same lines."""


def plain(predictions: Predictions, rule: Rule, positive: int | None = None) -> Tick:
    codes, n_tied = decide(predictions, OperatingPoint(rule, None, positive))
    matrix = confusion_matrix(predictions.y_true, codes, predictions.n_classes, predictions.count)
    return Tick(matrix, n_tied)


def assert_same(found: Tick, expected: Tick) -> None:
    assert np.array_equal(found[0], expected[0]), (found[0], expected[0])
    assert found[1] == expected[1]


def with_neighbours(values: NDArray[Any], reach: int = 4) -> list[float]:
    """Return values with the floats around each, of their own type."""
    found = set(values.tolist())
    up, down = values, values
    for _ in range(reach):
        up, down = np.nextafter(up, up.dtype.type(np.inf)), np.nextafter(down, down.dtype.type(-np.inf))
        found |= {float(value) for value in (*up, *down)}
    return sorted(value for value in found if np.isfinite(value))


def assert_sweeps_as_decided(predictions: Predictions, others: NDArray[Any], k: int, seed: int = 0) -> None:
    sweep = sweep_of_many(predictions, others, k)
    edges = np.unique(sweep.edges[np.isfinite(sweep.edges)])
    chosen = np.random.default_rng(seed).permutation(edges)[:25]
    named = dict(zip(predictions.classes, others.tolist(), strict=True))
    ticks = [value for value in with_neighbours(chosen) if value > 0]
    for raw in ticks[:MEASURED]:
        assert_same(sweep.at(raw), plain(predictions, Rule.thresholds(named | {predictions.classes[k]: raw})))
    with unmeasured():
        for raw in [*ticks[MEASURED:], *np.geomspace(1e-3, 50, 7).tolist()]:
            rule = Rule.thresholds(named | {predictions.classes[k]: raw})
            assert_same(sweep.at(raw), plain(predictions, rule))


@settings(deadline=None)
@given(probability_predictions(), RAW, st.integers(0, 5), SEEDS)
def test_that_many_classes_sweep_as_decided_at_and_around_every_critical_value(
    predictions: Predictions, values: list[float], at: int, seed: int
) -> None:
    k = at % predictions.n_classes
    assert_sweeps_as_decided(predictions, np.array(values[: predictions.n_classes]), k, seed)


@settings(deadline=None)
@given(SEEDS, st.sampled_from([np.float32, np.float64]), st.integers(0, 3))
def test_that_quotients_that_round_together_tie_as_decided(seed: int, dtype: Any, k: int) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.dirichlet(np.ones(4), 40).astype(dtype)
    scores[::3, 1] = scores[::3, 2]  # two others tie for the best share
    predictions = Predictions.from_arrays(
        generator.integers(0, 4, 40), scores, classes=["a", "b", "c", "d"], score_kind="sigmoid"
    )
    assert_sweeps_as_decided(predictions, generator.choice([0.3, 1.0, 0.7], 4), k, seed)


@settings(deadline=None)
@given(SEEDS)
def test_that_tiny_and_huge_quotients_sweep_as_decided(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = 10.0 ** generator.uniform(-323, 0, (30, 3))
    scores[generator.random((30, 3)) < 0.3] = 0
    predictions = Predictions.from_arrays(
        generator.integers(0, 3, 30), scores, classes=["a", "b", "c"], score_kind="sigmoid"
    )
    thresholds = 10.0 ** generator.choice([-310.0, -5.0, 0.0, 300.0], 3)
    for k in range(3):
        assert_sweeps_as_decided(predictions, thresholds, k, seed)
        sweep = sweep_of_many(predictions, thresholds, k)
        named = dict(zip(predictions.classes, thresholds.tolist(), strict=True))
        for raw in (5e-324, 1.5e-323, 1e-308, 1e307, float(np.finfo(float).max)):
            rule = Rule.thresholds(named | {predictions.classes[k]: raw})
            assert_same(sweep.at(raw), plain(predictions, rule))


@pytest.mark.parametrize(("n_classes", "dtype"), [(150, np.float32), (20, np.float64), (370, np.float32)])
def test_that_wide_problems_sweep_as_decided(n_classes: int, dtype: Any) -> None:
    generator = np.random.default_rng(n_classes)
    n = 700
    scores = np.round(generator.dirichlet(np.full(n_classes, 0.1), n), 3).astype(dtype)
    predictions = Predictions.from_arrays(
        generator.integers(0, n_classes, n), scores, classes=[f"c{i}" for i in range(n_classes)],
        score_kind="sigmoid", count=generator.integers(0, 4, n) if n_classes == 20 else None,
    )  # fmt: skip
    for k in (0, n_classes // 2, n_classes - 1):
        assert_sweeps_as_decided(predictions, generator.uniform(0.5, 1, n_classes), k)


def test_that_logits_sweep_as_decided() -> None:
    generator = np.random.default_rng(3)
    logits = np.round(generator.standard_normal((200, 4)) * 3)
    predictions = Predictions.from_arrays(
        generator.integers(0, 4, 200), logits, classes=["a", "b", "c", "d"], score_kind="logit"
    )
    assert_sweeps_as_decided(predictions, np.array([1.0, 0.5, 1.0, 2.0]), 2)


@settings(deadline=None)
@given(binary_scores(), st.sampled_from([">=", ">"]), st.integers(0, 1), st.sampled_from(["no", "yes"]))
def test_that_two_classes_sweep_as_decided_at_and_around_every_score(
    data: tuple[NDArray[np.int64], NDArray[Any]], boundary: Boundary, positive: int, counts: str
) -> None:
    y, score = data
    count = np.arange(1, len(y) + 1) % 4 if counts == "yes" else None
    columns = np.column_stack((-score, score))
    predictions = Predictions.from_arrays(
        y, columns, classes=["0", "1"], score_kind="score", positive=positive, count=count
    )
    sweep = sweep_of_two(predictions, positive)
    start = Rule.thresholds({"1": 0.0}, boundary=boundary)
    for raw in [*with_neighbours(np.unique(sweep.edges)[:20], 2), -9.0, -0.0, 0.3, 1e300, -1e300]:
        rule = with_threshold(predictions, start, positive, raw, positive)
        assert_same(sweep.at(raw, boundary), plain(predictions, rule, positive))


def many_rows(n: int, n_classes: int, kind: Any) -> Predictions:
    generator = np.random.default_rng(n_classes)
    raw = generator.random((n, n_classes))
    raw /= raw.sum(axis=1, keepdims=True)
    names = [f"c{i}" for i in range(n_classes)]
    return Predictions.from_arrays(generator.integers(0, n_classes, n), raw.astype(kind), classes=names)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_that_thousands_of_ticks_over_many_checkpoints_are_as_decided(n_classes: int) -> None:
    predictions = many_rows(6 * STEP + 17, n_classes, np.float32)
    sweep = sweep_of_two(predictions, 0) if n_classes == 2 else sweep_of_many(predictions, np.ones(3), 0)
    generator = np.random.default_rng(0)
    at_scores = generator.choice(sweep.edges[sweep.edges < np.inf].astype(float), 700)
    for raw in [*at_scores.tolist(), *np.nextafter(at_scores, 9).tolist(), *generator.uniform(0.01, 2, 700)]:
        named = {"c0": float(raw)} if n_classes == 2 else {"c0": float(raw), "c1": 1.0, "c2": 1.0}
        assert_same(sweep.at(float(raw)), plain(predictions, Rule.thresholds(named), 0))


def assert_bounded(sweep: Sweep, n: int, a_row: int, checkpoints: int) -> None:
    assert sweep.nbytes <= n * a_row + checkpoints


def test_that_memory_stays_within_its_bound() -> None:
    n = 40_000
    assert_bounded(sweep_of_two(many_rows(n, 2, np.float32), 1), n, 4 + 1, 4 * 8 * (n // STEP + 2))
    few = sweep_of_many(many_rows(n, 3, np.float32), np.ones(3), 1)
    assert_bounded(few, n, 8 + 1 + 1, (9 + 16) * 8 * (n // STEP + 2))
    n = 3_000
    wide = sweep_of_many(many_rows(n, 300, np.float32), np.ones(300), 1)
    assert_bounded(wide, n, 8 + 4 + 1, MOST_BYTES + 16 * 8 * 4)
    n_classes = 400
    moved = sweep_of_many(many_rows(n, n_classes, np.float32), np.ones(n_classes), 1)
    assert_bounded(moved, n, 8 + 4 + 1, 8 * n_classes**2 + 16 * 8 * 8)


@pytest.mark.parametrize("counted", [False, True])
def test_that_a_large_matrix_moved_in_place_is_the_one_counted_anew(counted: bool) -> None:
    generator = np.random.default_rng(0)
    shape, n = (30, 31), 200
    cells = generator.integers(0, 30 * 31, n)
    count = generator.integers(0, 4, n) if counted else None
    moved, kept = Cursor(7, cells, shape, count), Checkpoints(7, cells, shape, count)
    for place in [0, n, 0, *generator.integers(0, n, 50).tolist()]:
        expected = kept.at(place)
        lent = moved.lent(place)
        np.testing.assert_array_equal(lent, expected)
        np.testing.assert_array_equal(kept.lent(place), expected)
        np.testing.assert_array_equal(moved.at(place), expected)
        assert not lent.flags.writeable
    own = moved.at(n)
    own[:] = 0
    np.testing.assert_array_equal(moved.at(n), kept.at(n))


def test_that_a_lent_position_is_that_of_its_own() -> None:
    for n_classes in (2, 3, 370):
        predictions = many_rows(300, n_classes, np.float32)
        even = np.ones(n_classes)
        sweep = sweep_of_two(predictions, 0) if n_classes == 2 else sweep_of_many(predictions, even, 0)
        for raw in (0.4, 0.9, 1e-3, 0.9):
            assert_same(sweep.lent(raw), sweep.at(raw))


@settings(deadline=None)
@given(SEEDS, st.integers(0, 200), st.integers(1, 7), st.booleans())
def test_that_counts_before_every_position_are_those_of_a_walk(
    seed: int, n: int, step: int, counted: bool
) -> None:
    generator = np.random.default_rng(seed)
    for n_codes in (3, 5000):
        codes = generator.integers(0, n_codes, n).astype(np.uint16)
        count = generator.integers(0, 9, n) if counted else None
        index = PrefixCounts(codes, n_codes, count, step=step, most_bytes=10 * 8 * n_codes)
        assert index.nbytes <= codes.nbytes + 10 * 8 * n_codes + (0 if count is None else count.nbytes)
        for position in {0, 1, n // 3, n // 2, n}:
            at = min(position, n)
            weight = None if count is None else count[:at]
            np.testing.assert_array_equal(index.upto(at), np.bincount(codes[:at], weight, n_codes))
