"""Samples at every distinct score and how many of them are hits: all that calibration is found from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.argmax import first_highest
from confmat_gui.core.arrays import Bools, Counts, Floats, narrow_type
from confmat_gui.core.complement import complement
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities, probability_block, probability_column
from confmat_gui.core.ranking import Ranking, rank_scores

BLOCK_VALUES = 2**18
"""Probabilities looked at at a time to find the highest of each row."""
PURPOSE = "Calibration"


@dataclass(frozen=True, eq=False)
class ScoreCounts:
    """Samples at every distinct score.

    Attributes
    ----------
    values : (m,) float64, ascending, without duplicates
    n : (m,) int64, samples with each score, at least 1
    hits : (m,) int64, those of them for which the event came true
    """

    values: Floats
    n: Counts
    hits: Counts

    @property
    def n_samples(self) -> int:
        """All samples."""
        return int(self.n.sum())

    @property
    def base_rate(self) -> float:
        """Share of hits among all samples; nan without samples."""
        return float(self.hits.sum() / self.n_samples) if len(self.n) else float("nan")

    @property
    def ranking(self) -> Ranking:
        """The same counts as those of a ROC, from the highest score down."""
        tps = np.cumsum(self.hits[::-1])
        fps = np.cumsum((self.n - self.hits)[::-1])
        n_pos, n_neg = (int(tps[-1]), int(fps[-1])) if len(tps) else (0, 0)
        return Ranking(self.values[::-1], tps, fps, n_pos, n_neg)


def score_counts(score: NDArray[Any], hit: Bools, count: Counts | None = None) -> ScoreCounts:
    """Count samples and hits at every distinct score.

    Parameters
    ----------
    score : (n,) float32 or float64, finite; -0.0 and 0.0 are one score
    hit : (n,) whether the event came true
    count : (n,) samples that each row stands for; rows of 0 are left out
    """
    ranking = rank_scores(score, hit, count)
    tps, both = ranking.tps, ranking.tps + ranking.fps
    n, hits = np.diff(both, prepend=0)[::-1], np.diff(tps, prepend=0)[::-1]
    return ScoreCounts(ranking.thresholds[::-1].astype(np.float64), n, hits)


def class_counts(predictions: Predictions, class_index: int) -> ScoreCounts:
    """Return the counts of the probability of one class; a hit is a sample of the class.

    Raises
    ------
    InputError
        There are no probabilities.
    """
    check_probabilities(predictions, PURPOSE)
    column = probability_column(predictions, class_index)
    return score_counts(column, predictions.y_true == class_index, predictions.count)


def top_label_counts(predictions: Predictions) -> ScoreCounts:
    """Return the counts of the highest probability of each row; a hit is a sample of that class.

    Equal probabilities go to the first class in class order. InputError as `class_counts`.

    The 1 - p of a single column is the number on paper, in the type of the column: 1 - 0.059 and a score
    written as 0.941 are one probability, which no bin may split.
    """
    check_probabilities(predictions, PURPOSE)
    n_rows, n_classes = predictions.n_rows, predictions.n_classes
    codes = np.empty(n_rows, dtype=narrow_type(n_classes))
    highest = np.empty(n_rows)
    step = max(256, BLOCK_VALUES // n_classes)
    for start in range(0, n_rows, step):
        rows = slice(start, min(start + step, n_rows))
        block = probability_block(predictions, rows)
        highest[rows] = np.maximum.reduce(block, axis=1)
        first_highest(block, codes[rows])
    own = predictions.score_class
    if own is not None and predictions.is_binary and predictions.is_complement(1 - own):
        column, other = predictions.score_of(own), codes != own
        highest[other] = complement(column[other]).astype(column.dtype)
    return score_counts(highest, codes == predictions.y_true, predictions.count)
