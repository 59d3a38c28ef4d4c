"""Colours by meaning, for light and dark; the same classes have the same colours everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb."""

    name: str
    window: str
    panel: str
    border: str
    text: str
    muted: str
    grid: str
    accent: str
    accent_text: str
    selected_row: str
    better: str
    worse: str
    notice_panel: str
    notice_border: str
    notice_text: str
    bar: str
    cost_bar: str
    tooltip: str
    tooltip_text: str
    heat: tuple[str, ...]
    """Stops of the sequential colour scale, from 0 to 1."""
    diverging: tuple[str, ...]
    """Stops of the scale for changes, from -1 over 0 to +1."""
    classes: tuple[str, ...]
    """Class colours in order; repeated (with shades) beyond their number, see `class_colour`."""
