"""The difference of two confusion matrices."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.comparison import Comparison
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.heatmap import CHANGE_ENDS, change_intensity, share_change
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
    counts = first.confusion + comparison.confusion_difference
    change = share_change(counts, first.confusion)
    order = [other.classes.index(class_name) for class_name in first.classes]
    same_truth = np.array_equal(counts.sum(axis=1), first.confusion.sum(axis=1))
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
        reference_counts=first.confusion if same_truth else None,
        against=reference,
    )
