"""ROC and precision-recall plots on a sheet."""

from __future__ import annotations

import math
from typing import Any

from confmat_gui.present.curves import CurveLine, CurveMarker, CurvePlotState, GuideLine, dashes
from confmat_gui.present.palette import Palette, class_colour, class_ink, mixed
from confmat_gui.report.axes import dress_axes
from confmat_gui.report.fonts import font, wrapped, writable
from confmat_gui.report.hull import draw_hull, write_best
from confmat_gui.report.sheet import Box, Sheet

TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEGEND_ROWS = 12
SUBTITLES = (7.0, 6.5, 6.0)
"""Sizes of the line that names the class: smaller before its interval is cut, shortened where none fits."""
STRONG = {"iso_cost": "text", "lowest_cost": "accent"}
"""Guides that are read, and their colours."""


def draw_curves(sheet: Sheet, box: Box, state: CurvePlotState) -> None:
    """Draw one plot with its title into `box`."""
    sheet.text(box.x, box.y + 7, state.title, 10, strong=True)
    size = next((size for size in SUBTITLES if sheet.width(state.subtitle, size) <= box.w), SUBTITLES[0])
    sheet.text(box.x, box.y + 19, state.subtitle, size, colour=sheet.palette.muted, room=box.w)
    aside = 24 if state.kind == "pr" else 6  # the levels of F1 stand right of their lines
    plot = Box(box.x + 27, box.y + 30, box.w - 27 - aside, box.h - 30 - 26)
    axes = sheet.plot(plot)
    _set_range(axes, state)
    dress_axes(axes, sheet.palette, state.x_label, state.y_label)
    for guide in state.guides:
        _draw_guide(axes, guide, sheet)
    for line in state.lines:
        _draw_line(axes, line, sheet.palette, state)
    if state.hull is not None:
        draw_hull(axes, state.hull, sheet.palette)
    for marker in state.markers:
        _draw_marker(axes, marker, sheet.palette, many=len(state.markers) > 20)
    if state.message:
        _write_message(sheet, plot, state.message)
    if state.legend and state.lines:
        _draw_sessions(sheet, plot, state)
        return
    top = _draw_legend(sheet, plot, state)
    if state.hull is not None:
        write_best(sheet, plot.right - 6, top, state.hull)


def _set_range(axes: Any, state: CurvePlotState) -> None:
    axes.set_yticks(TICKS, [f"{tick:.1f}" for tick in TICKS])
    axes.set_ylim(-0.004, 1.012)
    if state.zoom == "log":
        axes.set_xscale("log")
        ticks = [10.0**decade for decade in range(state.decade, 1)]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.set_xticks([], minor=True)
        axes.set_xlim(ticks[0], 1.0)
        return
    if state.zoom == "corner":
        axes.set_xlim(-0.001, 0.25)
        axes.set_ylim(0.75, 1.003)
        axes.set_xticks((0, 0.05, 0.1, 0.15, 0.2, 0.25), ("0.00", "0.05", "0.10", "0.15", "0.20", "0.25"))
        axes.set_yticks((0.75, 0.8, 0.85, 0.9, 0.95, 1.0), ("0.75", "0.80", "0.85", "0.90", "0.95", "1.00"))
        return
    axes.set_xticks(TICKS, [f"{tick:.1f}" for tick in TICKS])
    axes.set_xlim(-0.012, 1.012)


def _draw_guide(axes: Any, guide: GuideLine, sheet: Sheet) -> None:
    palette = sheet.palette
    quiet = mixed(palette.muted, palette.panel, 0.45)
    strong = guide.kind in STRONG
    style = "-" if guide.kind == "iso_f1" else (0, (4, 3))
    own = getattr(palette, STRONG[guide.kind]) if strong else quiet
    shade = own if strong else mixed(quiet, palette.panel, 0.35) if guide.kind == "iso_f1" else quiet
    axes.plot(guide.x, guide.y, color=shade, linewidth=0.8 if strong else 0.5, linestyle=style, zorder=1)
    if not guide.label:
        return
    place, align, upright = _label_place(guide)
    axes.annotate(
        guide.label if sheet.keep_text else writable(guide.label),
        xy=place,
        xytext=(3 if guide.kind == "iso_f1" else 0, 2 if upright == "bottom" else 0),
        textcoords="offset points",
        fontproperties=font(guide.label, 6),
        color=palette.text if strong else palette.muted,
        ha=align,
        va=upright,
        zorder=1,
        parse_math=False,
        annotation_clip=guide.kind != "iso_f1",
    )


