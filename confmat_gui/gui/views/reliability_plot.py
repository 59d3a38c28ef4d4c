"""The reliability diagram with a histogram below it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from confmat_gui.gui.views.curve_plot import dress_plot, make_plot
from confmat_gui.gui.views.inks import GUIDE_DASHES, class_paint, ink, line_pen
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.calibration_states import ReliabilityState
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import count

AXIS_WIDTH = 46
"""Room for the numbers of both plots, so that they stand exactly below each other."""
NEAR = 40
"""Pixels within which a dot is meant."""
MARGIN = 0.03
ABOVE = 0.09
"""Room above 1 for the number of the axis."""
DOT, CHOSEN_DOT = 7.0, 12.0


class ReliabilityPlot(QWidget):
    """Draws a ReliabilityState; the wheel goes closer, a double click shows all."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Reliability diagram")
        self._state: ReliabilityState | None = None
        self._look: Palette | None = None
        self._near = -1
        self.plot, self.bars = make_plot(), make_plot()
        for plot in (self.plot, self.bars):
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list beside it has the keyboard
            plot.getPlotItem().getAxis("left").setWidth(AXIS_WIDTH)
        self.plot.setMinimumSize(160, 104)
        self.bars.setMinimumSize(160, 64)
        self._diagonal = pg.PlotCurveItem(x=[0.0, 1.0], y=[0.0, 1.0])
        self._steps = pg.PlotCurveItem()
        self._ranges = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), beam=0.0)
        self._dots = pg.ScatterPlotItem(pxMode=True, symbol="o")
        self._chosen = pg.ScatterPlotItem(pxMode=True, symbol="o")
        for item in (self._diagonal, self._steps, self._ranges, self._dots, self._chosen):
            self.plot.addItem(item)
        self._histogram = pg.BarGraphItem(x=[0.0], height=[0.0], width=1.0)
        self.bars.addItem(self._histogram)
        self.card = TooltipCard(self)
        self._build()

    def _build(self) -> None:
        self.bars.getPlotItem().showGrid(x=False, y=False)
        view = self.bars.getPlotItem().getViewBox()
        view.setXLink(self.plot.getPlotItem().getViewBox())
        view.setMouseEnabled(x=False, y=False)
        self.plot.getPlotItem().getAxis("bottom").setStyle(showValues=False)
        self.bars.getPlotItem().layout.setContentsMargins(0, 0, 14, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.plot, 5)
        layout.addWidget(self.bars, 1)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)

    def show_state(self, state: ReliabilityState) -> None:
        """Draw other probabilities."""
        another = self._state is None or self._state.title != state.title
        self._state = state
        self.setAccessibleDescription(f"{state.title}. {state.sentence}")
        self._draw()
        if another:
            self.show_all()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._look = palette
        for plot in (self.plot, self.bars):
            dress_plot(plot, palette, self.font())
        self.card.set_palette(palette)
        self._draw()

    def show_all(self) -> None:
        """Show the whole square."""
        view = self.plot.getPlotItem().getViewBox()
        low, right, top = -MARGIN, 1 + MARGIN, 1 + ABOVE
        view.setLimits(xMin=low, xMax=right, yMin=low, yMax=top, minXRange=1e-4, minYRange=1e-4)
        view.setRange(xRange=(low, right), yRange=(low, top), padding=0)

    def _draw(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None:
            return
        own = ink(look.accent) if state.class_index is None else class_paint(look, state.class_index)
        bins = state.bins
        self._show_axes(state)
        self._diagonal.setPen(line_pen(ink(look.muted), 1, GUIDE_DASHES))
        self._steps.setData(*state.steps)
        self._steps.setPen(line_pen(ink(look.muted, 0.8), 1))
        low, high = bins.interval.T
        self._ranges.setData(
            x=bins.mean, y=bins.rate, top=high - bins.rate, bottom=bins.rate - low, pen=line_pen(own, 1.5)
        )
        self._dots.setData(x=bins.mean, y=bins.rate, size=DOT, brush=own, pen=line_pen(ink(look.panel), 1))
        self._draw_near()
        parts = len(state.histogram)
        self._histogram.setOpts(
            x=(np.arange(parts) + 0.5) / parts, height=state.histogram, width=0.86 / parts,
            brush=ink(look.bar), pen=None,
        )

    def _draw_near(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None or not 0 <= self._near < len(state.bins.n):
            self._chosen.setData([])
            return
        place = float(state.bins.mean[self._near]), float(state.bins.rate[self._near])
        spot = {"pos": place, "size": CHOSEN_DOT, "brush": None, "pen": line_pen(ink(look.text), 2)}
        self._chosen.setData([spot])

    def _show_axes(self, state: ReliabilityState) -> None:
        for plot, name, text in (
            (self.plot, "left", state.y_label), (self.bars, "bottom", state.x_label), (self.bars, "left", ""),
        ):
            axis = plot.getPlotItem().getAxis(name)
            if axis.labelText != text:
                axis.setLabel(text, **axis.labelStyle)
                axis.resizeEvent()  # an axis of fixed width does not place its name again by itself
        highest = int(state.histogram.max(initial=0))
        axis = self.bars.getPlotItem().getAxis("left")
        axis.setTicks([[(float(highest), _short(highest))]])
        self.bars.getPlotItem().getViewBox().setRange(yRange=(0, 1.15 * max(1, highest)), padding=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the diagram."""
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonDblClick:
                self.show_all()
                return True
            if event.type() == QEvent.Type.MouseMove and not event.buttons():
                self._follow(at)
        elif event.type() == QEvent.Type.Leave:
            self._near = -1
            self._draw_near()
            self.card.hide()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the list."""
        event.ignore()

    def _follow(self, at: QPoint) -> None:
        near = self._nearest(at)
        if near != self._near:
            self._near = near
            self._draw_near()
        state = self._state
        self.card.show_lines(() if state is None or near < 0 else state.words(near), at)

    def _nearest(self, at: QPoint) -> int:
        """Return the bin whose dot is nearest to a point of the plot, -1 where none is near."""
        state = self._state
        if state is None or not len(state.bins.n):
            return -1
        view: Any = self.plot.getPlotItem().getViewBox()
        places = [
            self.plot.mapFromScene(view.mapViewToScene(QPointF(x, y)))
            for x, y in zip(state.bins.mean.tolist(), state.bins.rate.tolist(), strict=True)
        ]
        away = [max(abs(place.x() - at.x()), abs(place.y() - at.y()) / 3) for place in places]
        best = int(np.argmin(away))
        return best if away[best] <= NEAR else -1


def _short(number: int) -> str:
    """Return a count that fits beside a small plot: "950", "12k", "3M"."""
    for size, letter in ((1_000_000, "M"), (10_000, "k")):
        if number >= size:
            unit = 1_000_000 if letter == "M" else 1_000
            return f"{count(number / unit)}{letter}"
    return count(number)
