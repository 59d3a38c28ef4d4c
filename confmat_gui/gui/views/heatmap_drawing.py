"""What the parts of the heatmap draw, and the graphics object that each of them is."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette

if TYPE_CHECKING:  # pyqtgraph has no types; its class is Qt's with more methods
    from PySide6.QtWidgets import QGraphicsObject as GraphicsObject
else:
    from pyqtgraph import GraphicsObject


@dataclass(frozen=True, eq=False)
class Drawing:
    """Everything that decides how the heatmap looks."""

    layout: HeatLayout
    state: MatrixState
    palette: Palette
    font: QFont
    focused: tuple[int, int] | None


class DrawnItem(GraphicsObject):
    """Draws a Drawing in pixels of the widget, whatever coordinates the item itself lives in.

    So texts keep their size and borders their pixels while the view box zooms.
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawing: Drawing | None = None
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_drawing(self, drawing: Drawing, bounds: QRectF) -> None:
        """Draw something else, inside `bounds` in the coordinates of the item."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._drawing = drawing
        self.update()

    def boundingRect(self) -> QRectF:
        """Where the item draws."""
        return self._bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the coordinates of the scene, which are the pixels of the widget."""
        if self._drawing is not None:
            to_scene, _ = self.sceneTransform().inverted()
            painter.setTransform(to_scene * painter.transform())
            self.draw(painter, self._drawing)

    @abstractmethod
    def draw(self, painter: QPainter, drawing: Drawing) -> None:
        """Draw with a painter in pixels of the widget."""
