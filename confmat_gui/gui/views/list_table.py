"""What tables of classes, batches, samples or answers have in common, and the words above their columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from confmat_gui.present.list_columns import ListColumn


class ListTable(QTableView):
    """A table to read and to choose rows of, without a grid, row numbers or cells to type into.

    Parameters
    ----------
    model : QAbstractItemModel
        What is listed.
    name : str
        What a screen reader calls the table.
    lines : float
        Height of a row in lines of text.
    """

    def __init__(self, model: QAbstractItemModel, name: str, *, lines: float = 1.5, least: int = 22) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(least, round(self.fontMetrics().height() * lines)))
        self.horizontalHeader().setHighlightSections(False)


def side_of(column: ListColumn) -> Qt.AlignmentFlag:
    """Return where the texts of a column stand."""
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def header_of(
    columns: tuple[ListColumn, ...], section: int, orientation: Qt.Orientation, role: int
) -> Any:
    """Return a model's `headerData`: name of a column, what it means, and where its texts stand."""
    if orientation != Qt.Orientation.Horizontal or section >= len(columns):
        return None
    column = columns[section]
    if role == Qt.ItemDataRole.DisplayRole:
        return column.header
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"<p>{column.explanation}</p>"
    return side_of(column) if role == Qt.ItemDataRole.TextAlignmentRole else None
