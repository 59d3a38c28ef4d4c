"""One threshold for all classes, with no decision below it: a place for each distinct highest probability."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.abstaining import highest_passing, own_probability
from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.costs import priced
from confmat_gui.core.goals import Sums
from confmat_gui.core.places import Cells, Places
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.rules import Boundary, CostMatrix
from confmat_gui.core.weighted_sums import RowWeights


class CommonPlaces(Places):
    """Places from "every sample is decided" up to "none is", so that ties go to more decisions.

    Parameters
    ----------
    predictions : with probabilities
    boundary : whether a probability on the threshold decides
    costs : prices, if the goal needs them
    weights : what samples of each true class count, where that is not 1
    """

    def __init__(
        self, predictions: Predictions, boundary: Boundary, costs: CostMatrix | None,
        weights: RowWeights | None = None,
    ) -> None:
        check_probabilities(predictions, "A rule of thresholds with no decision")
        self.n_classes = predictions.n_classes
        codes, _ = highest_passing(predictions, np.full(self.n_classes, -1.0), ">=")
        highest = highest_probability(predictions)
        order = np.argsort(highest, kind="stable")
        self._rows = highest[order]
        self._true, self._code = predictions.y_true[order].astype(np.int64), codes[order].astype(np.int64)
        self._count: Counts | None = None if predictions.count is None else predictions.count[order]
        self._starts = np.flatnonzero(np.append(True, self._rows[1:] != self._rows[:-1]))
        self._boundary = boundary
        prices = None if costs is None else priced(costs, self.n_classes + 1)
        self._prices = prices if prices is None or weights is None else weights.prices(prices)
        self._weights = weights
        self._parts = np.ones((1, self.n_classes)) if weights is None else weights.parts

    @property
    def n_places(self) -> int:
        """Number of distinct highest probabilities, and one."""
        return len(self._starts) + 1

    def blocks(self, step: int) -> Iterator[tuple[slice, Sums]]:
        """Yield the sums of the matrices at so many places at a time."""
        ends = np.append(self._starts, len(self._rows))
        support = np.bincount(self._true, self._count, minlength=self.n_classes)
        gone = np.zeros((2 + len(self._parts), self.n_classes))
        waiting = 0.0  # total cost of those left without a decision, less that of deciding them
        decided = self._decided_cost()
        for start in range(0, self.n_places, step):
            stop = min(start + step, self.n_places)
            rows = slice(int(ends[max(0, start - 1)]), int(ends[stop - 1]))
            places = ends[start:stop] - rows.start
            lost = gone[:, None, :] + self._lost(rows, places)
            more = waiting + self._dearer(rows, places)
            gone, waiting = lost[:, -1], float(more[-1])
            yield slice(start, stop), self._sums(support, lost, None if decided is None else decided + more)

    def _sums(self, support: NDArray[Any], lost: Floats, cost: Floats | None) -> Sums:
        all_tp = np.bincount(self._true[self._true == self._code],
                             None if self._count is None else self._count[self._true == self._code],
                             minlength=self.n_classes)  # fmt: skip
        supports = np.broadcast_to(support.astype(np.float64), lost[0].shape)
        tp, decided = all_tp - lost[0], supports - lost[1]
        if self._weights is not None:
            tp, decided, supports = map(self._weights.of_rows, (tp, decided, supports))
        called = sum(first - gone for first, gone in zip(self._called, lost[2:], strict=True))
        return Sums(tp, decided, np.asarray(called), supports, cost)

    @cached_property
    def _called(self) -> Floats:
        """Samples predicted as each class where all are decided, once for each part of the weights."""
        count = np.ones(len(self._true)) if self._count is None else self._count
        return np.stack([
            np.bincount(self._code, part.take(self._true) * count, minlength=self.n_classes)
            for part in self._parts
        ])  # fmt: skip

    def _lost(self, rows: slice, places: NDArray[np.intp]) -> Floats:
        """Return tp, true and predicted samples of each class among the first rows of a part, (3, P, K).

        Predicted ones once for each part of the weights.
        """
        true, code = self._true[rows], self._code[rows]
        count = np.ones(len(true)) if self._count is None else self._count[rows]
        each = [count, count, *(part.take(true) * count for part in self._parts)]
        result = np.zeros((len(each), len(places), self.n_classes))
        for k in range(self.n_classes):
            own, called = true == k, code == k
            inside = own & called, own, *[called] * len(self._parts)
            for i, (rows_inside, number) in enumerate(zip(inside, each, strict=True)):
                upto = np.concatenate(([0.0], np.cumsum(rows_inside * number)))
                result[i, :, k] = upto[places]
        return result

    def _dearer(self, rows: slice, places: NDArray[np.intp]) -> Floats:
        if self._prices is None:
            return np.zeros(len(places))
        true, code = self._true[rows], self._code[rows]
        count = np.ones(len(true)) if self._count is None else self._count[rows]
        dearer = (self._prices[true, -1] - self._prices[true, code]) * count
        result: Floats = np.concatenate(([0.0], np.cumsum(dearer)))[places]
        return result

    def _decided_cost(self) -> float | None:
        if self._prices is None:
            return None
        count = np.ones(len(self._true)) if self._count is None else self._count
        return float((self._prices[self._true, self._code] * count).sum())

    def threshold(self, place: int) -> float:
        """Return the highest probability at a place, or the one below where one on the threshold fails."""
        n = len(self._starts)
        if self._boundary == ">=":
            return float(self._rows[self._starts[place]]) if place < n else self._next(-1, math.inf)
        return float(self._rows[self._starts[place - 1]]) if place else self._next(0, -math.inf)

    def _next(self, row: int, towards: float) -> float:
        value = self._rows[row]
        return float(np.nextafter(value, value.dtype.type(towards)))

    def cells(self, places: NDArray[np.intp]) -> Cells:
        """Return the samples that lose their decision between some places."""
        ends = np.append(self._starts, len(self._rows))[places]
        step = np.searchsorted(ends, np.arange(len(self._rows)), side="right") - 1
        moves = self._true, self._code, np.full(len(self._true), self.n_classes)
        return Cells.of_rows(step, moves, self._count, len(places) - 1)

    def spread_out(self, most: int) -> NDArray[np.intp]:
        """Return about so many places with as many samples between them."""
        if self.n_places <= most:
            return np.arange(self.n_places)
        even = np.linspace(0, len(self._rows) - 1, most).astype(np.intp)
        found = np.searchsorted(self._starts, even, side="right") - 1
        return np.unique(np.concatenate([[0], found, [self.n_places - 1]]))


def highest_probability(predictions: Predictions) -> NDArray[Any]:
    """Return the highest probability of each row, as a threshold with no decision meets it."""
    highest = own_probability(predictions, 0)
    for k in range(1, predictions.n_classes):
        highest = np.maximum(highest, own_probability(predictions, k))
    return highest
