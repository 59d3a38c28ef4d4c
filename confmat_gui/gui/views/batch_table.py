"""The table of batches: ticks, keys and widths."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

from confmat_gui.gui.views.batch_delegate import BatchDelegate, tick_of
from confmat_gui.gui.views.batch_model import BatchModel
from confmat_gui.gui.views.list_table import ListTable

WIDTHS = {"counts": 62, "classes": 90, "matrix": 60, "samples": 84}
MARGINS = 26
MEASURED_ROWS = 60
WIDEST_NAME, LEAST_NAME = 220, 150
WIDEST_HEADER = 130
"""A figure of a class with a long name is named in full by the choice above and by the tooltip."""


class BatchTable(ListTable):
    """The table; a click on a tick or Space asks for the batch to count or not."""

    toggled = Signal(int)

    def __init__(self, model: BatchModel) -> None:
        super().__init__(model, "Batches", lines=1.7, least=26)
        self._ledger = model
        self.delegate = BatchDelegate(model, self)
        self.setItemDelegate(self.delegate)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setStretchLastSection(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press on a tick."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._on_tick(index, event):
            self.toggled.emit(index.row())

    def _on_tick(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if self._ledger.columns[index.column()].key != "counts":
            return False
        return tick_of(self.visualRect(index)).adjusted(-5, -5, 5, 5).contains(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space lets the batch count or not; Delete leaves it out."""
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.toggled.emit(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            if self._ledger.batch(row).included:
                self.toggled.emit(row)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make room for what the first rows hold; a long name gives way to the figures behind it."""
        widths = {column: self._wanted(column) for column in range(len(self._ledger.columns))}
        over = sum(widths.values()) - self.viewport().width()
        for column, spec in enumerate(self._ledger.columns):
            if spec.key == "name" and over > 0:
                widths[column] = max(min(widths[column], LEAST_NAME), widths[column] - over)
            if spec.key != "remark":
                self.setColumnWidth(column, widths[column])

    def _wanted(self, column: int) -> int:
        """Return the width in which a column is whole; names and headers are whole up to a limit."""
        spec, metrics = self._ledger.columns[column], self.fontMetrics()
        rows = range(min(MEASURED_ROWS, self._ledger.rowCount()))
        texts = (str(self._ledger.index(row, column).data()) for row in rows)
        header = min(metrics.horizontalAdvance(spec.header), WIDEST_HEADER)
        widest = max(header, *map(metrics.horizontalAdvance, texts)) + MARGINS
        return min(widest, WIDEST_NAME) if spec.key == "name" else max(widest, WIDTHS.get(spec.key, 0))
