"""Curves and moving thresholds: multiples of one bare sort, and ratios to scikit-learn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

import confmat_gui as cm
from benchmarks.samples import make_samples
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.curves import average_precision, precision_recall_curve, roc_auc, roc_curve
from confmat_gui.core.decide import decide
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.searches import UnitCosts, lowest_cost
from confmat_gui.core.sweep import Sweep, sweep_of_many, sweep_of_two

TICKS = {
    "quick": [(100_000, 2), (50_000, 10)],
    "full": [(100_000, 2), (1_000_000, 2), (10_000_000, 2), (1_000_000, 10), (50_000, 1000)],
}
CURVES = {"quick": [100_000], "full": [1_000_000]}


@dataclass(frozen=True)
class Row:
    """One line of the table; None where a column does not apply."""

    work: str
    seconds: float
    floors: float | None = None
    ratio: float | None = None
    p95: float | None = None

    def as_text(self) -> str:
        ticks = self.seconds < 1e-3
        scale, unit = (1e6, "µs") if ticks else (1e3, "ms")
        floors = "" if self.floors is None else f"{self.floors:.1f}"
        ratio = "" if self.ratio is None else f"{self.ratio:,.0f} x"
        p95 = "" if self.p95 is None else f"{self.p95 * scale:.1f}"
        return f"{self.work:52} {self.seconds * scale:>8.1f} {unit} {p95:>8} {floors:>7} {ratio:>12}"


HEADER = f"{'work':52} {'median':>11} {'p95':>8} {'floors':>7} {'scikit-learn':>12}"
Works = tuple[Callable[[], object], ...]


def engine_rows(size: str, measure: Callable[..., list[float]], turns: int) -> Iterator[Row]:
    """Measure all works, smallest first; `measure` gives the medians of works that take turns."""
    for n in CURVES[size]:
        for share in (0.5, 0.01):
            for kind in (np.float32, np.float64):
                yield _curves(n, share, kind, measure, turns)
        yield from _searches(n, measure, turns)
    for n, n_classes in TICKS[size]:
        yield from _moving(n, n_classes, measure, turns)


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _curves(n: int, share: float, kind: Any, measure: Callable[..., list[float]], turns: int) -> Row:
    random = np.random.default_rng(5)
    y = random.random(n) < share
    score = np.asarray(1 / (1 + np.exp(-random.normal(2.0 * y - 1, 1.5))), dtype=kind)

    def ours() -> tuple[Any, ...]:
        ranking = rank_scores(score, y)
        curves = roc_curve(ranking), precision_recall_curve(ranking)
        return *curves, roc_auc(ranking), average_precision(ranking)

    def theirs() -> tuple[Any, ...]:
        return (
            metrics.roc_curve(y, score, drop_intermediate=False), metrics.precision_recall_curve(y, score),
            metrics.roc_auc_score(y, score), metrics.average_precision_score(y, score),
        )  # fmt: skip

    mine, peer = ours(), theirs()
    np.testing.assert_allclose(mine[0].fpr, peer[0][0], rtol=1e-12)
    np.testing.assert_allclose(mine[0].tpr, peer[0][1], rtol=1e-12)
    np.testing.assert_allclose(mine[2:], peer[2:], rtol=1e-9)
    seconds, other, floor = measure(turns, ours, theirs, lambda: np.sort(score))
    work = f"curves and areas, {n:,} {np.dtype(kind).name}, {share:.0%} positive"
    return Row(work, seconds, seconds / floor, other / seconds)


def _searches(n: int, measure: Callable[..., list[float]], turns: int) -> Iterator[Row]:
    random = np.random.default_rng(6)
    y = random.random(n) < 0.5
    score = random.normal(2.0 * y - 1, 1.5)
    ranking = rank_scores(score, y)
    hull = convex_hull(ranking)
    for false_positive in (0.1, 1.0, 10.0):
        prices = UnitCosts(false_positive, 1.0)
        on_hull, everywhere = lowest_cost(hull, prices), lowest_cost(ranking, prices)
        assert on_hull is not None
        assert everywhere is not None
        assert (on_hull.tp, on_hull.fp) == (everywhere.tp, everywhere.fp)
    hulls, costs, floor = measure(
        turns,
        lambda: convex_hull(ranking),
        lambda: lowest_cost(ranking, UnitCosts(1, 2)),
        lambda: np.sort(score),
    )
    yield Row(f"convex hull, {n:,} float64 ({len(hull.tps):,} vertices)", hulls, hulls / floor)
    yield Row(f"lowest cost over all thresholds, {n:,}", costs, costs / floor)


def _moving(n: int, n_classes: int, measure: Callable[..., list[float]], turns: int) -> Iterator[Row]:
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
    yield Row(f"one position of it, {shape}", found, None, _peer(predictions, sweep, y) / found, p95)
    step = _evaluations(predictions)
    yield Row(f"`evaluate` while it moves, {shape}", step[1], None, None)
    yield Row(f"`evaluate` once, {shape}", step[0], None, None)


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
