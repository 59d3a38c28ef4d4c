"""Labels of the F1 iso-lines in the margin, where no curve and no marker passes."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QFont

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font, text_width
from confmat_gui.present.curves import GuideLine
from confmat_gui.present.palette import Palette

_GAP = 4


class MarginLabels:
    """Names each iso-line at the height at which it leaves the plot, whatever part of it is shown."""

    def __init__(self, plot: Any) -> None:
        self._item = plot.getPlotItem()
        self._axis = self._item.getAxis("right")
        self._guides: tuple[GuideLine, ...] = ()
        self.labels: tuple[tuple[float, str], ...] = ()
        # A grid line of these ticks would cross the plot, and the axis' own line would close it.
        self._axis.setGrid(False)
        self._axis.setStyle(tickLength=0, tickTextOffset=_GAP, hideOverlappingLabels=False)
        self._axis.setPen(None)
        self._item.getViewBox().sigRangeChanged.connect(lambda *_: self._place())

    def show(self, guides: tuple[GuideLine, ...], palette: Palette, font: QFont) -> None:
        """Name the iso-lines among `guides`; none: take no room."""
        self._guides = tuple(guide for guide in guides if guide.kind == "iso_f1" and guide.label)
        self._item.showAxis("right", bool(self._guides))
        if not self._guides:
            return
        small = scaled_font(font, 0.85)
        self._axis.setTextPen(line_pen(ink(palette.muted)))
        self._axis.setTickFont(small)
        widest = max(text_width(small, guide.label) for guide in self._guides)
        self._axis.setWidth(round(widest) + _GAP + 4)
        self._place()

    def _place(self) -> None:
        if not self._guides:
            return
        (_, right), _ = self._item.getViewBox().viewRange()
        labels = tuple(
            (float(np.interp(right, guide.x, guide.y)), guide.label)
            for guide in self._guides if right > guide.x[0]
        )
        if labels != self.labels:
            self.labels = labels
            self._axis.setTicks([labels, []])
