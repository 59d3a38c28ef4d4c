"""A moving threshold: taking it, one position of it, and `evaluate` while it moves."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.decide import decide
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.sweep import Sweep, sweep_of_many, sweep_of_two

SIZES = {
    "quick": [(100_000, 2), (50_000, 10)],
    "full": [(100_000, 2), (1_000_000, 2), (10_000_000, 2), (1_000_000, 10), (50_000, 1000)],
}


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure every size, smallest first."""
    for n, n_classes in SIZES[size]:
        yield from _moving(n, n_classes, measure, turns)


def _moving(n: int, n_classes: int, measure: Measure, turns: int) -> Iterator[Row]:
    y, score = make_samples(n, n_classes)
    names = [f"c{k}" for k in range(n_classes)]
    positive = 1 if n_classes == 2 else None
    predictions = cm.Predictions.from_arrays(
        y, score, classes=names, score_kind="sigmoid", positive=positive
    )
    even = np.full(n_classes, 1 / n_classes)

    def build() -> Sweep:
        return sweep_of_two(predictions, 1) if n_classes == 2 else sweep_of_many(predictions, even, 1)

    bare = score[:, 1].astype(np.float32 if n_classes == 2 else np.float64)
    seconds, floor = measure(turns, build, lambda: np.sort(bare))
    shape = f"{n:,} x {n_classes}"
    yield Row(f"taking a threshold, {shape}", seconds, seconds / floor)
    sweep = build()
    found, p95 = _ticks(sweep, 200 if n_classes >= 1000 else 2_000)
    yield Row(f"one position of it, {shape}", found, ratio=_peer(predictions, sweep, y) / found, p95=p95)
    step = _evaluations(predictions)
    yield Row(f"`evaluate` while it moves, {shape}", step[1])
    yield Row(f"`evaluate` once, {shape}", step[0])


def _ticks(sweep: Sweep, n: int) -> tuple[float, float]:
    """Return median and 95th percentile of the time of one position."""
    taken = []
    low, high = np.quantile(sweep.edges[sweep.edges < 1e9], (0.01, 0.99))
    for value in np.random.default_rng(1).uniform(low, high, n).tolist():
        start = time.perf_counter()
        sweep.at(value)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), float(np.quantile(taken, 0.95))


def _peer(predictions: cm.Predictions, sweep: Sweep, y: NDArray[np.int64]) -> float:
    """Check the positions against plain decisions; return the time of scikit-learn's matrix of one."""
    taken = []
    for value in np.quantile(sweep.edges[sweep.edges < 1e9], (0.2, 0.5, 0.8)).tolist():
        values = dict.fromkeys(predictions.classes, 1 / predictions.n_classes) | {"c1": value}
        rule = cm.Rule.thresholds({"c1": value} if sweep.ties is None else values)
        codes, n_tied = decide(predictions, OperatingPoint(rule, None, predictions.positive))
        matrix, ties = sweep.at(value)
        plain = confusion_matrix(predictions.y_true, codes, predictions.n_classes)
        assert ties == n_tied
        np.testing.assert_array_equal(matrix, plain)
        start = time.perf_counter()
        peer = metrics.confusion_matrix(y, codes, labels=np.arange(predictions.n_classes))
        taken.append(time.perf_counter() - start)
        np.testing.assert_array_equal(matrix, peer)
    return statistics.median(taken)


def _evaluations(predictions: cm.Predictions) -> tuple[float, float]:
    """Return the time of a whole evaluation without intervals: the first of a move, and those that follow."""
    prepared = cm.prepare(predictions)
    taken: list[float] = []
    others = dict.fromkeys(predictions.classes, 1 / predictions.n_classes)
    for value in (0.21, 0.22, 0.23, 0.24, 0.25, 0.26, 0.27, 0.28):
        rule = cm.Rule.thresholds({"c1": value} if predictions.is_binary else others | {"c1": value})
        start = time.perf_counter()
        cm.evaluate(prepared, rule, intervals=False)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[:2]), statistics.median(taken[3:])
