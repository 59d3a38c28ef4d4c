"""The reliability diagram with a histogram below it, on a sheet."""

from __future__ import annotations

from typing import Any

import numpy as np

from confmat_gui.present import texts
from confmat_gui.present.calibration_states import ReliabilityState
from confmat_gui.present.palette import class_colour
from confmat_gui.report.axes import dress_axes
from confmat_gui.report.fonts import fitted, writable
from confmat_gui.report.sheet import Box, Sheet

LEFT, BELOW = 30.0, 26.0
"""Room for the numbers and names of the axes."""
KEY = 14.0
BARS = 0.2
"""Share of the height for the histogram."""
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def draw_reliability(sheet: Sheet, box: Box, state: ReliabilityState) -> None:
    """Draw diagram, key and histogram."""
    colour = sheet.palette.accent
    if state.class_index is not None:
        colour = class_colour(sheet.palette, state.class_index)
    _draw_key(sheet, box, colour)
    room = box.h - KEY - BELOW
    bars = BARS * room
    plot = Box(box.x + LEFT, box.y + KEY, box.w - LEFT - 4, room - bars - 6)
    _draw_diagram(sheet, plot, state, colour)
    _draw_histogram(sheet, Box(plot.x, plot.bottom + 6, plot.w, bars), state)


def _draw_diagram(sheet: Sheet, plot: Box, state: ReliabilityState, colour: str) -> None:
    axes, palette, bins = sheet.plot(plot), sheet.palette, state.bins
    axes.set_xticks(TICKS, [""] * len(TICKS))
    axes.set_yticks(TICKS, [f"{tick:.1f}" for tick in TICKS])
    axes.set_xlim(-0.015, 1.015)
    axes.set_ylim(-0.015, 1.015)
    dress_axes(axes, palette, "", state.y_label)
    axes.plot((0, 1), (0, 1), color=palette.muted, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(*state.steps, color=palette.muted, linewidth=0.7, zorder=2, gid="isotonic")
    low, high = bins.interval.T
    axes.vlines(bins.mean, low, high, color=colour, linewidth=1.0, zorder=3, clip_on=False)
    look: dict[str, Any] = {"markerfacecolor": colour, "markeredgecolor": palette.panel}
    axes.plot(
        bins.mean, bins.rate, marker="o", markersize=4, markeredgewidth=0.4, linestyle="none", zorder=4,
        clip_on=False, gid="reliability", **look,
    )  # fmt: skip


def _draw_histogram(sheet: Sheet, plot: Box, state: ReliabilityState) -> None:
    axes = sheet.plot(plot)
    parts, highest = len(state.histogram), int(state.histogram.max(initial=0))
    axes.set_xticks(TICKS, [f"{tick:.1f}" for tick in TICKS])
    axes.set_yticks((highest,), (texts.count(highest),))
    axes.set_xlim(-0.015, 1.015)
    axes.set_ylim(0, 1.1 * max(1, highest))
    name = fitted(state.x_label, 7, plot.w)
    dress_axes(axes, sheet.palette, name if sheet.keep_text else writable(name), "")
    axes.grid(visible=False)
    places = (np.arange(parts) + 0.5) / parts
    axes.bar(places, state.histogram, width=0.86 / parts, color=sheet.palette.bar, linewidth=0)


def _draw_key(sheet: Sheet, box: Box, colour: str) -> None:
    """Say what dot, bar and lines are."""
    palette, y = sheet.palette, box.y + 4
    x = box.x + LEFT
    sheet.line((x, x), (y - 4, y + 4), colour, 1.0)
    sheet.dot(x, y, 2.0, colour)
    x = _key_text(sheet, x + 6, y, "bin, 95 % interval")
    sheet.line((x, x + 12), (y, y), palette.muted, 0.7)
    x = _key_text(sheet, x + 15, y, "isotonic")
    sheet.line((x, x + 12), (y, y), palette.muted, 0.6, (0, (4, 3)))
    _key_text(sheet, x + 15, y, "perfect")


def _key_text(sheet: Sheet, x: float, y: float, words: str) -> float:
    """Write a part of the key; return where the next begins."""
    sheet.text(x, y, words, 6.5, colour=sheet.palette.muted)
    return x + sheet.width(words, 6.5) + 10
