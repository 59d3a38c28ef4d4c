"""The counts along one curve, looked up where a drawing needs them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.ranking import BLOCK, Ranking

GROUP = 64
"""Vertices of which only the lowest and highest precision are kept."""

Points: TypeAlias = tuple[Floats, Floats]
Vertices: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class CountCurve:
    """Counts of true and false positives along a curve, from its rarest prediction on.

    Attributes
    ----------
    tps, fps : (m,) whole numbers that do not fall
    n_pos, n_neg : samples of the class, above 0, and of the rest, above 0 for a ROC
    from_origin : whether a vertex (0, 0) comes before the counts; vertex numbers count it
    negative_weight : what a sample of the rest counts in precisions where one of the class counts 1
    """

    tps: Counts
    fps: Counts
    n_pos: int
    n_neg: int
    from_origin: bool = True
    negative_weight: float = 1.0

    @classmethod
    def of_ranking(cls, ranking: Ranking, negative_weight: float = 1.0) -> CountCurve:
        """Return the curve of a ranking, which begins at (0, 0)."""
        return cls(
            ranking.tps, ranking.fps, ranking.n_pos, ranking.n_neg, negative_weight=negative_weight
        )

    def __len__(self) -> int:
        return len(self.tps) + self.from_origin

    def roc(self, vertices: Vertices) -> Points:
        """Return (fpr, tpr) of vertices."""
        tps, fps = self._counts(vertices)
        return fps / self.n_neg, tps / self.n_pos

    def precision_recall(self, vertices: Vertices) -> Points:
        """Return (recall, precision) of vertices; precision is 1 where nothing is predicted as the class."""
        tps, fps = self._counts(vertices)
        return tps / self.n_pos, self._precision(tps, fps)

    def first_fpr(self, share: float, *, above: bool = False) -> int:
        """Return the first vertex with at least (or more than) a false positive rate; len where none has."""
        return int(self._first(self.fps, np.array([share * self.n_neg]), above=above)[0])

    def first_tpr(self, share: float, *, above: bool = False) -> int:
        """Return the first vertex with at least (or more than) a true positive rate; len where none has."""
        return int(self.first_tprs(np.array([share]), above=above)[0])

    def first_tprs(self, shares: Floats, *, above: bool = False) -> Vertices:
        """Return the first vertex with at least (or more than) each true positive rate; len where none."""
        return self._first(self.tps, shares * self.n_pos, above=above)

    def precision_range(self, first: Vertices, last: Vertices) -> Points:
        """Return the lowest and highest precision among vertices first, ..., last (inclusive) of each pair.

        Whole groups of 64 vertices come from their kept extremes, the rest from the counts.
        """
        start, stop = first - self.from_origin, last - self.from_origin + 1
        inner, outer = -(-start // GROUP), stop // GROUP  # whole groups
        head = self._edge_range(start, np.minimum(stop, inner * GROUP))
        tail = self._edge_range(np.maximum(start, outer * GROUP), stop)
        low, high = np.minimum(head[0], tail[0]), np.maximum(head[1], tail[1])
        whole = np.flatnonzero(inner < outer)
        if len(whole):
            pairs = np.column_stack((inner[whole], outer[whole])).ravel()
            lows, highs = self._extremes
            low[whole] = np.minimum(low[whole], np.minimum.reduceat(lows, pairs)[::2])
            high[whole] = np.maximum(high[whole], np.maximum.reduceat(highs, pairs)[::2])
        return low, high

    def _counts(self, vertices: Vertices) -> tuple[Counts, Counts]:
        places = vertices - self.from_origin
        return np.where(places < 0, 0, self.tps[places]), np.where(places < 0, 0, self.fps[places])

    def _first(self, counts: Counts, values: Floats, *, above: bool) -> Vertices:
        whole = np.floor(values) + 1 if above else np.ceil(values)
        needles = np.clip(whole, 0, int(counts[-1]) + 1).astype(counts.dtype)
        return np.where(whole <= 0, 0, np.searchsorted(counts, needles) + self.from_origin)

    def _edge_range(self, start: Vertices, stop: Vertices) -> Points:
        """Return the extremes of fewer than 64 counts each; of none, infinite ones."""
        places = start[:, None] + np.arange(GROUP)
        within = places < stop[:, None]
        places = np.minimum(places, len(self.tps) - 1)
        precision = self._precision(self.tps[places], self.fps[places])
        if self.from_origin:
            precision[places < 0] = 1.0
        low = np.where(within, precision, np.inf).min(axis=1)
        return low, np.where(within, precision, -np.inf).max(axis=1)

    @cached_property
    def _extremes(self) -> Points:
        """Lowest and highest precision of each whole group, with one more entry that is never asked for."""
        n_groups = len(self.tps) // GROUP
        low, high = np.empty(n_groups + 1), np.empty(n_groups + 1)
        low[-1] = high[-1] = math.nan
        step = max(1, BLOCK // GROUP)
        for at in range(0, n_groups, step):
            to = min(at + step, n_groups)
            rows = slice(at * GROUP, to * GROUP)
            precision = self._precision(self.tps[rows], self.fps[rows]).reshape(-1, GROUP)
            precision.min(axis=1, out=low[at:to])
            precision.max(axis=1, out=high[at:to])
        return low, high

    def _precision(self, tps: Counts, fps: Counts) -> Floats:
        weight = self.negative_weight
        predicted = tps + (fps if weight == 1 else fps * weight)
        precision = np.ones(predicted.shape)
        np.divide(tps, predicted, out=precision, where=predicted > 0)
        return precision
