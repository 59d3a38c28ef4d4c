"""Colours by meaning, for light and dark; the same classes have the same colours everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats

READABLE = 4.5
"""Least contrast of text against its ground (WCAG 2.1, level AA)."""


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


# The first five class colours keep a CIE76 distance of at least 20 from one another as seen with
# deuteranopia, protanopia and tritanopia (Machado et al. 2009):
# a small problem is told apart by colour alone.
LIGHT = Palette(
    name="light",
    window="#f4f6f9",
    panel="#ffffff",
    border="#e1e6ed",
    text="#172231",
    muted="#5d6877",
    grid="#eaedf1",
    accent="#1f6feb",
    accent_text="#ffffff",
    selected_row="#edf4ff",
    better="#12793b",
    worse="#b3261e",
    notice_panel="#fff7e0",
    notice_border="#f1d58a",
    notice_text="#664600",
    bar="#cfe0f7",
    cost_bar="#f3bcb8",
    tooltip="#131a26",
    tooltip_text="#f7f9fc",
    heat=("#f8fbff", "#d9e8f6", "#b3d3ea", "#7db5db", "#4b8ebf", "#2563a3", "#0a326f"),
    diverging=("#a63603", "#e0762f", "#f9c9a3", "#fbfbfb", "#b5d2ea", "#4b8ebf", "#0a3f80"),
    classes=(
        "#2860a6", "#f08c1e", "#20ab6d", "#c22e36", "#cc8cc0", "#0fa3b8",
        "#7d5233", "#5b3fa6", "#a39a0e", "#6f7a8a", "#e2609e", "#0a5a50",
    ),
)

DARK = Palette(
    name="dark",
    window="#10151c",
    panel="#1a212b",
    border="#2c3643",
    text="#e7edf5",
    muted="#9aa7b7",
    grid="#28313d",
    accent="#4c93ff",
    accent_text="#0b1119",
    selected_row="#22324a",
    better="#57d38c",
    worse="#ff8a80",
    notice_panel="#332a12",
    notice_border="#6a5620",
    notice_text="#ffd978",
    bar="#2b4a73",
    cost_bar="#7a3d3d",
    tooltip="#e9eef5",
    tooltip_text="#131a26",
    heat=("#1e2631", "#1f3a5c", "#23558c", "#2f76bd", "#4f9be0", "#86c1f5", "#d5ebff"),
    diverging=("#ffb37a", "#d9722f", "#7a4426", "#1e2631", "#23558c", "#4f9be0", "#bfe0ff"),
    classes=(
        "#4088ea", "#f7a030", "#5ce0a4", "#ea5058", "#dcbbe4", "#2fc3d8",
        "#b58a63", "#9a80f0", "#d8cf45", "#93a0b2", "#f57fb6", "#2c9486",
    ),
)

_SHADES = (0.0, 0.35, -0.3, 0.6, -0.5)
"""How much the second, third, ... round of class colours is mixed with white (> 0) or black (< 0)."""


def class_colour(palette: Palette, index: int) -> str:
    """Return the colour of class `index`: the hues in order, then the same hues in further shades."""
    return _shaded(palette.classes, index)


@lru_cache(maxsize=4096)
def _shaded(classes: tuple[str, ...], index: int) -> str:
    turn, hue = divmod(index, len(classes))
    shade = _SHADES[turn % len(_SHADES)]
    return mixed(classes[hue], "#ffffff" if shade > 0 else "#000000", abs(shade))


@lru_cache(maxsize=4096)
def class_ink(palette: Palette, index: int) -> str:
    """Return the colour of class `index`, moved towards the text colour until text in it is readable."""
    colour = class_colour(palette, index)
    for step in range(11):
        candidate = mixed(colour, palette.text, step / 10)
        if contrast(candidate, palette.panel) >= READABLE:
            return candidate
    return palette.text


def heat_colour(palette: Palette, intensity: float, *, diverging: bool = False) -> str:
    """Return the colour of an intensity, 0 to 1 or (`diverging`) -1 to 1; the panel's where it is nan."""
    if not np.isfinite(intensity):
        return palette.panel
    position = (intensity + 1) / 2 if diverging else intensity
    table = diverging_table(palette) if diverging else heat_table(palette)
    red, green, blue = table[round(min(max(position, 0.0), 1.0) * 255)]
    return f"#{red:02x}{green:02x}{blue:02x}"


def heat_table(palette: Palette) -> NDArray[np.uint8]:
    """Return (256, 3) uint8 red, green, blue of the sequential scale; read-only."""
    return _table(palette.heat)


def diverging_table(palette: Palette) -> NDArray[np.uint8]:
    """Return (256, 3) uint8 red, green, blue of the scale for changes; read-only."""
    return _table(palette.diverging)


@lru_cache(maxsize=16)
def _table(stops: tuple[str, ...]) -> NDArray[np.uint8]:
    colours = np.array([rgb(stop) for stop in stops], dtype=np.float64)
    places = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(places, np.arange(len(stops)), colours[:, channel]) for channel in range(3)]
    table = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    table.flags.writeable = False
    return table


def text_on(colour: str, dark_ink: str = "#172231", light_ink: str = "#ffffff") -> str:
    """Return whichever ink has the higher contrast on `colour`."""
    return dark_ink if contrast(dark_ink, colour) >= contrast(light_ink, colour) else light_ink


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    return float(_linear(rgb(colour)) @ np.array([0.2126, 0.7152, 0.0722]))


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channels: Sequence[int]) -> Floats:
    share = np.asarray(channels, dtype=np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
