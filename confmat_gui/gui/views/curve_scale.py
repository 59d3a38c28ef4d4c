"""Data coordinates to plot coordinates and back, plain or with a logarithmic x axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.drawn_curves import CORNER

_PAD = 0.05
"""Room around the unit square: a marker in a corner is whole, and pyqtgraph does not drop the label 1.0."""


@dataclass(frozen=True)
class CurveScale:
    """How x is drawn. On a logarithmic axis 0 stands at the left edge, `decade` is that edge's exponent."""

    logarithmic: bool = False
    decade: int = -3

    def x(self, values: Floats) -> Floats:
        """Plot coordinates of data x values."""
        if not self.logarithmic:
            return values
        result: Floats = np.log10(np.maximum(values, 10.0**self.decade))
        return result

    def x_of(self, value: float) -> float:
        """Plot coordinate of one data x value."""
        return float(self.x(np.array([value]))[0])

    def data_x(self, place: float) -> float:
        """Return the data x of a plot coordinate, within [0, 1]; a logarithmic axis begins at 0."""
        if not self.logarithmic:
            return min(max(place, 0.0), 1.0)
        return 0.0 if place <= self.decade else min(10.0**place, 1.0)

    def bounds(self, zoom: str) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ranges (x, y) that a zoom shows."""
        high = (0.0 - _PAD, 1.0 + _PAD)
        if self.logarithmic:
            return (self.decade * (1 + _PAD), -self.decade * _PAD), high
        if zoom == "corner":
            edge = CORNER * _PAD
            return (-edge, CORNER + edge), (1 - CORNER - edge, 1 + edge)
        return high, high


def scale_for(state: CurvePlotState) -> CurveScale:
    """Return the scale of a plot."""
    return CurveScale(logarithmic=True, decade=state.decade) if state.zoom == "log" else CurveScale()
