"""Influence of every row on means of areas: the macro AUC and Hand & Till's M."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.class_ranks import ClassRanks, ties_of
from confmat_gui.core.predictions import Predictions


class AreaInfluence:
    """Influence of every row on the macro AUC and on Hand & Till's M, gathered class by class.

    A row has a place in the ranking of its own class, above others, and one in the ranking of every other
    class, below others. For a mean of areas these parts add up.
    """

    def __init__(self, predictions: Predictions) -> None:
        n_rows = predictions.n_rows
        self._y_true, self._count = predictions.y_true, predictions.count
        self._support = predictions.support.astype(np.float64)
        self._n = predictions.n
        self._rest_beaten, self._pairs_beaten = np.zeros(n_rows), np.zeros(n_rows)
        """Of its own class's score: share of all others below the row; sum of the shares of each class."""
        self._rest_lost, self._pairs_lost = np.zeros(n_rows), np.zeros(n_rows)
        """Sum over the scores of other classes of the share of that class below the row; the first divided
        by the number of samples outside that class."""

    def add(self, ranks: ClassRanks) -> None:
        """Take in the ranking of one class."""
        k = ranks.class_index
        n_own, n_rest = self._support[k], self._n - self._support[k]
        if n_own == 0 or n_rest == 0:
            return
        places = np.flatnonzero(ranks.own)
        row = ranks.order[places]
        ties = ties_of(ranks.rows, places)
        self._rest_beaten[row] = ranks.rest_below(places, ties) / n_rest
        self._pairs_beaten[row] = ties.middle(self._shares(ranks))
        lost = ranks.doubled / (2 * n_own)
        lost[places] = 0
        in_file = ranks.scattered(lost, len(self._y_true))
        self._pairs_lost += in_file
        in_file /= n_rest
        self._rest_lost += in_file

    def macro(self) -> Floats:
        """Return the influence on the mean of the areas of classes."""
        occurs = (self._support > 0) & (self._support < self._n)
        areas = self._class_means(self._rest_beaten)
        missed = np.where(occurs, (1 - areas) / np.maximum(self._n - self._support, 1), 0.0)
        lost = (missed.sum() - missed)[self._y_true] - self._rest_lost
        won = (self._rest_beaten - areas[self._y_true]) * self._per_sample()[self._y_true]
        return np.asarray((lost + won) * (self._n / max(1, int(occurs.sum()))))

    def hand_till(self) -> Floats:
        """Return the influence on the mean of the areas of ordered pairs of classes."""
        n_classes = int((self._support > 0).sum())
        moved = self._pairs_beaten - self._pairs_lost
        moved -= self._class_means(moved)[self._y_true]
        return moved * self._per_sample()[self._y_true] * (self._n / max(1, n_classes * (n_classes - 1)))

    def _class_means(self, values: Floats) -> Floats:
        weighted = values if self._count is None else values * self._count
        sums = np.bincount(self._y_true, weighted, minlength=len(self._support))
        return np.asarray(sums * self._per_sample())

    def _per_sample(self) -> Floats:
        return 1 / np.maximum(self._support, 1)

    def _shares(self, ranks: ClassRanks) -> Floats:
        """Return up to every sorted row the sum over all other classes of the share of the class."""
        per_sample = self._per_sample()
        per_sample[ranks.class_index] = 0
        weight = per_sample.take(ranks.rows.code)
        if ranks.rows.count is not None:
            weight *= ranks.rows.count
        return np.cumsum(weight, out=weight)
