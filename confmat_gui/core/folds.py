"""Folds of the samples, for rules that are judged on samples they were not tuned on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.row_hashes import name_hashes, row_hashes
from confmat_gui.core.tuning import TunedBy, units_of


def fold_of_rows(predictions: Predictions, n_folds: int, by: TunedBy, seed: int) -> NDArray[np.intp]:
    """Return the fold of each row, (n,) from 0 to n_folds - 1.

    By rows, every true class is dealt out to the folds in turn; by batch or group whole ones go, the largest
    first, to the fold with the fewest samples. The same samples make the same folds whatever their order.

    Raises
    ------
    InputError
        Fewer than two folds, or fewer rows, batches or groups than folds.
    """
    if n_folds < 2:
        raise InputError("Cross-fitting needs two folds or more.")
    if by == "rows":
        _check(predictions.n_rows, n_folds, "samples")
        return _dealt_rows(predictions, n_folds, seed)
    codes, names = units_of(predictions, by)
    sizes = np.bincount(codes, predictions.count, minlength=len(names))
    _check(int(np.count_nonzero(sizes)), n_folds, "batches" if by == "batch" else "groups")
    return _dealt_units(sizes, name_hashes(names, seed), n_folds)[codes]


def _check(n_units: int, n_folds: int, what: str) -> None:
    if n_units < n_folds:
        raise InputError(f"{n_folds} folds need as many {what}, but there are {n_units}.")


def _dealt_rows(predictions: Predictions, n_folds: int, seed: int) -> NDArray[np.intp]:
    """Deal the rows out class by class; each class goes on where the one before it ended."""
    order = np.lexsort((row_hashes(predictions, seed), predictions.y_true))
    folds = np.empty(predictions.n_rows, dtype=np.intp)
    folds[order] = np.arange(predictions.n_rows) % n_folds
    return folds


def _dealt_units(sizes: NDArray[Any], hashes: NDArray[np.uint64], n_folds: int) -> NDArray[np.intp]:
    folds = np.zeros(len(sizes), dtype=np.intp)
    filled = np.zeros(n_folds)
    for unit in np.lexsort((hashes, -sizes)).tolist():
        fold = int(np.argmin(filled))
        folds[unit] = fold
        filled[fold] += sizes[unit]
    return folds
