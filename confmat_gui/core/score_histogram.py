"""How the scores of one class lie, apart by true class."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats, read_only
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column

BLOCK_ROWS = 65_536
BINS = ((500, 25), (2_000, 50))
"""Bins of at most so many rows."""
MOST_BINS = 100

MOST_KEPT = 8

Axis: TypeAlias = Literal["score", "probability", "decision"]
"""What is counted: the score on which a threshold of two classes lies, the probability of the class, or the
threshold at which each sample is lost to another class (as it is shown: its share of all thresholds)."""


@dataclass(frozen=True, eq=False)
class ScoreHistogram:
    """Samples by score and true class.

    Attributes
    ----------
    axis : what the scores are
    class_index : whose they are
    edges : (B + 1,) ascending, equally far apart; a bin holds its lower end, the last one its upper end too
    counts : (K, B) int64, true class by bin, frequency counts included
    """

    axis: Axis
    class_index: int
    edges: Floats
    counts: Counts


def score_histogram(
    predictions: Predictions, axis: Axis, class_index: int, thresholds: Floats | None = None
) -> ScoreHistogram:
    """Count the scores of a class in bins of equal width.

    Parameters
    ----------
    predictions : with scores; with probabilities but for the axis "score"
    axis : see `Axis`
    class_index : whose scores
    thresholds : (K,) raw, above 0, for the axis "decision"; the one of the class itself does not matter

    Notes
    -----
    Probabilities and shares lie from 0 to 1, other scores from the lowest to the highest. A share is
    c / (c + the other thresholds), where c is the largest threshold at which a sample is given to the class.
    """
    values = _values(predictions, axis, class_index, thresholds)
    low, high = _ends(predictions, axis, values)
    n_bins = next((bins for rows, bins in BINS if predictions.n_rows <= rows), MOST_BINS)
    counts = np.zeros(predictions.n_classes * n_bins, dtype=np.int64)
    for start in range(0, predictions.n_rows, BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        places = _places(values[rows], low, high, n_bins)
        codes = predictions.y_true[rows].astype(np.int64) * n_bins + places
        weights = None if predictions.count is None else predictions.count[rows]
        counts += np.bincount(codes, weights, minlength=len(counts)).astype(np.int64)
    edges = np.linspace(low, high, n_bins + 1)
    return ScoreHistogram(
        axis, class_index, read_only(edges), read_only(counts.reshape(predictions.n_classes, n_bins))
    )


def kept_histogram(
    predictions: Predictions, axis: Axis, class_index: int, thresholds: Floats | None = None
) -> ScoreHistogram:
    """Return `score_histogram`, which is kept for the classes and thresholds asked last.

    While the threshold of a class moves, its own histogram stays as it is.
    """
    rest = b""
    if thresholds is not None:
        others = thresholds.copy()
        others[class_index] = np.nan
        rest = others.tobytes()
    key = (axis, class_index, rest)
    with _lock:
        kept = _kept.setdefault(predictions, OrderedDict())
        found = kept.get(key)
    if found is None:
        found = score_histogram(predictions, axis, class_index, thresholds)
    with _lock:
        kept[key] = found
        kept.move_to_end(key)
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return found


_Key: TypeAlias = tuple[Axis, int, bytes]
_kept: weakref.WeakKeyDictionary[Predictions, OrderedDict[_Key, ScoreHistogram]] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def _values(
    predictions: Predictions, axis: Axis, class_index: int, thresholds: Floats | None
) -> NDArray[Any]:
    if axis == "score":
        return predictions.score_of(class_index)
    if axis == "probability":
        return probability_column(predictions, class_index)
    assert thresholds is not None
    critical, _ = critical_rows(predictions, thresholds, class_index)
    others = float(np.delete(thresholds, class_index).sum())
    share = np.divide(critical, critical + others, out=np.ones(len(critical)), where=np.isfinite(critical))
    return np.asarray(share)


def _ends(predictions: Predictions, axis: Axis, values: NDArray[Any]) -> tuple[float, float]:
    if axis != "score" or predictions.score_kind in ("probability", "sigmoid"):
        return 0.0, 1.0
    low, high = float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))
    if low > high:
        return 0.0, 1.0
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _places(values: NDArray[Any], low: float, high: float, n_bins: int) -> NDArray[np.int64]:
    """Return the bin of each value."""
    places = ((values.astype(np.float64) - low) * (n_bins / (high - low))).astype(np.int64)
    return np.clip(places, 0, n_bins - 1)
