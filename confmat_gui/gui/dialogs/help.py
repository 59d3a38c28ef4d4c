"""The list of shortcuts, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from confmat_gui import __version__

IN_VIEWS = (
    ("Arrow keys", "In the matrix: go from cell to cell; in the Decide table: from class to class"),
    ("Left, Right", "On a threshold: to the next score at which a decision changes"),
    ("Enter, F2", "Edit the threshold, the cost of missing a class, or a price"),
    ("Ctrl+V", "In the cost matrix: paste a table of prices"),
    ("Tab", "Go to the next view or field"),
)
"""Keys that views handle themselves."""


class KeyboardDialog(QDialog):
    """All shortcuts in one table."""

    def __init__(self, shortcuts: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = (*shortcuts, *IN_VIEWS)
        self.table = QTableWidget(len(rows), 2)
        self.table.setAccessibleName("Shortcuts")
        self.table.setHorizontalHeaderLabels(["Keys", "What they do"])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(_close_button(self))
        self.resize(680, 620)


class AboutDialog(QDialog):
    """Name, version, licence, and the versions that matter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About confmat")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(f"confmat_gui {__version__}")
        title.setProperty("role", "title")
        text = QLabel(
            "Decide how to use a classifier: matrix, curves, costs and thresholds, exact and together.\n\n"
            "BSD 3-Clause licence. The bundled font is IBM Plex Sans (SIL Open Font License).\n\n"
            f"Python {platform.python_version()} · Qt {qVersion()}"
        )
        text.setWordWrap(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(_close_button(self))
        self.resize(460, 220)


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons
