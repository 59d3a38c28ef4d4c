"""Every class against the rest, hulls and searches: multiples of bare sorts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

import confmat_gui as cm
from benchmarks.curves import by_sklearn, curves_and_areas
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.class_ranks import rank_class
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.intervals import delong_variance
from confmat_gui.core.preparation import THREADS
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.searches import UnitCosts, lowest_cost
from confmat_gui.core.threads import in_turn

SIZES = {
    "quick": [(50_000, 10)],
    "full": [(1_000_000, 10), (100_000, 100), (50_000, 1000)],
}
SEARCHED = {"quick": [100_000], "full": [1_000_000, 10_000_000]}
LARGE_TABLE, LARGE = 10_000_000, 10_000_000
"""Goals are for so many scores or more, and for curves of so many points."""
PEER_CLASSES = 10
"""scikit-learn's loop is timed for so many classes and reckoned up to all of them."""


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure every class against the rest in one and in two threads, DeLong of all, and the searches."""
    for n, n_classes in SIZES[size]:
        yield from _classes(n, n_classes, measure, turns)
    for n in SEARCHED[size]:
        yield from _searches(n, measure, turns)


def _classes(n: int, n_classes: int, measure: Measure, turns: int) -> Iterator[Row]:
    y, score = make_samples(n, n_classes)
    names = [f"c{k}" for k in range(n_classes)]
    predictions = cm.Predictions.from_arrays(y, score, classes=names, score_kind="sigmoid")
    kept = predictions.y_score
    assert kept is not None

    def rank(k: int) -> Ranking:
        return rank_class(predictions, k, drop_intermediate=True)

    def curves(threads: int) -> None:
        for _ in in_turn(lambda k: curves_and_areas(rank(k)), n_classes, threads=threads):
            pass

    def floor() -> None:
        for k in range(n_classes):
            np.sort(kept[:, k])

    rankings = [rank(k) for k in range(n_classes)]
    start = time.perf_counter()
    for k in range(PEER_CLASSES):
        peer = by_sklearn(y == k, kept[:, k])
        np.testing.assert_allclose(curves_and_areas(rankings[k])[3:], peer[2:], rtol=1e-12)
    other = (time.perf_counter() - start) * n_classes / PEER_CLASSES
    one, two, delong, bare = measure(
        turns, lambda: curves(1), lambda: curves(THREADS),
        lambda: [delong_variance(ranking) for ranking in rankings], floor,
    )  # fmt: skip
    shape = f"{n:,} x {n_classes} float32"
    large = n * n_classes >= LARGE_TABLE
    goal = "at most 2 floors, at least 100 x" if large else ""
    yield Row(f"every class, one thread, {shape}", one, one / bare, other / one, goal=goal)
    yield Row(f"every class, {THREADS} threads, {shape}", two, two / bare, other / two, goal=goal)
    goal = "at most 2 floors" if large else ""
    yield Row(f"DeLong of every class, {shape}", delong, delong / bare, goal=goal)


def _searches(n: int, measure: Measure, turns: int) -> Iterator[Row]:
    random = np.random.default_rng(6)
    y = random.random(n) < 0.5
    score = random.normal(2.0 * y - 1, 1.5)
    every, ranking = rank_scores(score, y), rank_scores(score, y, drop_intermediate=True)
    hull = convex_hull(every)
    _check_hull(hull, every)
    assert convex_hull(ranking).thresholds.tolist() == hull.thresholds.tolist()
    for false_positive in (0.1, 1.0, 10.0):
        prices = UnitCosts(false_positive, 1.0)
        found = lowest_cost(ranking, prices)
        assert found is not None
        assert found == lowest_cost(every, prices)
        _check_cost(found.value, prices, every)
    of_every, of_needed, costs, delong, floor = measure(
        turns, lambda: convex_hull(every), lambda: convex_hull(ranking),
        lambda: lowest_cost(ranking, UnitCosts(1, 2)), lambda: delong_variance(ranking),
        lambda: np.sort(score),
    )  # fmt: skip
    many, few = f"{len(every.tps):,}", f"{len(ranking.tps):,}"
    hulls, lowest, variance = (
        ("at most 1.5 floors", "at most 0.5 floors", "at most 2 floors") if n >= LARGE else ("", "", "")
    )
    yield Row(f"hull of {many} points", of_every, of_every / floor, goal=hulls)
    yield Row(f"hull of the {few} needed", of_needed, of_needed / floor, goal=hulls)
    yield Row(f"lowest cost of {n:,} scores", costs, costs / floor, goal=lowest)
    yield Row(f"DeLong, {n:,} float64, 50% positive", delong, delong / floor, goal=variance)


def _check_hull(hull: Ranking, every: Ranking) -> None:
    """Raise if a point is above an edge, or if the edges do not turn right at each vertex."""
    x, y = (np.concatenate(([0], counts)) for counts in (hull.fps, hull.tps))
    across, up = np.diff(x), np.diff(y)
    assert (across[:-1] * up[1:] < up[:-1] * across[1:]).all()
    at = np.minimum(np.searchsorted(x, every.fps, side="right"), len(x) - 1) - 1
    assert ((every.tps - y[at]) * across[at] <= up[at] * (every.fps - x[at])).all()


def _check_cost(value: float, prices: UnitCosts, every: Ranking) -> None:
    wrong: Any = (every.n_pos - every.tps) * prices.false_negative + every.fps * prices.false_positive
    lowest = min(float(wrong.min()), every.n_pos * prices.false_negative)
    np.testing.assert_allclose(value, lowest / (every.n_pos + every.n_neg), rtol=1e-12)
