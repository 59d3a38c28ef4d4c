"""A pyqtgraph plot with its defaults undone."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from confmat_gui.gui.views.curve_scale import CurveScale
from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.present.palette import Palette


def make_plot() -> Any:
    """Return an empty PlotWidget: no menu, no "A" button, no frame, never a range of its own choice."""
    plot = pg.PlotWidget(enableMenu=False)
    item = plot.getPlotItem()
    item.hideButtons()
    item.showGrid(x=True, y=True, alpha=1.0)
    view = item.getViewBox()
    view.disableAutoRange()
    view.setDefaultPadding(0.0)
    view.setMouseEnabled(x=True, y=True)
    plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    plot.setMinimumSize(180, 94)
    item.layout.setContentsMargins(0, 6, 14, 0)
    for name in ("left", "bottom"):
        # showGrid lifts the axes above the curves; the grid belongs behind them.
        item.getAxis(name).setZValue(-1000)
        item.getAxis(name).enableAutoSIPrefix(False)
        # Only the labelled ticks have a grid line; the ends of the axes are not stretched for their labels.
        item.getAxis(name).setStyle(maxTickLevel=0, tickLength=-1, hideOverlappingLabels=False)
    return plot


def dress_plot(plot: Any, palette: Palette, font: QFont) -> None:
    """Give background, axes and grid the colours of `palette`."""
    plot.setBackground(ink(palette.panel))
    for name in ("left", "bottom"):
        axis = plot.getPlotItem().getAxis(name)
        axis.setPen(line_pen(ink(palette.grid)))
        axis.setTickPen(line_pen(ink(palette.grid)))
        axis.setTextPen(line_pen(ink(palette.muted)))
        axis.setTickFont(scaled_font(font, 0.88))
        axis.label.setFont(scaled_font(font, 0.92))
        axis.label.setDefaultTextColor(ink(palette.muted))
        axis.labelStyle = {"color": palette.muted}


def show_axes(plot: Any, x_label: str, y_label: str, scale: CurveScale) -> None:
    """Write the axes' names, and let the x axis count in decades where it is logarithmic."""
    item = plot.getPlotItem()
    for name, text in (("bottom", x_label), ("left", y_label)):
        axis = item.getAxis(name)
        if axis.labelText != text:
            axis.setLabel(text, **axis.labelStyle)
    if item.getAxis("bottom").logMode != scale.logarithmic:
        item.getAxis("bottom").setLogMode(scale.logarithmic)


def show_range(plot: Any, scale: CurveScale, zoom: str) -> None:
    """Show the part that `zoom` names; the wheel can go in from there but not out of the unit square."""
    (x_low, x_high), (y_low, y_high) = scale.bounds("all")
    view = plot.getPlotItem().getViewBox()
    view.setLimits(xMin=x_low, xMax=x_high, yMin=y_low, yMax=y_high, minXRange=1e-4, minYRange=1e-4)
    shown_x, shown_y = scale.bounds(zoom)
    view.setRange(xRange=shown_x, yRange=shown_y, padding=0)
