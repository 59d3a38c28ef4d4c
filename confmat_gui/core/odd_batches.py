"""Batches whose recalls are not those of the others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.batch_sums import ClassTotals
from confmat_gui.core.hypergeometric import hypergeometric_shares

LEVEL = 1e-4
"""Chance that any batch of a sound file is called odd, at most."""
MOST_LOOKED_AT = 12
"""So many batches are taken out one after the other."""


@dataclass(frozen=True)
class OddBatch:
    """A batch that is unlike the others.

    Attributes
    ----------
    batch : its number
    class_index : the class with the most unlikely recall; None where all classes together are unlikely
    hits, n : right answers and samples of that class, or of all, in the batch
    recall_of_others : of the same class, or what the others' recalls would give in this batch
    p_value : two-sided, times the number of comparisons
    """

    batch: int
    class_index: int | None
    hits: int
    n: int
    recall_of_others: float
    p_value: float


def odd_batches(totals: ClassTotals) -> tuple[OddBatch, ...]:
    """Return the batches whose recalls differ from those of the others by more than chance.

    For every batch and class the right answers are compared with all ways to deal out the right answers of
    that class to the batches (Fisher's exact test, hypergeometric), and so is their sum over the classes.
    Unlike a chi-square this holds for batches of five samples. The p-values are corrected for the number of
    comparisons. The oddest batch is taken out before the rest is looked at again, so that it does not make
    the others look odd.

    Parameters
    ----------
    totals : of each batch; the classes are in the last axis
    """
    found: list[OddBatch] = []
    left = np.arange(len(totals.tp))
    left = left[totals.decided.sum(axis=1) > 0]
    while len(left) > 2 and len(found) < MOST_LOOKED_AT:
        oddest = _Left(totals.tp[left], totals.decided[left]).oddest()
        if oddest is None:
            break
        place, odd = oddest
        found.append(OddBatch(int(left[place]), *odd))
        left = np.delete(left, place)
    return tuple(found)


_Odd = tuple[int | None, int, int, float, float]


class _Left:
    """The batches that are still compared with each other."""

    def __init__(self, hits: Counts, trials: Counts) -> None:
        self.hits, self.trials = hits, trials
        self.right, self.total = hits.sum(axis=0), trials.sum(axis=0)

    def oddest(self) -> tuple[int, _Odd] | None:
        """Return the place of the most unlikely batch and what is unlikely, None if chance can do it."""
        rate = self.right / np.maximum(self.total, 1)
        more = self.hits - self.trials * rate
        room = self.trials * (self.total - self.trials) / np.maximum(self.total - 1, 1)
        variance = room * rate * (1 - rate)
        of_classes = [
            (self._p_of_class(b, k), b, k) for b, k in zip(*_highest(_ratio(more, variance), 8), strict=True)
        ]
        both = _ratio(more.sum(axis=1), variance.sum(axis=1))
        of_batches = [(self._p_of_all(b), b) for b in _highest(both, 4)[0]]
        p, batch, class_index = min(of_classes, default=(1.0, 0, 0))
        p_all, batch_all = min(of_batches, default=(1.0, 0))
        p *= 2 * max(1, int((variance > 0).sum()))  # twice: there are two kinds of tests
        p_all *= 2 * len(self.hits)
        if min(p, p_all) > LEVEL:
            return None
        if p_all <= p:
            return batch_all, self._all_odd(batch_all, p_all)
        return batch, self._class_odd(batch, class_index, p)

    def _class_odd(self, b: int, k: int, p: float) -> _Odd:
        return k, int(self.hits[b, k]), int(self.trials[b, k]), float(self._of_others(b)[k]), p

    def _all_odd(self, b: int, p: float) -> _Odd:
        n = int(self.trials[b].sum())
        return None, int(self.hits[b].sum()), n, float(self._of_others(b) @ self.trials[b]) / n, p

    def _of_others(self, b: int) -> Floats:
        """Return the recalls without one batch; 0 for a class that is in no other."""
        return np.asarray((self.right - self.hits[b]) / np.maximum(self.total - self.trials[b], 1))

    def _p_of_class(self, b: int, k: int) -> float:
        low, shares = self._shares(b, k)
        return _two_sided(shares, int(self.hits[b, k]) - low)

    def _p_of_all(self, b: int) -> float:
        """Return how unlikely the right answers of a batch are, given its samples of each class."""
        each = [self._shares(b, k) for k in np.flatnonzero(self.trials[b]).tolist()]
        *_, shares = accumulate((shares for _, shares in each), np.convolve)
        return _two_sided(shares, int(self.hits[b].sum()) - sum(low for low, _ in each))

    def _shares(self, b: int, k: int) -> tuple[int, Floats]:
        return hypergeometric_shares(int(self.total[k]), int(self.right[k]), int(self.trials[b, k]))


def _ratio(difference: Floats, variance: Floats) -> Floats:
    """Return the distance in standard deviations, 0 where there is no variance."""
    z = np.divide(difference, np.sqrt(variance), out=np.zeros(variance.shape), where=variance > 0)
    return np.abs(z)


def _highest(z: Floats, most: int) -> tuple[list[int], ...]:
    """Return the indices of the highest values above 3, for an exact look."""
    flat = z.ravel()
    most = min(most, len(flat))
    places = np.argpartition(flat, len(flat) - most)[len(flat) - most :]
    places = places[flat[places] > 3]
    return tuple(index.tolist() for index in np.unravel_index(places, z.shape))


def _two_sided(shares: Floats, place: int) -> float:
    """Return twice the smaller tail; 0 beyond all that counts in double precision."""
    if not 0 <= place < len(shares):
        return 0.0
    return min(1.0, 2 * min(float(shares[: place + 1].sum()), float(shares[place:].sum())))
