"""Searches over thresholds of many classes: one class, and all together on a part of the rows and on all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.coordinate_descent import Start, descend, usual_starts
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import largest_share
from confmat_gui.core.line_search import search_line
from confmat_gui.core.objectives import Objective
from confmat_gui.core.rules import cost_matrix

SIZES = {"quick": [(20_000, 5)], "full": [(1_000_000, 10)]}
PART_ROWS = {"quick": 2_000, "full": 100_000}


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Measure every size and objective."""
    for n, n_classes in SIZES[size]:
        samples = tilted_samples(n, n_classes)
        shape = f"{n:,} x {n_classes}"
        for objective in _objectives(n_classes):
            yield _line(samples, objective, shape, measure, turns)
        for objective in _objectives(n_classes)[:2]:
            yield from _descents(samples, objective, shape, PART_ROWS[size])


def tilted_samples(
    n: int, n_classes: int, seed: int = 3, dtype: type[np.floating[Any]] = np.float32
) -> cm.Predictions:
    """Return samples of unequal classes whose scores are tilted, so that there is something to find."""
    random = np.random.default_rng(seed)
    y = random.choice(n_classes, n, p=random.dirichlet(np.full(n_classes, 2.0)))
    logits = random.standard_normal((n, n_classes)) + random.normal(0, 0.7, n_classes)
    logits[np.arange(n), y] += 2
    powers = np.exp(logits)
    scores = np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=dtype)
    return cm.Predictions.from_arrays(y, scores, classes=[f"c{k}" for k in range(n_classes)])


def _objectives(n_classes: int) -> list[Objective]:
    prices = np.random.default_rng(4).integers(1, 20, (n_classes, n_classes)).astype(np.float64)
    np.fill_diagonal(prices, 0)
    return [
        Objective("expected_cost", costs=cost_matrix(prices)), Objective("macro_f1"), Objective("accuracy"),
        Objective("balanced_accuracy"), Objective("mcc"), Objective("f1", class_index=1),
    ]  # fmt: skip


def _line(samples: cm.Predictions, objective: Objective, shape: str, measure: Measure, turns: int) -> Row:
    even = np.ones(samples.n_classes)
    found = search_line(samples, even, 1, objective)
    critical = np.unique(critical_rows(samples, even, 1)[0])
    for threshold in [found.threshold, *np.quantile(critical[critical < np.inf], np.linspace(0.01, 0.99, 9))]:
        moved = even.copy()
        moved[1] = threshold
        matrix = confusion_matrix(samples.y_true, largest_share(samples, moved)[0], samples.n_classes)
        value = objective.value(matrix)
        assert objective.sign * (value - found.value) <= 1e-12 * abs(value)
        assert threshold != found.threshold or value == found.value
    bare = np.random.default_rng(5).random(samples.n_rows)
    seconds, floor = measure(
        turns, lambda: search_line(samples, even, 1, objective), lambda: np.sort(bare)
    )
    work = f"line search of one class, {objective.key}, {shape}"
    return Row(work, seconds, seconds / floor, goal="at most 14 floors" if samples.n_rows >= 10**6 else "")


def _descents(samples: cm.Predictions, objective: Objective, shape: str, part_rows: int) -> Iterator[Row]:
    even = np.ones(samples.n_classes)
    present = [Start("present", even)]
    several = usual_starts(even, objective)
    for what, starts, part in (
        ("all rows", present, None), ("a part, one round", present, part_rows),
        (f"a part, {len(several)} starts", several, part_rows),
    ):  # fmt: skip
        start = time.perf_counter()
        found = descend(samples, objective, starts, part_rows=part)
        seconds = time.perf_counter() - start
        assert objective.sign * (found.value - found.start_value) >= 0
        reached = f"{found.start_value:.4f} to {found.value:.4f} in {found.n_searches} searches"
        yield Row(f"descent, {objective.key}, {what}, {shape} ({reached})", seconds)
