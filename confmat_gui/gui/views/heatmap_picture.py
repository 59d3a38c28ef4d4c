"""The cells of a large matrix as one image."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from confmat_gui.core.arrays import Floats
from confmat_gui.gui.views.heatmap_drawing import Drawing
from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette, diverging_table, heat_table

_MOST_RECTANGLES = 100 * 100


def needs_picture(layout: HeatLayout) -> bool:
    """Return whether the visible cells are too many or too small to be drawn one by one."""
    return len(layout.rows()) * len(layout.columns()) > _MOST_RECTANGLES or layout.cell_height < 3


class HeatmapPicture:
    """Holds the image item; the image is made anew only when its numbers or its places change."""

    def __init__(self) -> None:
        self.item: Any = pg.ImageItem(axisOrder="row-major", autoDownsample=False)
        self._key: tuple[object, ...] = (None,)

    def show_drawing(self, drawing: Drawing, ratio: float) -> None:
        """Show the visible cells, `ratio` device pixels to a pixel."""
        layout, state, palette = drawing.layout, drawing.state, drawing.palette
        rows, columns = layout.rows(), layout.columns()
        height = _whole_pixels(len(rows) * layout.cell_height * ratio)
        width = _whole_pixels(len(columns) * layout.cell_width * ratio)
        places = (rows, columns, height, width, palette)
        # The intensity itself is kept in the key: the identity of a freed array may be given to another.
        if self._key[1:] == places and self._key[0] is state.intensity:
            return
        self._key = (state.intensity, *places)
        part = state.intensity[rows.start : rows.stop, columns.start : columns.stop]
        # Where several cells share a pixel the strongest is shown: a rare error must not vanish.
        for most, axis in ((height, 0), (width, 1)):
            part = strongest(part, most, axis, both_ways=state.diverging)
        self.item.setImage(_pixels(part, state, palette), autoLevels=False)
        self.item.setRect(QRectF(columns.start, rows.start, len(columns), len(rows)))


def _whole_pixels(length: float) -> int:
    # Rounded down: an image with more pixels than the screen would lose some of them.
    return max(1, math.floor(length + 1e-6))


def positions(intensity: Floats, *, diverging: bool) -> NDArray[np.int64]:
    """Return where in the 256 colours each intensity lies; -1 where it is undefined."""
    share = (intensity + 1) / 2 if diverging else intensity
    known = np.isfinite(share)
    return np.where(known, np.rint(np.clip(np.where(known, share, 0.0), 0, 1) * 255), -1).astype(np.int64)


def _pixels(part: Floats, state: MatrixState, palette: Palette) -> NDArray[np.uint8]:
    table = diverging_table(palette) if state.diverging else heat_table(palette)
    empty = [int(palette.panel[at : at + 2], 16) for at in (1, 3, 5)]
    paints = np.append(table, [empty], axis=0).astype(np.uint8)
    return paints.take(positions(part, diverging=state.diverging), axis=0)


def strongest(values: Floats, most: int, axis: int, *, both_ways: bool) -> Floats:
    """Reduce `axis` to at most `most` entries, each the value farthest from 0 of those it stands for.

    Values are from 0 up unless `both_ways`.
    """
    n = values.shape[axis]
    if n <= most:
        return values
    starts = np.linspace(0, n, most, endpoint=False).astype(np.int64)
    last = np.append(starts[1:], n) - 1
    high = values.take(starts, axis)
    low = high.copy() if both_ways else high
    # Entry after entry of all groups at once: several times as fast as fmax.reduceat along an axis.
    for step in range(1, int((last - starts).max()) + 1):
        more = values.take(np.minimum(starts + step, last), axis)
        if both_ways:
            np.fmin(low, more, out=low)
        np.fmax(high, more, out=high)
    return np.where(-low > high, low, high) if both_ways else high
