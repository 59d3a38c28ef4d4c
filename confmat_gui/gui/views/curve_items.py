"""What lies in a plot: lines, guides and markers, changed in place from state to state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QFont, QPen
from PySide6.QtWidgets import QGraphicsItem

from confmat_gui.core.arrays import Floats
from confmat_gui.gui.views.curve_scale import CurveScale
from confmat_gui.gui.views.inks import GUIDE_DASHES, class_paint, ink, line_pen, scaled_font
from confmat_gui.present.curves import CurveLine, CurveMarker, CurvePlotState, GuideLine, dashes
from confmat_gui.present.palette import Palette, class_colour

MOST_LINES = 100
"""Beyond this number the quiet lines are one path."""
MOST_KEPT = 12
"""Up to so many lines are kept as pictures, each as large as the plot."""
STRONG = {"iso_cost": "text", "lowest_cost": "accent"}
"""Guides that are read, and their colours."""
_TOO_HIGH = 0.9
"""Share from which there is no room for a label above a level line."""


class LineItems:
    """The curves: quiet ones thin, the selected one wide and on top."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._pool: list[Any] = []
        self._drawn: list[tuple[Any, ...]] = []
        self._pens: list[QPen | None] = []

    def show(self, state: CurvePlotState, scale: CurveScale, palette: Palette) -> None:
        """Draw the lines of `state`; an item whose line is the same array as before is left alone."""
        quiet = [line for line in state.lines if not line.selected]
        alpha = _alpha(len(state.lines), any_selected=len(quiet) < len(state.lines))
        entries = [_entry(line, palette, alpha) for line in state.lines if line.selected]
        if len(quiet) > MOST_LINES:
            entries.append(_Entry(quiet, line_pen(ink(palette.muted, 0.07)), 0))
        else:
            entries += [_entry(line, palette, alpha) for line in quiet]
        while len(self._pool) < len(entries):
            item = pg.PlotCurveItem(antialias=True)
            self._plot.addItem(item)
            self._pool.append(item)
            self._drawn.append(())
            self._pens.append(None)
        for number, item in enumerate(self._pool):
            if number < len(entries):
                self._set(number, item, entries[number], scale)
            item.setVisible(number < len(entries))

    def _set(self, number: int, item: Any, entry: _Entry, scale: CurveScale) -> None:
        # The arrays themselves are kept and compared by identity: equal arrays need no new path, and an item
        # that is left alone keeps its cached picture.
        key = (scale, *(array for line in entry.lines for array in (line.x, line.y)))
        if not _unchanged(self._drawn[number], key):
            many = len(entry.lines) > 1
            x, y = joined(entry.lines, scale)
            item.setData(x, y, connect="finite" if many else "all")
            # A drag moves the markers over lines that stay: to draw these anew would take most of the time.
            cache, kept = QGraphicsItem.CacheMode, many or len(self._drawn) <= MOST_KEPT
            item.setCacheMode(cache.DeviceCoordinateCache if kept else cache.NoCache)
            self._drawn[number] = key
        if self._pens[number] != entry.pen:
            item.setPen(entry.pen)
            self._pens[number] = entry.pen
        item.setZValue(entry.height)


def _alpha(n_lines: int, *, any_selected: bool) -> float:
    """Return how strong the quiet lines are: the more there are, the fainter."""
    if n_lines > 12:
        return 0.25 if n_lines > 40 else 0.45
    return 0.8 if any_selected else 1.0


@dataclass(frozen=True)
class _Entry:
    """Lines that are one item, and how it is drawn."""

    lines: list[CurveLine]
    pen: QPen
    height: int


def _entry(line: CurveLine, palette: Palette, alpha: float) -> _Entry:
    strokes = dashes(line.session)
    if line.selected:
        return _Entry([line], line_pen(class_paint(palette, line.class_index), 2.6, strokes), 20)
    quiet = line_pen(class_paint(palette, line.class_index, alpha), 1.2, strokes)
    return _Entry([line], quiet, 10)


def _unchanged(drawn: tuple[Any, ...], key: tuple[Any, ...]) -> bool:
    if len(drawn) != len(key) or drawn[0] != key[0]:
        return False
    return all(before is now for before, now in zip(drawn[1:], key[1:], strict=True))


def joined(lines: Sequence[CurveLine], scale: CurveScale) -> tuple[Floats, Floats]:
    """Return all lines behind one another, with a nan between them so that they are not connected."""
    if len(lines) == 1:
        return scale.x(lines[0].x), lines[0].y
    gap = np.array([np.nan])
    xs = [part for line in lines for part in (line.x, gap)]
    ys = [part for line in lines for part in (line.y, gap)]
    return scale.x(np.concatenate(xs)), np.concatenate(ys)