def _label_place(guide: GuideLine) -> tuple[tuple[float, float], str, str]:
    """Return where a guide's label stands: prevalence at the left, iso-cost below its line, F1 at its end."""
    if guide.kind == "prevalence":
        return (0.01, float(guide.y[0])), "left", "bottom"
    if guide.kind == "iso_cost":
        return (float(guide.x.mean()) + 0.03, float(guide.y.mean()) - 0.02), "left", "top"
    return (1.0, float(guide.y[-1])), "left", "center"


def _draw_line(axes: Any, line: CurveLine, palette: Palette, state: CurvePlotState) -> None:
    several = len(state.lines) > 1
    thick = 1.8 if line.selected or not several else 0.8 if len(state.lines) <= 20 else 0.5
    focus = any(other.selected for other in state.lines)
    quiet = focus and not line.selected and not state.legend
    axes.plot(
        line.x,
        line.y,
        color=class_colour(palette, line.class_index),
        alpha=0.75 if quiet else 1.0,
        linewidth=thick,
        linestyle=(0, dashes(line.session)) if line.session else "-",
        drawstyle="default",
        solid_joinstyle="round",
        zorder=4 if line.selected else 3,
        gid=f"{state.kind}-{line.class_index}{f'-session{line.session}' if line.session else ''}"
        f"{'-decision' if line.decision else ''}",
    )


def _draw_marker(axes: Any, marker: CurveMarker, palette: Palette, *, many: bool) -> None:
    if math.isnan(marker.x) or math.isnan(marker.y):
        return
    size = 8.5 if marker.selected else 3.0 if many else 5.5
    axes.plot(
        [marker.x],
        [marker.y],
        marker="o",
        markersize=size,
        markerfacecolor=class_colour(palette, marker.class_index),
        markeredgecolor=palette.panel,
        markeredgewidth=0.8 if not many else 0.3,
        linestyle="none",
        clip_on=False,
        zorder=6 if marker.selected else 5,
    )


def _write_message(sheet: Sheet, plot: Box, message: str) -> None:
    lines = wrapped(message, 7.5, plot.w * 0.7, 4)
    top = plot.y + plot.h * 0.5
    sheet.plate(Box(plot.x + plot.w * 0.14, top - 8, plot.w * 0.72, 10.0 * len(lines) + 6))
    for position, line in enumerate(lines):
        y = top + 10 * position
        sheet.text(plot.x + plot.w / 2, y, line, 7.5, colour=sheet.palette.muted, align="center")


def _draw_legend(sheet: Sheet, plot: Box, state: CurvePlotState) -> float:
    """Name the curves where there are several and few enough; return the top of what was drawn.

    The selected one is in the subtitle too.
    """
    lines = sorted(state.lines, key=lambda line: line.class_index)
    if not 1 < len(lines) <= LEGEND_ROWS:
        return plot.bottom - 4
    rows = [(line.name, line.class_index) for line in lines]
    names = tuple(name for name, _ in rows)
    room = min(plot.w * 0.45, max(sheet.width(name, 6.5) for name, _ in rows) + 14)
    top = plot.bottom - 8 - 9 * len(rows) - _above_prevalence(state, plot)
    left = plot.right - 6 - room if state.kind == "roc" else plot.x + 8
    sheet.plate(Box(left - 2, top - 1, room + 4, 9.0 * len(rows) + 2))
    for position, (name, index) in enumerate(rows):
        y = top + 9 * position + 4.5
        sheet.dot(left + 3, y, 2.4, class_colour(sheet.palette, index))
        ink = class_ink(sheet.palette, index)
        sheet.text(left + 9, y, name, 6.5, colour=ink, room=room - 9, among=names)
    return top - 3


def _above_prevalence(state: CurvePlotState, plot: Box) -> float:
    """Return how far the legend is lifted so that it does not lie on the prevalence line and its label."""
    level = next((float(guide.y[0]) for guide in state.guides if guide.kind == "prevalence"), 0.0)
    return level * plot.h + 12 if 0 < level < 0.35 else 0.0


def _draw_sessions(sheet: Sheet, plot: Box, state: CurvePlotState) -> None:
    """Name the sessions of a comparison: the first is solid, the others are dashed."""
    room = min(plot.w * 0.6, max(sheet.width(name, 6.5) for name in state.legend) + 24)
    left = plot.right - 6 - room if state.kind == "roc" else plot.x + 8
    top = plot.bottom - 10 - 10 * len(state.legend) - _above_prevalence(state, plot)
    sheet.plate(Box(left - 2, top - 1, room + 4, 10.0 * len(state.legend) + 2))
    for position, name in enumerate(state.legend):
        y = top + 10 * position + 5
        style = (0, dashes(position)) if position else "-"
        sheet.line((left, left + 16), (y, y), sheet.palette.text, 1.2, style)
        sheet.text(left + 21, y, name, 6.5, room=room - 21)
