"""The graphics objects of the heatmap, put together."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsView

from confmat_gui.gui.views.heatmap_aside import HeatmapAside
from confmat_gui.gui.views.heatmap_box import HeatmapBox
from confmat_gui.gui.views.heatmap_cells import HeatmapCells
from confmat_gui.gui.views.heatmap_drawing import Drawing
from confmat_gui.gui.views.heatmap_edges import HeatmapEdges
from confmat_gui.gui.views.heatmap_marks import HeatmapMarks
from confmat_gui.gui.views.heatmap_picture import HeatmapPicture, needs_picture


class HeatmapPlot:
    """Cells, or the picture of very many, inside the view box; edges and marks around and above it."""

    def __init__(self, view: QGraphicsView) -> None:
        self.box = HeatmapBox()
        self._cells, self._picture = HeatmapCells(), HeatmapPicture()
        self._aside, self._edges, self._marks = HeatmapAside(), HeatmapEdges(), HeatmapMarks()
        self.box.box.addItem(self._cells)
        self.box.box.addItem(self._picture.item)
        for item in (self.box.box, self._aside, self._edges, self._marks):
            view.scene().addItem(item)
        self._edges.setZValue(1)
        self._marks.setZValue(2)
        self._items = (self._cells, self._picture.item, self._aside, self._edges, self._marks)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        for item in self._items:
            item.hide()

    def draw(self, drawing: Drawing, size: QRectF, ratio: float) -> None:
        """Draw on an area of `size` with `ratio` device pixels to a pixel."""
        n, as_picture = drawing.layout.n, needs_picture(drawing.layout)
        # Now rather than on painting, where it would ask for a second painting.
        self.box.box.updateMatrix()
        if as_picture:
            self._picture.show_drawing(drawing, ratio)
        else:
            self._cells.show_drawing(drawing, QRectF(0, 0, n, n))
        self._aside.show_drawing(drawing, size)
        self._edges.show_drawing(drawing, size)
        self._marks.show_drawing(drawing, size)
        for item in self._items:
            item.setVisible(item is not (self._cells if as_picture else self._picture.item))
