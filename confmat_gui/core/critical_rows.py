"""For every row its critical value, and the class that takes it over above that value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.critical import largest_winning
from confmat_gui.core.handover import cell_codes, cell_type
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_column
from confmat_gui.core.runner_up import RunnerUp, find_runner_up
from confmat_gui.core.threads import by_blocks

BLOCK_ROWS = 32_768
"""Rows compared at a time."""

Look: TypeAlias = Callable[[slice, Floats, RunnerUp, Floats], None]
"""Told of each block: rows, probabilities of the class, what it has to beat, critical values."""


def _look_away(rows: slice, own: Floats, runner_up: RunnerUp, critical: Floats) -> None:
    """Make nothing of a block."""


def critical_rows(
    predictions: Predictions, thresholds: Floats, class_index: int, look: Look = _look_away
) -> tuple[Floats, NDArray[Any]]:
    """Compare all rows as `decide` compares them under rule 2.

    Parameters
    ----------
    predictions : with probabilities, K > 2
    thresholds : (K,) raw; the value at `class_index` does not matter
    look : called for each block, by several threads at once

    Returns
    -------
    critical : (n,) float64
        The largest t at which the row is predicted the class: exactly when its own t_k <= critical. 0 where
        no positive t_k makes it so, inf where every one does.
    cells : (n,) numbers of the cells (true class, class that has the row above its critical value)
    """
    n_rows, shape = predictions.n_rows, (predictions.n_classes, predictions.n_classes)
    columns = {j: probability_column(predictions, j) for j in range(predictions.n_classes)}
    critical = np.empty(n_rows)
    cells = np.empty(n_rows, dtype=cell_type(shape))

    def compare(rows: slice) -> None:
        runner_up = find_runner_up(columns, thresholds, class_index, rows)
        own: Floats = columns[class_index][rows].astype(np.float64)
        critical[rows] = largest_winning(own, runner_up.needed())
        cells[rows] = cell_codes(predictions.y_true[rows], runner_up.holder, shape)
        look(rows, own, runner_up, critical[rows])

    for _ in by_blocks(compare, n_rows, BLOCK_ROWS):
        pass
    return critical, cells
