"""The list of classes beside the reliability diagram."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from confmat_gui.gui.views.calibration_model import CalibrationModel, Index
from confmat_gui.gui.views.list_table import ListTable
from confmat_gui.present.calibration_states import COLUMNS

MARGINS = 34
MEASURED_ROWS = 60
LEAST_NAME = 90
LOOSE = ("uncertainty", "discrimination", "miscalibration", "brier", "rate")
"""Columns that go where there is no room for all, the first first."""


class _OwnColours(QStyledItemDelegate):
    """Keeps the colour of a text where its row is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the colour of the model for selected rows too."""
        super().initStyleOption(option, index)
        option.palette.setBrush(QPalette.ColorRole.HighlightedText, option.palette.text())


class CalibrationTable(ListTable):
    """The table: arrow keys and clicks choose the class whose diagram is drawn."""

    def __init__(self, model: CalibrationModel) -> None:
        super().__init__(model, "Calibration of each class")
        self._model = model
        self.setItemDelegate(_OwnColours(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumWidth(260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make every number whole; parts of the score go where there is no room, the name takes the rest."""
        widths = {spec.key: self._wanted(column) for column, spec in enumerate(COLUMNS)}
        room = self.viewport().width()
        numbers = [key for key in widths if key != "name"]
        for key in LOOSE:
            if sum(widths[each] for each in numbers) + min(widths["name"], LEAST_NAME) > room:
                numbers.remove(key)
        widths["name"] = max(LEAST_NAME, room - sum(widths[key] for key in numbers))
        for column, spec in enumerate(COLUMNS):
            self.setColumnHidden(column, spec.key not in ("name", *numbers))
            self.setColumnWidth(column, widths[spec.key])

    def _wanted(self, column: int) -> int:
        metrics = self.fontMetrics()
        rows = range(min(MEASURED_ROWS, self._model.rowCount()))
        texts = (str(self._model.index(row, column).data()) for row in rows)
        return max(map(metrics.horizontalAdvance, (COLUMNS[column].header, *texts))) + MARGINS
