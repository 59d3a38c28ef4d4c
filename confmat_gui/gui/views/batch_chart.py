"""The figure of each batch against its expected spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from confmat_gui.gui.views.curve_plot import dress_plot, make_plot
from confmat_gui.gui.views.inks import ink, line_pen
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.batch_chart import BATCH_AXIS, batch_ticks, chart_range, chart_values
from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import figure

SIDE, ABOVE = 0.035, 0.14
"""Empty parts of width and height in which the ring around a dot at the edge has room."""


class BatchChart(QWidget):
    """Draws a BatchesState; signals `batch_chosen(row)` for the batch nearest to a click."""

    batch_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Figure of each batch against its expected spread")
        self._state: BatchesState | None = None
        self._look: Palette | None = None
        self._row = -1
        self.plot = make_plot()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table beside it has the keyboard
        self.plot.getPlotItem().getViewBox().setMouseEnabled(x=False, y=False)
        self.plot.getPlotItem().showGrid(x=False, y=True, alpha=1.0)
        self._bands = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), beam=0.0)
        self._whole = pg.InfiniteLine(angle=0)
        self._dots = pg.ScatterPlotItem(pxMode=True, symbol="o")
        self._outside = pg.ScatterPlotItem(pxMode=True, symbol="d")
        self._chosen = pg.ScatterPlotItem(pxMode=True)
        for item in (self._bands, self._whole, self._dots, self._outside, self._chosen):
            self.plot.addItem(item)
        self.card = TooltipCard(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.getPlotItem().getViewBox().sigResized.connect(self._draw)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)

    def show_state(self, state: BatchesState) -> None:
        """Draw other figures."""
        self._state = state
        self._draw()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._look = palette
        dress_plot(self.plot, palette, self.font())
        self.card.set_palette(palette)
        self._draw()

    def mark(self, row: int) -> None:
        """Ring the batch of a row; -1 for none."""
        self._row = row
        self._draw_mark()

    def _draw(self, _resized: object = None) -> None:
        """Draw everything; bars, dots and names fit into the present size."""
        state, look = self._state, self._look
        if state is None or look is None or not state.rows:
            return
        number = np.arange(1, len(state.rows) + 1, dtype=np.float64)
        value, low, high = chart_values(state)
        self._show_axes(state)
        known = np.isfinite(low) & np.isfinite(high)
        wide = min(14.0, max(1.0, 0.6 * self._step(state)))
        middle = (low + high) / 2
        self._bands.setData(
            x=number[known], y=middle[known], top=(high - middle)[known], bottom=(middle - low)[known],
            pen=line_pen(ink(look.bar, 0.8), wide),
        )
        self._bands.opts["pen"].setCapStyle(Qt.PenCapStyle.FlatCap)
        self._whole.setPen(line_pen(ink(look.accent), 1.5, (5.0, 3.0)))
        self._whole.setVisible(bool(np.isfinite(state.whole)))
        if np.isfinite(state.whole):
            self._whole.setValue(state.whole)
        self._draw_dots(state, number, value, look)
        self._draw_mark()

    def _step(self, state: BatchesState) -> float:
        """Return the pixels from one batch to the next."""
        return float(self.plot.getPlotItem().getViewBox().width()) / len(state.rows)

    def _draw_dots(self, state: BatchesState, number: Any, value: Any, look: Palette) -> None:
        """Draw a dot for each figure, smaller where they are close; outside of its spread a diamond."""
        size = min(8.0, max(3.5, self._step(state)))
        known, outside = np.isfinite(value), np.array([row.outside for row in state.rows])
        pen = line_pen(ink(look.panel), min(1.0, size / 8))
        for item, chosen, wide, colour in (
            (self._dots, known & ~outside, size, look.text),
            (self._outside, known & outside, 1.5 * size, look.worse),
        ):
            item.setData(x=number[chosen], y=value[chosen], size=wide, brush=ink(colour), pen=pen)

    def _draw_mark(self) -> None:
        state, look = self._state, self._look
        rows = () if state is None else state.rows
        if look is None or not 0 <= self._row < len(rows) or not np.isfinite(rows[self._row].figure):
            self._chosen.setData([])
            return
        spot = {"pos": (self._row + 1, rows[self._row].figure), "size": 18, "symbol": "o"}
        self._chosen.setData([{**spot, "brush": None, "pen": line_pen(ink(look.accent), 2.5)}])

    def _show_axes(self, state: BatchesState) -> None:
        item = self.plot.getPlotItem()
        room = item.getViewBox().height()
        metrics = QFontMetricsF(item.getAxis("left").label.font())
        name_shown = metrics.elidedText(state.metric_name, Qt.TextElideMode.ElideRight, room)
        for name, text in (("bottom", BATCH_AXIS), ("left", name_shown)):
            axis = item.getAxis(name)
            if axis.labelText != text:
                axis.setLabel(text, **axis.labelStyle)
        view = item.getViewBox()
        n = len(state.rows)
        beside = max(0.6, SIDE * n)
        view.setRange(xRange=(1 - beside, n + beside), yRange=chart_range(state, ABOVE), padding=0)
        ticks = [(float(place), str(place)) for place in batch_ticks(n)]
        item.getAxis("bottom").setTicks([ticks])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the plot."""
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            row = self._row_at(at)
            if event.type() == QEvent.Type.MouseMove:
                self.card.show_lines(self._words(row), at)
            elif event.type() == QEvent.Type.MouseButtonPress and row >= 0:
                self.batch_chosen.emit(row)
                return True
        elif event.type() == QEvent.Type.Leave:
            self.card.hide()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the table."""
        event.ignore()

    def _row_at(self, at: QPoint) -> int:
        """Return the batch nearest to a point of the plot, -1 where there is none."""
        view = self.plot.getPlotItem().getViewBox()
        place = view.mapSceneToView(self.plot.mapToScene(at))
        n = 0 if self._state is None else len(self._state.rows)
        row = round(place.x()) - 1
        return row if 0 <= row < n else -1

    def _words(self, row: int) -> tuple[str, ...]:
        state = self._state
        return () if state is None or row < 0 else batch_words(state, state.rows[row])


def batch_words(state: BatchesState, row: BatchRow) -> tuple[str, ...]:
    """Return what a batch shows, in lines."""
    lines = [f"{row.name}: {row.n:,} samples"]
    if not row.included:
        return (*lines, "left out")
    lines.append(f"{state.metric_name} {row.figure_text}, all {state.whole_text}")
    if np.isfinite(row.low):
        lines.append(f"by chance alone {figure(row.low)} to {figure(row.high)}")
    if row.remark:
        lines.append(row.remark)
    return tuple(lines)
