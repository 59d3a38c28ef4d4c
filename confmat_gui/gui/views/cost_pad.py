"""The pad of prevalence by price: which threshold or which session is best where."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from confmat_gui.gui.views.cost_curve_plot import is_held
from confmat_gui.gui.views.curve_plot import dress_plot, make_plot
from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.gui.views.pad_scale import PadScale
from confmat_gui.present.condition_reading import answer_at
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.pad import DECADES, LOWEST_DECADE, PadAxis, condition_at, pad_x, pad_y, ratio_text
from confmat_gui.present.pad_colours import pad_colours
from confmat_gui.present.palette import Palette, class_colour, text_on

X_LABEL = "prevalence"
_STEPS = 100
_KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1),
}  # fmt: skip


class CostPad(QWidget):
    """Draws the pad of a CostCurvesState; a press, a drag and the arrow keys ask for a condition.

    Signals: `condition_asked((prevalence, ratio))`, `condition_dropped(None)` on Escape.
    """

    condition_asked = Signal(object)
    condition_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state: CostCurvesState | None = None
        self._look: Palette | None = None
        self._axis: PadAxis = "linear"
        self._asked: tuple[float, float] | None = None
        self._drawn: tuple[object, ...] = ()
        self.plot = make_plot()
        self.plot.setAccessibleName("Best answer by prevalence and price; the arrow keys ask elsewhere")
        self.plot.getPlotItem().getViewBox().setMouseEnabled(x=False, y=False)
        self.plot.getPlotItem().showGrid(x=False, y=False)
        self._image = pg.ImageItem(axisOrder="row-major")
        self._names: list[Any] = []
        self._points = pg.ScatterPlotItem(pxMode=True, symbol="o")
        self._points.setZValue(20)
        for item in (self._image, self._points):
            self.plot.addItem(item, ignoreBounds=True)
        self.scale = PadScale()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.scale)
        self.plot.viewport().installEventFilter(self)
        self.plot.installEventFilter(self)
        self.setFocusProxy(self.plot)

    def show_state(self, state: CostCurvesState, axis: PadAxis) -> None:
        """Draw another pad, on an axis of prevalence; `show_asked` draws the points on it."""
        self._state, self._axis = state, axis
        self._draw()

    def show_asked(self, asked: tuple[float, float] | None) -> None:
        """Mark a condition that is asked about; None for none."""
        self._asked = asked
        self._draw_points()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._look, self._drawn = palette, ()
        dress_plot(self.plot, palette, self.font())
        self.scale.set_palette(palette)
        self._draw()
        self._draw_points()

    def _draw(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None or state.pad is None:
            return
        drawn = (state.pad, self._axis, state.models.names, state.class_name)
        if drawn != self._drawn:
            self._drawn = drawn
            colours = pad_colours(state, look)
            self._show_axes(state)
            self._image.setImage(colours[state.pad.codes(self._axis)], autoLevels=False, levels=(0, 255))
            left = LOWEST_DECADE if self._axis == "log" else 0
            wide = -LOWEST_DECADE if self._axis == "log" else 1
            self._image.setRect(QRectF(left, -DECADES, wide, 2 * DECADES))
            self._write_names(state, colours)
            self.scale.show_ticks(() if state.models.several else state.pad.ticks)

    def _show_axes(self, state: CostCurvesState) -> None:
        item = self.plot.getPlotItem()
        label = f"price of a missed {state.class_name}"
        for name, text in (("bottom", X_LABEL), ("left", label)):
            axis = item.getAxis(name)
            if axis.labelText != text:
                axis.setLabel(text, **axis.labelStyle)
        log = self._axis == "log"
        shares = [(d, f"{10.0**d:g}") for d in range(LOWEST_DECADE, 1)]
        evenly = [(each / 5, f"{each / 5:g}") for each in range(6)]
        item.getAxis("bottom").setTicks([shares if log else evenly])
        prices = [(d, ratio_text(10.0**d)) for d in range(-DECADES, DECADES + 1)]
        item.getAxis("left").setTicks([prices])
        left = float(LOWEST_DECADE) if log else 0.0
        item.getViewBox().setRange(
            xRange=(left, 0.0 if log else 1.0), yRange=(-DECADES, DECADES), padding=0
        )

    def _write_names(self, state: CostCurvesState, colours: NDArray[np.uint8]) -> None:
        assert state.pad is not None
        names = state.pad.names(self._axis)
        while len(self._names) < len(names):
            label = pg.TextItem(anchor=(0.5, 0.5))
            label.setZValue(10)
            self.plot.addItem(label, ignoreBounds=True)
            self._names.append(label)
        for number, label in enumerate(self._names):
            label.setVisible(number < len(names))
            if number < len(names):
                name = names[number]
                red, green, blue = colours[name.place].tolist()
                label.setText(_short(state, name.place), color=text_on(f"#{red:02x}{green:02x}{blue:02x}"))
                label.textItem.setFont(scaled_font(self.font(), 0.85))
                label.setPos(name.x, name.y)

    def _draw_points(self) -> None:
        """Draw the present condition as a dot, and the one that is asked about as a ring around a dot."""
        state, look = self._state, self._look
        if state is None or look is None:
            return
        now, spots = state.condition, []
        if now.sensible:
            spots.append({
                "pos": (pad_x(now.prevalence, self._axis), pad_y(now.ratio)), "size": 13.0,
                "brush": _filling(class_colour(look, state.class_index)), "pen": _ring("#ffffff", 2.0),
            })
        if self._asked is not None:
            prevalence, ratio = self._asked
            place = (pad_x(prevalence, self._axis), pad_y(ratio))
            spots.append({"pos": place, "size": 17.0, "brush": None, "pen": _ring("#ffffff", 4.5)})
            spots.append({"pos": place, "size": 17.0, "brush": None, "pen": _ring("#172231", 2.2)})
        self._points.setData(spots)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take presses and drags on the pad, and the arrow keys."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QMouseEvent) and is_held(event):
            self.plot.setFocus(Qt.FocusReason.MouseFocusReason)
            self._ask_at(event.position().toPoint())
            return True
        return super().eventFilter(watched, event)

    def place(self, prevalence: float, ratio: float) -> QPoint:
        """Return the point of the plot at a condition."""
        view = self.plot.getPlotItem().getViewBox()
        spot = pg.Point(pad_x(prevalence, self._axis), pad_y(ratio))
        point: QPoint = self.plot.mapFromScene(view.mapViewToScene(spot))
        return point

    def _ask_at(self, at: QPoint) -> None:
        view = self.plot.getPlotItem().getViewBox()
        spot = view.mapSceneToView(self.plot.mapToScene(at))
        self.condition_asked.emit(condition_at(float(spot.x()), float(spot.y()), self._axis))

    def _key(self, event: QKeyEvent) -> bool:
        key, state = Qt.Key(event.key()), self._state
        if key == Qt.Key.Key_Escape and self._asked is not None:
            self.condition_dropped.emit(None)
            return True
        if key not in _KEYS or state is None or state.pad is None:
            return False
        across, up = _KEYS[key]
        now = state.condition
        start = self._asked or ((now.prevalence, now.ratio) if now.sensible else (0.5, 1.0))
        wide = -LOWEST_DECADE if self._axis == "log" else 1
        x = pad_x(start[0], self._axis) + across * wide / _STEPS
        self.condition_asked.emit(condition_at(x, pad_y(start[1]) + up * 2 * DECADES / _STEPS, self._axis))
        return True


# pyqtgraph draws a symbol anew for every brush and pen that is another object, equal or not.
@lru_cache(maxsize=64)
def _filling(colour: str) -> QBrush:
    return QBrush(ink(colour))


@lru_cache(maxsize=8)
def _ring(colour: str, width: float) -> QPen:
    return line_pen(ink(colour), width)


def _short(state: CostCurvesState, place: int) -> str:
    """Return the name of an area: the number of its threshold, the session, or the answer."""
    assert state.envelope is not None
    model = int(state.envelope.models[place])
    if state.models.several and model >= 0:
        return state.models.names[model]
    return answer_at(state, place).removeprefix("threshold ")
