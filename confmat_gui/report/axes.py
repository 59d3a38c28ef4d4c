"""How the axes of every plot look."""

from __future__ import annotations

from typing import Any

from confmat_gui.present.palette import Palette
from confmat_gui.report.fonts import font


def dress_axes(axes: Any, palette: Palette, x_label: str, y_label: str) -> None:
    """Give axes whose range and ticks are set our lines, fonts and labels."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(color=palette.border, linewidth=0.8)
    axes.tick_params(length=0, pad=3, colors=palette.muted, labelsize=6.5)
    axes.grid(visible=True, color=palette.grid, linewidth=0.5, linestyle="-")
    axes.set_axisbelow(True)
    small = font("0", 6.5)
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set(fontproperties=small, color=palette.muted, parse_math=False)
    for write, text in ((axes.set_xlabel, x_label), (axes.set_ylabel, y_label)):
        write(text, labelpad=3, fontproperties=font(text, 7), color=palette.muted, parse_math=False)
