"""A sheet of paper: a figure on which everything is placed in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from confmat_gui.present.palette import Palette
from confmat_gui.report.fonts import fitted, font, one_line, width, writable

Align: TypeAlias = Literal["left", "center", "right"]

HALF_CAPITAL = 0.35
"""Half the height of a capital letter of the bundled font, as a share of its size."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet in points; y runs downwards."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    def inset(self, by: float) -> Box:
        """Return the box that is smaller by `by` on every side."""
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)


class Sheet:
    """A figure of `w` x `h` points with one invisible plot that covers all of it."""

    def __init__(self, w: float, h: float, palette: Palette, *, keep_text: bool = False) -> None:
        from matplotlib.figure import Figure

        self.w, self.h, self.palette = w, h, palette
        self.keep_text = keep_text
        """Keep characters that no font here can write: an SVG is shown with the fonts of its reader."""
        ground = palette.window if palette.name == "dark" else "#ffffff"
        self.figure = Figure(figsize=(w / 72, h / 72), dpi=100, facecolor=ground, edgecolor="none")
        self.ground = self._layer("ground", 0)
        """Panels and cells, below the plots."""
        self.ink = self._layer("ink", 9)
        """Texts and legends, above the plots."""

    def _layer(self, name: str, height: int) -> Any:
        axes = self.figure.add_axes((0, 0, 1, 1), label=name, zorder=height)
        axes.set(xlim=(0, self.w), ylim=(self.h, 0))
        axes.axis("off")
        return axes

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 8,
        *,
        colour: str = "",
        strong: bool = False,
        align: Align = "left",
        room: float = 0,
        turned: float = 0,
        among: tuple[str, ...] = (),
    ) -> None:
        """Write one line with its middle at height `y`, shortened to `room` points if that is given.

        A name stays distinct from those `among` which it is written.
        """
        shown = fitted(text, size, room, strong=strong, among=among) if room else text
        if not shown:
            return
        # Half of the height of capitals below the middle: lines of different letters stand on one baseline.
        drop = HALF_CAPITAL * size
        self.ink.text(
            x + (drop if turned else 0),
            y + (0 if turned else drop),
            one_line(shown) if self.keep_text else writable(shown),
            fontproperties=font(shown, size, strong=strong),
            color=colour or self.palette.text,
            ha=align,
            va="baseline",
            rotation=turned,
            rotation_mode="anchor",
            parse_math=False,
        )

    def number(
        self, x: float, y: float, text: str, size: float, room: float, *,
        colour: str = "", strong: bool = False, align: Align = "right",
    ) -> None:
        """Write a number whole: smaller where it needs more than `room` points, never shortened."""
        size *= min(1.0, room / max(self.width(text, size, strong=strong), 1.0))
        self.text(x, y, text, size, colour=colour, strong=strong, align=align)

    def rectangle(
        self, box: Box, fill: str, *, edge: str = "none", line: float = 0.6, name: str = "", radius: float = 0
    ) -> None:
        """Draw a filled rectangle; `name` becomes its id in an SVG."""
        from matplotlib.patches import FancyBboxPatch, Rectangle

        thick = line if edge != "none" else 0
        look: dict[str, Any] = {"facecolor": fill, "edgecolor": edge, "linewidth": thick}
        if radius:
            style = f"round,pad=0,rounding_size={radius}"
            patch: Any = FancyBboxPatch((box.x, box.y), box.w, box.h, boxstyle=style, **look)
        else:
            patch = Rectangle((box.x, box.y), box.w, box.h, **look)
        if name:
            patch.set_gid(name)
        self.ground.add_patch(patch)

    def panel(self, box: Box) -> None:
        """Draw the ground of one part of the page."""
        self.rectangle(box, self.palette.panel, edge=self.palette.border, radius=4)

    def line(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        colour: str,
        thick: float = 0.6,
        style: Any = "-",
    ) -> None:
        """Draw a straight line; `style` as matplotlib has it."""
        from matplotlib.lines import Line2D

        self.ink.add_line(Line2D(x, y, color=colour, linewidth=thick, linestyle=style, solid_capstyle="butt"))

    def plate(self, box: Box) -> None:
        """Dim what is drawn behind a legend or a message."""
        from matplotlib.patches import Rectangle

        look: dict[str, Any] = {"facecolor": self.palette.panel, "edgecolor": "none", "alpha": 0.8}
        self.ink.add_patch(Rectangle((box.x, box.y), box.w, box.h, **look))

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled circle."""
        from matplotlib.patches import Circle

        self.ink.add_patch(Circle((x, y), radius, facecolor=fill, edgecolor="none"))

    def diamond(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled square that stands on a corner."""
        from matplotlib.patches import Polygon

        corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
        self.ink.add_patch(Polygon(corners, facecolor=fill, edgecolor="none"))

    def image(self, box: Box, pixels: Any) -> None:
        """Draw (rows, columns, 3) uint8 pixels, the first row on top."""
        extent = (box.x, box.right, box.bottom, box.y)
        look: dict[str, Any] = {"interpolation": "nearest", "aspect": "auto", "origin": "upper", "zorder": 2}
        self.ground.imshow(pixels, extent=extent, **look)
        self.ground.set(xlim=(0, self.w), ylim=(self.h, 0))

    def plot(self, box: Box) -> Any:
        """Return empty axes in `box`."""
        place = (box.x / self.w, 1 - box.bottom / self.h, box.w / self.w, box.h / self.h)
        axes = self.figure.add_axes(place, label=f"plot {len(self.figure.axes)}", zorder=5)
        axes.set_facecolor("none")
        return axes

    def width(self, text: str, size: float, *, strong: bool = False) -> float:
        """Return how wide a text is, in points."""
        return width(text, size, strong=strong)
