"""The costliest cells, ranked; a click selects the cell everywhere."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from confmat_gui.gui.views.cost_grid import Index
from confmat_gui.gui.views.inks import ink, scaled_font
from confmat_gui.present.cost_pairs import cell_words, costliest
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

MOST = 100
"""Cells that are ranked; all of them are in the list of pairs, or in the matrix."""
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellModel(QAbstractListModel):
    """The costliest cells of a CostState."""

    def __init__(self) -> None:
        super().__init__()
        self.state: CostState | None = None
        self.cells: tuple[tuple[int, int], ...] = ()

    def show_state(self, state: CostState | None) -> None:
        """Rank the cells of another state."""
        cells = () if state is None or not state.priced else costliest(state, MOST)
        same = cells == self.cells
        if not same:
            self.beginResetModel()
        self.state, self.cells = state, cells
        if not same:
            self.endResetModel()
        elif cells:
            self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, 0))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each cell."""
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Say a cell in one line, for screen readers and tooltips."""
        if self.state is None or not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            pair, share, samples = cell_words(self.state, *self.cells[index.row()])
            return f"{pair}: {share}, {samples}"
        return None


class _CellDelegate(QStyledItemDelegate):
    """Draws a bar as long as the share, the pair on it, and the numbers beside it."""

    def __init__(self, cells: CellModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = cells
        self.look: Palette | None = None

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text."""
        return QSize(120, round(option.fontMetrics.height() * 2.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell of the ranking."""
        state, look = self._cells.state, self.look
        if state is None or look is None:
            return
        cell = self._cells.cells[index.row()]
        area: QRect = option.rect.adjusted(2, 1, -6, -2)
        share = float(state.shares[cell]) / float(state.shares[self._cells.cells[0]])
        painter.save()
        bar = QRect(area.topLeft(), QSize(max(2, round(area.width() * share)), area.height()))
        painter.fillRect(bar, ink(look.cost_bar, 0.75))
        flags: QStyle.StateFlag = option.state
        if state.selected_cell == cell or flags & QStyle.StateFlag.State_HasFocus:
            painter.setPen(ink(look.text if state.selected_cell == cell else look.accent))
            painter.drawRect(area)
        self._write(painter, area.adjusted(6, 0, -4, 0), option, cell_words(state, *cell), look)
        painter.restore()

    def _write(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, words: tuple[str, str, str],
        look: Palette,
    ) -> None:
        pair, share, samples = words
        half = area.height() // 2
        upper, lower = QRect(area.topLeft(), QSize(area.width(), half)), area.adjusted(0, half, 0, 0)
        painter.setPen(ink(look.text))
        painter.setFont(scaled_font(option.font, bold=True))
        elided = painter.fontMetrics().elidedText(pair, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(upper, _LEFT, elided)
        painter.setFont(option.font)
        metrics = painter.fontMetrics()
        left = area.width() - metrics.horizontalAdvance(samples) - 8
        if metrics.horizontalAdvance(share) > left:
            share = share.removesuffix(" of the cost")
            left = area.width() - metrics.horizontalAdvance(share) - 8
            samples = metrics.elidedText(samples, Qt.TextElideMode.ElideRight, left)
        painter.drawText(lower, _LEFT, share)
        painter.drawText(lower, _RIGHT, samples)


class CostliestCells(QListView):
    """The ranking; signal `cell_chosen((i, j))`."""

    cell_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("costliest_cells")
        self.ranking = CellModel()
        self._delegate = _CellDelegate(self.ranking, self)
        self.setModel(self.ranking)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName("Costliest cells")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_state(self, state: CostState | None) -> None:
        """Show another ranking."""
        self.ranking.show_state(state)
        self.viewport().update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._delegate.look = palette
        self.viewport().update()

    def place(self, row: int) -> QPoint:
        """Return the middle of a row in the viewport."""
        return self.visualRect(self.ranking.index(row, 0)).center()

    def _choose(self, index: QModelIndex) -> None:
        self.cell_chosen.emit(self.ranking.cells[index.row()])
