"""Every matrix that moving one class's threshold can give: exact at any value, for any number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import rounded_threshold
from confmat_gui.core.handover import Handover, Tick, handover
from confmat_gui.core.packed_order import ascending_order
from confmat_gui.core.path_vertices import Vertices, counts_from_top
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary
from confmat_gui.core.runner_up import RunnerUp, next_up
from confmat_gui.core.sorted_rows import sort_rows
from confmat_gui.core.tie_windows import TieCounts, TieStates, tie_states


@dataclass(frozen=True, eq=False)
class Sweep:
    """Rows in the order in which one class loses them as its threshold rises.

    Threads may share it, and it has no reference to the samples. Memory: `edges` and 2 bytes a row up to 16
    classes (3 up to 256, 5 beyond; binary 1), 8 more with frequency counts, 16 more for a row whose other
    classes all have 0 or whose quotients leave the range of normal numbers; checkpoints of at most 2**24
    bytes for the cells (from 363 classes on one matrix instead) and as much for the ties.

    Attributes
    ----------
    class_index : the class whose threshold moves
    edges : (n,) ascending, float32 or float64
        K > 2: critical values; binary: scores of the positive class.
    handover : from the class to the ones that take its rows over
    ties : None for binary
    """

    class_index: int
    edges: NDArray[Any]
    handover: Handover
    ties: TieCounts | None

    @property
    def nbytes(self) -> int:
        """Memory of the index."""
        return self.edges.nbytes + self.handover.nbytes + (0 if self.ties is None else self.ties.nbytes)

    def at(self, threshold: float, boundary: Boundary = ">=") -> Tick:
        """Return what `decide` and `confusion_matrix` give at this threshold; the boundary is for binary."""
        place, n_tied = self._place(threshold, boundary)
        return Tick(self.handover.at(place), n_tied)

    def lent(self, threshold: float, boundary: Boundary = ">=") -> Tick:
        """Return the same with a matrix that is read-only and good until the next call.

        For one thread that has the index for itself: with many classes a copy costs far more than the move.
        """
        place, n_tied = self._place(threshold, boundary)
        return Tick(self.handover.lent(place), n_tied)

    def vertices(self) -> Vertices:
        """Return every set of decisions that the threshold can reach, for more than two classes."""
        values, tps, fps = counts_from_top(self.edges, self.handover.rows, self.class_index)
        finite = (values > 0) & (values < np.inf)
        always = int(len(values) and values[0] == np.inf)
        first = next_up(values[finite][:1]) if finite.any() else np.ones(1)
        return (
            np.concatenate((first, values[finite])),
            np.concatenate((tps[:always] if always else np.zeros(1, np.int64), tps[finite])),
            np.concatenate((fps[:always] if always else np.zeros(1, np.int64), fps[finite])),
        )

    def _place(self, threshold: float, boundary: Boundary) -> tuple[int, int]:
        """Return how many rows the class has lost, and on how many a tie is broken."""
        if self.ties is not None:
            return self.ties.at(threshold)
        rounded = rounded_threshold(self.edges, threshold)
        first = int(self.edges.searchsorted(rounded, "left"))
        after = first + _run_length(self.edges, first, rounded)
        return first if boundary == ">=" else after, after - first


def sweep_of_two(predictions: Predictions, positive: int) -> Sweep:
    """Return the index over the one threshold of a binary problem."""
    score, true, count = predictions.score_of(positive), predictions.y_true, predictions.count
    if count is None:
        rows = sort_rows(score, true.astype(np.uint8), 2)
        edges, ordered = rows.score, rows.code
    else:  # rows of count 0 stay: they are in no matrix, but they can tie
        order = np.argsort(score)
        edges, ordered, count = score[order], true[order].astype(np.uint8), count[order]
    codes = np.add(ordered * np.uint8(2), np.uint8(1 - positive))
    return Sweep(positive, edges, handover(positive, codes, (2, 2), count), None)


def sweep_of_many(predictions: Predictions, thresholds: Floats, class_index: int) -> Sweep:
    """Return the index over one class's threshold for K > 2.

    `thresholds` : (K,) raw; the value at `class_index` does not matter.
    """
    n_classes, count = predictions.n_classes, predictions.count
    state = np.empty(predictions.n_rows, dtype=np.uint8)
    odd: dict[int, TieStates] = {}

    def look(rows: slice, own: Floats, runner_up: RunnerUp, critical: Floats) -> None:
        odd[rows.start] = states = tie_states(own, runner_up, critical)
        state[rows] = states.state

    critical, cells = critical_rows(predictions, thresholds, class_index, look)
    edges, order = ascending_order(critical)
    shape = n_classes, n_classes
    passing = handover(class_index, cells[order], shape, None if count is None else count[order])
    odd_from = np.concatenate([states.odd_from for states in odd.values()])
    odd_until = np.concatenate([states.odd_until for states in odd.values()])
    return Sweep(class_index, edges, passing, TieCounts(edges, state[order], odd_from, odd_until))


def _run_length(ascending: NDArray[Any], first: int, value: np.floating[Any]) -> int:
    """Return how many entries from `first` on equal `value`, for most values without a second search."""
    if first == len(ascending) or ascending[first] != value:
        return 0
    return int(ascending.searchsorted(value, "right")) - first
