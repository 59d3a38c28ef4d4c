"""The rows in the order of the score of one class, and what is below each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.complement import complement
from confmat_gui.core.pairs import doubled_ranks
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.ranking import Ranking, rank_scores, ranking_of_sorted
from confmat_gui.core.sorted_rows import RowsOfCode, SortedRows, sort_with_rows


@dataclass(frozen=True, eq=False)
class Ties:
    """Where the ties of some sorted rows begin and end."""

    rows: SortedRows
    before: NDArray[np.intp]
    """Sorted row before the first of the tied ones, -1 where there is none."""
    last: NDArray[np.intp]

    def middle(self, upto: NDArray[Any]) -> Floats:
        """Return cumulative sums up to half of the ties."""
        before = np.where(self.before < 0, 0, upto[self.before])
        return np.asarray((before + upto[self.last]) / 2)

    def samples_below(self) -> Floats:
        """Return the samples below, half of those tied included."""
        if self.rows.count is None:
            return np.asarray((self.before + self.last) / 2 + 1)
        return self.middle(np.cumsum(self.rows.count))


def ties_of(rows: SortedRows, places: NDArray[np.intp]) -> Ties:
    """Return the ties of some sorted rows, given by their ascending places."""
    ends = rows.ends
    if len(ends) == len(rows.score):
        return Ties(rows, places - 1, places)
    group = np.searchsorted(ends, places)
    before: NDArray[np.intp] = np.where(group > 0, ends[group - 1], -1)
    return Ties(rows, before, ends[group])


@dataclass(frozen=True, eq=False)
class ClassRanks:
    """The rows in ascending order of the score of one class.

    Attributes
    ----------
    class_index : int
    rows : scores, true classes and counts
    order : row number of each sorted row; rows of count 0 are not among them
    doubled : twice the samples of the class below each sorted row, those tied with it counted once
    is_complement : whether rows are ranked by -p in place of 1 - p
    """

    class_index: int
    rows: SortedRows
    order: NDArray[Any]
    doubled: Counts
    is_complement: bool = False

    @property
    def own(self) -> Bools:
        """Whether each sorted row is of the class."""
        return np.asarray(self.rows.code == self.class_index)

    def rest_below(self, places: NDArray[np.intp], ties: Ties) -> Floats:
        """Return how many samples outside the class are below some sorted rows, half of the ties included."""
        return np.asarray(ties.samples_below() - self.doubled[places] / 2)

    def ranking(self, *, drop_intermediate: bool = False) -> Ranking:
        """Return the counts at every distinct score, or only where the curves need them."""
        rows = RowsOfCode(self.rows, self.class_index)
        ranking = ranking_of_sorted(rows, drop_intermediate=drop_intermediate)
        return of_complement(ranking, self.rows.score.dtype) if self.is_complement else ranking

    def scattered(self, values: NDArray[Any], n_rows: int) -> Floats:
        """Return values of sorted rows in the order of the file, 0 for rows of count 0."""
        result = np.zeros(n_rows)
        result[self.order] = values
        return result


def rank_rows(predictions: Predictions, class_index: int) -> ClassRanks:
    """Sort the rows by the score of one class."""
    score, codes, count = predictions.ranking_score_of(class_index), predictions.y_true, predictions.count
    rows, order = sort_with_rows(score, codes, class_index, count)
    is_complement = predictions.is_complement(class_index)
    return ClassRanks(class_index, rows, order, doubled_ranks(rows, class_index), is_complement)


def rank_class(predictions: Predictions, class_index: int, *, drop_intermediate: bool = False) -> Ranking:
    """Rank the samples by the score of one class against the rest."""
    score, is_positive = predictions.ranking_score_of(class_index), predictions.y_true == class_index
    ranking = rank_scores(score, is_positive, predictions.count, drop_intermediate=drop_intermediate)
    return of_complement(ranking, score.dtype) if predictions.is_complement(class_index) else ranking


def of_complement(ranking: Ranking, dtype: np.dtype[Any]) -> Ranking:
    """Return a ranking by -p with thresholds on 1 - p; the smallest p may share one."""
    thresholds = np.empty(len(ranking.thresholds))
    for block in ranking.blocks():
        thresholds[block] = complement((-ranking.thresholds[block]).astype(dtype))
    return replace(ranking, thresholds=thresholds)


def placements(ranks: ClassRanks, n_rows: int) -> Floats:
    """Return for each row how often it is on the right side of the other kind, ties 1/2, in [0, 1]."""
    weights = ranks.rows.count
    own = ranks.own
    places = np.flatnonzero(own)
    n_own = len(places) if weights is None else int(weights[own].sum())
    whole = len(own) if weights is None else int(weights.sum())
    result = 1 - ranks.doubled / (2 * n_own)
    result[places] = ranks.rest_below(places, ties_of(ranks.rows, places)) / (whole - n_own)
    return ranks.scattered(result, n_rows)
