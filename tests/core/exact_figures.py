"""Figures of re-weighted matrices in fractions, so that nothing rounds and ties are ties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions

Matrix = list[list[Fraction]]
Shares = Sequence[float | None]


def exact_shares(shares: Shares, support: Sequence[int]) -> list[Fraction]:
    """Return the share of every class as numbers.md says it, from decimal numbers as they are written."""
    given = [None if share is None else Fraction(str(share)) for share in shares]
    occurs = [n > 0 for n in support]
    fixed = [share or Fraction(0) if here else Fraction(0) for share, here in zip(given, occurs, strict=True)]
    free = [share is None and here for share, here in zip(given, occurs, strict=True)]
    total = sum(fixed, Fraction(0))
    rest, among = 1 - total, sum(n for n, is_free in zip(support, free, strict=True) if is_free)
    if among:
        return [rest * n / among if is_free else share
                for share, n, is_free in zip(fixed, support, free, strict=True)]  # fmt: skip
    if not total:
        return [Fraction(n, sum(support)) for n in support]
    return [share / total for share in fixed]


def exact_matrix(predictions: Predictions, pred: NDArray[Any], shares: Shares) -> Matrix:
    """Return the matrix of shares, rows = true class, the last of K + 1 columns no decision."""
    n_classes = predictions.n_classes
    count = np.ones(predictions.n_rows, np.int64) if predictions.count is None else predictions.count
    cells = np.zeros((n_classes, n_classes + 1), np.int64)
    np.add.at(cells, (predictions.y_true, pred), count)
    support = cells.sum(axis=1).tolist()
    wanted = exact_shares(shares, support)
    return [
        [Fraction(number) * share / (n or 1) for number in row]
        for row, share, n in zip(cells.tolist(), wanted, support, strict=True)
    ]


def exact_figure(key: str, k: int | None, matrix: Matrix, costs: Any = None) -> Any:
    """Return a figure, None where undefined; MCC as a float."""
    n_classes = len(matrix)
    square = [row[:n_classes] for row in matrix]
    total = sum(map(sum, square))
    if k is not None:
        return _of_class(key, k, square, sum(map(sum, matrix)))
    if key in ("cost", "expected_cost"):
        return sum(each * Fraction(str(price)) for row, prices in zip(matrix, costs, strict=True)
                   for each, price in zip(row, prices, strict=False))  # fmt: skip
    right = sum(square[i][i] for i in range(n_classes))
    if key in ("coverage", "accuracy"):  # all shares sum to 1
        return total if key == "coverage" else _over(right, total)
    if key in ("balanced_accuracy", "macro_f1"):
        name = "recall" if key == "balanced_accuracy" else "f1"
        each = [_of_class(name, i, square, total) for i in range(n_classes)]
        defined = [value for value in each if value is not None]
        return _over(sum(defined), len(defined))
    assert key == "mcc"
    return _mcc(square, right, total)


def _mcc(square: Matrix, right: Any, total: Any) -> float | None:
    true, called = [sum(row) for row in square], [sum(column) for column in zip(*square, strict=True)]
    spread = [total**2 - sum(n**2 for n in sizes) for sizes in (true, called)]
    if not spread[0]:
        return None
    covered = right * total - sum(a * b for a, b in zip(true, called, strict=True))
    return float(covered) / math.sqrt(spread[0] * spread[1]) if spread[1] else 0.0


def _of_class(key: str, k: int, square: Matrix, of_all: Any) -> Any:
    total = sum(map(sum, square))
    tp, own, called = square[k][k], sum(square[k]), sum(row[k] for row in square)
    fp = called - tp
    if key == "youden":
        recall, fpr = _over(tp, own), _over(fp, total - own)
        return None if recall is None or fpr is None else recall - fpr
    return {
        "recall": _over(tp, own), "precision": _over(tp, called), "fpr": _over(fp, total - own),
        "specificity": _over(total - own - fp, total - own), "f1": _over(2 * tp, own + called),
        "predicted": _over(called, of_all),
    }[key]  # fmt: skip


def _over(above: Any, below: Any) -> Any:
    return Fraction(above) / below if below else None


def exact_rank(
    objective: Objective, constraints: Sequence[Constraint], matrix: Matrix
) -> tuple[Any, Any]:
    """Return (shortfall, merit): the first is to be low, then the second high."""
    costs, shortfall = objective.costs, Fraction(0)
    for constraint in constraints:
        value = exact_figure(constraint.figure, constraint.class_index, matrix, costs)
        limit = Fraction(str(constraint.limit))
        if value is None:
            shortfall += 1
            continue
        beyond = limit - value if constraint.bound == ">=" else value - limit
        if constraint.figure == "cost":
            beyond /= Fraction(str(np.abs(np.array(costs)).max()))
        shortfall += max(0, beyond)
    value = exact_figure(objective.key, objective.class_index, matrix, costs)
    return shortfall, -math.inf if value is None else objective.sign * value
