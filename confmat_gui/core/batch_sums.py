"""Counts of every batch at once: enough for every figure, without a matrix for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.costs import priced
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.matrix_figures import class_figures_of_sums, overall_figures, ratio

OF_ONE_CLASS = ("recall", "precision")
"""Figures of a batch that are those of one class; all others are of all classes."""


@dataclass(frozen=True, eq=False)
class ClassTotals:
    """What figures are made of, for one set of samples or many.

    Attributes
    ----------
    tp, decided, predicted, support : (..., K) int64
        Right answers, samples with a decision, samples predicted as the class, samples of the class.
    cost : (...) float64 or None where there are no prices
    """

    tp: Counts
    decided: Counts
    predicted: Counts
    support: Counts
    cost: Floats | None

    def __getitem__(self, index: Any) -> ClassTotals:
        """Return some of the sets."""
        cost = None if self.cost is None else self.cost[index]
        return ClassTotals(
            self.tp[index], self.decided[index], self.predicted[index], self.support[index], cost
        )

    def without(self, others: ClassTotals) -> ClassTotals:
        """Return what is left when each of the others is taken away from this one."""
        cost = None if self.cost is None or others.cost is None else self.cost - others.cost
        return ClassTotals(
            self.tp - others.tp, self.decided - others.decided, self.predicted - others.predicted,
            self.support - others.support, cost,
        )  # fmt: skip

    def together(self) -> ClassTotals:
        """Return the totals of all sets."""
        cost = None if self.cost is None else np.asarray(self.cost.sum(axis=0))
        return ClassTotals(
            self.tp.sum(axis=0), self.decided.sum(axis=0), self.predicted.sum(axis=0),
            self.support.sum(axis=0), cost,
        )  # fmt: skip

    def figure(self, key: str, class_index: int | None = None) -> Floats:
        """Return a figure of every set, nan where it is undefined.

        Parameters
        ----------
        key : of an overall figure of the matrix, "expected_cost", or one of `OF_ONE_CLASS`
        class_index : the class of the latter
        """
        if key == "expected_cost":
            n = self.support.sum(axis=-1)
            return np.full(n.shape, np.nan) if self.cost is None else ratio(self.cost, n)
        by_class = class_figures_of_sums(
            *(part.astype(np.float64) for part in (self.tp, self.decided, self.predicted, self.support))
        )
        if key in OF_ONE_CLASS:
            return np.asarray(by_class[key][..., class_index])
        return np.asarray(overall_figures(by_class)[key])


def batch_totals(evaluation: Evaluation) -> ClassTotals:
    """Return the totals of every batch, the first axis in the order of `batch_names`.

    Rows without a label under rule "predicted" are in none, as in the matrix.
    """
    predictions = evaluation.prepared.predictions
    assert predictions.batch is not None
    n_batches, n_classes = len(predictions.batch_names), predictions.n_classes
    batch, true, pred = predictions.batch.astype(np.int64), predictions.y_true, evaluation.decided
    count = predictions.count
    kept = pred >= 0
    if not kept.all():
        batch, true, pred = batch[kept], true[kept], pred[kept]
        count = None if count is None else count[kept]

    def summed(codes: NDArray[Any], chosen: NDArray[np.bool_] | None = None) -> Counts:
        place, times = batch * n_classes + codes, count
        if chosen is not None:
            place, times = place[chosen], None if times is None else times[chosen]
        found = np.bincount(place, times, minlength=n_batches * n_classes)
        return found.astype(np.int64).reshape(n_batches, n_classes)

    given = pred < n_classes
    support = summed(true)
    decided = support if given.all() else summed(true, given)
    prices = evaluation.point.prices
    cost = None
    if prices is not None:
        each = priced(prices, n_classes + 1)[true, pred]
        each = each if count is None else each * count
        cost = np.asarray(np.bincount(batch, each, minlength=n_batches), dtype=np.float64)
    return ClassTotals(summed(true, true == pred), decided, summed(pred, given), support, cost)


def batch_matrices(evaluation: Evaluation) -> Counts:
    """Return (B, K, K) counts, or (B, K, K + 1) with no decision; for few classes."""
    predictions = evaluation.prepared.predictions
    assert predictions.batch is not None
    shape = (len(predictions.batch_names), *evaluation.outcomes.shape)
    pred = evaluation.decided
    kept = np.flatnonzero(pred >= 0)
    place = (predictions.batch[kept].astype(np.int64) * shape[1] + predictions.y_true[kept]) * shape[2]
    count = None if predictions.count is None else predictions.count[kept]
    cells = np.bincount(place + pred[kept], count, minlength=int(np.prod(shape)))
    return cells.astype(np.int64).reshape(shape)
