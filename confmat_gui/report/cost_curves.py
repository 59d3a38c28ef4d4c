"""Cost curves, the pad of prevalence by price and the switch table on a sheet."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from confmat_gui.core.cost_curve import Envelope
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.condition_reading import constant_answer, reading_at
from confmat_gui.present.cost_curves import TITLE, X_LABEL, Y_LABEL, CostCurvesState, PolicyKey
from confmat_gui.present.curves import dashes
from confmat_gui.present.operating_conditions import cost_curves_state
from confmat_gui.present.pad import DECADES, LOWEST_DECADE, first_axis, pad_x, pad_y, ratio_text
from confmat_gui.present.pad_colours import model_colour, pad_colours
from confmat_gui.present.palette import Palette, class_colour, text_on
from confmat_gui.present.switch_lines import COLUMNS, line_texts
from confmat_gui.report.axes import dress_axes
from confmat_gui.report.fonts import font, wrapped
from confmat_gui.report.sheet import Box, Sheet
from confmat_gui.session.state import Session

WIDE = 800.0
MARGIN = 12.0
PLOT = 190.0
"""Height of the plots with their axes."""
LEFT, BELOW = 34.0, 26.0
ROW, HEAD, SIZE = 11.0, 16.0, 7.0
MOST_ROWS = 15
"""Rows of the switch table; those around the present condition where there are more."""

KEY: dict[PolicyKey, str] = {
    "keep": "keep", "trust": "trust", "best": "choose again", "trivial": "always the one answer",
}  # fmt: skip
"""Names of the lines; their thresholds and costs stand above."""


def cost_curves_height(state: CostCurvesState, width: float) -> float:
    """Return the height that a section needs."""
    return _head(state, width) + PLOT


def draw_cost_curves(sheet: Sheet, box: Box, state: CostCurvesState) -> None:
    """Draw curves, pad and table side by side, with the costs of the policies above."""
    palette = sheet.palette
    sheet.text(box.x, box.y + 6, f"{TITLE} · {state.subject}", 10, strong=True, room=box.w)
    y = box.y + 20
    for line in _lines(state, box.w):
        sheet.text(box.x, y, line, SIZE, colour=palette.muted)
        y += 10
    top = box.y + _head(state, box.w)
    _draw_key(sheet, box.x + LEFT, top - 9, state)
    third = (box.w - 2 * 14) / 3
    _draw_plot(sheet, Box(box.x, top, third * 1.12, PLOT), state)
    _draw_pad(sheet, Box(box.x + third * 1.12 + 14, top, third * 0.88, PLOT), state)
    _draw_table(sheet, Box(box.right - third, top, third, PLOT), state)


def cost_curves_alone(session: Session, evaluation: Evaluation, palette: Palette, keep_text: bool) -> Any:
    """Return the figure of the cost curves; InputError where there are none."""
    return draw_alone(cost_curves_state(session, evaluation), palette, keep_text=keep_text)


def draw_alone(state: CostCurvesState, palette: Palette, *, keep_text: bool = False) -> Any:
    """Return the figure of a state; InputError with its reason where there is nothing to draw."""
    if state.unavailable:
        raise InputError(f"There are no cost curves to draw. {state.unavailable}")
    high = cost_curves_height(state, WIDE - 2 * MARGIN) + 2 * MARGIN
    sheet = Sheet(WIDE, high, palette, keep_text=keep_text)
    draw_cost_curves(sheet, Box(0, 0, WIDE, high).inset(MARGIN), state)
    return sheet.figure


def _head(state: CostCurvesState, width: float) -> float:
    return 36 + 10.0 * len(_lines(state, width))


def _lines(state: CostCurvesState, width: float) -> list[str]:
    """Return what the policies cost now, and what the model is worth."""
    reading = reading_at(state, state.condition)
    costs = " · ".join(f"{policy.name}: {policy.text}" for policy in state.policies if not policy.reason)
    lines = [] if reading is None else wrapped(f"Cost a sample now: {costs}.", SIZE, width, 2)
    lines += [] if reading is None else wrapped(reading.sentence, SIZE, width, 2)
    return lines + wrapped(f"{state.sentence} {state.models.left_out}".strip(), SIZE, width, 2)


def _pens(palette: Palette) -> dict[PolicyKey, dict[str, Any]]:
    """Return how the line of each policy is drawn, as in the window."""
    return {
        "keep": {"color": palette.text, "linewidth": 1.2},
        "trust": {"color": palette.muted, "linewidth": 1.0, "linestyle": (0, (4, 2))},
        "best": {"color": palette.accent, "linewidth": 1.8},
        "trivial": {"color": palette.muted, "linewidth": 0.8, "linestyle": (0, (1, 2))},
    }


def _draw_key(sheet: Sheet, x: float, y: float, state: CostCurvesState) -> None:
    """Say which line is which policy."""
    for policy in state.policies:
        if policy.reason:
            continue
        pen = _pens(sheet.palette)[policy.key]
        sheet.line((x, x + 14), (y, y), pen["color"], pen["linewidth"], pen.get("linestyle", "-"))
        sheet.text(x + 18, y, KEY[policy.key], 6.5, colour=sheet.palette.muted)
        x += 28 + sheet.width(KEY[policy.key], 6.5)


def _draw_plot(sheet: Sheet, box: Box, state: CostCurvesState) -> None:
    axes = sheet.plot(Box(box.x + LEFT, box.y + 4, box.w - LEFT - 4, box.h - BELOW - 4))
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.02 * state.top, state.top)
    axes.set_xticks((0, 0.2, 0.4, 0.6, 0.8, 1), ("0", "0.2", "0.4", "0.6", "0.8", "1"))
    step = next(s for s in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if state.top / s < 6)
    ticks = np.arange(0, state.top, step)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in np.round(ticks, 4)])
    dress_axes(axes, sheet.palette, X_LABEL, Y_LABEL)
    pens, ends = _pens(sheet.palette), np.array([0.0, 1.0])
    for values in (ends, 1 - ends):
        axes.plot(ends, values, **pens["trivial"], zorder=2)
    for number, curve in enumerate(state.models.curves):
        style = (0, dashes(number)) if number else "-"
        axes.plot(*_corners(curve), color=sheet.palette.muted, linewidth=0.8, linestyle=style, zorder=2.5)
    if state.trust is not None:
        axes.plot(state.trust.pc, state.trust.cost, **pens["trust"], zorder=3, gid="trust")
    assert state.envelope is not None
    axes.plot(*_corners(state.envelope), **pens["best"], zorder=4, gid="best")
    if state.keep is not None:
        axes.plot(ends, state.keep, **pens["keep"], zorder=5, gid="keep")
    _draw_now(axes, state, pens, sheet.palette)


def _draw_now(
    axes: Any, state: CostCurvesState, pens: dict[PolicyKey, dict[str, Any]], palette: Palette
) -> None:
    """Draw the present condition with a dot on the line of each policy."""
    reading = reading_at(state, state.condition)
    if reading is None:
        return
    condition = reading.condition
    axes.axvline(condition.pc, color=palette.text, linewidth=0.6, linestyle=(0, (4, 3)), zorder=2)
    costs: tuple[tuple[PolicyKey, float], ...] = (
        ("keep", reading.keep), ("trust", reading.trust), ("best", reading.best),
    )  # fmt: skip
    for key, cost in costs:
        if not math.isnan(cost):
            height = (cost - condition.right) / condition.scale
            axes.plot(
                [condition.pc], [height], marker="o", markersize=4, color=pens[key]["color"],
                markeredgecolor=palette.panel, markeredgewidth=0.6, linestyle="none", zorder=6,
            )  # fmt: skip


def _corners(envelope: Envelope) -> tuple[Any, Any]:
    x = np.concatenate([[0.0], envelope.switches, [1.0]])
    return x, envelope.cost(x)


def _draw_pad(sheet: Sheet, box: Box, state: CostCurvesState) -> None:
    palette, axis = sheet.palette, first_axis(state.condition)
    axes = sheet.plot(Box(box.x + LEFT + 6, box.y + 4, box.w - LEFT - 10, box.h - BELOW - 4))
    assert state.pad is not None
    colours = pad_colours(state, palette)
    left, right = (LOWEST_DECADE, 0) if axis == "log" else (0, 1)
    axes.imshow(
        colours[state.pad.codes(axis)], extent=(left, right, -DECADES, DECADES), aspect="auto",
        origin="lower", interpolation="nearest",
    )  # fmt: skip
    decades = range(-DECADES, DECADES + 1)
    axes.set_yticks(list(decades), [ratio_text(10.0**d) for d in decades])
    if axis == "log":
        shares = range(LOWEST_DECADE, 1)
        axes.set_xticks(list(shares), [f"{10.0**d:g}" for d in shares])
    else:
        axes.set_xticks((0, 0.2, 0.4, 0.6, 0.8, 1), ("0", "0.2", "0.4", "0.6", "0.8", "1"))
    dress_axes(axes, palette, "prevalence", f"price of a missed {state.class_name}")
    axes.grid(visible=False)
    for name in state.pad.names(axis):
        red, green, blue = colours[name.place].tolist()
        words = _area(state, name.place)
        axes.text(
            name.x, name.y, words, color=text_on(f"#{red:02x}{green:02x}{blue:02x}"), ha="center",
            va="center", fontproperties=font(words, 6.5), parse_math=False, clip_on=True,
        )  # fmt: skip
    now = state.condition
    if now.sensible:
        axes.plot(
            [pad_x(now.prevalence, axis)], [pad_y(now.ratio)], marker="o", markersize=6.5,
            color=class_colour(palette, state.class_index), markeredgecolor="#ffffff", markeredgewidth=1.2,
            clip_on=False, zorder=5,
        )  # fmt: skip


def _area(state: CostCurvesState, place: int) -> str:
    """Return the name of an area: its threshold, its session or its answer."""
    assert state.envelope is not None
    threshold, model = float(state.envelope.thresholds[place]), int(state.envelope.models[place])
    if model < 0:
        return constant_answer(state, threshold)
    return state.models.names[model] if state.models.several else texts.threshold(threshold)


def _draw_table(sheet: Sheet, box: Box, state: CostCurvesState) -> None:
    palette, lines = sheet.palette, state.lines
    columns = (1, 2, 3, 4) if state.models.several else (0, 2, 3, 4)
    places = [box.x, box.x + box.w * 0.5, box.x + box.w * 0.82, box.right]
    for position, column in enumerate(columns):
        _cell(sheet, (places, position), box.y + 6, COLUMNS[column].header, colour=palette.muted)
    sheet.line((box.x, box.right), (box.y + 13, box.y + 13), palette.border)
    now = next((number for number, line in enumerate(lines) if line.present), 0)
    start = max(0, min(now - MOST_ROWS // 2, len(lines) - MOST_ROWS))
    shown = lines[start : start + MOST_ROWS]
    for number, line in enumerate(shown):
        y = box.y + HEAD + (number + 0.5) * ROW
        words = line_texts(line)
        if state.models.several and not line.row.trivial:
            sheet.dot(box.x + 3, y, 2.4, model_colour(palette, line.row.model))
        for position, column in enumerate(columns):
            _cell(sheet, (places, position), y, words[column], strong=line.present)
    if len(shown) < len(lines):
        y = box.y + HEAD + (len(shown) + 0.5) * ROW
        sheet.text(box.x, y, f"…{len(lines) - len(shown)} more", SIZE, colour=palette.muted)


def _cell(
    sheet: Sheet, place: tuple[list[float], int], y: float, text: str, *, colour: str = "",
    strong: bool = False,
) -> None:
    places, position = place
    if position:
        room = places[position] - places[position - 1] - 6
        sheet.text(places[position], y, text, SIZE, colour=colour, strong=strong, align="right", room=room)
    else:
        sheet.text(places[0] + 8, y, text, SIZE, colour=colour, strong=strong, room=places[1] * 0.3)
