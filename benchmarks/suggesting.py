"""Suggestions against brute force, and what one takes at a million samples of ten classes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.searching import tilted_samples
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.coordinate_descent import Start, descend
from confmat_gui.core.decide import decide, largest_share
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.goal_text import OBJECTIVE_NAMES
from confmat_gui.core.goals import Goal, Rank, Sums
from confmat_gui.core.line_search import search_line
from confmat_gui.core.objectives import CLASS_KEYS, Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.places import best_places
from confmat_gui.core.rules import Rule, cost_matrix
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning

PROBLEMS = {"quick": (10, 50, 80), "full": (200, 50, 400)}
"""How many, and from how many to how many samples."""
AT_SHARES = {"quick": 5, "full": 40}
"""How many of them are searched again at other shares of the classes."""
SIZES = {"quick": (20_000, 5), "full": (1_000_000, 10)}
DRAWS, STARTS = 2_000, 8
"""Brute force for more than three classes: random thresholds, and descents from further random ones."""


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Compare with brute force, then time a large one."""
    yield from _against_brute_force(*PROBLEMS[size])
    found = [_compare(seed, *PROBLEMS[size][1:], reweighted=True) for seed in range(AT_SHARES[size])]
    for exact in (True, False):
        kind = [each for each in found if each.exact == exact]
        if kind:
            yield _row(f"{len(kind)} {'exact' if exact else 'inexact'} ones at other shares", kind)
    yield from _large(*SIZES[size], measure, turns)


@dataclass(frozen=True)
class Compared:
    """A suggestion beside brute force: by how much the latter is better, relative; nan if it keeps less."""

    n_classes: int
    exact: bool
    n_constraints: int
    nearer: float
    gap: float


def _against_brute_force(n_problems: int, fewest: int, most: int) -> Iterator[Row]:
    found = [_compare(seed, fewest, most) for seed in range(n_problems)]
    for n_classes in range(2, 7):
        of_size = [each for each in found if each.n_classes == n_classes]
        if of_size:
            yield _row(f"{len(of_size)} problems of {n_classes} classes", of_size)
    yield _row(f"{sum(each.exact for each in found)} exact ones", [each for each in found if each.exact])
    yield _row(
        f"{sum(not each.exact for each in found)} inexact ones", [each for each in found if not each.exact]
    )
    bound = [each for each in found if each.n_constraints]
    yield _row(f"{len(bound)} with constraints", bound)


def _row(name: str, found: list[Compared]) -> Row:
    gaps = np.array([each.gap for each in found])
    alike = gaps[~np.isnan(gaps)]
    parts = np.quantile(alike, [0.5, 0.9, 1.0]) * 100
    nearer = sum(each.nearer < -1e-12 for each in found), sum(each.nearer > 1e-12 for each in found)
    return Row(
        f"brute force is better by, {name}",
        note=f"mean {alike.mean():.3%}, median {parts[0]:.3f} %, 90 % {parts[1]:.3f} %, largest "
        f"{parts[2]:.3f} %; as good in {int((np.abs(alike) <= 1e-9).sum())} of {len(alike)}; nearer to its "
        f"constraints {nearer[0]} times, farther {nearer[1]} times",
    )  # fmt: skip


def _compare(seed: int, fewest: int, most: int, *, reweighted: bool = False) -> Compared:
    generator = np.random.default_rng(seed)
    n_classes = 2 + seed % 5
    samples = tilted_samples(int(generator.integers(fewest, most + 1)), n_classes, seed, np.float64)
    objective = _objective(seed, n_classes, generator)
    constraints = _constraints(n_classes, generator)
    goal, weights, point = Goal(objective, constraints, objective.costs), np.ones(n_classes), None
    if reweighted:
        shares = np.round(generator.dirichlet(np.full(n_classes, 0.7)), 3)
        shares[0] = 1 - shares[1:].sum()
        own = samples.support / samples.n
        weights = np.divide(shares, own, out=np.zeros(n_classes), where=own > 0)
        point = OperatingPoint(cm.prepare(samples).default_rule, prevalence=tuple(shares.tolist()))
    found = suggest(samples, point, objective, constraints, Tuning(1.0), n_bootstrap=0)
    outcomes: Any = found.suggested.tuned.outcomes * weights[:, None]
    ours = goal.rank(outcomes)
    best = {2: _every_threshold, 3: _every_crossing}.get(n_classes, _random)(samples, goal, weights)
    gap = np.nan
    if abs(best.shortfall - ours.shortfall) <= 1e-12:
        gap = (best.merit - ours.merit) / max(abs(best.merit), 1e-12)
    return Compared(n_classes, found.is_exact, len(constraints), best.shortfall - ours.shortfall, float(gap))


