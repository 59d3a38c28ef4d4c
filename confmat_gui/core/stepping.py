"""One class's threshold as a slider: every value at which a decision changes, and the curve it draws."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.critical import critical_values
from confmat_gui.core.decide import rounded_threshold
from confmat_gui.core.errors import InputError
from confmat_gui.core.nearest import VertexBoxes
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.rules import Boundary
from confmat_gui.core.runner_up import next_up
from confmat_gui.core.thresholds import starting_thresholds


@dataclass(frozen=True, eq=False)
class ThresholdPath:
    """All that moving one class's threshold can reach; each vertex is one distinct set of decisions.

    Attributes
    ----------
    thresholds : (m,) float64
        Raw values to store: K > 2 the class's own t_k, binary always the one number on the positive class's
        score. In the order in which the class loses samples the less: the first vertex predicts it as rarely
        as can be.
    tps, fps : (m,) int64
        Samples rightly and wrongly predicted as the class, exactly those that `decide` gives at
        thresholds[i].
    fpr, tpr, precision : (m,) float64
        fpr and tpr are nan where there are no such samples; precision is 1 where nothing is predicted as the
        class.
    rising : bool
        Whether raising the stored number moves towards the first vertex (False for the negative class).
    """

    thresholds: Floats
    tps: Counts
    fps: Counts
    fpr: Floats
    tpr: Floats
    precision: Floats
    rising: bool = True

    def nearest(self, x: float, y: float, kind: Literal["roc", "pr"] = "roc") -> float:
        """Return the raw threshold of the vertex nearest to (fpr, tpr), or to (recall, precision)."""
        return float(self.thresholds[self.boxes(kind).nearest(x, y)])

    def boxes(self, kind: Literal["roc", "pr"]) -> VertexBoxes:
        """Return what finds the nearest vertex: made by the first call, in one pass over the path."""
        return self._roc_boxes if kind == "roc" else self._precision_recall_boxes

    @cached_property
    def _roc_boxes(self) -> VertexBoxes:
        return VertexBoxes(self.fpr, self.tpr)

    @cached_property
    def _precision_recall_boxes(self) -> VertexBoxes:
        return VertexBoxes(self.tpr, self.precision)


def threshold_path(prepared: Prepared, point: OperatingPoint, class_index: int) -> ThresholdPath:
    """Return the path of one class's threshold with all others as they are.

    K > 2: the decision ROC (docs/numbers.md, section 2), from the thresholds of `point` or, under another
    rule, from equal ones. Binary: the plain ROC of the positive class's score, for the negative class read
    backwards. The path asked last is kept for each data set, so a drag computes it once.

    Raises
    ------
    InputError
        There are no scores, or for K > 2 no probabilities.
    """
    predictions = prepared.predictions
    if predictions.y_score is None:
        raise InputError("A threshold needs scores, but these predictions hold only labels.")
    positive = predictions.positive if point.positive is None else point.positive
    if not predictions.is_binary:
        check_probabilities(predictions, "A threshold for each of several classes")
        others = starting_thresholds(predictions, point.rule, positive)
        others[class_index] = np.nan
        key: _Key = (class_index, others.tobytes())
        return _kept(prepared, key) or _keep(prepared, key, _path_of_many(predictions, others, class_index))
    assert positive is not None
    key = (class_index, positive, point.rule.boundary)
    return _kept(prepared, key) or _keep(
        prepared, key, _binary_path(prepared, positive, class_index, point.rule.boundary)
    )


def next_threshold(
    prepared: Prepared, point: OperatingPoint, class_index: int, direction: Literal[1, -1]
) -> float | None:
    """Return the raw threshold at which the decisions change next, or None at the end of the path.

    direction : +1 makes the class rarer (raises its own threshold), -1 makes it more frequent. Binary: the
        value is always the one stored number, that of the positive class.
    """
    path = threshold_path(prepared, point, class_index)
    at = path_position(prepared, point, class_index) - direction
    return float(path.thresholds[at]) if 0 <= at < len(path.thresholds) else None


def path_position(prepared: Prepared, point: OperatingPoint, class_index: int) -> int:
    """Return the vertex of the path that has the decisions of the present threshold."""
    predictions = prepared.predictions
    path = threshold_path(prepared, point, class_index)
    positive = predictions.positive if point.positive is None else point.positive
    raw = starting_thresholds(predictions, point.rule, positive)
    if not predictions.is_binary:
        return _last_at_or_above(path.thresholds, float(raw[class_index]))
    assert positive is not None
    score = predictions.score_of(positive)[:1]
    now = float(rounded_threshold(score, float(raw[positive])))
    descending = path.thresholds if path.rising else path.thresholds[::-1]
    if point.rule.boundary == ">=":
        at = _last_at_or_above(descending, now)
    else:
        at = int(np.searchsorted(-descending, -now, side="left"))
        at = min(at, len(descending) - 1)
    return at if path.rising else len(descending) - 1 - at


def _last_at_or_above(descending: Floats, value: float) -> int:
    return max(0, int(np.searchsorted(-descending, -value, side="right")) - 1)


def _path_of_many(predictions: Predictions, others: Floats, class_index: int) -> ThresholdPath:
    critical = critical_values(predictions, others, class_index)
    positive: Bools = predictions.y_true == class_index
    ranking = rank_scores(critical, positive, predictions.count)
    kept = ranking.thresholds > 0
    always = ranking.thresholds == np.inf
    finite = kept & ~always
    top = float(ranking.thresholds[finite][0]) if finite.any() else 1.0
    first = next_up(np.array([top])) if finite.any() else [top]
    tps = np.concatenate((ranking.tps[always] if always.any() else [0], ranking.tps[finite]))
    fps = np.concatenate((ranking.fps[always] if always.any() else [0], ranking.fps[finite]))
    return _path(np.concatenate((first, ranking.thresholds[finite])), tps, fps, ranking)


def _binary_path(prepared: Prepared, positive: int, class_index: int, boundary: Boundary) -> ThresholdPath:
    ranking = _settable_ranking(prepared.ranking(positive))
    score = prepared.predictions.score_of(positive)[:1]
    thresholds = _settable(ranking.thresholds, score.dtype, boundary)
    tps, fps = np.concatenate(([0], ranking.tps)), np.concatenate(([0], ranking.fps))
    if class_index == positive:
        return _path(thresholds, tps, fps, ranking)
    other = Ranking(ranking.thresholds, ranking.fps, ranking.tps, ranking.n_neg, ranking.n_pos)
    return _path(thresholds[::-1], ranking.n_neg - fps[::-1], ranking.n_pos - tps[::-1], other, rising=False)


def _settable_ranking(ranking: Ranking) -> Ranking:
    """Leave out all but the last of equal thresholds: near 1 a threshold on 1 - p takes several p at once."""
    ends = np.append(ranking.thresholds[1:] != ranking.thresholds[:-1], True)
    if ends.all():
        return ranking
    return Ranking(
        ranking.thresholds[ends], ranking.tps[ends], ranking.fps[ends], ranking.n_pos, ranking.n_neg
    )


def _settable(distinct: Floats, dtype: np.dtype[np.floating], boundary: Boundary) -> Floats:
    """Return a threshold that takes nothing, and for each distinct score one that takes all down to it."""
    own = distinct.astype(dtype)
    if boundary == ">=":
        return np.concatenate((np.nextafter(own[:1], dtype.type(np.inf)), own)).astype(np.float64)
    return np.concatenate((own, np.nextafter(own[-1:], dtype.type(-np.inf)))).astype(np.float64)


def _path(
    thresholds: Floats, tps: Counts, fps: Counts, ranking: Ranking, *, rising: bool = True
) -> ThresholdPath:
    predicted = tps + fps
    precision = np.divide(tps, predicted, out=np.ones(len(tps)), where=predicted > 0)
    nans = np.full(len(tps), np.nan)
    fpr = fps / ranking.n_neg if ranking.n_neg else nans
    tpr = tps / ranking.n_pos if ranking.n_pos else nans
    return ThresholdPath(thresholds, tps, fps, fpr, tpr, precision, rising)


_Key = tuple[object, ...]
_paths: weakref.WeakKeyDictionary[Prepared, tuple[_Key, ThresholdPath]] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def _kept(prepared: Prepared, key: _Key) -> ThresholdPath | None:
    with _lock:
        kept = _paths.get(prepared)
    return kept[1] if kept is not None and kept[0] == key else None


def _keep(prepared: Prepared, key: _Key, path: ThresholdPath) -> ThresholdPath:
    with _lock:
        _paths[prepared] = (key, path)
    return path
