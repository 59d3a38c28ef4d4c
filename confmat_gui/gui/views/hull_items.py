"""The convex hull in a ROC plot: its edges, its vertices, and what is best at the present prices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QFont

from confmat_gui.core.arrays import Floats
from confmat_gui.gui.views.curve_scale import CurveScale
from confmat_gui.gui.views.inks import class_paint, ink, line_pen, scaled_font
from confmat_gui.present.hulls import HullState
from confmat_gui.present.palette import Palette

_DASHES = (2.0, 2.0)
MOST_DOTS = 60
"""Beyond this number of vertices they lie so close that dots would hide the curve."""


class HullItems:
    """Dots on a dashed line; a diamond at what is best at the present prices, a wide edge where that ties."""

    def __init__(self, plot: Any) -> None:
        self._edges = pg.PlotCurveItem(antialias=True)
        self._tied = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(pxMode=True, symbol="o")
        self._best = pg.ScatterPlotItem(pxMode=True, symbol="d")
        for item, height in ((self._edges, 15), (self._tied, 16), (self._dots, 25), (self._best, 30)):
            plot.addItem(item, ignoreBounds=True)
            item.setZValue(height)
        # Below the diagonal is where no useful curve passes.
        self._label = pg.TextItem(anchor=(1.0, 1.0))
        self._label.setZValue(45)
        view = plot.getPlotItem().getViewBox()
        self._label.setParentItem(view)
        view.sigResized.connect(self._place)
        self._view = view
        self._drawn: tuple[object, ...] = ()

    def show(self, hull: HullState | None, scale: CurveScale, palette: Palette, font: QFont) -> None:
        """Draw a hull, or none; what has not changed is left alone."""
        for item in (self._edges, self._tied, self._dots, self._best):
            item.setVisible(hull is not None)
        self._label.setVisible(hull is not None and bool(hull.label))
        if hull is None:
            self._drawn = ()
            return
        drawn = (id(hull.x), hull.class_index, scale, palette.name)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw_edges(hull, scale, palette)
        self._draw_best(hull, scale, palette)
        self._write(hull, palette, font)

    def _draw_edges(self, hull: HullState, scale: CurveScale, palette: Palette) -> None:
        paint = class_paint(palette, hull.class_index)
        self._edges.setData(*_path(hull.x, hull.y, scale))
        self._edges.setPen(line_pen(ink(palette.text, 0.6), 1.0, _DASHES))
        few = slice(1, -1) if len(hull.x) <= MOST_DOTS else slice(0, 0)
        self._dots.setData(
            x=scale.x(hull.x[few]), y=hull.y[few], size=5.0, brush=ink(palette.panel),
            pen=line_pen(paint, 1.4),
        )

    def _draw_best(self, hull: HullState, scale: CurveScale, palette: Palette) -> None:
        if hull.best is None:
            self._best.setData([])
            self._tied.setData([], [])
            return
        first, last = hull.best
        edge = slice(first, last + 1)
        self._tied.setData(*_path(hull.x[edge], hull.y[edge], scale))
        self._tied.setPen(line_pen(ink(palette.accent, 0.55), 5.0))
        ends = [first] if first == last else [first, last]
        self._best.setData(
            x=scale.x(hull.x[ends]), y=hull.y[ends], size=[13.0, 9.0][: len(ends)],
            brush=ink(palette.accent), pen=line_pen(ink(palette.panel), 1.2),
        )

    def _write(self, hull: HullState, palette: Palette, font: QFont) -> None:
        self._label.setText("\n".join(hull.label), color=ink(palette.accent))
        self._label.textItem.setFont(scaled_font(font, 0.85))
        self._label.fill = QBrush(ink(palette.panel, 0.8))
        self._label.updateTextPos()
        self._place()

    def _place(self, _resized: object = None) -> None:
        self._label.setPos(self._view.width() - 4, self._view.height() - 2)


def _path(x: Floats, y: Floats, scale: CurveScale) -> tuple[Floats, Floats]:
    """Return the path in plot coordinates; a straight edge bends where the axis is logarithmic."""
    if not scale.logarithmic or len(x) < 2:
        return scale.x(x), y
    shares = np.append(0.0, np.geomspace(1e-5, 1.0, 40))
    across = x[:-1, None] + np.diff(x)[:, None] * shares
    up = y[:-1, None] + np.diff(y)[:, None] * shares
    return scale.x(across.ravel()), up.ravel()
