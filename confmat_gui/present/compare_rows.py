"""The table of a comparison: every figure in all sessions, with differences, intervals and tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from confmat_gui.core.comparison import Comparison, FigureDifference
from confmat_gui.core.metrics import METRICS
from confmat_gui.present import texts
from confmat_gui.present.figure_cards import (
    ABSTAINING,
    IN_UNIT,
    SHORT_NAMES,
    difference_writer,
    figure_writer,
    interval_text,
)


@dataclass(frozen=True)
class CompareRow:
    """One figure in all sessions; differences are against the first session."""

    key: str
    name: str
    values: tuple[str, ...]
    differences: tuple[str, ...]
    """One for each further session: "+0.012"."""
    intervals: tuple[str, ...]
    p_values: tuple[str, ...]
    direction: tuple[str, ...]
    """"better", "worse" or "same" (the interval holds 0), one for each further session."""
    explanation: str


def compare_rows(comparisons: Sequence[Comparison], cost_unit: str = "") -> tuple[CompareRow, ...]:
    """Return one row for each figure that is defined in any of the sessions, and says something of them."""
    columns = zip(*(comparison.differences for comparison in comparisons), strict=True)
    abstaining = any(comparison.no_decision_difference is not None for comparison in comparisons)
    said = [cells for cells in columns if abstaining or cells[0].key not in ABSTAINING]
    return tuple(_row(cells, cost_unit) for cells in said if _is_defined(cells))


def _is_defined(cells: Sequence[FigureDifference]) -> bool:
    return any(not (math.isnan(cell.a) and math.isnan(cell.b)) for cell in cells)


def _row(cells: tuple[FigureDifference, ...], cost_unit: str) -> CompareRow:
    key, class_name = cells[0].key, cells[0].class_name
    written = figure_writer(key)
    methods = sorted({cell.method for cell in cells if cell.method})
    metric = METRICS[key]
    name = texts.named_unit(SHORT_NAMES.get(key, metric.name), cost_unit if key in IN_UNIT else "")
    tests = f" Interval and test: {'; '.join(methods)}." if methods else ""
    return CompareRow(
        key=key if class_name is None else f"{key}:{class_name}",
        name=name if class_name is None else f"{name} of {class_name}",
        values=(written(cells[0].a), *(written(cell.b) for cell in cells)),
        differences=tuple(difference_writer(key)(cell.difference) for cell in cells),
        intervals=tuple(interval_text(key, cell.interval) for cell in cells),
        p_values=tuple(texts.p_value(cell.p_holm) for cell in cells),
        direction=tuple(_direction(key, cell) for cell in cells),
        explanation=f"{metric.explanation}{tests}",
    )


def _direction(key: str, cell: FigureDifference) -> str:
    """Return whether the difference is more than noise, and which way it goes."""
    low, high = cell.interval
    better = METRICS[key].better
    if better == "neither" or math.isnan(low) or low <= 0 <= high:
        return "same"
    return "better" if (cell.difference > 0) == (better == "higher") else "worse"
