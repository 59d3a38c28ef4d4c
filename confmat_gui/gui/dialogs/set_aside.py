"""The rows that could not be used, each with its file, row, column and reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.io.loaded import SetAsideRow

HEADERS = ("File", "Row", "Column", "Why")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SetAsideModel(QAbstractTableModel):
    """The rows as a table; only what is visible becomes text."""

    def __init__(self, rows: Sequence[SetAsideRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row each."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """File, row, column and reason."""
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        return (row.source, str(row.row), row.column, row.text)[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADERS[section]
        return None


class SetAsideDialog(QDialog):
    """Lists the rows; signal `export_requested()`."""

    export_requested = Signal()

    def __init__(self, rows: Sequence[SetAsideRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rows set aside")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        subject = "One row" if len(rows) == 1 else f"{len(rows):,} rows"
        label = QLabel(f"{subject} could not be used, so they are counted nowhere.")
        self.table = QTableView()
        self.table.setModel(SetAsideModel(rows, self))
        self.table.setAccessibleName("Rows set aside")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section, width in ((0, 180), (2, 140)):
            header.resizeSection(section, width)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        export = buttons.addButton("&Export as CSV…", QDialogButtonBox.ButtonRole.ActionRole)
        export.clicked.connect(self.export_requested)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.table, buttons):
            layout.addWidget(widget)
        self.resize(760, 420)
