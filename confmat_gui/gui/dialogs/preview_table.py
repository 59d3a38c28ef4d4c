"""The first rows of a file, and what the program concluded from them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from confmat_gui.io.loaded import ColumnMap, Conclusion
from confmat_gui.io.preview import Preview

SHOWN_ROWS = 20
ROLE_NAMES = {
    "true": "true label", "scores": "score", "pred": "predicted", "id": "id", "batch": "batch",
    "group": "group", "weight": "weight", "count": "count",
}


class PreviewTable(QTableWidget):
    """Shows rows as text; the header names the role of each column."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("First rows of the file")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_preview(self, found: Preview) -> None:
        """Show the first rows."""
        rows = found.rows[:SHOWN_ROWS]
        self.setRowCount(len(rows))
        self.setColumnCount(len(found.headers))
        self.setVerticalHeaderLabels([str(number) for number in found.row_numbers[:SHOWN_ROWS]])
        roles = column_roles(found.columns)
        for column, name in enumerate(found.headers):
            role = roles.get(name)
            header = QTableWidgetItem(f"{name}\n{role}" if role else f"{name}\n")
            font = QFont(self.font())
            font.setBold(role is not None)
            header.setFont(font)
            self.setHorizontalHeaderItem(column, header)
            for row, texts in enumerate(rows):
                self.setItem(row, column, QTableWidgetItem(texts[column]))
        self.resizeColumnsToContents()


def column_roles(columns: ColumnMap) -> dict[str, str]:
    """Return the role of each column in words; a score column names its class."""
    roles: dict[str, str] = {}
    for field, name in ROLE_NAMES.items():
        value = getattr(columns, field)
        for column in value if isinstance(value, tuple) else (value,):
            if column is not None:
                roles[column] = name
    for column, class_name in zip(columns.scores, columns.score_classes, strict=False):
        roles[column] = f"score of {class_name}"
    return roles


def conclusions_text(conclusions: Sequence[Conclusion], problem: str | None = None) -> str:
    """Return the conclusions with their reasons as rich text, what is in doubt first and once."""
    lines = [f"<b>{escape(problem)}</b>"] if problem else []
    lines += [f"<b>{escape(each.doubt)}</b>" for each in conclusions if each.doubt]
    lines += [
        _line(escape(each.subject), escape(each.value), escape(each.reason))
        for each in conclusions
        if each.reason != each.doubt
    ]
    return "<br>".join(lines)


def _line(subject: str, value: str, reason: str) -> str:
    return f"{subject}: <b>{value}</b> – {reason}"
