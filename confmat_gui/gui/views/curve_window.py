"""Which part of a plot is visible, told once after each burst of changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from confmat_gui.core.simplify import Part
from confmat_gui.gui.views.curve_scale import CurveScale


class CurveWindow(QObject):
    """Watches the range and the size of a PlotWidget; `part_shown(Part)` follows when they have settled."""

    part_shown = Signal(object)

    def __init__(self, plot: Any) -> None:
        super().__init__(plot)
        self._plot = plot
        self._view = plot.getPlotItem().getViewBox()
        self._scale = CurveScale()
        self._told: Part | None = None
        # A wheel, a drag and a resize each change the range several times before anything is painted.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._tell)
        self._view.sigRangeChanged.connect(self._wait)
        self._view.sigResized.connect(self._wait)

    def show_scale(self, scale: CurveScale) -> None:
        """Count in other coordinates."""
        if scale != self._scale:
            self._scale = scale
            self._wait()

    def part(self) -> Part | None:
        """Return the visible part in data coordinates and device pixels; None while there is no room."""
        (left, right), (bottom, top) = self._view.viewRange()
        ratio = self._plot.devicePixelRatioF()
        width, height = self._view.width() * ratio, self._view.height() * ratio
        if width < 1 or height < 1:
            return None
        decade = self._scale.decade if self._scale.logarithmic else None
        if decade is not None:
            left, right = 10.0**left, 10.0**right
        return Part(left, right, bottom, top, width, height, decade)

    def _wait(self, *_: object) -> None:
        self._timer.start()

    def _tell(self) -> None:
        part = self.part()
        if part is not None and part != self._told:
            self._told = part
            self.part_shown.emit(part)
