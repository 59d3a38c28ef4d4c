"""Cost curves: what each policy costs at every condition."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from confmat_gui.core.arrays import Floats
from confmat_gui.core.conditions import ratio_at
from confmat_gui.core.cost_curve import Envelope
from confmat_gui.gui.views.curve_plot import dress_plot, make_plot
from confmat_gui.gui.views.inks import ink, line_pen
from confmat_gui.gui.views.policy_legend import policy_pen
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.condition_reading import ConditionReading, answer_at, reading_at
from confmat_gui.present.cost_curves import X_LABEL, Y_LABEL, CostCurvesState, PolicyKey
from confmat_gui.present.curves import dashes
from confmat_gui.present.pad import ratio_text, share_text
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import each

_ENDS = np.array([0.0, 1.0])
_NOW_DASHES = (4.0, 3.0)
_KEYS: dict[str, PolicyKey] = {
    "never": "trivial", "always": "trivial", "trust": "trust", "best": "best", "keep": "keep",
}  # fmt: skip
"""Lines from the lowest to the topmost, and the policies they belong to."""


class CostCurvePlot(QWidget):
    """Draws a CostCurvesState; a press or a drag asks for the price that leads to a condition.

    Signals: `condition_asked((prevalence, ratio))` at the present prevalence.
    """

    condition_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Cost of each policy at every condition")
        self._state: CostCurvesState | None = None
        self._look: Palette | None = None
        self._reading: ConditionReading | None = None
        self._drawn: tuple[object, ...] = ()
        self.plot = make_plot()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the pad beside it has the keyboard
        self.plot.getPlotItem().getViewBox().setMouseEnabled(x=False, y=False)
        self._lines: dict[str, Any] = {
            name: pg.PlotCurveItem(antialias=True) for name in _KEYS
        }
        self._models: list[Any] = []
        self._now = pg.InfiniteLine(angle=90)
        self._asked = pg.InfiniteLine(angle=90)
        self._dots = pg.ScatterPlotItem(pxMode=True, symbol="o", size=8.0)
        for item in (self._now, self._asked, *self._lines.values(), self._dots):
            self.plot.addItem(item, ignoreBounds=True)
        self.card = TooltipCard(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)

    def show_state(self, state: CostCurvesState) -> None:
        """Draw other curves; `show_reading` draws the conditions on them."""
        self._state = state
        self._draw()

    def show_reading(self, reading: ConditionReading | None) -> None:
        """Mark a condition that is asked about; None for none."""
        self._reading = reading
        self._draw_conditions()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._look, self._drawn = palette, ()
        dress_plot(self.plot, palette, self.font())
        self.card.set_palette(palette)
        self._draw()
        self._draw_conditions()

    def _draw(self) -> None:
        state, look = self._state, self._look
        if state is None or look is None or state.envelope is None:
            return
        # What follows from the samples alone is left as it is while prices and thresholds move.
        drawn = (state.envelope, state.trust, state.class_index, state.models.names, state.top)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw_curves(state, look)
        keep = self._lines["keep"]
        keep.setVisible(state.keep is not None)
        if state.keep is not None:
            keep.setData(_ENDS, np.array(state.keep))

    def _draw_curves(self, state: CostCurvesState, look: Palette) -> None:
        item = self.plot.getPlotItem()
        for name, text in (("bottom", X_LABEL), ("left", Y_LABEL)):
            axis = item.getAxis(name)
            if axis.labelText != text:
                axis.setLabel(text, **axis.labelStyle)
        item.getViewBox().setRange(xRange=(-0.01, 1.01), yRange=(-0.02 * state.top, state.top), padding=0)
        self._lines["never"].setData(_ENDS, _ENDS)
        self._lines["always"].setData(_ENDS, 1 - _ENDS)
        assert state.envelope is not None
        self._lines["best"].setData(*_corners(state.envelope))
        trust = self._lines["trust"]
        trust.setVisible(state.trust is not None)
        if state.trust is not None:
            trust.setData(state.trust.pc, state.trust.cost)
        for name, key in _KEYS.items():
            self._lines[name].setPen(policy_pen(key, look))
        self._draw_models(state, look)

    def _draw_models(self, state: CostCurvesState, look: Palette) -> None:
        """Draw the envelope of each of several sessions, dashed as in the comparison."""
        while len(self._models) < len(state.models.curves):
            item = pg.PlotCurveItem(antialias=True)
            item.setZValue(-1)
            self.plot.addItem(item, ignoreBounds=True)
            self._models.append(item)
        for number, item in enumerate(self._models):
            item.setVisible(number < len(state.models.curves))
            if number < len(state.models.curves):
                item.setData(*_corners(state.models.curves[number]))
                item.setPen(line_pen(ink(look.text, 0.7), 1.2, dashes(number)))

    def _draw_conditions(self) -> None:
        """Draw the present condition with what the policies cost, and the one that is asked about."""
        state, look = self._state, self._look
        if state is None or look is None:
            return
        now = reading_at(state, state.condition)
        self._now.setVisible(now is not None)
        self._asked.setVisible(self._reading is not None)
        self._now.setPen(line_pen(ink(look.text, 0.7), 1.0, _NOW_DASHES))
        self._asked.setPen(line_pen(ink(look.accent), 1.0))
        spots = []
        if now is not None:
            self._now.setValue(now.condition.pc)
            spots += _spots(now, look)
        if self._reading is not None:
            self._asked.setValue(self._reading.condition.pc)
            spots += _spots(self._reading, look)
        self._dots.setData(spots)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the plot."""
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if is_held(event):
                self._ask(at)
                return True
            if event.type() == QEvent.Type.MouseMove:
                self.card.show_lines(self._words(at), at)
        elif event.type() == QEvent.Type.Leave:
            self.card.hide()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the pad."""
        event.ignore()

    def pc_at(self, at: QPoint) -> float:
        """Return PC(+) at a point of the plot, within (0, 1)."""
        view = self.plot.getPlotItem().getViewBox()
        x = float(view.mapSceneToView(self.plot.mapToScene(at)).x())
        return min(max(x, 0.001), 0.999)

    def place(self, pc: float, cost: float) -> QPoint:
        """Return the point of the plot at a condition and a normalised cost."""
        view = self.plot.getPlotItem().getViewBox()
        point: QPoint = self.plot.mapFromScene(view.mapViewToScene(pg.Point(pc, cost)))
        return point

    def _ask(self, at: QPoint) -> None:
        self.card.hide()
        if self._state is not None and self._state.condition.sensible:
            share = self._state.condition.prevalence
            self.condition_asked.emit((share, float(f"{ratio_at(self.pc_at(at), share):.3g}")))

    def _words(self, at: QPoint) -> tuple[str, ...]:
        state = self._state
        if state is None or state.envelope is None or not state.condition.sensible:
            return ()
        share, pc = state.condition.prevalence, self.pc_at(at)
        ratio = ratio_at(pc, share)
        reading = reading_at(state, state.condition.at(share, ratio))
        if reading is None:
            return ()
        costs = " · ".join(
            f"{name} {each(float(f'{cost:.3g}'))}"
            for name, cost in (("best", reading.best), ("keep", reading.keep), ("trust", reading.trust))
            if not math.isnan(cost)
        )
        return (
            f"{ratio_text(float(f'{ratio:.3g}'))} at prevalence {share_text(share)}",
            f"{answer_at(state, reading.place)} is best",
            costs,
        )


def is_held(event: QMouseEvent) -> bool:
    """Whether the left button is pressed, or held while the mouse moves."""
    left = Qt.MouseButton.LeftButton
    if event.type() == QEvent.Type.MouseMove:
        return bool(event.buttons() & left)
    return event.type() == QEvent.Type.MouseButtonPress and event.button() == left


def _corners(envelope: Envelope) -> tuple[Floats, Floats]:
    """Return the path of an envelope: straight between the conditions at which it switches."""
    x = np.concatenate([[0.0], envelope.switches, [1.0]])
    return x, envelope.cost(x)


def _spots(reading: ConditionReading, look: Palette) -> list[dict[str, Any]]:
    """Return a dot on the line of each policy."""
    condition = reading.condition
    costs: tuple[tuple[PolicyKey, float], ...] = (
        ("keep", reading.keep), ("trust", reading.trust), ("best", reading.best),
    )  # fmt: skip
    spots = []
    for key, cost in costs:
        if not math.isnan(cost):
            height = (cost - condition.right) / condition.scale
            brush, pen = _dot(key, look)
            spots.append({"pos": (condition.pc, height), "brush": brush, "pen": pen})
    return spots


# pyqtgraph draws a symbol anew for every brush and pen that is another object, equal or not.
@lru_cache(maxsize=16)
def _dot(key: PolicyKey, look: Palette) -> tuple[QBrush, QPen]:
    return QBrush(policy_pen(key, look).color()), line_pen(ink(look.panel), 1.2)
