"""Every matrix that moving one class's cost weight can give under the rule of lowest expected cost.

All errors on true class k cost w. With all else fixed the sums R_j = sum_i p_i C[i, j] of the other classes
grow by p_k w, while that of k itself (and of no decision) stays: a row is k's from some w on, and goes to the
same other class below it. Sums are rounded, so this is certain only where they differ by more than rounding
can change. Rows close to the present w, and rows of which two others are nearly equal, are decided anew at
each weight.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.handover import Handover, Tick, cell_codes, handover
from confmat_gui.core.minimum_cost import expected_costs, first_lowest
from confmat_gui.core.packed_order import ascending_order
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column
from confmat_gui.core.threads import by_blocks
from confmat_gui.core.weight_limits import WeightLimits, weight_limits, widest

LARGEST = 1e150
"""Prices beyond it are left to the plain way: their sums could leave the range of numbers."""
MOST_OPEN = 4096
"""Rows that may be decided anew at each weight; among many rows 1 in 32."""
BLOCK_ROWS, BLOCK_VALUES = 16_384, 2**22
"""Bounds on the rows and probabilities of a block."""


@dataclass(frozen=True, eq=False)
class _Part:
    """Rows that end with one column, by their critical weight.

    Attributes
    ----------
    edges : (m,) float64, ascending
    rows : (m,) int32, their row numbers
    handover : the same rows in descending order
    """

    edges: Floats
    rows: NDArray[Any]
    handover: Handover


@dataclass(frozen=True, eq=False)
class WeightSweep:
    """The index over one class's cost weight; threads may share it.

    Memory: 12 bytes a row and the code of its cell (1 byte up to 15 classes, 2 up to 255, 4 beyond), 8 more
    with frequency counts, 17 at most for an open row; checkpoints of at most 2**24 bytes or
    one matrix from 363 classes on, twice with a price for no decision.

    Attributes
    ----------
    predictions : the samples; rows near a weight are decided from them
    prices : (K, K) or (K, K + 1)
        The weight in them does not matter.
    class_index : k
    settled : (K, K) or (K, K + 1)
        Samples whose decision no weight changes.
    settled_ties : rows among them on which a tie was broken
    open_until : (m,) ascending
        From which weight on the rows in `open_rows` are surely with the column in `open_cells`.
    """

    predictions: Predictions
    prices: Floats
    class_index: int
    parts: tuple[_Part, ...]
    settled: Counts
    settled_ties: int
    open_until: Floats
    open_rows: NDArray[Any]
    open_cells: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Memory of the index beside the samples."""
        parts = sum(part.edges.nbytes + part.rows.nbytes + part.handover.nbytes for part in self.parts)
        still_open = self.open_until.nbytes + self.open_rows.nbytes + self.open_cells.nbytes
        return parts + still_open + self.settled.nbytes

    def at(self, weight: float) -> Tick | None:
        """Return what `decide` and the count of outcomes give at this weight.

        None where so many rows are near it that the plain way costs no more, and for weights below 0.
        """
        if not 0 <= weight <= LARGEST:
            return None
        near = 2 * widest(len(self.prices))
        low, high = weight * (1 - near), weight * (1 + near)
        windows = [slice(*part.edges.searchsorted((low, np.nextafter(high, np.inf)))) for part in self.parts]
        settled = int(self.open_until.searchsorted(weight))
        rows = np.concatenate(
            [self.open_rows[settled:], *(part.rows[at] for part, at in zip(self.parts, windows, strict=True))]
        )
        if len(rows) > most_open(self.predictions.n_rows):
            return None
        outcomes = self.settled.copy()
        for part, window in zip(self.parts, windows, strict=True):
            outcomes += part.handover.at(len(part.edges) - window.stop)
            self._add(outcomes, part.rows[window], part.handover.giver, -1)
        self._add_cells(outcomes, self.open_cells[:settled], self.open_rows[:settled])
        if not len(rows):
            return Tick(outcomes, self.settled_ties)
        prices = with_weight(self.prices, self.class_index, weight)
        codes, n_tied = decide_rows(self.predictions, prices, rows)
        self._add(outcomes, rows, codes)
        return Tick(outcomes, self.settled_ties + n_tied)

    def _add(self, outcomes: Counts, rows: NDArray[Any], pred: Codes | int, by: int = 1) -> None:
        true = self.predictions.y_true[rows].astype(np.int64)
        self._add_cells(outcomes, true * outcomes.shape[1] + pred, rows, by)

    def _add_cells(
        self, outcomes: Counts, cells: NDArray[np.int64], rows: NDArray[Any], by: int = 1
    ) -> None:
        if len(rows):
            count = self.predictions.count
            np.add.at(outcomes.reshape(-1), cells, by if count is None else by * count[rows])


