"""Curves, areas, hulls and searches: multiples of one bare sort, and ratios to scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn import metrics

from benchmarks.measuring import Measure
from benchmarks.rows import Row
from confmat_gui.core.curves import average_precision, precision_recall_curve, roc_auc, roc_curve
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.searches import UnitCosts, lowest_cost

SIZES = {"quick": [100_000], "full": [1_000_000]}


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure curves of balanced and of rare positives, in both types, and the searches on one of them."""
    for n in SIZES[size]:
        for share in (0.5, 0.01):
            for kind in (np.float32, np.float64):
                yield _curves(n, share, kind, measure, turns)
        yield from _searches(n, measure, turns)


def _curves(n: int, share: float, kind: Any, measure: Measure, turns: int) -> Row:
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


def _searches(n: int, measure: Measure, turns: int) -> Iterator[Row]:
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