def _objective(seed: int, n_classes: int, generator: np.random.Generator) -> Objective:
    key = list(OBJECTIVE_NAMES.values())[seed // 5 % len(OBJECTIVE_NAMES)]
    if key in CLASS_KEYS:
        return Objective(key, class_index=int(generator.integers(n_classes)))
    if key == "expected_cost":
        prices = generator.integers(1, 20, (n_classes, n_classes)).astype(np.float64)
        np.fill_diagonal(prices, 0)
        return Objective(key, costs=cost_matrix(prices))
    return Objective(key)


def _constraints(n_classes: int, generator: np.random.Generator) -> tuple[Constraint, ...]:
    one, other = generator.integers(n_classes, size=2).tolist()
    possible = (
        Constraint("recall", one, ">=", round(float(generator.uniform(0.3, 1)), 2)),
        Constraint("fpr", other, "<=", round(float(generator.uniform(0, 0.3)), 2)),
        Constraint("precision", one, ">=", 0.6), Constraint("predicted", other, "<=", 0.4),
        Constraint("accuracy", None, ">=", 0.5),
    )  # fmt: skip
    drawn = generator.choice(len(possible), int(generator.integers(0, 3)), replace=False)
    return tuple(possible[i] for i in drawn)


def _best(ranks: Iterator[Rank]) -> Rank:
    best = Rank(np.inf, -np.inf)
    for rank in ranks:
        if rank.is_better_than(best):
            best = rank
    return best


def _every_threshold(samples: cm.Predictions, goal: Goal, weights: NDArray[np.float64]) -> Rank:
    """Decide by every distinct score, and by one above all.

    weights : what a sample of each class counts; the goal knows nothing of them
    """
    assert samples.positive is not None
    name, score = samples.classes[samples.positive], samples.score_of(samples.positive)
    thresholds = [*np.unique(score).tolist(), 2.0]

    def matrix(threshold: float) -> Any:
        codes, _ = decide(samples, OperatingPoint(Rule.thresholds({name: threshold})))
        return confusion_matrix(samples.y_true, codes, 2) * weights[:, None]

    return _best(goal.rank(matrix(t)) for t in thresholds)


def _every_crossing(samples: cm.Predictions, goal: Goal, weights: NDArray[np.float64]) -> Rank:
    """Decide in the four sectors around every crossing of lines at which rows of three classes change.

    With t_2 = 1 a row changes at t_0 = p_0 / p_2, at t_1 = p_1 / p_2 and at t_0 / t_1 = p_0 / p_1; every set
    of decisions has a crossing of lines of two rows at its corner.
    """
    p = np.asarray(samples.y_score, dtype=np.float64)
    x, y, across = (np.unique(p[:, a] / p[:, b]) for a, b in ((0, 2), (1, 2), (0, 1)))
    crossings = [(a, y) for a in x] + [(a, a / across) for a in x] + [(across * b, b) for b in y]
    best = Rank(np.inf, -np.inf)
    for first, second in crossings:
        matrices = _matrices(p, samples.y_true, np.stack(np.broadcast_arrays(first, second), axis=1))
        sums = _sums(matrices * weights[:, None], goal)
        merits, shortfalls = goal.merit(sums), goal.shortfall(sums)
        at = int(best_places(merits, shortfalls)[0])
        rank = Rank(float(shortfalls[at]), float(merits[at]))
        if rank.is_better_than(best):
            best = rank
    return best


_SECTORS = np.exp(1e-7 * np.array([(1, 0.4), (-0.4, 1), (-1, -0.4), (0.4, -1), (1, 1.4), (-1, -1.4)]))
"""Steps that leave a crossing on every side of any two of the three kinds of lines."""


def _matrices(p: NDArray[np.float64], y: NDArray[np.int32], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the matrix of every sector around every point, (points, 3, 3)."""
    around = (points[:, None, :] * _SECTORS).reshape(-1, 2).T
    first, second = p[:, :1] / around[0], p[:, 1:2] / around[1]
    codes = np.where(first >= second, np.where(first >= p[:, 2:], 0, 2), np.where(second >= p[:, 2:], 1, 2))
    flat = codes + 3 * y[:, None] + 9 * np.arange(codes.shape[1])
    return np.bincount(flat.ravel(), minlength=9 * codes.shape[1]).reshape(-1, 3, 3)


def _sums(matrices: NDArray[np.float64], goal: Goal) -> Sums:
    support, predicted = matrices.sum(axis=2), matrices.sum(axis=1)
    cost = None if goal.prices is None else (matrices * np.array(goal.prices)).sum(axis=(1, 2))
    return Sums(np.diagonal(matrices, axis1=1, axis2=2), support, predicted, support, cost)


def _random(samples: cm.Predictions, goal: Goal, weights: NDArray[np.float64]) -> Rank:
    """Decide by thousands of random thresholds, and go down from the best of them and from further ones."""
    shares = weights * samples.support / samples.n
    searched = goal if (weights == 1).all() else replace(goal, prevalence=tuple(shares.tolist()))
    generator = np.random.default_rng(len(samples.y_true))

    def rank(thresholds: NDArray[np.float64]) -> Rank:
        codes, _ = largest_share(samples, thresholds)
        matrix: Any = confusion_matrix(samples.y_true, codes, samples.n_classes) * weights[:, None]
        return goal.rank(matrix)

    drawn = np.exp(generator.standard_normal((DRAWS, samples.n_classes)))
    best = max(drawn, key=lambda thresholds: rank(thresholds).order)
    starts = [Start("best drawn", best), *(Start("drawn", thresholds) for thresholds in drawn[:STARTS])]
    return rank(descend(samples, searched, starts).thresholds)


def _large(n: int, n_classes: int, measure: Measure, turns: int) -> Iterator[Row]:
    """Time one sweep of exact searches, and a whole suggestion with its longest time without a report."""
    samples = tilted_samples(n, n_classes)
    prices = np.random.default_rng(4).integers(1, 20, (n_classes, n_classes)).astype(np.float64)
    np.fill_diagonal(prices, 0)
    costs = cost_matrix(prices)
    constraints = (Constraint("recall", 0, ">=", 0.8), Constraint("fpr", 1, "<=", 0.05))
    goal = Goal(Objective("expected_cost", costs=costs), constraints, costs)
    even = np.ones(n_classes)
    prepared, shape = cm.prepare(samples), f"{n:,} x {n_classes}"

    def sweep() -> None:
        for k in range(n_classes):
            search_line(samples, even, k, goal)

    def plain() -> object:
        factors = 1 + np.random.default_rng().random(n_classes) / 1e3  # nothing of before can be used again
        named = dict(zip(samples.classes, factors.tolist(), strict=True))
        return evaluate(prepared, OperatingPoint(Rule.thresholds(named), costs))

    sweeping, evaluating = measure(turns, sweep, plain)
    yield Row(f"one plain evaluation of a rule of thresholds, {shape}", evaluating)
    times = sweeping / evaluating
    yield Row(
        f"sweep of exact searches over every class, cost, two constraints, {shape}: {times:.0f} evaluations",
        sweeping, goal="at most 100 evaluations",
    )  # fmt: skip
    yield from _whole(prepared, goal, shape)


def _whole(prepared: cm.Prepared, goal: Goal, shape: str) -> Iterator[Row]:
    reports = [time.perf_counter()]
    suggest(
        prepared, None, goal.objective, goal.constraints,
        progress=lambda *_: reports.append(time.perf_counter()),
    )  # fmt: skip
    yield Row(f"a whole suggestion, half held back, {shape}", reports[-1] - reports[0])
    longest = float(np.diff(reports).max())
    yield Row(f"longest time in it without a report, by which it can be stopped, {shape}", p95=longest,
              goal="at most 0.2 s")  # fmt: skip
