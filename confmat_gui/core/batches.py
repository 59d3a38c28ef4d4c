"""Figures of each batch, shown beside the whole, which is counted once and never averaged from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.confusion import apart, outcome_counts
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.matrix_figures import class_figures, overall_figures

PER_CLASS_KEYS = ("support", "precision", "recall", "specificity", "f1")


@dataclass(frozen=True, eq=False)
class BatchFigures:
    """One batch: samples, matrix [true, predicted], accuracy and coverage (nan if empty), figures per class.

    `no_decision` is (K,), or None where the rule cannot abstain; all but n and coverage are of the decided.
    """

    name: str
    n: int
    confusion: Counts
    no_decision: Counts | None
    accuracy: float
    coverage: float
    per_class: Mapping[str, Floats]


def evaluate_batches(evaluation: Evaluation) -> tuple[BatchFigures, ...]:
    """Return the figures of every batch in the order of `batch_names`; without batches all is batch "1"."""
    predictions = evaluation.prepared.predictions
    if predictions.batch is None:
        return (_figures("1", evaluation.outcomes),)
    order = np.argsort(predictions.batch, kind="stable")
    stops = np.cumsum(np.bincount(predictions.batch, minlength=len(predictions.batch_names)))
    result = []
    for name, rows in zip(predictions.batch_names, np.split(order, stops[:-1]), strict=True):
        count = None if predictions.count is None else predictions.count[rows]
        outcomes = outcome_counts(
            predictions.y_true[rows], evaluation.decided[rows], predictions.n_classes, count
        )
        result.append(_figures(name, outcomes[:, : evaluation.outcomes.shape[1]]))
    return tuple(result)


def _figures(name: str, outcomes: Counts) -> BatchFigures:
    figures = class_figures(outcomes)
    overall = overall_figures(figures)
    confusion, no_decision = apart(outcomes)
    return BatchFigures(
        name, int(outcomes.sum()), confusion, no_decision, float(overall["accuracy"]),
        float(overall["coverage"]), {key: figures[key] for key in PER_CLASS_KEYS},
    )  # fmt: skip
