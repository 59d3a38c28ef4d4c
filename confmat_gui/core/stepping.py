"""One class's threshold as a slider: every value at which a decision changes, and the curve it draws."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from confmat_gui.core.abstaining import own_probability
from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.boundary import rounded_threshold
from confmat_gui.core.errors import InputError
from confmat_gui.core.live import Index, index_ahead
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.path_vertices import nearest_vertex, precision_of, settable
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.rules import Boundary
from confmat_gui.core.setting import Setting
from confmat_gui.core.thresholds import starting_thresholds
from confmat_gui.core.weight_sweep import WeightSweep


@dataclass(frozen=True, eq=False)
class ThresholdPath:
    """All that moving one class's threshold can reach; each vertex is one distinct set of decisions.

    Attributes
    ----------
    thresholds : (m,) float64
        Raw values to store: the class's own t_k, but for two classes with one threshold always the one number
        on the positive class's score. In the order in which the class loses samples the less: the first
        vertex predicts it as rarely as can be.
    tps, fps : (m,) integers
        Samples rightly and wrongly predicted as the class, exactly those that `decide` gives at
        thresholds[i].
    n_pos, n_neg : samples of the class, and of the others
    rising : bool
        Whether raising the stored number moves towards the first vertex (False for the negative class).
    """

    thresholds: Floats
    tps: Counts
    fps: Counts
    n_pos: int
    n_neg: int
    rising: bool = True

    @cached_property
    def fpr(self) -> Floats:
        """(m,) share of the others that is predicted as the class; nan where there are none."""
        return _share(self.fps, self.n_neg)

    @cached_property
    def tpr(self) -> Floats:
        """(m,) share of the class that is found; nan where there are no samples of it."""
        return _share(self.tps, self.n_pos)

    @cached_property
    def precision(self) -> Floats:
        """(m,) share of those predicted as the class that is; 1 where nothing is predicted as it."""
        return precision_of(self.tps, self.fps)

    def nearest(self, x: float, y: float, kind: Literal["roc", "pr"] = "roc") -> float:
        """Return the raw threshold of the vertex nearest to (fpr, tpr), or to (recall, precision).

        Of several the first. Undefined rates count as 0.
        """
        sizes = max(1, self.n_pos), max(1, self.n_neg)
        vertex = nearest_vertex((self.tps, self.fps), sizes, (x, y), kind)
        return float(self.thresholds[vertex])


def threshold_path(prepared: Prepared, point: OperatingPoint, class_index: int) -> ThresholdPath:
    """Return the path of one class's threshold with all others as they are.

    Where each class has a threshold: the decision ROC (docs/numbers.md, section 2), from the thresholds of
    `point` or, under another rule, from equal ones; it comes from the index that a slider of the class uses.
    Binary with one threshold: the plain ROC of the positive class's score, for the negative class read
    backwards. The path asked last is kept for each data set, so a drag computes it once.

    Raises
    ------
    InputError
        There are no scores, or no probabilities where each class has a threshold.
    MemoryError
        There is no room for the index.
    """
    predictions = prepared.predictions
    setting = _starting(predictions, point)
    if setting.positive is None:
        check_probabilities(predictions, "A threshold for each of several classes")
        way = setting.path(class_index)
        assert way is not None
        return _kept(prepared, way) or _keep(
            prepared, way, _path_of_index(index_ahead(prepared, setting, way), predictions, class_index)
        )
    key = (class_index, setting.positive, setting.boundary)
    return _kept(prepared, key) or _keep(
        prepared, key, _binary_path(prepared, setting.positive, class_index, setting.boundary)
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
    predictions, setting = prepared.predictions, _starting(prepared.predictions, point)
    path = threshold_path(prepared, point, class_index)
    if setting.positive is None and not setting.no_decision:
        return _last_at_or_above(path.thresholds, setting.place(class_index))
    if setting.positive is None:
        moving, score = class_index, own_probability(predictions, class_index)
    else:
        moving, score = setting.positive, predictions.score_of(setting.positive)
    now = float(rounded_threshold(score[:1], setting.place(moving)))
    descending = path.thresholds if path.rising else path.thresholds[::-1]
    if setting.boundary == ">=":
        at = _last_at_or_above(descending, now)
    else:
        at = int(np.searchsorted(-descending, -now, side="left"))
        at = min(at, len(descending) - 1)
    return at if path.rising else len(descending) - 1 - at


def _starting(predictions: Predictions, point: OperatingPoint) -> Setting:
    """Return the thresholds from which a path starts, whatever the rule is now."""
    if predictions.y_score is None:
        raise InputError("A threshold needs scores, but these predictions hold only labels.")
    positive = predictions.positive if point.positive is None else point.positive
    one_threshold = predictions.is_binary and not point.rule.no_decision
    thresholds = starting_thresholds(predictions, point.rule, positive)
    return Setting(
        "thresholds", thresholds, point.rule.boundary, positive if one_threshold else None,
        point.rule.no_decision,
    )  # fmt: skip


def _last_at_or_above(descending: Floats, value: float) -> int:
    return max(0, int(np.searchsorted(-descending, -value, side="right")) - 1)


def _path_of_index(index: Index | None, predictions: Predictions, class_index: int) -> ThresholdPath:
    if index is None:
        raise MemoryError
    assert not isinstance(index, WeightSweep)
    support = predictions.support
    n_pos = int(support[class_index])
    thresholds, tps, fps = index.vertices()
    return ThresholdPath(thresholds, tps, fps, n_pos, int(support.sum()) - n_pos)


def _binary_path(prepared: Prepared, positive: int, class_index: int, boundary: Boundary) -> ThresholdPath:
    ranking = _settable_ranking(prepared.ranking(positive))
    score = prepared.predictions.score_of(positive)[:1]
    thresholds = settable(ranking.thresholds.astype(score.dtype), boundary)
    nothing = np.zeros(1, dtype=ranking.tps.dtype)
    tps, fps = np.concatenate((nothing, ranking.tps)), np.concatenate((nothing, ranking.fps))
    if class_index == positive:
        return ThresholdPath(thresholds, tps, fps, ranking.n_pos, ranking.n_neg)
    found, taken = ranking.n_neg - fps[::-1], ranking.n_pos - tps[::-1]
    return ThresholdPath(thresholds[::-1], found, taken, ranking.n_neg, ranking.n_pos, rising=False)


def _settable_ranking(ranking: Ranking) -> Ranking:
    """Leave out all but the last of equal thresholds: near 1 a threshold on 1 - p takes several p at once."""
    ends = np.append(ranking.thresholds[1:] != ranking.thresholds[:-1], True)
    if ends.all():
        return ranking
    return Ranking(
        ranking.thresholds[ends], ranking.tps[ends], ranking.fps[ends], ranking.n_pos, ranking.n_neg
    )


def _share(counts: Counts, of: int) -> Floats:
    return np.asarray(counts / of) if of else np.full(len(counts), np.nan)


_Key = Hashable
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
