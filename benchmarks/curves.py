"""Curves and areas of one class against the rest: multiples of one bare sort, and ratios to scikit-learn."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from benchmarks.measuring import Measure
from benchmarks.rows import Row
from confmat_gui.core.curves import average_precision, precision_recall_curve, roc_auc, roc_curve
from confmat_gui.core.ranking import Ranking, rank_scores

SIZES = {"quick": [100_000], "full": [1_000_000, 10_000_000]}
PEER_TAKES_TURNS = 1_000_000
"""Up to this number of rows; beyond it scikit-learn takes ten seconds a turn and has one."""


@dataclass(frozen=True)
class Kind:
    """Scores to rank."""

    name: str
    dtype: type[np.floating[Any]]
    positives: float
    of_scores: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    goal: str


def _probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logit)))


def _three_decimals(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(_probability(logit).round(3))


def _both_signs(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return logit


BESIDE = "at least 40 x, memory at most 1.3"
FEW, MANY = f"at most 2.5 floors, {BESIDE}", f"at most 4 floors, {BESIDE}"
SIGNS = "at most 8 floors"
LARGE = 1_000_000
"""Goals are for so many rows or more."""
KINDS = [
    Kind(f"{share:.0%} positive", dtype, share, _probability, FEW if share <= 0.1 else MANY)
    for share in (0.01, 0.1, 0.5)
    for dtype in (np.float32, np.float64)
] + [
    Kind("three decimals, 10% positive", np.float32, 0.1, _three_decimals, FEW),
    Kind("both signs, 10% positive", np.float32, 0.1, _both_signs, SIGNS),
    Kind("both signs, 50% positive", np.float64, 0.5, _both_signs, SIGNS),
]


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure each kind of scores; answers are compared with scikit-learn's first."""
    for n in SIZES[size]:
        for kind in KINDS:
            yield _curves(n, kind, measure, turns)


def samples(n: int, kind: Kind) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """Return labels and scores."""
    random = np.random.default_rng(5)
    y = random.random(n) < kind.positives
    return y, kind.of_scores(random.normal(2.0 * y - 1, 1.5)).astype(kind.dtype)


def curves_and_areas(ranking: Ranking) -> tuple[Any, ...]:
    """Return the ranking, its ROC, its precision-recall curve and both areas."""
    curves = roc_curve(ranking), precision_recall_curve(ranking)
    return ranking, *curves, roc_auc(ranking), average_precision(ranking)


def by_sklearn(y: NDArray[np.bool_], score: NDArray[Any]) -> tuple[Any, ...]:
    """Return what scikit-learn's four functions give."""
    return (
        metrics.roc_curve(y, score), metrics.precision_recall_curve(y, score, drop_intermediate=True),
        metrics.roc_auc_score(y, score), metrics.average_precision_score(y, score),
    )  # fmt: skip


def _curves(n: int, kind: Kind, measure: Measure, turns: int) -> Row:
    y, score = samples(n, kind)

    def ours() -> tuple[Any, ...]:
        return curves_and_areas(rank_scores(score, y, drop_intermediate=True))

    start = time.perf_counter()
    peer = by_sklearn(y, score)
    other = time.perf_counter() - start
    check(y, score, peer)
    del peer
    seconds, floor = measure(turns, ours, lambda: np.sort(score))
    if n <= PEER_TAKES_TURNS:
        seconds, floor, other = measure(turns, ours, lambda: np.sort(score), lambda: by_sklearn(y, score))
    work = f"curves, {n:,} {np.dtype(kind.dtype).name}, {kind.name}"
    memory, goal = _memory(ours) / score.nbytes, kind.goal if n >= LARGE else ""
    return Row(work, seconds, seconds / floor, other / seconds, memory=memory, goal=goal)


def check(y: NDArray[np.bool_], score: NDArray[Any], peer: tuple[Any, ...]) -> None:
    """Raise if the curve of all scores or the one of those needed is not that of scikit-learn."""
    every, ranking = rank_scores(score, y), rank_scores(score, y, drop_intermediate=True)
    _, roc, precision_recall, *areas = curves_and_areas(ranking)
    np.testing.assert_allclose(areas, peer[2:], rtol=1e-12)
    counts = metrics.roc_curve(y, score, drop_intermediate=False)
    np.testing.assert_array_equal(every.thresholds, counts[2][1:])
    np.testing.assert_array_equal(every.tps, np.rint(counts[1][1:] * every.n_pos))
    np.testing.assert_array_equal(every.fps, np.rint(counts[0][1:] * every.n_neg))
    along = ranking.tps.astype(np.int64) + ranking.fps
    np.testing.assert_allclose(
        np.interp(every.tps + every.fps, along, ranking.tps), every.tps, rtol=1e-9, atol=1e-6
    )  # every vertex lies on the line
    places = np.searchsorted(every.tps + every.fps, along)
    np.testing.assert_array_equal(every.tps[places], ranking.tps)
    assert (roc.fpr[-1], roc.tpr[-1], precision_recall.recall[-1]) == (1, 1, 1)
    needed = peer[1][2][:-1]  # scikit-learn keeps the highest score too, where precision may stay 0
    assert np.isin(needed, precision_recall.thresholds).all()


def _memory(work: Callable[[], tuple[Any, ...]]) -> float:
    """Return the largest memory in use during the work, beyond the curves: thresholds, counts and rates."""
    tracemalloc.start()
    try:
        ranking, roc, precision_recall, *_ = work()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    arrays: list[NDArray[Any]] = [ranking.thresholds, ranking.tps, ranking.fps]
    arrays += [roc.fpr, roc.tpr, roc.thresholds]
    arrays += [precision_recall.precision, precision_recall.recall, precision_recall.thresholds]
    return float(peak - sum(array.nbytes for array in arrays))
