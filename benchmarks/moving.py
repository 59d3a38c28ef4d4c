"""A moving threshold or cost weight: taking it, one position of it, and `evaluate` while it moves."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import numpy as np
from sklearn import metrics

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.moves import Move, OwnTick, cost_weight, threshold, threshold_with_no_decision
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.confusion import confusion_matrix, outcome_counts
from confmat_gui.core.decide import decide

SIZES = {
    "quick": [(100_000, 2), (50_000, 10)],
    "full": [(100_000, 2), (1_000_000, 2), (10_000_000, 2), (1_000_000, 10), (50_000, 1000)],
}
TAKING, POSITIONS = "1,000,000 x 10", ("10,000,000 x 2", "1,000,000 x 10", "50,000 x 1000")
"""Sizes with a goal."""
ALL_MOVES = 10
"""The number of classes with which every kind of move is measured, not only that of a threshold."""


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure every size, smallest first."""
    for n, n_classes in SIZES[size]:
        y, score = make_samples(n, n_classes)
        predictions = cm.Predictions.from_arrays(
            y, score, classes=[f"c{k}" for k in range(n_classes)], score_kind="sigmoid",
            positive=1 if n_classes == 2 else None,
        )  # fmt: skip
        bare = score[:, 1].astype(np.float32 if n_classes == 2 else np.float64)
        moves = [threshold(predictions)]
        if n_classes == ALL_MOVES:
            moves += [threshold_with_no_decision(predictions), cost_weight(predictions)]
        for move in moves:
            seconds, floor = measure(turns, move.take, lambda bare=bare: np.sort(bare))
            shape = f"{n:,} x {n_classes}"
            goal = "10 floors" if shape == TAKING else ""
            yield Row(f"taking {move.what}, {shape}", seconds, seconds / floor, goal=goal)
            yield from _positions(move, shape)


def _positions(move: Move, shape: str) -> Iterator[Row]:
    """Measure positions beside scikit-learn's matrix of new predictions, handed over or made as well."""
    tick = move.taken()
    _check(move, tick)
    median, p95 = _times(move, tick)
    made, counted = _peer(move)
    goal = "10,000 x" if shape in POSITIONS else ""
    yield Row(f"one position of it, {shape}", median, ratio=counted / median, p95=p95, goal=goal)
    yield Row("  with the new predictions made by numpy", median, ratio=(made + counted) / median)
    moving, once = _evaluations(move)
    yield Row(f"`evaluate` while it moves, {shape}", moving)
    yield Row(f"`evaluate` once, {shape}", once)


def _times(move: Move, tick: OwnTick) -> tuple[float, float]:
    """Return median and 95th percentile of a drag to and fro with jumps between."""
    low, high = move.places
    there = np.linspace(low, high, 1_000)
    places = np.concatenate((there, there[::-1], np.random.default_rng(1).uniform(low, high, 100)))
    taken = []
    for place in places.tolist():
        start = time.perf_counter()
        tick(place)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), float(np.quantile(taken, 0.95))


def _check(move: Move, tick: OwnTick) -> None:
    predictions = move.predictions
    for place in np.linspace(*move.places, 5).tolist():
        point = move.point(place)
        codes, n_tied = decide(predictions, point)
        count = outcome_counts if point.may_abstain else confusion_matrix
        found = tick(place)
        np.testing.assert_array_equal(
            found.outcomes, count(predictions.y_true, codes, predictions.n_classes)
        )
        assert found.n_tied == n_tied


def _peer(move: Move) -> tuple[float, float]:
    """Return the time of making new predictions, and of scikit-learn's matrix of them."""
    y = move.predictions.y_true
    labels = np.arange(move.predictions.n_classes + 1)
    made, counted = [], []
    for place in np.linspace(*move.places, 3).tolist():
        start = time.perf_counter()
        codes = move.decide_anew(place)
        made.append(time.perf_counter() - start)
        start = time.perf_counter()
        peer = metrics.confusion_matrix(y, codes, labels=labels)
        counted.append(time.perf_counter() - start)
        assert peer.sum() == len(y)
    return statistics.median(made), statistics.median(counted)


def _evaluations(move: Move) -> tuple[float, float]:
    """Return the time of an evaluation without intervals: those of a move, and the first two of it."""
    prepared = cm.prepare(move.predictions)
    taken: list[float] = []
    for place in np.linspace(*move.places, 12).tolist():
        start = time.perf_counter()
        cm.evaluate(prepared, move.point(place), intervals=False)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[3:]), statistics.median(taken[:2])