class GuideItems:
    """Thin lines that help to read the plot, with their labels."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._lines: list[Any] = []
        self._labels: list[Any] = []

    def show(self, guides: tuple[GuideLine, ...], scale: CurveScale, palette: Palette, font: QFont) -> None:
        """Draw `guides`."""
        while len(self._lines) < len(guides):
            line, label = pg.PlotCurveItem(antialias=True), pg.TextItem(anchor=(0.0, 1.0))
            for item in (line, label):
                self._plot.addItem(item, ignoreBounds=True)
            line.setZValue(5)
            label.setZValue(6)
            self._lines.append(line)
            self._labels.append(label)
        for number, (line, label) in enumerate(zip(self._lines, self._labels, strict=True)):
            shown = number < len(guides)
            line.setVisible(shown)
            # The iso-lines are named in the margin.
            label.setVisible(shown and bool(guides[number].label) and guides[number].kind != "iso_f1")
            if shown:
                _show_guide(line, guides[number], scale, palette)
                _show_label(label, guides[number], scale, palette, font)


def _show_guide(line: Any, guide: GuideLine, scale: CurveScale, palette: Palette) -> None:
    strong = guide.kind in STRONG
    colour = ink(getattr(palette, STRONG[guide.kind])) if strong else ink(palette.muted, 0.55)
    x = _finely(guide.x) if scale.logarithmic and len(guide.x) else guide.x
    y = np.interp(x, guide.x, guide.y) if scale.logarithmic and len(guide.x) else guide.y
    line.setData(scale.x(x), y)
    line.setPen(line_pen(colour, 1.2 if strong else 1.0, () if guide.kind == "iso_f1" else GUIDE_DASHES))


def _show_label(label: Any, guide: GuideLine, scale: CurveScale, palette: Palette, font: QFont) -> None:
    if not guide.label or not len(guide.x):
        return
    label.setText(guide.label, color=ink(palette.text if guide.kind in STRONG else palette.muted))
    label.textItem.setFont(scaled_font(font, 0.85))
    label.fill = QBrush(ink(palette.panel, 0.75))  # so that it can be read where curves pass behind it
    at, anchor = _label_place(guide, scale)
    label.setAnchor(anchor)
    label.setPos(scale.x_of(float(guide.x[at])), float(guide.y[at]))


def _finely(x: Floats) -> Floats:
    """Return x with logarithmic steps between its ends, so that a straight line bends as it must."""
    between = np.geomspace(1e-6, 1.0, 200)
    return np.unique(np.concatenate([x, between[(between > x.min()) & (between < x.max())]]))


def _label_place(guide: GuideLine, scale: CurveScale) -> tuple[int, tuple[float, float]]:
    """Return the index of the point that carries the label, and how the label lies to it."""
    if guide.kind == "prevalence":
        # Above the line, unless the plot ends there.
        return int(np.argmin(guide.x)), (0.0, 0.0 if guide.y[0] > _TOO_HIGH else 1.0)
    end = int(np.argmax(guide.x))
    low, high = scale.bounds("all")[0]
    share = (scale.x_of(float(guide.x[end])) - low) / (high - low)
    return end, (1.05 if share > 0.6 else 0.0, 0.0)


class MarkerItems:
    """The true operating point of every class; the selected one is a handle."""

    def __init__(self, plot: Any) -> None:
        self._scatter = pg.ScatterPlotItem(antialias=True, pxMode=True)
        self._scatter.setZValue(40)
        plot.addItem(self._scatter, ignoreBounds=True)

    def show(self, markers: tuple[CurveMarker, ...], scale: CurveScale, palette: Palette) -> None:
        """Draw `markers`, the selected one last and so on top."""
        shown = sorted((m for m in markers if np.isfinite([m.x, m.y]).all()), key=lambda m: m.selected)
        many = len(shown) > 30
        self._scatter.setData(
            x=scale.x(np.array([m.x for m in shown], dtype=np.float64)),
            y=np.array([m.y for m in shown], dtype=np.float64),
            size=[16.0 if m.selected else 5.0 if many else 9.0 for m in shown],
            brush=[_filling(class_colour(palette, m.class_index)) for m in shown],
            pen=[_outline(m, palette, many=many) for m in shown],
        )


def _outline(marker: CurveMarker, palette: Palette, *, many: bool) -> QPen:
    """Return the ring around a marker; among many markers rings would hide what they surround."""
    alpha = 0.0 if many and not marker.selected else 1.0
    return _ring(palette.panel, alpha, 2.5 if marker.selected else 1.0)


# pyqtgraph draws a symbol anew for every brush and pen that is another object, equal or not.
@lru_cache(maxsize=256)
def _filling(colour: str) -> QBrush:
    return QBrush(ink(colour))


@lru_cache(maxsize=16)
def _ring(colour: str, alpha: float, width: float) -> QPen:
    return line_pen(ink(colour, alpha), width)
