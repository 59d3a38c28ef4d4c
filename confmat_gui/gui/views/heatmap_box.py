"""The part of the matrix that is visible: the range of a view box, which alone knows the zoom."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt

from confmat_gui.gui.views.heatmap_layout import HeatLayout


class HeatmapBox:
    """A pyqtgraph ViewBox in columns and rows, with its defaults undone."""

    def __init__(self) -> None:
        self.box: Any = pg.ViewBox(
            enableMenu=False, enableMouse=False, invertY=True, lockAspect=False, defaultPadding=0.0
        )
        self.box.disableAutoRange()
        self.box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def place(self, whole: HeatLayout) -> None:
        """Fill the grid; one cannot go beyond the matrix nor nearer than a roomy cell."""
        n, least = whole.n, whole.least_part()
        self.box.setLimits(
            xMin=0, xMax=n, yMin=0, yMax=n, minXRange=least, maxXRange=n, minYRange=least, maxYRange=n
        )
        self.box.setGeometry(whole.grid)

    def visible(self) -> QRectF:
        """Return the visible part, in columns and rows."""
        return QRectF(self.box.viewRect())

    def is_zoomed(self) -> bool:
        """Return whether a part is hidden."""
        _, most = self.box.state["limits"]["xRange"]
        return most is not None and self.visible().width() < most * (1 - 1e-9)

    def show_all(self, n: int) -> None:
        """Show all n rows and columns."""
        self.box.setRange(QRectF(0, 0, n, n), padding=0)

    def zoom(self, layout: HeatLayout, factor: float, at: QPointF) -> None:
        """Magnify by `factor`; the cell under `at`, in pixels, stays where it is."""
        # A view box that is asked for too much goes as far as it can, but around its middle.
        factor = min(factor, self.visible().width() / layout.least_part())
        x = min(max(at.x(), layout.grid.left()), layout.grid.right())
        y = min(max(at.y(), layout.grid.top()), layout.grid.bottom())
        column = (x - layout.grid.left() + layout.left) / layout.cell_width
        row = (y - layout.grid.top() + layout.top) / layout.cell_height
        self.box.scaleBy((1 / factor, 1 / factor), center=QPointF(column, row))

    def move(self, layout: HeatLayout, dx: float, dy: float) -> None:
        """Move the matrix by (dx, dy) pixels, as far as its ends."""
        self.box.translateBy((-dx / layout.cell_width, -dy / layout.cell_height))

    def bring_in(self, layout: HeatLayout, true: int, pred: int) -> None:
        """Move the matrix as little as needed for the whole cell to be visible."""
        cell, grid = layout.cell(true, pred), layout.grid
        # No decision stands beside the grid and is always there.
        dx = 0.0 if pred == layout.n else _push(cell.left(), cell.right(), grid.left(), grid.right())
        dy = _push(cell.top(), cell.bottom(), grid.top(), grid.bottom())
        self.move(layout, dx, dy)


def _push(low: float, high: float, start: float, end: float) -> float:
    return start - low if low < start else end - high if high > end else 0.0
