"""Figures of each batch, shown beside the whole, which is counted once and never averaged from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.matrix_figures import class_figures

PER_CLASS_KEYS = ("support", "precision", "recall", "specificity", "f1")


@dataclass(frozen=True, eq=False)
class BatchFigures:
    """One batch: decided samples, matrix [true, predicted], accuracy (nan if empty), figures per class."""

    name: str
    n: int
    confusion: Counts
    accuracy: float
    per_class: Mapping[str, Floats]


def evaluate_batches(evaluation: Evaluation) -> tuple[BatchFigures, ...]:
    """Return the figures of every batch in the order of `batch_names`; without batches all is batch "1"."""
    predictions = evaluation.prepared.predictions
    if predictions.batch is None:
        return (_figures("1", evaluation.confusion),)
    order = np.argsort(predictions.batch, kind="stable")
    stops = np.cumsum(np.bincount(predictions.batch, minlength=len(predictions.batch_names)))
    result = []
    for name, rows in zip(predictions.batch_names, np.split(order, stops[:-1]), strict=True):
        count = None if predictions.count is None else predictions.count[rows]
        matrix = confusion_matrix(
            predictions.y_true[rows], evaluation.decided[rows], predictions.n_classes, count
        )
        result.append(_figures(name, matrix))
    return tuple(result)


def _figures(name: str, confusion: Counts) -> BatchFigures:
    figures = class_figures(confusion)
    n = int(confusion.sum())
    accuracy = float(np.trace(confusion)) / n if n else float("nan")
    return BatchFigures(name, n, confusion, accuracy, {key: figures[key] for key in PER_CLASS_KEYS})
