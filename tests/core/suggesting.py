"""Problems to suggest a rule for, and the best rule found by looking at every one, plainly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.goal_text import OBJECTIVE_NAMES
from confmat_gui.core.objectives import CLASS_KEYS, Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import cost_matrix

KEYS = tuple(OBJECTIVE_NAMES.values())
Rows = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""True classes, predicted classes and how often each counts."""


def problem(
    n: int, n_classes: int, seed: int, *, decimals: int | None = None, counted: bool = False, **kinds: Any
) -> Predictions:
    """Return scores that know something and are tilted, so that the default rule is not the best."""
    generator = np.random.default_rng(seed)
    y = generator.choice(n_classes, n, p=generator.dirichlet(np.full(n_classes, 3.0)))
    logits = generator.standard_normal((n, n_classes)) + generator.normal(0, 0.8, n_classes)
    logits[np.arange(n), y] += generator.uniform(0.5, 2.5)
    powers = np.exp(logits)
    scores = powers / powers.sum(axis=1, keepdims=True)
    if decimals is not None:
        scores = np.round(scores, decimals)
    count = generator.integers(0, 4, n) if counted else None
    names = [f"c{k}" for k in range(n_classes)]
    return Predictions.from_arrays(y, scores, classes=names, score_kind="sigmoid", count=count, **kinds)


def some_objective(key: str, n_classes: int, generator: np.random.Generator) -> Objective:
    """Return an objective of this key, of some class or at some prices where it needs them."""
    if key in CLASS_KEYS:
        return Objective(cast("Any", key), class_index=int(generator.integers(n_classes)))
    if key == "expected_cost":
        prices = generator.integers(1, 20, (n_classes, n_classes)).astype(np.float64)
        np.fill_diagonal(prices, 0)
        return Objective("expected_cost", costs=cost_matrix(prices))
    return Objective(cast("Any", key))


def plain_figure(key: str, k: int | None, rows: Rows, costs: Any = None) -> float:
    """Return a figure by scikit-learn, or from its definition; nan where undefined."""
    true, pred, weight = rows
    if k is not None:
        return _of_class(key, true == k, pred == k, weight)
    if key in ("cost", "expected_cost"):
        return float(np.average(np.array(costs)[true, pred], weights=weight))
    if key == "accuracy":
        return float(metrics.accuracy_score(true, pred, sample_weight=weight))
    if key == "balanced_accuracy":
        occurring = np.unique(true)
        return float(metrics.recall_score(true, pred, labels=occurring, average="macro", sample_weight=weight,
                                          zero_division=0))  # fmt: skip
    if key == "macro_f1":
        seen = np.union1d(true, pred)
        return float(metrics.f1_score(true, pred, labels=seen, average="macro", sample_weight=weight,
                                      zero_division=0))  # fmt: skip
    assert key == "mcc"
    several = len(np.unique(true)) > 1
    return float(metrics.matthews_corrcoef(true, pred, sample_weight=weight)) if several else math.nan


def _of_class(key: str, own: NDArray[Any], called: NDArray[Any], weight: NDArray[Any]) -> float:
    tp, fp = weight[own & called].sum(), weight[~own & called].sum()
    fn, tn = weight[own & ~called].sum(), weight[~own & ~called].sum()
    above, below = {
        "recall": (tp, tp + fn), "precision": (tp, tp + fp), "fpr": (fp, fp + tn),
        "specificity": (tn, fp + tn), "f1": (2 * tp, 2 * tp + fp + fn), "predicted": (tp + fp, weight.sum()),
        "youden": (tp * (fp + tn) - fp * (tp + fn), (tp + fn) * (fp + tn)),
    }[key]  # fmt: skip
    return float(above / below) if below else math.nan


