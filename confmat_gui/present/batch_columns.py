"""The columns of the ledger of batches, for the window, the report and the command line."""

from __future__ import annotations

import math

from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.list_columns import ListColumn
from confmat_gui.present.texts import UNDEFINED, count, figure

TEXTLESS = ("counts", "classes", "matrix")
"""Columns that are drawn and have no text."""


def columns_of(state: BatchesState) -> tuple[ListColumn, ...]:
    """Return the columns; accuracy has one of its own where another figure is chosen."""
    name = state.metric_name
    found = [
        ListColumn("counts", "Counts", "Untick a batch to leave it out everywhere; it can come back."),
        ListColumn("name", "Batch", "In the order in which they came. Rest the mouse for the file."),
        ListColumn("samples", "Samples", "Samples of the batch.", right=True),
        ListColumn("classes", "Classes", "Share of each true class in the batch."),
    ]
    if any(row.matrix is not None for row in state.rows):
        found.append(ListColumn("matrix", "Matrix", "The batch's own matrix, rows in percent."))
    if state.metric != "accuracy":
        found.append(ListColumn("accuracy", "Accuracy", "Accuracy of the batch alone.", right=True))
    found += [
        ListColumn("figure", name, f"{name} of the batch alone.", right=True),
        ListColumn("expected", "By chance", "Where it lies 95 times in 100 if the batches of this size "
                     "differ by chance alone.", right=True),
        ListColumn("change", "Without it", f"How {name} of all changes when this batch is left out.",
                     right=True),
        ListColumn("remark", "Remark", "What stands out."),
    ]
    return tuple(found)


def text_columns(state: BatchesState) -> tuple[ListColumn, ...]:
    """Return the columns that can be written."""
    return tuple(column for column in columns_of(state) if column.key not in TEXTLESS)


def cell_text(batch: BatchRow, key: str) -> str:
    """Return the text of a cell; ticks, bars and pictures have none."""
    if key in TEXTLESS:
        return ""
    if key == "samples":
        return count(batch.n)
    if key == "expected":
        return UNDEFINED if math.isnan(batch.low) else f"{figure(batch.low)} – {figure(batch.high)}"
    texts = {
        "name": batch.name, "accuracy": batch.accuracy_text, "figure": batch.figure_text,
        "change": batch.change_text, "remark": batch.remark,
    }
    return texts[key]


def telling_rows(state: BatchesState, room: int) -> tuple[BatchRow, ...]:
    """Return up to `room` batches in their order: all, or first those farthest outside of their spread."""
    if len(state.rows) <= room:
        return state.rows

    def rank(place: int) -> tuple[float, bool, int]:
        row = state.rows[place]
        return -_how_far(row), not row.included, place

    kept = sorted(range(len(state.rows)), key=rank)[:room]
    return tuple(state.rows[place] for place in sorted(kept))


def _how_far(row: BatchRow) -> float:
    """Return how far a figure lies outside of its expected spread, in widths of that; 0 inside."""
    if not row.outside:
        return 0.0
    return max(row.low - row.figure, row.figure - row.high) / max(row.high - row.low, 1e-9)
