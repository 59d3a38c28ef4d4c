"""The heatmap of one evaluation: what its cells say and how they are coloured."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.confusion import normalise
from confmat_gui.core.costs import cost_by_cell, priced
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.shares import reweighting_text
from confmat_gui.session.state import Display, MatrixMode, Session

RE_WEIGHTED = ", re-weighted to "
FULL_CHANGE = 0.25
"""A change by this share of the true class has the full colour: errors rarely move by more."""

CHANGE_ENDS = (f"{FULL_CHANGE * 100:.0f} pp worse", f"{FULL_CHANGE * 100:.0f} pp better")


def matrix_state(session: Session, evaluation: Evaluation) -> MatrixState:
    """Return the heatmap of a session."""
    return matrix_of(evaluation, session.display, session.data.default_evaluation, session.cost_unit)


def matrix_of(
    evaluation: Evaluation, display: Display | None = None, default: Evaluation | None = None,
    cost_unit: str = "",
) -> MatrixState:
    """Return the heatmap of one evaluation; `default` is what a change is shown against (itself if None)."""
    display = display or Display()
    counts = evaluation.outcomes
    reference = as_wide((default or evaluation).outcomes, counts.shape[1])
    costs = None if evaluation.point.costs is None else priced(evaluation.point.costs, counts.shape[1])
    figured = counts if evaluation.reweighted is None else evaluation.reweighted
    values, intensity, ends = _colouring(display.matrix_mode, (counts, figured), reference, costs)
    return MatrixState(
        title=_title(evaluation, display.matrix_mode, cost_unit),
        classes=evaluation.classes,
        mode=display.matrix_mode,
        values=values,
        intensity=intensity,
        diverging=display.matrix_mode == "delta" or (costs is not None and _has_gains(intensity)),
        low_text=ends[0],
        high_text=ends[1],
        counts=counts,
        recall=evaluation.per_class["recall"],
        precision=evaluation.per_class["precision"],
        selected_class=display.selected_class,
        selected_cell=display.selected_cell,
        costs=costs,
        cost_unit=cost_unit,
        reference_counts=reference if display.matrix_mode == "delta" else None,
        reweighted=evaluation.reweighted,
    )


def _has_gains(intensity: Floats) -> bool:
    return bool(np.nanmin(intensity, initial=0.0) < 0)


def _title(evaluation: Evaluation, mode: MatrixMode, cost_unit: str) -> str:
    """Return the title; where cells are costs, in what they are counted."""
    title = "Confusion matrix"
    if mode == "cost" and cost_unit and evaluation.point.costs is not None:
        title = f"{title} · costs in {cost_unit}"
    return matrix_title(title, evaluation)


def matrix_title(title: str, evaluation: Evaluation) -> str:
    """Return the title with the positive class of two, and with whose recall and precision are shown."""
    positive = evaluation.point.positive
    told = reweighting_text(evaluation)
    if positive is not None:
        name = evaluation.classes[positive]
        title = f"{title} · positive class: {name}{told.replace(f're-weighted to {name} ', RE_WEIGHTED)}"
    elif told:
        title = f"{title} · {told}"
    return title if evaluation.no_decision is None else f"{title} · recall and precision of the decided"


def as_wide(outcomes: NDArray[Any], columns: int) -> NDArray[Any]:
    """Return outcomes with so many columns: without that of no decision, or with one that is empty."""
    if outcomes.shape[1] == columns:
        return outcomes
    return np.pad(outcomes, ((0, 0), (0, max(0, columns - outcomes.shape[1]))))[:, :columns]


def share_change(counts: Counts, reference: Counts) -> Floats:
    """Return the change of each cell's share of its true class; nan where a row has no samples."""
    return normalise(counts, "true") - normalise(reference, "true")


def change_intensity(change: Floats) -> Floats:
    """Return the colour of a change: towards 1 where it helps, towards -1 where it harms.

    Whether more samples without a decision help is for their price to say: they have no colour.
    """
    helps = np.where(np.eye(*change.shape, dtype=np.bool_), 1.0, -1.0)
    helps[:, len(change) :] = 0.0
    return np.clip(helps * change / FULL_CHANGE, -1.0, 1.0)


def _colouring(
    mode: MatrixMode, matrices: tuple[Counts, NDArray[Any]], reference: Counts, costs: Floats | None
) -> tuple[Floats, Floats, tuple[str, str]]:
    """`matrices` are the counts, and the same at the shares of the classes that are in force."""
    counts, figured = matrices
    if mode == "delta":
        change = share_change(counts, reference)
        return change, change_intensity(change), CHANGE_ENDS
    if mode == "cost":
        return _cost_colouring(figured, costs)
    if mode == "counts":
        return figured.astype(np.float64), normalise(counts, "true"), ("0%", "100% of row")
    shares = normalise(counts if mode == "true" else figured, mode)
    # Shares of the whole are small wherever there are several classes: their root keeps them visible,
    # and unlike a stretch to the largest value it colours the same share alike for every model.
    return shares, np.sqrt(shares) if mode == "all" else shares, ("0%", "100%")


def _cost_colouring(counts: NDArray[Any], costs: Floats | None) -> tuple[Floats, Floats, tuple[str, str]]:
    if costs is None:
        nothing = np.full(counts.shape, np.nan)
        return nothing, nothing, ("no prices yet", "")
    values = cost_by_cell(counts, costs)
    total = float(np.nansum(np.abs(values)))
    share = np.sqrt(np.abs(values) / total) if total else np.zeros_like(values)
    if (values < 0).any():
        return values, -np.sign(values) * share, ("cost", "gain")
    return values, share, ("0", "all of the cost")
