"""Noticing that one threshold or cost weight is being moved, and answering from an index while it is.

A single change is decided row by row and costs nothing more than that. The second change in a row of the same
number builds an index (`sweep.py`, `passing_sweep.py`, `weight_sweep.py`); it stays with the samples as long
as all else does. Where nothing that decides has changed, as when prices change that only price, the last
answer is given again.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, replace
from typing import TypeAlias

from confmat_gui.core.handover import Tick
from confmat_gui.core.passing_sweep import PassingSweep, sweep_of_passing
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.setting import Path, Setting
from confmat_gui.core.sweep import Sweep, sweep_of_many, sweep_of_two
from confmat_gui.core.weight_sweep import WeightSweep, sweep_of_weight

Index: TypeAlias = Sweep | WeightSweep | PassingSweep
"""What answers while one number moves."""


@dataclass(frozen=True, eq=False)
class _Watch:
    """The last setting, the path on which it moved, what it gave, and the index of a path.

    The index is None if none was built, or if one was tried that cannot be had.
    """

    setting: Setting
    path: Path | None = None
    tick: Tick | None = None
    indexed: Path | None = None
    index: Index | None = None


_watches: weakref.WeakKeyDictionary[Prepared, _Watch] = weakref.WeakKeyDictionary()
_ahead: weakref.WeakKeyDictionary[Prepared, tuple[Path, Index]] = weakref.WeakKeyDictionary()
"""The last index that was asked for before anything moved; a slider on its path takes it over."""
_lock = threading.Lock()


def live_tick(prepared: Prepared, setting: Setting) -> Tick | None:
    """Return what the rule gives if it is known, an index has it or one pays now; None: decide row by row.

    Threads may call this at once: each takes the watch as it is and leaves a whole one.
    """
    predictions = prepared.predictions
    if predictions.sample_weight is not None:
        return None
    with _lock:
        before, ahead = _watches.get(prepared), _ahead.get(prepared)
    if before is None:
        _remember(prepared, _Watch(setting))
        return None
    if before.tick is not None and before.setting.key == setting.key:
        return before.tick
    watch = _next_watch(predictions, before, setting, ahead)
    tick = None
    if watch.indexed is not None and watch.index is not None and watch.path == watch.indexed:
        tick = _at(watch.index, setting, watch.indexed.class_index)
    _remember(prepared, replace(watch, tick=tick))
    return tick


def keep_tick(prepared: Prepared, setting: Setting, tick: Tick) -> None:
    """Keep what deciding row by row gave, in case nothing that decides changes next."""
    with _lock:
        watch = _watches.get(prepared)
        if watch is not None and watch.setting is setting:
            _watches[prepared] = replace(watch, tick=tick)


def index_ahead(prepared: Prepared, setting: Setting, path: Path) -> Index | None:
    """Return the index of a path of this setting before anything moves on it; None where it cannot be had.

    A slider that is taken on the path then starts from it.
    """
    with _lock:
        watch, ahead = _watches.get(prepared), _ahead.get(prepared)
    if watch is not None and watch.indexed == path:
        return watch.index
    if ahead is not None and ahead[0] == path:
        return ahead[1]
    index = _built(prepared.predictions, path, setting)
    if index is not None:
        with _lock:
            _ahead[prepared] = path, index
    return index


def _next_watch(
    predictions: Predictions, before: _Watch, setting: Setting, ahead: tuple[Path, Index] | None
) -> _Watch:
    """Return the watch after a change; its path is the indexed one only if the index answers."""
    for indexed, index in ((before.indexed, before.index), ahead or (None, None)):
        if indexed is not None and indexed == setting.path(indexed.class_index):
            return _Watch(setting, indexed, None, indexed, index)
    path = setting.moved_from(before.setting)
    if path is None or path != before.path or not _can_be_indexed(predictions, setting):
        return replace(before, setting=setting, path=path)
    return _Watch(setting, path, None, path, _built(predictions, path, setting))


def _can_be_indexed(predictions: Predictions, setting: Setting) -> bool:
    if predictions.n_classes < 2 or predictions.y_score is None:
        return False
    return setting.positive is not None or predictions.has_probabilities


def _at(index: Index, setting: Setting, class_index: int) -> Tick | None:
    place = setting.place(class_index)
    return index.at(place, setting.boundary) if isinstance(index, Sweep) else index.at(place)


def _remember(prepared: Prepared, watch: _Watch) -> None:
    with _lock:
        _watches[prepared] = watch


def _built(predictions: Predictions, path: Path, setting: Setting) -> Index | None:
    """Build the index; without memory for it the plain way still works."""
    try:
        if path.kind == "min-cost":
            return sweep_of_weight(predictions, setting.numbers, path.class_index)
        if path.abstaining is not None:
            return sweep_of_passing(predictions, setting.numbers, path.class_index, path.abstaining)
        if predictions.is_binary:
            return sweep_of_two(predictions, path.class_index)
        return sweep_of_many(predictions, setting.numbers, path.class_index)
    except MemoryError:
        return None
