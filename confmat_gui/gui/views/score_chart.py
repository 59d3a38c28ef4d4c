"""The bars of the Scores tab with the threshold to drag."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from confmat_gui.gui.views.curve_plot import dress_plot, make_plot
from confmat_gui.gui.views.inks import class_paint, ink, line_pen
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.palette import Palette
from confmat_gui.present.scores import ScoreLayer, ScoresState

REACH = 7.0
"""Pixels beside the line within which it is taken."""
SIDE = 0.012
"""Empty part of the width at both ends, where the line at an end of the axis can be seen."""
QUIET = 0.85
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class ScoreChart(QWidget):
    """Draws a ScoresState.

    Signals
    -------
    line_pressed(class_index), line_dragged((class_index, x)), line_released(class_index)
    line_stepped((class_index, direction))
    """

    line_pressed = Signal(object)
    line_dragged = Signal(object)
    line_released = Signal(object)
    line_stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state: ScoresState | None = None
        self._look: Palette | None = None
        self._grip: float | None = None
        self._bars: list[Any] = []
        self.plot = make_plot()
        self.plot.setAccessibleName("Histogram of the scores; left and right move the threshold")
        item = self.plot.getPlotItem()
        item.getViewBox().setMouseEnabled(x=False, y=False)
        item.showGrid(x=False, y=True, alpha=1.0)
        self._ground = pg.InfiniteLine(pos=0.0, angle=0)
        self._line = pg.InfiniteLine(angle=90)
        self._label = pg.TextItem(anchor=(0.0, 0.0))
        for thing in (self._ground, self._line, self._label):
            thing.setZValue(10)
            self.plot.addItem(thing)
        self.card = TooltipCard(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.setFocusProxy(self.plot)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)
        self.plot.installEventFilter(self)

    @property
    def dragging(self) -> bool:
        """Whether the line is held."""
        return self._grip is not None

    def show_state(self, state: ScoresState) -> None:
        """Draw other scores; where only the threshold moved, the bars stay."""
        before, self._state = self._state, state
        same = before is not None and before.counts is state.counts and before.scale == state.scale
        if not same or before is None or before.class_index != state.class_index:
            self._draw_bars()
        self._draw_line()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._look = palette
        dress_plot(self.plot, palette, self.font())
        self.card.set_palette(palette)
        self._ground.setPen(line_pen(ink(palette.muted)))
        self._draw_bars()
        self._draw_line()

    def place(self, x: float) -> QPointF:
        """Return the pixel of the plot's viewport at a place of the axis, at half the height."""
        view = self.plot.getPlotItem().getViewBox()
        (_, _), (low, high) = view.viewRange()
        return QPointF(self.plot.mapFromScene(view.mapViewToScene(QPointF(x, (low + high) / 2))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what concerns the line; say what is under the mouse."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.plot:
            return self._key(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if event.type() == QEvent.Type.Leave:
            self.card.hide()
        return False

    def _draw_bars(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None or not state.layers:
            return
        for bars in self._bars:
            self.plot.removeItem(bars)
        self._bars = [self._layer_item(state, layer, look) for layer in state.layers]
        for bars in self._bars:
            self.plot.addItem(bars)
        item = self.plot.getPlotItem()
        axis = item.getAxis("left")
        axis.setTicks([list(state.y_ticks)])
        name = "share of the samples" if state.scale == "share" else "samples"
        for side, text in (("left", name), ("bottom", state.x_label)):
            if item.getAxis(side).labelText != text:
                item.getAxis(side).setLabel(text, **item.getAxis(side).labelStyle)
        low, high = float(state.edges[0]), float(state.edges[-1])
        beside = SIDE * (high - low)
        item.getViewBox().setRange(xRange=(low - beside, high + beside), yRange=state.y_range, padding=0)

    def _layer_item(self, state: ScoresState, layer: ScoreLayer, look: Palette) -> Any:
        shown = layer.high > layer.low
        k = layer.class_index
        paint = ink(look.muted, 0.6) if k is None else class_paint(look, k, QUIET)
        return pg.BarGraphItem(
            x0=state.edges[:-1][shown], x1=state.edges[1:][shown], y0=layer.low[shown], y1=layer.high[shown],
            brush=paint, pen=line_pen(ink(look.panel, 0.0 if k is None else 0.35), 1.0),
        )

    def _draw_line(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None:
            return
        shown = not math.isnan(state.line)
        for thing in (self._line, self._label):
            thing.setVisible(shown)
        if not shown:
            return
        low, high = float(state.edges[0]), float(state.edges[-1])
        self._line.setPen(line_pen(ink(look.accent), 2.0))
        self._line.setValue(float(np.clip(state.line, low, high)))
        self._label.fill = pg.mkBrush(ink(look.panel, 0.85))
        self._label.setFont(self.font())
        self._label.setColor(ink(look.text))
        self._label.setText(state.line_text)
        right = state.line > low + 0.6 * (high - low)
        self._label.setAnchor((1.03, 0.0) if right else (-0.03, 0.0))
        self._label.setPos(self._line.value(), state.y_range[1])

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at = event.type(), event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            return self._press(at)
        if kind == QEvent.Type.MouseMove:
            self._move(at)
            return True
        if kind == QEvent.Type.MouseButtonRelease and left and self._grip is not None:
            self._grip = None
            assert self._state is not None
            self.line_released.emit(self._state.class_index)
            return True
        return False

    def _press(self, at: QPointF) -> bool:
        state = self._state
        if state is None or not state.movable or not self._near(at):
            return False
        self._grip = self.place(state.line).x() - at.x()
        self.card.hide()
        self.line_pressed.emit(state.class_index)
        return True

    def _move(self, at: QPointF) -> None:
        state = self._state
        if state is None or not len(state.edges):
            return
        if self._grip is not None:
            x = self._x_of(QPointF(at.x() + self._grip, at.y()))
            self.line_dragged.emit((state.class_index, float(np.clip(x, state.edges[0], state.edges[-1]))))
            return
        near = state.movable and self._near(at)
        self.plot.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
        place = state.bin_at(self._x_of(at))
        self.card.show_lines(state.words(place) if place >= 0 else (), at.toPoint())

    def _near(self, at: QPointF) -> bool:
        return self._state is not None and abs(self.place(self._line.value()).x() - at.x()) <= REACH

    def _x_of(self, at: QPointF) -> float:
        view = self.plot.getPlotItem().getViewBox()
        return float(view.mapSceneToView(self.plot.mapToScene(at.toPoint())).x())

    def _key(self, event: QKeyEvent) -> bool:
        step, state = _STEPS.get(Qt.Key(event.key())), self._state
        if step is None or state is None or not state.movable:
            return False
        self.line_stepped.emit((state.class_index, step))
        return True
