"""Which rows of two evaluations are the same samples, and why or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix

Rows = NDArray[np.intp]
Match: TypeAlias = Literal["order"] | bool | None
"""What a caller knows of two sets of rows: see `confmat_gui.core.comparison.compare_evaluations`."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """Two evaluations with b brought into the class order of a and, where paired, into its row order.

    Attributes
    ----------
    order : (K,) position in b of each class of a
    rows_b : (n,) row of b for each row of a, or None where rows stand in the same order (or are not paired)
    y_true, decided_a, decided_b, count : of the rows for which both models have an answer, which may be no
        decision (K); empty where not paired
    outcomes_b : (K, K) or (K, K + 1) outcomes of b in the class order of a
    prices : cost matrices of a and b in the class order of a, or None
    """

    a: Evaluation
    b: Evaluation
    paired: bool
    reason: str
    order: Rows
    rows_b: Rows | None
    y_true: Codes
    decided_a: Codes
    decided_b: Codes
    count: Counts | None

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the order of a."""
        return self.a.classes

    @property
    def pairing(self) -> str:
        """Either "paired" or "unpaired", for the names of methods."""
        return "paired" if self.paired else "unpaired"

    @property
    def outcomes_b(self) -> Counts:
        """Outcomes of b in the class order of a; no decision stays last."""
        return self.b.outcomes[np.ix_(self.order, _columns(self.order, self.b.outcomes.shape[1]))]

    @property
    def may_abstain(self) -> bool:
        """Whether one of the two rules can leave a sample without a decision."""
        return self.a.point.may_abstain or self.b.point.may_abstain

    @property
    def decided_by_both(self) -> Bools:
        """Rows that neither rule left without a decision."""
        n_classes = len(self.classes)
        return (self.decided_a < n_classes) & (self.decided_b < n_classes)

    @property
    def prices(self) -> tuple[CostMatrix | None, CostMatrix | None]:
        """Prices of a and of b, both in the class order of a."""
        costs = self.b.point.prices
        if costs is not None:
            columns = _columns(self.order, len(costs[0]))
            costs = tuple(tuple(costs[i][j] for j in columns) for i in self.order)
        return self.a.point.prices, costs

    def total(self, chosen: Bools) -> int:
        """Return the samples of the chosen rows, frequency counts included."""
        return int(np.count_nonzero(chosen) if self.count is None else self.count[chosen].sum())


def align(a: Evaluation, b: Evaluation, *, ids_match: Match = None) -> Alignment:
    """Find out whether two evaluations are of the same samples; see `compare_evaluations`."""
    if sorted(a.classes) != sorted(b.classes):
        differing = sorted(set(a.classes) ^ set(b.classes))
        raise InputError(
            f"The two have different classes ({', '.join(differing[:6])} only in one of them); "
            "compare results with the same classes."
        )
    first, second = a.prepared.predictions, b.prepared.predictions
    order = np.array([b.classes.index(name) for name in a.classes], dtype=np.intp)
    to_a = np.append(np.argsort(order), len(order)).astype(np.int32)
    rows, reason = _matching_rows(first, second, ids_match)
    if rows is not None:
        reason, same = _same_truth(first, second, to_a, rows, reason)
        rows = rows if same else None
    empty = np.empty(0, dtype=np.int32)
    if rows is None:
        return Alignment(a, b, False, reason, order, None, empty, empty, empty, None)
    decided_b = b.decided[rows]
    both = (a.decided >= 0) & (decided_b >= 0)
    in_order = bool((rows == np.arange(len(rows))).all())
    return Alignment(
        a, b, True, reason, order, None if in_order else rows, first.y_true[both], a.decided[both],
        to_a[decided_b[both]], None if first.count is None else first.count[both],
    )  # fmt: skip


def _matching_rows(a: Predictions, b: Predictions, ids_match: Match) -> tuple[Rows | None, str]:
    """Return the row of b for each row of a, or None, and the reason."""
    if ids_match is False:
        return None, "The samples are not the same, so the two are compared as independent."
    if a.n_rows != b.n_rows:
        return None, f"One has {a.n_rows:,} rows and the other {b.n_rows:,}, so the samples are not the same."
    if ids_match is True:
        return np.arange(a.n_rows), "Row by row the same samples with the same true classes."
    if ids_match == "order":
        return _rows_in_order(a)
    if a.sample_id is None or b.sample_id is None:
        return None, "Without sample ids in both it is not known whether the samples are the same."
    return _rows_by_id(a.sample_id, b.sample_id)


def _rows_in_order(a: Predictions) -> tuple[Rows | None, str]:
    """Take the rows as they stand, if equal true classes in them say that they stand for the same samples."""
    if np.count_nonzero(np.diff(a.y_true)) < a.n_classes:
        return None, (
            "Without sample ids, and with the rows sorted by class, it is not known whether the samples are "
            "the same."
        )
    return np.arange(a.n_rows), (
        "There are no sample ids, but the true classes are the same in the same order, so the rows are taken "
        "for the same samples."
    )


def _rows_by_id(first: NDArray[Any], second: NDArray[Any]) -> tuple[Rows | None, str]:
    order_a, order_b = np.argsort(first, kind="stable"), np.argsort(second, kind="stable")
    sorted_a = first[order_a]
    if not np.array_equal(sorted_a, second[order_b]):
        return None, "The sample ids differ, so the samples are not the same."
    if (sorted_a[1:] == sorted_a[:-1]).any() and not np.array_equal(first, second):
        return None, "Sample ids occur more than once, so it is not known which rows belong together."
    rows = np.empty(len(first), dtype=np.intp)
    rows[order_a] = order_b
    return rows, "The sample ids and the true classes are the same."


def _same_truth(a: Predictions, b: Predictions, to_a: Codes, rows: Rows, reason: str) -> tuple[str, bool]:
    differs = to_a[b.y_true[rows]] != a.y_true
    if differs.any():
        return (
            f"The true class differs in {differs.sum()} rows, first in row {np.argmax(differs) + 1}, "
            "so the two are compared as independent."
        ), False
    count_a, count_b = (np.ones(p.n_rows, dtype=np.int64) if p.count is None else p.count for p in (a, b))
    if not np.array_equal(count_a, count_b[rows]):
        return "The frequency counts differ, so the two are compared as independent.", False
    return reason, True


def _columns(order: Rows, n_columns: int) -> Rows:
    """Return the columns in the order of classes; one for no decision stays last."""
    return np.append(order, np.arange(len(order), n_columns))
