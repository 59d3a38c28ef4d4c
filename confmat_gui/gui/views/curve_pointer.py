"""Mouse and keyboard of a plot: the handle of a marker, names under the mouse, steps, reset."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.gui.views.curve_items import joined
from confmat_gui.gui.views.curve_scale import CurveScale
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.curves import CurveLine, CurveMarker, CurvePlotState
from confmat_gui.present.texts import figure

_HANDLE_REACH = 16.0
_MARKER_REACH = 10.0
_LINE_REACH = 8.0
_VERTEX_REACH = 6.0
_EDGE_REACH = 5.0
ON_EDGE = ("edge of the convex hull", "no threshold leads here, only drawing lots between its two ends")
_CLICK_SLACK = 3.0
_STEPS = {Qt.Key.Key_Right: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: 1, Qt.Key.Key_Down: 1}
"""To the right of and up a ROC more is called positive: the threshold falls."""


class CurvePointer(QObject):
    """Watches a PlotWidget; what it does not take is left to the plot, which pans and zooms."""

    class_selected = Signal(object)
    marker_pressed = Signal(object)
    marker_dragged = Signal(object)
    marker_released = Signal(object)
    marker_stepped = Signal(object)
    reset_wanted = Signal()

    def __init__(self, plot: Any, card: TooltipCard) -> None:
        super().__init__(plot)
        self._plot = plot
        self._viewport = plot.viewport()
        self._card = card
        self._state: CurvePlotState | None = None
        self._scale = CurveScale()
        self._held: CurveMarker | None = None
        self._pressed = QPointF()
        self._grip = QPointF()
        self._moved = False
        self._path: tuple[Floats, Floats, Counts] | None = None
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)
        plot.installEventFilter(self)

    @property
    def dragging(self) -> bool:
        """Whether a marker is held."""
        return self._held is not None

    def show_state(self, state: CurvePlotState, scale: CurveScale) -> None:
        """Answer from another state."""
        if self._state is None or self._state.lines is not state.lines:
            self._path = None
        self._state, self._scale = state, scale

    def place(self, x: float, y: float) -> QPointF:
        """Return the pixel of the plot's viewport at data coordinates."""
        view = self._plot.getPlotItem().getViewBox()
        scene = view.mapViewToScene(QPointF(self._scale.x_of(x), y))
        return QPointF(self._plot.mapFromScene(scene))

    def data(self, at: QPointF) -> tuple[float, float]:
        """Return the data coordinates at a pixel of the viewport, within the unit square."""
        view = self._plot.getPlotItem().getViewBox()
        point = view.mapSceneToView(self._plot.mapToScene(at.toPoint()))
        return self._scale.data_x(point.x()), min(max(point.y(), 0.0), 1.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what concerns markers and lines."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        # Events still come while the plot is being destroyed; to ask it for its viewport then would crash.
        if watched is not self._viewport:
            return False
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if event.type() == QEvent.Type.Leave:
            self._card.hide()
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonDblClick:
            self.reset_wanted.emit()
            return True
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._press(at)
        if kind == QEvent.Type.MouseMove:
            return self._move(at, event.buttons())
        if kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            return self._release(at)
        return False

    def _press(self, at: QPointF) -> bool:
        self._pressed, self._moved = at, False
        marker = self.marker_at(at)
        if marker is None:
            return False
        if not marker.selected:
            self.class_selected.emit(marker.class_index)
        if marker.draggable:
            self._held = marker
            self._grip = self.place(marker.x, marker.y) - at
            self._plot.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.marker_pressed.emit(marker.class_index)
        return True

    def _move(self, at: QPointF, buttons: Qt.MouseButton) -> bool:
        self._moved = self._moved or (at - self._pressed).manhattanLength() > _CLICK_SLACK
        if self._held is not None:
            if self._moved:
                self._card.hide()
                self.marker_dragged.emit((self._held.class_index, *self.data(at + self._grip)))
            return True
        if buttons == Qt.MouseButton.NoButton:
            self._hover(at)
        return False

    def _release(self, at: QPointF) -> bool:
        if self._held is not None:
            held, self._held = self._held, None
            self._plot.viewport().unsetCursor()
            self.marker_released.emit(held.class_index)
            return True
        line = None if self._moved or self.marker_at(at) is not None else self.line_at(at)
        if line is not None and not line.selected:
            self.class_selected.emit(line.class_index)
        return False

    def _hover(self, at: QPointF) -> None:
        marker = self.marker_at(at)
        if marker is not None:
            shape = Qt.CursorShape.OpenHandCursor if marker.draggable else Qt.CursorShape.PointingHandCursor
            self._plot.viewport().setCursor(shape)
            self._card.show_lines(marker.text.split("\n"), at.toPoint())
            return
        words = self._hull_words(at)
        if words:
            self._plot.viewport().unsetCursor()
            self._card.show_lines(words, at.toPoint())
            return
        line = self.line_at(at)
        if line is None or self._state is None:
            self._plot.viewport().unsetCursor()
            self._card.hide()
            return
        x, y = self.data(at)
        self._plot.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        lines = (line.name, f"{self._state.x_label} {figure(x)}", f"{self._state.y_label} {figure(y)}")
        self._card.show_lines(lines, at.toPoint())

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        marker = self._handle()
        if key in _STEPS and marker is not None:
            self.marker_stepped.emit((marker.class_index, _STEPS[key]))
            return True
        if key in {Qt.Key.Key_Home, Qt.Key.Key_0}:
            self.reset_wanted.emit()
            return True
        selected = self._state is not None and any(line.selected for line in self._state.lines)
        if key == Qt.Key.Key_Escape and selected:
            self.class_selected.emit(None)
            return True
        return False

    def _handle(self) -> CurveMarker | None:
        """Return the marker that the keys move: the selected one, or the only one."""
        movable = [] if self._state is None else [m for m in self._state.markers if m.draggable]
        selected = [m for m in movable if m.selected]
        return selected[0] if selected else movable[0] if len(movable) == 1 else None

    def marker_at(self, at: QPointF) -> CurveMarker | None:
        """Return the nearest marker within reach; the selected one, drawn on top, comes first."""
        markers = () if self._state is None else self._state.markers
        if not markers:
            return None
        x, y = np.array([(m.x, m.y) for m in markers], dtype=np.float64).T
        selected = np.array([m.selected for m in markers])
        distance = np.hypot(*self._offsets(x, y, at))
        reached = distance <= np.where(selected, _HANDLE_REACH, _MARKER_REACH)  # nan is not
        if not reached.any():
            return None
        order = np.lexsort((distance, ~selected, ~reached))
        return markers[int(order[0])]

    def _hull_words(self, at: QPointF) -> tuple[str, ...]:
        """Return what the hull says at a pixel: a vertex has its threshold, an edge has none."""
        hull = None if self._state is None else self._state.hull
        if hull is None:
            return ()
        u, v = self._offsets(hull.x, hull.y, at)
        near = np.hypot(u, v)
        vertex = int(np.argmin(near))
        if near[vertex] <= _VERTEX_REACH:
            marked = hull.best is not None and hull.best[0] <= vertex <= hull.best[1]
            return (*hull.texts[vertex], " ".join(hull.label)) if marked else hull.texts[vertex]
        # Where the curve itself is as near, it speaks.
        on_edge = not self._scale.logarithmic and float(_distances(u, v).min()) < _EDGE_REACH
        return ON_EDGE if on_edge and self.line_at(at) is None else ()

    def line_at(self, at: QPointF) -> CurveLine | None:
        """Return the line that passes nearest to a pixel, None where none is within reach."""
        lines = () if self._state is None else self._state.lines
        if not lines:
            return None
        if self._path is None:
            ends = np.cumsum([len(line.x) + (len(lines) > 1) for line in lines])
            self._path = (*joined(lines, CurveScale()), ends)
        x, y, ends = self._path
        distance = _distances(*self._offsets(x, y, at))
        if not len(distance) or np.isnan(distance).all():
            return None
        nearest = int(np.nanargmin(distance))
        found = int(np.searchsorted(ends, nearest, side="right"))
        return lines[found] if distance[nearest] < _LINE_REACH else None

    def _offsets(self, x: Floats, y: Floats, at: QPointF) -> tuple[Floats, Floats]:
        """Return how many pixels data coordinates are away from a pixel of the viewport."""
        view = self._plot.getPlotItem().getViewBox()
        centre = view.mapSceneToView(self._plot.mapToScene(at.toPoint()))
        wide, high = view.viewPixelSize()
        return (self._scale.x(x) - centre.x()) / wide, (y - centre.y()) / high


def _distances(u: Floats, v: Floats) -> Floats:
    """Return the distance from the origin to each piece of a path; nan where the path is interrupted."""
    du, dv = np.diff(u), np.diff(v)
    length = np.maximum(du * du + dv * dv, 1e-12)
    along = np.clip(-(u[:-1] * du + v[:-1] * dv) / length, 0.0, 1.0)
    return np.hypot(u[:-1] + along * du, v[:-1] + along * dv)
