"""The difference of two confusion matrices."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Counts
from confmat_gui.core.comparison import Comparison
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.heatmap import CHANGE_ENDS, as_wide, change_intensity, share_change
from confmat_gui.present.matrix import MatrixState
from confmat_gui.session.state import Display


def difference_matrix(
    evaluations: tuple[Evaluation, Evaluation],
    comparison: Comparison,
    names: tuple[str, str],
    display: Display,
) -> MatrixState:
    """Return what the second of two evaluations changes, in the class order of the first."""
    first, other = evaluations
    reference, name = names
    columns = max(first.outcomes.shape[1], other.outcomes.shape[1])
    before = as_wide(first.outcomes, columns)
    counts = before + _difference(comparison)
    change = share_change(counts, before)
    order = [other.classes.index(class_name) for class_name in first.classes]
    same_truth = np.array_equal(counts.sum(axis=1), before.sum(axis=1))
    return MatrixState(
        title=f"{name} against {reference}",
        classes=first.classes,
        mode="delta",
        values=change,
        intensity=change_intensity(change),
        diverging=True,
        low_text=CHANGE_ENDS[0],
        high_text=CHANGE_ENDS[1],
        counts=counts,
        recall=other.per_class["recall"][order],
        precision=other.per_class["precision"][order],
        selected_class=display.selected_class,
        reference_counts=before if same_truth else None,
        against=reference,
    )


def _difference(comparison: Comparison) -> Counts:
    abstained = comparison.no_decision_difference
    if abstained is None:
        return comparison.confusion_difference
    return np.column_stack([comparison.confusion_difference, abstained])
