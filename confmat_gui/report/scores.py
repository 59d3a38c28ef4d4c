"""Scores of classes on a sheet, small plots side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.palette import Palette, class_colour
from confmat_gui.present.score_plot import scores_state, why_no_scores
from confmat_gui.present.scores import ScoresState
from confmat_gui.report.axes import dress_axes
from confmat_gui.report.fonts import fitted
from confmat_gui.report.sheet import Box, Sheet
from confmat_gui.session.state import Session

WIDE = 800.0
PLOT = 190.0
"""Height of one plot with its words."""
LEFT, ABOVE, BELOW = 40.0, 30.0, 26.0
BESIDE = 16.0
MARGIN = 12.0
MOST_PLOTS = 24


def draw_scores(sheet: Sheet, box: Box, state: ScoresState) -> None:
    """Draw one class: its own samples above the line, all others below, and the threshold."""
    palette = sheet.palette
    sheet.text(box.x, box.y + 6, state.title, 8.5, strong=True, room=box.w)
    sheet.text(box.x, box.y + 18, state.sentence, 7, colour=palette.muted, room=box.w)
    plot = Box(box.x + LEFT, box.y + ABOVE, box.w - LEFT - 4, box.h - ABOVE - BELOW)
    axes = sheet.plot(plot)
    axes.set_xlim(float(state.edges[0]), float(state.edges[-1]))
    axes.set_ylim(*state.y_range)
    axes.set_yticks([height for height, _ in state.y_ticks], [text for _, text in state.y_ticks])
    words = "share of the samples" if state.scale == "share" else "samples (log)"
    dress_axes(axes, palette, fitted(state.x_label, 7, plot.w), words)
    axes.grid(visible=False, axis="x")
    wide = state.edges[1:] - state.edges[:-1]
    for layer in state.layers:
        colour = palette.muted if layer.class_index is None else class_colour(palette, layer.class_index)
        axes.bar(
            state.edges[:-1], layer.high - layer.low, width=wide, bottom=layer.low, align="edge",
            color=colour, linewidth=0, zorder=2,
        )  # fmt: skip
    axes.axhline(0.0, color=palette.muted, linewidth=0.6, zorder=3)
    if not math.isnan(state.line):
        axes.axvline(state.line, color=palette.accent, linewidth=1.4, zorder=4)


def scores_alone(session: Session, evaluation: Evaluation, palette: Palette, keep_text: bool) -> Any:
    """Return the figure of the selected class, or of every class where none is selected."""
    unavailable = why_no_scores(session)
    if unavailable:
        raise InputError(f"There are no scores to draw. {unavailable}")
    shown = _classes_shown(session, len(evaluation.classes))
    states = [scores_state(session, evaluation, k) for k in shown]
    return draw_score_grid(states, palette, keep_text=keep_text)


def draw_score_grid(states: Sequence[ScoresState], palette: Palette, *, keep_text: bool = False) -> Any:
    """Return the figure of several classes, two plots in a row."""
    columns = min(2, len(states))
    high = PLOT * -(-len(states) // columns) + 2 * MARGIN
    sheet = Sheet(WIDE, high, palette, keep_text=keep_text)
    wide = (WIDE - 2 * MARGIN - BESIDE * (columns - 1)) / columns
    for place, state in enumerate(states):
        row, column = divmod(place, columns)
        box = Box(MARGIN + column * (wide + BESIDE), MARGIN + row * PLOT, wide, PLOT - 10)
        draw_scores(sheet, box, state)
    return sheet.figure


def _classes_shown(session: Session, n_classes: int) -> Sequence[int]:
    selected = session.display.selected_class
    if selected is not None:
        return (selected,)
    positive = session.point.positive
    return range(min(n_classes, MOST_PLOTS)) if positive is None else (positive,)
