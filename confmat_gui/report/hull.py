"""The convex hull in a ROC plot on a sheet."""

from __future__ import annotations

from typing import Any

from confmat_gui.present.hulls import HullState
from confmat_gui.present.palette import Palette, class_colour, mixed
from confmat_gui.report.sheet import Box, Sheet

MOST_DOTS = 60
"""Beyond this number of vertices dots would hide the curve."""


def draw_hull(axes: Any, hull: HullState, palette: Palette) -> None:
    """Draw the hull dashed, its vertices as dots, and what is best at the present prices."""
    quiet = mixed(palette.text, palette.panel, 0.4)
    axes.plot(hull.x, hull.y, color=quiet, linewidth=0.6, linestyle=(0, (2, 2)), zorder=4.5, gid="hull")
    if len(hull.x) <= MOST_DOTS:
        axes.plot(
            hull.x[1:-1], hull.y[1:-1], marker="o", markersize=2.4, linestyle="none", zorder=4.6,
            markerfacecolor=palette.panel, markeredgewidth=0.7,
            markeredgecolor=class_colour(palette, hull.class_index),
        )  # fmt: skip
    if hull.best is None:
        return
    first, last = hull.best
    edge = slice(first, last + 1)
    axes.plot(hull.x[edge], hull.y[edge], color=palette.accent, alpha=0.55, linewidth=3.0, zorder=4.7)
    axes.plot(
        [hull.x[first]], [hull.y[first]], marker="D", markersize=5.5, linestyle="none", clip_on=False,
        markerfacecolor=palette.accent, markeredgecolor=palette.panel, markeredgewidth=0.7, zorder=5.5,
        gid="hull-best",
    )  # fmt: skip


def write_best(sheet: Sheet, right: float, bottom: float, hull: HullState) -> None:
    """Write what is best at the present prices, below the diagonal where no useful curve passes."""
    if not hull.label:
        return
    wide = max(sheet.width(line, 6.5) for line in hull.label) + 2
    top = bottom - 9.0 * len(hull.label)
    sheet.plate(Box(right - wide - 2, top - 1, wide + 4, bottom - top + 2))
    for position, line in enumerate(hull.label):
        sheet.text(right, top + 9 * position + 4.5, line, 6.5, colour=sheet.palette.accent, align="right")