def plain_rank(
    objective: Objective, constraints: Sequence[Constraint], predictions: Predictions, pred: NDArray[Any]
) -> tuple[float, float]:
    """Return (shortfall, merit): the first is to be low, then the second high."""
    costs, count = objective.costs, predictions.count
    weight = np.ones(predictions.n_rows) if count is None else count.astype(np.float64)
    counted = weight > 0
    rows = predictions.y_true[counted], pred[counted], weight[counted]
    shortfall = 0.0
    for constraint in constraints:
        value = plain_figure(constraint.figure, constraint.class_index, rows, costs)
        beyond = constraint.limit - value if constraint.bound == ">=" else value - constraint.limit
        unit = np.abs(np.array(costs)).max() if constraint.figure == "cost" else 1.0
        shortfall += 1.0 if math.isnan(beyond) else max(0.0, beyond / unit)
    value = plain_figure(objective.key, objective.class_index, rows, costs)
    return shortfall, -math.inf if math.isnan(value) else objective.sign * value


def best_of(ranks: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the best rank of all."""
    ranks = list(ranks)
    least = min(shortfall for shortfall, _ in ranks)
    return least, max(merit for shortfall, merit in ranks if shortfall <= least + 1e-10)


def decisions_of_two(score: NDArray[Any], positive: int) -> Iterator[NDArray[np.int64]]:
    """Return what every threshold of two classes decides."""
    for t in [np.inf, *np.unique(score)[::-1].tolist()]:
        yield np.where(score >= t, positive, 1 - positive)


def some_constraints(n_classes: int, generator: np.random.Generator) -> tuple[Constraint, ...]:
    """Return none to two constraints, some of which can be kept."""
    k, other = generator.integers(n_classes, size=2).tolist()
    high, low = np.round(generator.uniform((0.3, 0), (1, 0.3)), 2).tolist()
    possible = [
        Constraint("recall", k, ">=", high),
        Constraint("fpr", other, "<=", low),
        Constraint("precision", k, ">=", 0.6),
        Constraint("predicted", other, "<=", 0.4),
        Constraint("accuracy", None, ">=", 0.5),
        Constraint("balanced_accuracy", None, ">=", 0.45),
        Constraint("macro_f1", None, ">=", 0.4),
        Constraint("mcc", None, ">=", 0.1),
        Constraint("f1", k, ">=", 0.3),
        Constraint("specificity", other, ">=", 0.8),
    ]
    drawn = generator.choice(len(possible), int(generator.integers(0, 3)), replace=False)
    return tuple(possible[i] for i in drawn)


def every_cell(predictions: Predictions) -> Iterator[NDArray[np.int64]]:
    """Return all that three thresholds can decide, by looking around every crossing of two lines.

    In the plane of t_0 and t_1 (t_2 = 1) each row changes at t_0 = p_0 / p_2, t_1 = p_1 / p_2 and
    t_0 / t_1 = p_0 / p_1.
    """
    p = np.asarray(predictions.y_score, dtype=np.float64)

    def ratios(a: int, b: int) -> NDArray[Any]:
        rows = (p[:, a] > 0) & (p[:, b] > 0)
        return np.append(np.unique(p[rows, a] / p[rows, b]), 1.0)

    x, y, across = ratios(0, 2), ratios(1, 2), ratios(0, 1)
    crossings = [(a, b) for a in x for b in y]
    crossings += [(a, a / c) for a in x for c in across] + [(b * c, b) for b in y for c in across]
    around = np.exp(1e-7 * np.array([
        (1, 0.4), (0.4, 1), (-0.4, 1), (-1, 0.4), (-1, -0.4), (-0.4, -1), (0.4, -1), (1, -0.4), (1, 1.4),
        (1.4, 1), (-1, -1.4), (-1.4, -1),
    ]))  # fmt: skip
    points = (np.array(crossings)[:, None, :] * around).reshape(-1, 2)
    far = np.array([(1e-9, 1e-9), (1e9, 1e9), (1e-9, 1e9), (1, 1e9), (1e9, 1), (1e-9, 1e-18)])
    points = np.concatenate([points, far])
    shares = np.stack([p[:, None, 0] / points[:, 0], p[:, None, 1] / points[:, 1],
                       np.broadcast_to(p[:, None, 2], (len(p), len(points)))], axis=-1)  # fmt: skip
    yield from np.unique(shares.argmax(axis=-1), axis=1).T
