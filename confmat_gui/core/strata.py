"""A part of the samples that keeps the share of every class."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Scores
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.predictions import Predictions, frozen


def stratified_part(predictions: Predictions, n_rows: int, seed: int) -> Predictions:
    """Return about `n_rows` rows drawn without replacement, of each true class its share but one at least.

    All rows stay where there are no more than that. Rows keep their order.
    """
    if predictions.n_rows <= n_rows:
        return predictions
    return with_rows(predictions, stratified_rows(predictions.y_true, predictions.n_classes, n_rows, seed))


def stratified_rows(y_true: NDArray[Any], n_classes: int, n_rows: int, seed: int) -> NDArray[np.intp]:
    """Return ascending row numbers; see `stratified_part`."""
    generator = np.random.default_rng(seed)
    by_class = np.argsort(y_true, kind="stable")
    sizes = np.bincount(y_true, minlength=n_classes)
    taken = []
    for rows in np.split(by_class, np.cumsum(sizes)[:-1]):
        wanted = min(len(rows), max(1, round(len(rows) * n_rows / len(y_true))))
        taken.append(generator.choice(rows, wanted, replace=False, shuffle=False))
    return np.sort(np.concatenate(taken))


def with_rows(
    predictions: Predictions, rows: NDArray[np.intp], report: Report = no_report
) -> Predictions:
    """Return the same problem with some of the rows, in the order given.

    `report` is called for each column of scores.
    """
    by_row: dict[str, Any] = {}
    for name in ("y_true", "y_pred", "sample_weight", "count", "batch", "group", "sample_id"):
        array = getattr(predictions, name)
        by_row[name] = None if array is None else array[rows]
    for name in ("y_score", "drawn_by"):
        scores = getattr(predictions, name)
        if scores is not None:
            by_row[name] = _with_rows(scores, rows, report)
    return frozen(replace(predictions, **by_row))


def _with_rows(scores: Scores, rows: NDArray[np.intp], report: Report) -> Scores:
    part = np.empty((len(rows), scores.shape[1]), dtype=scores.dtype, order="F")
    for k in range(scores.shape[1]):
        report()
        part[:, k] = scores[rows, k]
    return part
