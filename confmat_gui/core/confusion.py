"""Confusion matrices: rows = true class, columns = predicted class."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats

Normalisation: TypeAlias = Literal["true", "pred", "all"]


def confusion_matrix(y_true: Codes, y_pred: Codes, n_classes: int, count: Counts | None = None) -> Counts:
    """Return the (K, K) int64 counts [true, predicted]; rows with a code of -1 are not counted.

    Counts are exact up to 2**53 samples a cell.
    """
    return _cells(y_true, y_pred, n_classes, count).astype(np.int64)


def weighted_confusion(
    y_true: Codes, y_pred: Codes, n_classes: int, weight: Floats, count: Counts | None = None
) -> Floats:
    """Return the (K, K) float64 sums of sample weights (times counts where a row stands for several)."""
    return _cells(y_true, y_pred, n_classes, weight if count is None else weight * count).astype(np.float64)


def normalise(matrix: NDArray[Any], by: Normalisation) -> Floats:
    """Return shares of the true class (rows), of the predicted class (columns) or of all; nan where 0 / 0."""
    values = np.asarray(matrix, dtype=np.float64)
    axis = {"true": 1, "pred": 0, "all": None}[by]
    total = values.sum(axis=axis, keepdims=True)
    result: Floats = np.divide(values, total, out=np.full(values.shape, np.nan), where=total != 0)
    return result


def _cells(y_true: Codes, y_pred: Codes, n_classes: int, weight: NDArray[Any] | None) -> NDArray[Any]:
    if (y_pred < 0).any() or (y_true < 0).any():
        kept = (y_pred >= 0) & (y_true >= 0)
        y_true, y_pred = y_true[kept], y_pred[kept]
        weight = None if weight is None else weight[kept]
    flat = y_true.astype(np.intp) * n_classes + y_pred
    return np.bincount(flat, weight, minlength=n_classes * n_classes).reshape(n_classes, n_classes)
