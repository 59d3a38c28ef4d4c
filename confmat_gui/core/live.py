"""Noticing that one class's threshold is being moved, and answering from an index while it is.

A single change is decided row by row and costs nothing more than that. The second change in a row of the same
class builds the index (`sweep.py`); it stays with the samples as long as the other thresholds do.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.sweep import Sweep, Tick, sweep_of_many, sweep_of_two


@dataclass(frozen=True)
class _Path:
    """Which class moves while what stays: equal for all positions of one slider."""

    class_index: int
    others: bytes = b""


@dataclass(frozen=True, eq=False)
class _Watch:
    """The last thresholds, the path on which they moved, and the index of a path if one was built."""

    thresholds: Floats
    path: _Path | None = None
    indexed: _Path | None = None
    sweep: Sweep | None = None


_watches: weakref.WeakKeyDictionary[Prepared, _Watch] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def live_tick(prepared: Prepared, point: OperatingPoint, thresholds: Floats | None) -> Tick | None:
    """Return what the rule gives if an index has it or pays now; None: decide row by row.

    `thresholds` : (K,) raw ones of the rule, None under another rule. Rules that may
    abstain are decided row by row. Threads may call this at once: each takes the watch as it is and leaves a
    whole one.
    """
    predictions = prepared.predictions
    if thresholds is None or point.rule.no_decision or not _can_be_indexed(predictions):
        return None
    with _lock:
        before = _watches.get(prepared)
    positive = predictions.positive if point.positive is None else point.positive
    if before is not None and before.sweep is not None:
        at = _on_path(before.indexed, thresholds, positive)
        if at is not None:
            _remember(prepared, _Watch(thresholds, before.indexed, before.indexed, before.sweep))
            return before.sweep.at(at, point.rule.boundary)
    path = None if before is None else _moved(before.thresholds, thresholds, positive)
    if before is None or path is None or path != before.path:
        _remember(prepared, _Watch(thresholds, path, *_kept_index(before)))
        return None
    sweep = _built(predictions, path, thresholds)
    if sweep is None:
        return None
    _remember(prepared, _Watch(thresholds, path, path, sweep))
    return sweep.at(float(thresholds[path.class_index]), point.rule.boundary)


def _can_be_indexed(predictions: Predictions) -> bool:
    return (
        predictions.n_classes >= 2 and predictions.y_score is not None
        and predictions.sample_weight is None
        and (predictions.is_binary or predictions.has_probabilities)
    )  # fmt: skip


def _on_path(path: _Path | None, thresholds: Floats, positive: int | None) -> float | None:
    """Return the position of these thresholds on the path, None if they are not on it."""
    if path is None or path != _path_of(path.class_index, thresholds, positive):
        return None
    return float(thresholds[path.class_index])


def _path_of(class_index: int, thresholds: Floats, positive: int | None) -> _Path | None:
    if len(thresholds) == 2:
        return _Path(class_index) if class_index == positive else None
    others = thresholds.copy()
    others[class_index] = np.nan
    return _Path(class_index, others.tobytes())


def _moved(before: Floats, after: Floats, positive: int | None) -> _Path | None:
    """Return the path if exactly one threshold changed (binary: the only one there is)."""
    if len(after) == 2:
        assert positive is not None
        return None if before[positive] == after[positive] else _path_of(positive, after, positive)
    changed = np.flatnonzero(before != after)
    return _path_of(int(changed[0]), after, positive) if len(changed) == 1 else None


def _kept_index(before: _Watch | None) -> tuple[_Path | None, Sweep | None]:
    return (None, None) if before is None else (before.indexed, before.sweep)


def _remember(prepared: Prepared, watch: _Watch) -> None:
    with _lock:
        _watches[prepared] = watch


def _built(predictions: Predictions, path: _Path, thresholds: Floats) -> Sweep | None:
    """Build the index; without memory for it the plain way still works."""
    try:
        if predictions.is_binary:
            return sweep_of_two(predictions, path.class_index)
        return sweep_of_many(predictions, thresholds, path.class_index)
    except MemoryError:
        return None
