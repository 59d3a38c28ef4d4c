"""The figure of each batch against its expected spread, on a sheet."""

from __future__ import annotations

from typing import Any

import numpy as np

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.present import texts
from confmat_gui.present.batch_chart import BATCH_AXIS, batch_ticks, chart_range, chart_values
from confmat_gui.present.batch_rows import BatchesState
from confmat_gui.present.palette import Palette
from confmat_gui.report.axes import dress_axes
from confmat_gui.report.fonts import fitted, writable
from confmat_gui.report.sheet import Box, Sheet

LEFT, BELOW = 36.0, 26.0
"""Room for the numbers and names of the axes."""
KEY = 16.0
"""Height of the key above the plot."""
DOT = (1.6, 3.6)
"""Size of the dots of very many batches, and of few."""


def draw_batch_chart(sheet: Sheet, box: Box, state: BatchesState) -> None:
    """Draw the chart with its key."""
    _draw_key(sheet, box, state)
    plot = Box(box.x + LEFT, box.y + KEY, box.w - LEFT - 4, box.h - KEY - BELOW)
    axes = sheet.plot(plot)
    _set_range(axes, state)
    name = fitted(state.metric_name, 7, plot.h)
    dress_axes(axes, sheet.palette, BATCH_AXIS, name if sheet.keep_text else writable(name))
    axes.grid(visible=False, axis="x")
    number = np.arange(1.0, len(state.rows) + 1)
    value, low, high = chart_values(state)
    wide = float(np.clip(0.6 * plot.w / len(state.rows), 0.6, 10))
    known = ~np.isnan(low)
    bands: dict[str, Any] = {"color": sheet.palette.bar, "linewidth": wide, "capstyle": "butt", "zorder": 2}
    axes.vlines(number[known], low[known], high[known], **bands)
    if not np.isnan(state.whole):
        axes.axhline(state.whole, color=sheet.palette.accent, linewidth=0.9, linestyle=(0, (5, 3)), zorder=3)
    outside = np.array([row.outside for row in state.rows])
    size = float(np.clip(0.8 * plot.w / len(state.rows), *DOT))
    _draw_dots(axes, (number, value, outside), size, sheet.palette)


def _set_range(axes: Any, state: BatchesState) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = chart_range(state)
    found = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(low, high)
    ticks = [float(tick) for tick in found if low <= tick <= high]
    digits = next((d for d in range(1, 6) if all(round(tick, d) == round(tick, 9) for tick in ticks)), 6)
    axes.set_yticks(ticks, [texts.figure(tick, digits) for tick in ticks])
    axes.set_ylim(low, high)
    axes.set_xticks(batch_ticks(len(state.rows)))
    axes.set_xlim(0.4, len(state.rows) + 0.6)


def _draw_dots(
    axes: Any, batches: tuple[Floats, Floats, Bools], size: float, palette: Palette
) -> None:
    number, value, outside = batches
    known = ~np.isnan(value)
    looks = ((known & ~outside, "o", palette.text, size), (known & outside, "D", palette.worse, size + 0.8))
    for chosen, marker, colour, wide in looks:
        axes.plot(
            number[chosen], value[chosen], marker=marker, markersize=wide, linestyle="none", zorder=5,
            markerfacecolor=colour, markeredgecolor=palette.panel, markeredgewidth=0.1 * size, clip_on=False,
        )


def _draw_key(sheet: Sheet, box: Box, state: BatchesState) -> None:
    """Say what bar, line and dot are."""
    palette, y = sheet.palette, box.y + 5
    counted = sum(row.included for row in state.rows)
    x = box.x + LEFT
    sheet.rectangle(Box(x, y - 4, 5, 8), palette.bar)
    x = _key_text(sheet, x + 8, y, "95 in 100 by chance")
    sheet.line((x, x + 13), (y, y), palette.accent, 0.9, (0, (5, 3)))
    x = _key_text(sheet, x + 16, y, f"all {texts.counted(counted, 'batch', 'batches')}")
    sheet.dot(x + 2, y, 1.9, palette.text)
    x = _key_text(sheet, x + 7, y, "one batch")
    if any(row.outside for row in state.rows):
        sheet.diamond(x + 2, y, 2.9, palette.worse)
        _key_text(sheet, x + 8, y, "outside")


def _key_text(sheet: Sheet, x: float, y: float, words: str) -> float:
    """Write a part of the key; return where the next begins."""
    sheet.text(x, y, words, 6.5, colour=sheet.palette.muted)
    return x + sheet.width(words, 6.5) + 10
