"""Deciding for the first time: highest score, thresholds, lowest expected cost; the bootstrap; memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.bootstrap import bootstrap_metrics
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.decide import decide
from confmat_gui.core.minimum_cost import expected_costs, first_lowest
from confmat_gui.core.operating_point import OperatingPoint

SIZES = {
    "quick": [(50_000, 10), (10_000, 100)],
    "full": [(1_000_000, 5), (1_000_000, 10), (100_000, 100), (50_000, 1000)],
}
KDD99 = ((0, 1, 2, 2, 2), (1, 0, 2, 2, 2), (2, 1, 0, 2, 2), (3, 2, 2, 0, 2), (4, 2, 2, 2, 0))
"""The prices of the KDD Cup 1999."""
FASTER = {"1,000,000 x 10": 10, "100,000 x 100": 2, "50,000 x 1000": 1.6}
"""Goals of the first matrix by shape; there are none for other shapes."""
LARGE = "1,000,000 x 10"


class Given:
    """The same scores class by class, as we hold them, and row by row."""

    def __init__(self, n: int, n_classes: int) -> None:
        self.shape = f"{n:,} x {n_classes}"
        self.y, self.by_row = make_samples(n, n_classes)
        self.samples = _predictions(self.y, self.by_row)
        assert self.samples.y_score is not None
        self.by_class = self.samples.y_score

    def matrix(self, rule: cm.Rule) -> NDArray[np.int64]:
        codes, _ = decide(self.samples, OperatingPoint(rule))
        return confusion_matrix(self.samples.y_true, codes, self.samples.n_classes)

    def by_sklearn(self, scores: NDArray[Any]) -> NDArray[np.int64]:
        labels = np.arange(self.samples.n_classes)
        return np.asarray(metrics.confusion_matrix(self.y, scores.argmax(axis=1), labels=labels))

    def memory(self, work: Callable[[], object]) -> float:
        """Return the bytes that a work needs at its peak as a multiple of the scores."""
        tracemalloc.start()
        work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / self.by_class.nbytes


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure every size."""
    for n, n_classes in SIZES[size]:
        given = Given(n, n_classes)
        yield from _first_matrix(given, measure, turns)
        yield _thresholds(given, measure, turns)
        yield from _lowest_cost(given, measure, min(3, turns) if n_classes >= 1000 else turns)
        if n_classes == 10:
            yield _bootstrap(given, measure, turns)


def _predictions(y: NDArray[np.int64], scores: NDArray[np.float32]) -> cm.Predictions:
    """Return samples that hold their scores class by class."""
    by_class = np.asfortranarray(scores)
    by_class.flags.writeable = False
    names = [f"c{k}" for k in range(scores.shape[1])]
    return cm.Predictions.from_arrays(y, by_class, classes=names, score_kind="sigmoid")


def _first_matrix(given: Given, measure: Measure, turns: int) -> Iterator[Row]:
    def ours() -> NDArray[np.int64]:
        return given.matrix(cm.Rule.argmax())

    np.testing.assert_array_equal(ours(), given.by_sklearn(given.by_row))
    mine, same, rowwise = measure(
        turns, ours, lambda: given.by_sklearn(given.by_class), lambda: given.by_sklearn(given.by_row)
    )
    times = FASTER.get(given.shape)
    goal = f"at least {times} x, memory under 0.05" if times else ""
    work = f"first matrix, {given.shape}"
    yield Row(work, mine, ratio=same / mine, memory=given.memory(ours), goal=goal)
    yield Row(f"the same, the peer has the scores row by row, {given.shape}", mine, ratio=rowwise / mine)


def _thresholds(given: Given, measure: Measure, turns: int) -> Row:
    raw = np.linspace(0.5, 1, given.samples.n_classes)
    rule = cm.Rule.thresholds(dict(zip(given.samples.classes, raw.tolist(), strict=True)))

    def ours() -> NDArray[np.int64]:
        return given.matrix(rule)

    np.testing.assert_array_equal(ours(), given.by_sklearn(given.by_row / raw))
    mine, peer = measure(turns, ours, lambda: given.by_sklearn(given.by_class / raw))
    work = f"first matrix by thresholds, {given.shape}"
    return Row(work, mine, ratio=peer / mine, memory=given.memory(ours))


def _lowest_cost(given: Given, measure: Measure, turns: int) -> Iterator[Row]:
    n_classes = given.samples.n_classes
    prices = np.random.default_rng(8).random((n_classes, n_classes)) * 20
    np.fill_diagonal(prices, 0)
    point = OperatingPoint(cm.Rule.min_cost(prices))
    exact, by_class = given.by_row.astype(np.float64), given.by_class.astype(np.float64)

    def ours() -> object:
        return decide(given.samples, point)

    some = slice(0, 2_000)
    expected, _ = first_lowest(expected_costs(np.ascontiguousarray(exact[some].T), prices))
    np.testing.assert_array_equal(decide(given.samples, point)[0][some], expected)
    mine, *peers = measure(
        turns, ours, lambda: np.argmin(exact @ prices, axis=1), lambda: np.argmin(by_class @ prices, axis=1)
    )
    goal = "at least 2.5 x (0.4 times)" if given.shape == LARGE else ""
    work = f"lowest expected cost, {given.shape}"
    yield Row(work, mine, ratio=min(peers) / mine, memory=given.memory(ours), goal=goal)
    rounded, whole = _predictions(given.y, given.by_row.round(2)), OperatingPoint(cm.Rule.min_cost(KDD99))
    if n_classes == len(KDD99):
        (seconds,) = measure(turns, lambda: decide(rounded, whole))
        tied = decide(rounded, whole)[1] / rounded.n_rows
        work = f"the same, two decimals, KDD99's prices, {tied:.1%} of the rows tie"
        yield Row(work, seconds, ratio=min(peers) / seconds)


def _bootstrap(given: Given, measure: Measure, turns: int) -> Row:
    matrix = given.matrix(cm.Rule.argmax())
    low, high = bootstrap_metrics(matrix)[0]["balanced_accuracy"]
    assert low < float((np.diagonal(matrix) / matrix.sum(axis=1)).mean()) < high
    seconds, plain = measure(
        turns, lambda: bootstrap_metrics(matrix), lambda: given.matrix(cm.Rule.argmax())
    )
    work = f"1,000 bootstrap replicates, {given.shape}; peer: one evaluation"
    goal = "at least 0.67 x (1.5 times)" if given.shape == LARGE else ""
    return Row(work, seconds, ratio=plain / seconds, goal=goal)
