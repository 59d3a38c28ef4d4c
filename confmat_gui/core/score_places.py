"""Every threshold of a problem of two classes: one place for each distinct score, and one above all."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.class_ranks import rank_class
from confmat_gui.core.costs import among_classes
from confmat_gui.core.goals import Sums, weighted_sums
from confmat_gui.core.places import Cells, Places
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Boundary, CostMatrix
from confmat_gui.core.weighted_sums import RowWeights


class ScorePlaces(Places):
    """Places from "nothing is positive" down to "everything is", so that ties go to the lower FPR.

    Parameters
    ----------
    ranking : of the positive class; vertices that share a threshold are one place
    positive : its index
    boundary : whether a score on the threshold is positive
    costs : prices, if the goal needs them
    dtype : type of the scores, to whose values a threshold is rounded
    weights : what samples of each true class count, where that is not 1
    """

    n_classes = 2

    def __init__(
        self, ranking: Ranking, positive: int, boundary: Boundary, costs: CostMatrix | None, dtype: Any,
        *, weights: RowWeights | None = None,
    ) -> None:
        thresholds = ranking.thresholds
        last = np.append(thresholds[:-1] != thresholds[1:], np.ones(len(thresholds[:1]), np.bool_))
        self._scores: NDArray[Any] = thresholds[last]
        self._tps = np.append(0, ranking.tps[last]).astype(np.int64)
        self._fps = np.append(0, ranking.fps[last]).astype(np.int64)
        self._sizes = (ranking.n_pos, ranking.n_neg)
        self._positive, self._boundary, self._dtype = positive, boundary, np.dtype(dtype)
        self._costs, self._weights = costs, weights
        self._prices = None if costs is None else among_classes(costs)

    @property
    def n_places(self) -> int:
        """Number of distinct scores, and one."""
        return len(self._tps)

    def blocks(self, step: int) -> Iterator[tuple[slice, Sums]]:
        """Yield the sums of the matrices at so many places at a time."""
        for start in range(0, self.n_places, step):
            places = slice(start, min(start + step, self.n_places))
            yield places, self._sums(places)

    def _sums(self, places: slice) -> Sums:
        tps, fps = self._tps[places].astype(np.float64), self._fps[places].astype(np.float64)
        n_pos, n_neg = self._sizes
        if self._weights is not None:
            rows = self._ordered(tps, n_pos - tps), self._ordered(fps, n_neg - fps)
            cells = np.stack(rows[::-1] if self._positive else rows, axis=-2)
            return weighted_sums(cells, self._weights, self._costs)
        support = self._ordered(np.full(len(tps), float(n_pos)), np.full(len(tps), float(n_neg)))
        called = tps + fps
        return Sums(
            self._ordered(tps, n_neg - fps), support, self._ordered(called, n_pos + n_neg - called), support,
            self._cost(tps, fps),
        )  # fmt: skip

    def threshold(self, place: int) -> float:
        """Return the score at a place, or the one below where a score on the threshold is negative.

        Above all scores, and below all, it is the next value of their type.
        """
        if self._boundary == ">=":
            return self._above() if place == 0 else float(self._scores[place - 1])
        return float(self._scores[place]) if place < len(self._scores) else self._below()

    def cells(self, places: NDArray[np.intp]) -> Cells:
        """Return the samples that become positive between some places."""
        n_pos, n_neg = self._sizes
        tps, fps = self._tps[places], self._fps[places]
        counts = np.stack([np.diff(tps), np.diff(fps)], axis=1).ravel()
        step = np.repeat(np.arange(len(places) - 1), 2)
        true = np.tile([self._positive, 1 - self._positive], len(places) - 1)
        assert (tps[-1], fps[-1]) == (n_pos, n_neg)
        kept = counts > 0
        source, target = np.full(kept.sum(), 1 - self._positive), np.full(kept.sum(), self._positive)
        return Cells(step[kept], true[kept], source, target, counts[kept], len(places) - 1)

    def spread_out(self, most: int) -> NDArray[np.intp]:
        """Return at most so many places that have about as many positives, and negatives, between them."""
        n = self.n_places
        if n <= most:
            return np.arange(n)
        even = [np.linspace(0, counts[-1], most // 2) for counts in (self._tps, self._fps)]
        found = [np.searchsorted(self._tps, even[0]), np.searchsorted(self._fps, even[1])]
        return np.unique(np.concatenate([[0], *found, [n - 1]]))

    def _ordered(self, positive: Floats, negative: Floats) -> Floats:
        pair = (negative, positive) if self._positive else (positive, negative)
        return np.stack(pair, axis=-1)

    def _cost(self, tps: Floats, fps: Floats) -> Floats | None:
        if self._prices is None:
            return None
        pos, neg = self._positive, 1 - self._positive
        n_pos, n_neg = self._sizes
        prices = self._prices
        return np.asarray(
            tps * prices[pos, pos] + (n_pos - tps) * prices[pos, neg]
            + fps * prices[neg, pos] + (n_neg - fps) * prices[neg, neg]
        )  # fmt: skip

    def _above(self) -> float:
        return float(np.nextafter(self._dtype.type(self._scores[0]), self._dtype.type(math.inf)))

    def _below(self) -> float:
        return float(np.nextafter(self._dtype.type(self._scores[-1]), self._dtype.type(-math.inf)))


def score_places(
    predictions: Predictions, positive: int, boundary: Boundary, costs: CostMatrix | None,
    weights: RowWeights | None = None,
) -> ScorePlaces:
    """Return all places of the positive class's threshold."""
    dtype = predictions.score_of(positive).dtype
    return ScorePlaces(rank_class(predictions, positive), positive, boundary, costs, dtype, weights=weights)
