"""Whether true labels and predictions are in different orders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Integers

FEWEST_ROWS = 50
SORTED_SHARE = 1 / 3
"""Labels are in blocks where they have less than this share of the runs of a random order."""
CHANCE_Z = 2.58
"""Agreement within this many standard deviations of chance is none: 1 of 100 such files has more."""
SKILL_Z = 1.96
"""A mean AUC so far above ½ may be the skill of a weak model: 1 of 40 such files has more."""
SEEN_Z = 8.0
"""A model without errors would be so many standard deviations above chance, or nothing can be said."""
RANDOM_Z = 4.0
"""Runs within this many standard deviations of those of a random order are a random order."""


@dataclass(frozen=True)
class LostOrder:
    """Labels in blocks of one class, predictions in no order, and no agreement between them.

    Attributes
    ----------
    true_runs, predicted_runs : stretches of equal labels and of equal predictions
    agreement, chance : share of rows that agree, and that would agree by chance
    """

    true_runs: int
    predicted_runs: int
    agreement: float
    chance: float


def lost_order(y_true: Integers, y_pred: Integers, n_classes: int) -> LostOrder | None:
    """Return what shows that the labels are in directory order and the predictions are not, else None.

    That is what is left when a generator of samples shuffles them and the labels are taken from the folders.
    Chance is exact: mean and variance of the runs and of the agreement over all orders of the predictions.

    Parameters
    ----------
    y_true, y_pred : (n,) class indices in the order of the file
    """
    n = len(y_true)
    if n < FEWEST_ROWS:
        return None
    true, pred = (np.bincount(codes, minlength=n_classes) for codes in (y_true, y_pred))
    true_runs, pred_runs = _runs(y_true), _runs(y_pred)
    mean, deviation = _expected_runs(pred)
    if true_runs > SORTED_SHARE * _expected_runs(true)[0] or not deviation:
        return None
    agreement = int((y_true == y_pred).sum())
    chance, spread = _expected_agreement(true, pred)
    if np.minimum(true, pred).sum() - chance < SEEN_Z * spread:
        return None
    if abs(pred_runs - mean) > RANDOM_Z * deviation or abs(agreement - chance) > CHANCE_Z * spread:
        return None
    return LostOrder(true_runs, pred_runs, agreement / n, chance / n)


def _runs(codes: Integers) -> int:
    return 1 + int((codes[1:] != codes[:-1]).sum())


def _expected_runs(counts: Counts) -> tuple[float, float]:
    """Return mean and standard deviation of the runs over all orders.

    Source: F. W. Mood, "The distribution theory of runs", Ann. Math. Statist. 11 (1940).
    """
    n, squares, cubes = (float((counts.astype(np.float64) ** power).sum()) for power in (1, 2, 3))
    mean = 1 + (n * n - squares) / n
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n * n * (n - 1))
    return mean, math.sqrt(max(0.0, variance))


def _expected_agreement(true: Counts, pred: Counts) -> tuple[float, float]:
    """Return mean and standard deviation of the rows that agree, over all orders of the predictions."""
    t, p, n = true.astype(np.float64), pred.astype(np.float64), float(true.sum())
    both = t * p
    mean = float(both.sum()) / n
    alike = (t * (t - 1) * (p * (p - 1) / (n * (n - 1)) - (p / n) ** 2)).sum()
    apart = (both.sum() ** 2 - (both**2).sum()) / (n * n * (n - 1))
    variance = (both / n * (1 - p / n)).sum() + alike + apart
    return mean, math.sqrt(max(0.0, float(variance)))
