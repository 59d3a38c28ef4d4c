"""Whether the columns of a model belong to other classes than the file says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.assignment import best_assignment

LEAST_GAIN = 0.25
"""Mean recall of the exchanged classes must rise by this much, in the whole and in either half."""
LEAST_Z = 2.5
"""And by this many of its standard errors in either half, under the columns that the other half chose."""
_FOR_ITSELF = 1e-6
"""A class keeps its own column where another is no better."""


@dataclass(frozen=True, eq=False)
class MixedClasses:
    """Columns that fit other classes.

    Attributes
    ----------
    true_class : (K,) the class that each column is really of
    moved : classes that have another column than their own
    recall, recall_then : mean recall of the moved classes now, and with their columns
    """

    true_class: NDArray[np.intp]
    moved: NDArray[np.intp]
    recall: float
    recall_then: float


def mixed_classes(confusion: Counts) -> MixedClasses | None:
    """Return the exchange of columns that raises the recall of its classes a lot, None if there is none.

    The columns are those of the best assignment of predicted to true classes, with recalls in place of
    counts, so that a model that overdoes a frequent or a rare class is not taken for a mixed-up one. The
    matrix is dealt into two halves; what one half chose must hold in the other, since among K! exchanges
    some always look better by chance.

    Parameters
    ----------
    confusion : (K, K) int64, rows = true class
    """
    if len(confusion) < 2 or not _may_gain(confusion):
        return None
    first = np.random.default_rng(0).binomial(confusion, 0.5)
    halves = (first, confusion - first)
    if any(not _holds(chosen, judged) for chosen, judged in (halves, halves[::-1])):
        return None
    column = _columns(confusion)
    moved = np.flatnonzero((column != np.arange(len(column))) & (confusion.sum(axis=1) > 0))
    recall = _recalls(confusion)
    now, then = float(recall[moved, moved].mean()), float(recall[moved, column[moved]].mean())
    return MixedClasses(np.argsort(column), moved, now, then) if then - now >= LEAST_GAIN else None


def _may_gain(confusion: Counts) -> bool:
    """Tell whether two classes or more are found in another column more often than in their own."""
    recall = _recalls(confusion)
    return int((recall.max(axis=1) - recall.diagonal() >= LEAST_GAIN / 2).sum()) > 1


def _recalls(confusion: Counts) -> Floats:
    support = confusion.sum(axis=1, keepdims=True)
    return np.asarray(confusion / np.maximum(support, 1))


def _columns(confusion: Counts) -> NDArray[np.intp]:
    gain = _recalls(confusion)
    gain[np.diag_indices_from(gain)] += _FOR_ITSELF
    return best_assignment(gain)


def _holds(chosen: Counts, judged: Counts) -> bool:
    """Tell whether the columns that one half chose raise the recalls of the other beyond chance.

    The standard error counts one more sample on either side, since few samples may all agree by chance.
    """
    column, support = _columns(chosen), judged.sum(axis=1)
    moved = np.flatnonzero((column != np.arange(len(column))) & (support > 0) & (chosen.sum(axis=1) > 0))
    if len(moved) < 2:
        return False
    n = support[moved]
    then, now = judged[moved, column[moved]], judged[moved, moved]
    gain = ((then - now) / n).mean()
    either, difference = (then + now + 2) / (n + 2), (then - now) / (n + 2)
    error = np.sqrt(((either - difference**2) / n).sum()) / len(moved)
    return bool(gain >= LEAST_GAIN and gain >= LEAST_Z * error)