def sweep_of_weight(predictions: Predictions, prices: Floats, class_index: int) -> WeightSweep | None:
    """Return the index over the cost weight of one class; None where too many rows would stay open.

    `prices` : (K, K) or (K, K + 1)
        All errors on the class cost the same; how much does not matter.
    """
    base = with_weight(prices, class_index, 0.0)
    if np.abs(base).max() > LARGEST:
        return None
    limits = _all_limits(predictions, base, class_index)
    true, count = predictions.y_true, predictions.count
    open_rows = np.flatnonzero(limits.is_open)
    if len(open_rows) > most_open(predictions.n_rows):
        return None
    open_rows = open_rows[np.argsort(limits.critical[open_rows])].astype(np.int32)
    settled = np.flatnonzero(limits.settled)
    codes, settled_ties = decide_rows(predictions, base, settled)
    cells = true[settled].astype(np.int64) * base.shape[1] + codes
    weight = None if count is None else count[settled]
    outcomes = np.bincount(cells, weight, minlength=base.size).astype(np.int64).reshape(base.shape)
    moving = ~(limits.is_open | limits.settled)
    parts = (
        _part(predictions, limits, np.flatnonzero(moving & (limits.winner == column)), column, base.shape)
        for column in (class_index, *range(len(base), base.shape[1]))
    )
    open_cells = true[open_rows].astype(np.int64) * base.shape[1] + limits.winner[open_rows]
    return WeightSweep(
        predictions, base, class_index, tuple(parts), outcomes, settled_ties,
        limits.critical[open_rows], open_rows, open_cells,
    )  # fmt: skip


def with_weight(prices: Floats, class_index: int, weight: float) -> Floats:
    """Return prices in which every error on one class has this price."""
    result = prices.copy()
    errors = np.arange(len(prices)) != class_index
    result[class_index, : len(prices)][errors] = weight
    return result


def decide_rows(predictions: Predictions, prices: Floats, rows: NDArray[Any]) -> tuple[Codes, int]:
    """Decide some rows as `minimum_cost` decides them all."""
    codes, n_tied = np.empty(len(rows), dtype=np.int32), 0
    step = _block_rows(len(prices))
    for start in range(0, len(rows), step):
        block = slice(start, start + step)
        codes[block], tied = first_lowest(expected_costs(_probability(predictions, rows[block]), prices))
        n_tied += tied
    return codes, n_tied


def most_open(n_rows: int) -> int:
    """Return how many rows may be decided anew at each weight."""
    return max(MOST_OPEN, n_rows // 32)


def _block_rows(n_classes: int) -> int:
    return max(1, min(BLOCK_ROWS, BLOCK_VALUES // n_classes))


def _probability(predictions: Predictions, rows: NDArray[Any] | slice) -> Floats:
    """Return (K, m) probabilities of some rows."""
    columns = [probability_column(predictions, k)[rows] for k in range(predictions.n_classes)]
    return np.array(columns, dtype=np.float64)


def _all_limits(predictions: Predictions, base: Floats, class_index: int) -> WeightLimits:
    n_rows = predictions.n_rows
    step = _block_rows(len(base))

    def bound(rows: slice) -> WeightLimits:
        return weight_limits(_probability(predictions, rows), base, class_index)

    blocks = list(by_blocks(bound, n_rows, step))
    names = [field.name for field in fields(WeightLimits)]
    return WeightLimits(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))


def _part(
    predictions: Predictions, limits: WeightLimits, rows: NDArray[Any], column: int, shape: tuple[int, int]
) -> _Part:
    edges, order = ascending_order(limits.critical[rows])
    rows = rows[order].astype(np.int32)
    backwards = rows[::-1]
    cells = cell_codes(predictions.y_true[backwards], limits.taker[backwards], shape)
    count = None if predictions.count is None else predictions.count[backwards]
    return _Part(edges, rows, handover(column, cells, shape, count))
