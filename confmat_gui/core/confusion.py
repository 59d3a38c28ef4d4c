"""Confusion matrices: rows = true class, columns = predicted class."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats, NarrowCodes, narrow_type

BLOCK_ROWS = 16_384
"""Rows counted at a time, more where the matrix itself is larger."""

Normalisation: TypeAlias = Literal["true", "pred", "all"]


def confusion_matrix(
    y_true: Codes, y_pred: NarrowCodes, n_classes: int, count: Counts | None = None
) -> Counts:
    """Return the (K, K) int64 counts [true, predicted]; rows with a code of -1 are not counted.

    Counts are exact up to 2**53 samples a cell.
    """
    return _cells(y_true, y_pred, (n_classes, n_classes), count).astype(np.int64, copy=False)


def outcome_counts(
    y_true: Codes, y_pred: NarrowCodes, n_classes: int, count: Counts | None = None
) -> Counts:
    """Return the (K, K + 1) int64 counts [true, predicted], whose last column is no decision (code K).

    Rows with a code of -1 are not counted.
    """
    return _cells(y_true, y_pred, (n_classes, n_classes + 1), count).astype(np.int64, copy=False)


def may_abstain(outcomes: Counts) -> bool:
    """Whether outcomes have a column for no decision."""
    return len(outcomes[0]) > len(outcomes)


def apart(outcomes: Counts) -> tuple[Counts, Counts | None]:
    """Return the (K, K) matrix of the decided, and the (K,) counts of no decision, None without."""
    n_classes = len(outcomes)
    return outcomes[:, :n_classes], outcomes[:, n_classes] if may_abstain(outcomes) else None


def weighted_confusion(
    y_true: Codes, y_pred: NarrowCodes, n_classes: int, weight: Floats, count: Counts | None = None
) -> Floats:
    """Return the (K, K) float64 sums of sample weights (times counts where a row stands for several).

    Rows with a code of -1 or K are not in it.
    """
    shape = (n_classes, n_classes + 1)
    cells = _cells(y_true, y_pred, shape, weight if count is None else weight * count)
    return cells[:, :n_classes].astype(np.float64)


def normalise(matrix: NDArray[Any], by: Normalisation) -> Floats:
    """Return shares of the true class (rows), of the predicted class (columns) or of all; nan where 0 / 0."""
    axis = {"true": 1, "pred": 0, "all": None}[by]
    with np.errstate(invalid="ignore"):  # counts and weights are not negative: only 0 is divided by 0
        shares: Floats = np.divide(matrix, matrix.sum(axis=axis, keepdims=True), dtype=np.float64)
    return shares


def _cells(
    y_true: NDArray[Any], y_pred: NDArray[Any], shape: tuple[int, int], weight: NDArray[Any] | None
) -> NDArray[Any]:
    """Count block by block: nothing as long as the rows is made."""
    n_cells, n_columns = shape[0] * shape[1], shape[1]
    kind = narrow_type(n_cells)
    step = max(BLOCK_ROWS, 4 * n_cells)
    cells: NDArray[Any] | None = None
    for start in range(0, len(y_true), step):
        rows = slice(start, start + step)
        true, pred, part = y_true[rows], y_pred[rows], None if weight is None else weight[rows]
        if true.min() < 0 or pred.min() < 0:
            kept = (pred >= 0) & (true >= 0)
            true, pred, part = true[kept], pred[kept], None if part is None else part[kept]
        flat = true.astype(kind)
        flat *= kind(n_columns)
        flat += pred.astype(kind, copy=False)
        counted = np.bincount(flat, part, minlength=n_cells)
        cells = counted if cells is None else np.add(cells, counted, out=cells)
    return np.zeros(shape) if cells is None else cells.reshape(shape)
