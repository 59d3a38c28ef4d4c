"""Axes of the chart of batches, the same in the window and in the report."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.present.batch_rows import BatchesState

BATCH_AXIS = "batch, in the order in which they came"
LEAST_SPAN = 0.02
"""Height of the axis where all figures are the same."""
EDGE = 0.08
"""Empty part of the height above and below."""
MOST_TICKS = 12


def chart_values(state: BatchesState) -> tuple[Floats, Floats, Floats]:
    """Return the figure of every batch and the ends of its expected spread, (B,), nan if undefined."""
    return (
        np.array([row.figure for row in state.rows]),
        np.array([row.low for row in state.rows]),
        np.array([row.high for row in state.rows]),
    )


def chart_range(state: BatchesState, edge: float = EDGE) -> tuple[float, float]:
    """Return the ends of the axis of the figure, with `edge` of its height empty above and below."""
    values = np.concatenate([*chart_values(state), [state.whole]])
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    reach = max(high - low, LEAST_SPAN) * (0.5 + edge)
    return (low + high) / 2 - reach, (low + high) / 2 + reach


def batch_ticks(n: int) -> list[int]:
    """Return which of `n` batches have a number below: at most a dozen, and the first."""
    steps = (base * 10**power for power in range(18) for base in (1, 2, 5))
    step = next(step for step in steps if n <= MOST_TICKS * step)
    return list(range(1, n + 1)) if step == 1 else [1, *range(step, n + 1, step)]
