"""`prepare` and `evaluate` of whole files beside the same figures from scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.peers import check_agreement, figures_by_sklearn, ranking_by_sklearn
from benchmarks.rows import Row
from benchmarks.samples import make_samples

SIZES = {
    "quick": [(100_000, 2), (50_000, 10)],
    "full": [(100_000, 2), (1_000_000, 2), (100_000, 10), (1_000_000, 10), (20_000, 100)],
}


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure both steps on every size."""
    for n, n_classes in SIZES[size]:
        yield from _steps(n, n_classes, measure, turns)


def _steps(n: int, n_classes: int, measure: Measure, turns: int) -> Iterator[Row]:
    y_true, y_score = make_samples(n, n_classes)
    predictions = cm.Predictions.from_arrays(y_true, y_score, classes=[f"c{k}" for k in range(n_classes)])
    prepared = cm.prepare(predictions)
    check_agreement(prepared, cm.evaluate(prepared), y_true, y_score)
    mine, peer = measure(turns, lambda: cm.prepare(predictions), lambda: ranking_by_sklearn(y_true, y_score))
    yield Row(f"prepare, {n:,} x {n_classes}", mine, ratio=peer / mine)
    mine, peer = measure(
        turns,
        lambda: cm.evaluate(replace(prepared), intervals=False),  # one not yet decided: an answer is kept
        lambda: figures_by_sklearn(y_true, y_score),
    )
    yield Row(f"evaluate, {n:,} x {n_classes}", mine, ratio=peer / mine)
