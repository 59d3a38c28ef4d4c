"""Where everything in the heatmap lies: pure geometry, no drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

AXIS_LABEL = 18.0
BARS_GAP = 12.0
BARS_WIDTH = 84.0
SCALE_GAP = 22.0
SCALE_WIDTH = 12.0
PRECISION_HEIGHT = 28.0
ASIDE_GAP = 14.0
"""Between the classes and no decision, which is none of them."""
_LARGEST_CELL = 360.0
_WIDEST_CELL = 2.0
"""Cells may be wider than high, up to this ratio or as wide as a name of this width."""
_NAME_WIDTH = 90.0
_ROOMY_CELL = 64.0
"""Zooming in ends where the cells are this high."""


@dataclass(frozen=True)
class TextSizes:
    """What the layout needs to know of fonts and names, in pixels."""

    line: float
    widest_name: float
    scale_text: float
    least_column: float
    """Width from which a name can be written above a column."""
    beside: float = 0.0
    """Width of the word beside the precision bars, which reaches below the axis's name."""
    aside: float = 0.0
    """Width of the heading of no decision; 0 where there is no such column."""


@dataclass(frozen=True)
class HeatLayout:
    """Places of n x n cells, of which a part may be visible, in pixels of the widget.

    `grid` is the visible part; `cell_width`, `cell_height` the zoomed size of a cell; `left`, `top` how far
    the matrix is scrolled, in pixels. `aside` holds column n, no decision: it scrolls with the rows alone, so
    it is always seen, whatever part of the classes is.
    """

    n: int
    grid: QRectF
    cell_width: float
    cell_height: float
    left: float
    top: float
    names: QRectF
    header: QRectF
    turned: bool
    """Whether the names above the columns stand upright."""
    recall: QRectF
    precision: QRectF
    scale: QRectF
    scale_text: float
    """Width of the texts beside the colour scale."""
    aside: QRectF | None = None

    def part(self, view: QRectF) -> HeatLayout:
        """Return the places where only the rectangle `view` of the matrix, in cells, fills the grid."""
        width, height = self.grid.width() / view.width(), self.grid.height() / view.height()
        return replace(
            self, cell_width=width, cell_height=height, left=view.left() * width, top=view.top() * height
        )

    def least_part(self) -> float:
        """Return how many cells a row or column shows at least: zooming in further helps nobody."""
        return min(float(self.n), self.grid.height() / _ROOMY_CELL)

    def columns(self) -> range:
        """Visible columns."""
        return _visible(self.left, self.cell_width, self.grid.width(), self.n)

    def rows(self) -> range:
        """Visible rows."""
        return _visible(self.top, self.cell_height, self.grid.height(), self.n)

    def column_edge(self, column: int) -> float:
        """Left edge of a column, on a whole pixel."""
        return round(self.grid.left() + column * self.cell_width - self.left)

    def row_edge(self, row: int) -> float:
        """Upper edge of a row, on a whole pixel."""
        return round(self.grid.top() + row * self.cell_height - self.top)

    def column_edges(self) -> list[float]:
        """Left edges of all visible columns, and the right edge of the last."""
        return _edges(self.grid.left(), self.columns(), self.cell_width, self.left)

    def row_edges(self) -> list[float]:
        """Upper edges of all visible rows, and the lower edge of the last."""
        return _edges(self.grid.top(), self.rows(), self.cell_height, self.top)

    def cell(self, true: int, pred: int) -> QRectF:
        """Rectangle of a cell, from pixel to pixel, so that neighbours touch and never overlap."""
        x, y = self.column_edge(pred), self.row_edge(true)
        if pred == self.n and self.aside is not None:
            return QRectF(self.aside.left(), y, self.aside.width(), self.row_edge(true + 1) - y)
        return QRectF(x, y, self.column_edge(pred + 1) - x, self.row_edge(true + 1) - y)

    def row_at(self, y: float) -> int | None:
        """Row at a height, None outside the visible matrix."""
        return _index(y - self.grid.top(), self.grid.height(), self.top, self.cell_height, self.n)

    def column_at(self, x: float) -> int | None:
        """Column at a place, n for no decision, None outside the visible matrix."""
        if self.aside is not None and self.aside.left() <= x < self.aside.right():
            return self.n
        return _index(x - self.grid.left(), self.grid.width(), self.left, self.cell_width, self.n)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Cell (true, predicted) under a point."""
        row, column = self.row_at(point.y()), self.column_at(point.x())
        return None if row is None or column is None else (row, column)

    def name_at(self, point: QPointF) -> int | None:
        """Class whose name is under a point, beside a row or above a column."""
        if self.names.left() <= point.x() < self.grid.left():
            return self.row_at(point.y())
        if self.header.top() <= point.y() < self.grid.top():
            column = self.column_at(point.x())
            return None if column == self.n else column
        return None


def lay_out(size: QRectF, n: int, text: TextSizes) -> HeatLayout:
    """Return the places for a whole matrix of n classes in an area of `size`."""
    names_width = min(text.widest_name, max(40.0, 0.22 * size.width())) + 10
    names_width = max(names_width, text.beside + 12 - AXIS_LABEL)
    right = BARS_GAP + BARS_WIDTH + SCALE_GAP + SCALE_WIDTH + 6 + text.scale_text
    room_width = max(20.0, size.width() - AXIS_LABEL - names_width - right)
    aside = max(text.aside, room_width / (n + 1)) if text.aside else 0.0
    room_width = max(20.0, room_width - aside - (ASIDE_GAP if aside else 0.0))
    turned = room_width / n < text.least_column
    header = min(text.widest_name + 10, max(30.0, 0.24 * size.height())) if turned else text.line + 8
    room_height = max(20.0, size.height() - AXIS_LABEL - header - PRECISION_HEIGHT)
    cell_height = min(room_height / n, _LARGEST_CELL)
    for_names = min(text.widest_name, _NAME_WIDTH) + 8
    cell_width = min(room_width / n, max(cell_height * _WIDEST_CELL, for_names))
    # On whole pixels, so that the cells at the borders are as crisp as the others.
    left = math.floor(size.left() + AXIS_LABEL + names_width)
    top = math.floor(size.top() + AXIS_LABEL + header)
    grid = QRectF(left, top, max(1, math.floor(cell_width * n)), max(1, math.floor(cell_height * n)))
    aside = math.floor(max(text.aside, min(aside, cell_width))) if aside else 0
    placed = _placed(grid, n, names_width, header, aside=aside, turned=turned)
    return replace(placed, scale_text=text.scale_text)


def _placed(
    grid: QRectF, n: int, names_width: float, header: float, *, aside: float, turned: bool
) -> HeatLayout:
    strip = QRectF(grid.right() + ASIDE_GAP, grid.top(), aside, grid.height()) if aside else None
    bars = (grid if strip is None else strip).right() + BARS_GAP
    return HeatLayout(
        n, grid, grid.width() / n, grid.height() / n, left=0.0, top=0.0,
        names=QRectF(grid.left() - names_width, grid.top(), names_width - 10, grid.height()),
        header=QRectF(grid.left(), grid.top() - header, grid.width(), header - 6),
        turned=turned,
        recall=QRectF(bars, grid.top(), BARS_WIDTH, grid.height()),
        precision=QRectF(grid.left(), grid.bottom() + 6, grid.width(), PRECISION_HEIGHT - 8),
        scale=QRectF(bars + BARS_WIDTH + SCALE_GAP, grid.top(), SCALE_WIDTH, grid.height()),
        scale_text=0.0, aside=strip,
    )


def _visible(scrolled: float, cell: float, room: float, n: int) -> range:
    return range(max(0, int(scrolled / cell)), min(n, int((scrolled + room - 1e-6) / cell) + 1))


def _index(place: float, room: float, scrolled: float, cell: float, n: int) -> int | None:
    if not 0 <= place < room:
        return None
    return min(n - 1, int((place + scrolled) / cell))


def _edges(start: float, cells: range, size: float, scrolled: float) -> list[float]:
    """Return what `row_edge` and `column_edge` give, for many at once."""
    edges: list[float] = np.rint(start + np.arange(cells.start, cells.stop + 1) * size - scrolled).tolist()
    return edges
