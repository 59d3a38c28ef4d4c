"""Where everything in the heatmap lies: pure geometry, no drawing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

AXIS_LABEL = 18.0
BARS_GAP = 12.0
BARS_WIDTH = 84.0
SCALE_GAP = 22.0
SCALE_WIDTH = 12.0
PRECISION_HEIGHT = 28.0
_LARGEST_CELL = 190.0
_WIDEST_CELL = 2.0
"""Cells may be wider than high, up to this ratio or as wide as a name of this width."""
_NAME_WIDTH = 90.0
_ROOMY_CELL = 64.0
"""Zooming ends where the cells are this high."""


@dataclass(frozen=True)
class TextSizes:
    """What the layout needs to know of fonts and names, in pixels."""

    line: float
    widest_name: float
    scale_text: float
    least_column: float
    """Width from which a name can be written above a column."""


@dataclass(frozen=True)
class HeatLayout:
    """Places of n x n cells, of which a part may be visible.

    `grid` is the visible part; `cell_width`, `cell_height` the zoomed size of a cell; `left`, `top` how far
    the matrix is scrolled, in pixels.
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

    def cell(self, true: int, pred: int) -> QRectF:
        """Rectangle of a cell, from pixel to pixel, so that neighbours touch and never overlap."""
        x, y = self.column_edge(pred), self.row_edge(true)
        return QRectF(x, y, self.column_edge(pred + 1) - x, self.row_edge(true + 1) - y)

    def row_at(self, y: float) -> int | None:
        """Row at a height, None outside the visible matrix."""
        return _index(y - self.grid.top(), self.grid.height(), self.top, self.cell_height, self.n)

    def column_at(self, x: float) -> int | None:
        """Column at a place, None outside the visible matrix."""
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
            return self.column_at(point.x())
        return None


@dataclass(frozen=True)
class Zoom:
    """How large the cells are against a matrix that fits, and which cell lies at the upper left corner."""

    factor: float = 1.0
    row: float = 0.0
    column: float = 0.0


def lay_out(size: QRectF, n: int, text: TextSizes, zoom: Zoom) -> HeatLayout:
    """Return the places for a matrix of n classes in an area of `size`."""
    names_width = min(text.widest_name, max(40.0, 0.22 * size.width())) + 10
    right = BARS_GAP + BARS_WIDTH + SCALE_GAP + SCALE_WIDTH + 6 + text.scale_text
    room_width = max(20.0, size.width() - AXIS_LABEL - names_width - right)
    turned = room_width / n < text.least_column
    header = min(text.widest_name + 10, max(30.0, 0.24 * size.height())) if turned else text.line + 8
    room_height = max(20.0, size.height() - AXIS_LABEL - header - PRECISION_HEIGHT)
    cell_height = min(room_height / n, _LARGEST_CELL)
    for_names = min(text.widest_name, _NAME_WIDTH) + 8
    cell_width = min(room_width / n, max(cell_height * _WIDEST_CELL, for_names))
    left, top = size.left() + AXIS_LABEL + names_width, size.top() + AXIS_LABEL + header
    grid = QRectF(left, top, cell_width * n, cell_height * n)
    factor = min(max(zoom.factor, 1.0), largest_zoom(cell_height))
    cell = QSizeF(cell_width * factor, cell_height * factor)
    return _placed(grid, n, cell, zoom, _Edges(names_width, header, turned))


def largest_zoom(cell_height: float) -> float:
    """Return how far it is useful to zoom in on cells of this height."""
    return max(1.0, _ROOMY_CELL / cell_height)


@dataclass(frozen=True)
class _Edges:
    names_width: float
    header: float
    turned: bool


def _placed(grid: QRectF, n: int, cell: QSizeF, zoom: Zoom, edges: _Edges) -> HeatLayout:
    bars = grid.right() + BARS_GAP
    width, height = cell.width(), cell.height()
    return HeatLayout(
        n, grid, width, height,
        left=min(max(zoom.column * width, 0.0), max(0.0, n * width - grid.width())),
        top=min(max(zoom.row * height, 0.0), max(0.0, n * height - grid.height())),
        names=QRectF(grid.left() - edges.names_width, grid.top(), edges.names_width - 10, grid.height()),
        header=QRectF(grid.left(), grid.top() - edges.header, grid.width(), edges.header - 6),
        turned=edges.turned,
        recall=QRectF(bars, grid.top(), BARS_WIDTH, grid.height()),
        precision=QRectF(grid.left(), grid.bottom() + 6, grid.width(), PRECISION_HEIGHT - 8),
        scale=QRectF(bars + BARS_WIDTH + SCALE_GAP, grid.top(), SCALE_WIDTH, grid.height()),
    )


def _visible(scrolled: float, cell: float, room: float, n: int) -> range:
    return range(max(0, int(scrolled / cell)), min(n, int((scrolled + room - 1e-6) / cell) + 1))


def _index(place: float, room: float, scrolled: float, cell: float, n: int) -> int | None:
    if not 0 <= place < room:
        return None
    return min(n - 1, int((place + scrolled) / cell))


def zoomed(layout: HeatLayout, zoom: Zoom, factor: float, at: QPointF) -> Zoom:
    """Return the zoom multiplied by `factor`, with the cell under `at` staying where it is."""
    fitting = layout.cell_height / max(zoom.factor, 1.0)
    wanted = min(max(zoom.factor * factor, 1.0), largest_zoom(fitting))
    ratio = wanted / max(zoom.factor, 1.0)
    x = min(max(at.x() - layout.grid.left(), 0.0), layout.grid.width())
    y = min(max(at.y() - layout.grid.top(), 0.0), layout.grid.height())
    column = (layout.left + x) / layout.cell_width - x / (layout.cell_width * ratio)
    row = (layout.top + y) / layout.cell_height - y / (layout.cell_height * ratio)
    return Zoom(wanted, max(0.0, row), max(0.0, column))


def scrolled(layout: HeatLayout, zoom: Zoom, dx: float, dy: float) -> Zoom:
    """Return the zoom with the matrix moved by (dx, dy) pixels, kept within its ends."""
    furthest_column = layout.n - layout.grid.width() / layout.cell_width
    furthest_row = layout.n - layout.grid.height() / layout.cell_height
    column = min(max((layout.left - dx) / layout.cell_width, 0.0), max(0.0, furthest_column))
    row = min(max((layout.top - dy) / layout.cell_height, 0.0), max(0.0, furthest_row))
    return Zoom(zoom.factor, row, column)


def showing(layout: HeatLayout, zoom: Zoom, true: int, pred: int) -> Zoom:
    """Return the zoom scrolled as little as needed for the whole cell to be visible."""
    cell = layout.cell(true, pred)
    return scrolled(
        layout, zoom,
        _push(cell.left(), cell.right(), layout.grid.left(), layout.grid.right()),
        _push(cell.top(), cell.bottom(), layout.grid.top(), layout.grid.bottom()),
    )


def _push(low: float, high: float, start: float, end: float) -> float:
    return start - low if low < start else end - high if high > end else 0.0


