"""Every matrix that moving one class's threshold can give where thresholds may leave no decision (rule 3).

A row is the class's where its probability passes the moving threshold and beats the highest of the others
that pass their own. The others do not move: only the class's own probability is an edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.abstaining import own_probability
from confmat_gui.core.arrays import Bools, Counts, Floats
from confmat_gui.core.boundary import passes, rounded_threshold
from confmat_gui.core.confusion import outcome_counts
from confmat_gui.core.critical_rows import BLOCK_ROWS
from confmat_gui.core.handover import Handover, Tick, cell_codes, handover
from confmat_gui.core.packed_order import ascending_order
from confmat_gui.core.path_vertices import Vertices, counts_from_top, settable
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary
from confmat_gui.core.runner_up import Best
from confmat_gui.core.threads import by_blocks


@dataclass(frozen=True, eq=False)
class PassingSweep:
    """The index over one class's threshold under rule 3.

    Threads may share it, and it has no reference to the samples. Memory: the probability of the class and the
    code of its cell for each row it can win (1 byte up to 15 classes, 2 up to 255, 4 beyond), 8 bytes more
    with frequency counts, one probability for a row on which a tie comes or goes; checkpoints of at most
    2**24 bytes, or one matrix from 363 classes on.

    Attributes
    ----------
    boundary : of the rule
    edges : (m,) ascending, float32 or float64
        Probabilities of the class where it can win.
    handover : from the class to the others, or to no decision
    settled : (K, K + 1) samples that it can never win
    settled_ties : rows that are tied at any threshold
    ties_passing, ties_lost : ascending probabilities of the rows that are tied only where they pass, or only
        where they do not
    """

    boundary: Boundary
    edges: NDArray[Any]
    handover: Handover
    settled: Counts
    settled_ties: int
    ties_passing: NDArray[Any]
    ties_lost: NDArray[Any]

    @property
    def nbytes(self) -> int:
        """Memory of the index."""
        ties = self.ties_passing.nbytes + self.ties_lost.nbytes
        return self.edges.nbytes + self.handover.nbytes + self.settled.nbytes + ties

    def at(self, threshold: float) -> Tick:
        """Return what `decide` and the count of outcomes give at this threshold."""
        outcomes = self.handover.at(self._lost(self.edges, threshold))
        outcomes += self.settled
        passing = len(self.ties_passing) - self._lost(self.ties_passing, threshold)
        return Tick(outcomes, self.settled_ties + passing + self._lost(self.ties_lost, threshold))

    def vertices(self) -> Vertices:
        """Return every set of decisions that a threshold above 0 can reach."""
        values, tps, fps = counts_from_top(self.edges, self.handover.rows, self.handover.giver)
        above = values > 0
        thresholds = settable(values[above], self.boundary) if above.any() else np.ones(1)
        nothing = np.zeros(1, dtype=np.int64)
        tps, fps = np.concatenate((nothing, tps[above])), np.concatenate((nothing, fps[above]))
        return np.maximum(thresholds, np.nextafter(0, 1)), tps, fps

    def _lost(self, ascending: NDArray[Any], threshold: float) -> int:
        rounded = rounded_threshold(ascending, threshold)
        return int(ascending.searchsorted(rounded, "left" if self.boundary == ">=" else "right"))


def sweep_of_passing(
    predictions: Predictions, thresholds: Floats, class_index: int, boundary: Boundary
) -> PassingSweep:
    """Return the index over one class's threshold under rule 3.

    `thresholds` : (K,) raw; the value at `class_index` does not matter.
    """
    true, count, n_classes = predictions.y_true, predictions.count, predictions.n_classes
    shape = n_classes, n_classes + 1
    own = own_probability(predictions, class_index)
    taker, wins, equal, others_tie = _against_others(predictions, thresholds, class_index, boundary)
    never = np.flatnonzero(~wins)
    settled = outcome_counts(true[never], taker[never], n_classes, None if count is None else count[never])
    rows = np.flatnonzero(wins)
    edges, order = ascending_order(own[rows].astype(np.float64))
    rows = rows[order]
    cells = cell_codes(true[rows], taker[rows], shape)
    passing = handover(class_index, cells, shape, None if count is None else count[rows])
    above = wins & ~equal
    return PassingSweep(
        boundary, edges.astype(own.dtype), passing, settled, int(np.count_nonzero(others_tie & ~above)),
        np.sort(own[equal & ~others_tie]), np.sort(own[others_tie & above]),
    )  # fmt: skip


def _against_others(
    predictions: Predictions, thresholds: Floats, class_index: int, boundary: Boundary
) -> tuple[NDArray[Any], Bools, Bools, Bools]:
    """Compare one class with the highest of the others that pass, as if it passed itself.

    Returns
    -------
    taker : (n,) the first other class with the highest probability, K where none passes
    wins, equal : (n,) bool, whether the class has the row, and whether it ties with the highest other
    others_tie : (n,) bool, whether several others have it
    """
    n_rows, n_classes = predictions.n_rows, predictions.n_classes
    columns = [own_probability(predictions, j) for j in range(n_classes)]
    taker = np.empty(n_rows, dtype=np.min_scalar_type(n_classes))
    wins, equal, others_tie = (np.empty(n_rows, dtype=np.bool_) for _ in range(3))

    def compare(rows: slice) -> None:
        best = Best(rows.stop - rows.start, n_classes)
        for j, column in enumerate(columns):
            if j != class_index:
                best.challenge(_if_passing(column[rows], float(thresholds[j]), boundary), j)
        none_passes = best.value == -np.inf
        own = columns[class_index][rows]
        taker[rows] = np.where(none_passes, n_classes, best.holder)
        equal[rows] = own == best.value
        others_tie[rows] = (best.second == best.value) & ~none_passes
        wins[rows] = (own > best.value) | equal[rows] & (taker[rows] > class_index)

    for _ in by_blocks(compare, n_rows, BLOCK_ROWS):
        pass
    return taker, wins, equal, others_tie


def _if_passing(probability: NDArray[Any], threshold: float, boundary: Boundary) -> Floats:
    """Return probabilities that pass their threshold, -inf for the others."""
    return np.where(passes(probability, threshold, boundary), probability.astype(np.float64), -np.inf)
