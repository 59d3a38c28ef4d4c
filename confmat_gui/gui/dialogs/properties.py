"""Name of the session, and notes that are kept with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget


class PropertiesDialog(QDialog):
    """Edits name and notes; signal `chosen((name, notes))`."""

    chosen = Signal(object)

    def __init__(self, name: str, notes: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Name and notes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(name)
        self.name.setAccessibleName("Name of the session")
        self.notes = QPlainTextEdit(notes)
        self.notes.setAccessibleName("Notes")
        self.notes.setTabChangesFocus(True)
        self.notes.setPlaceholderText("What was decided here, and why?")
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QFormLayout(self)
        layout.addRow("&Name", self.name)
        layout.addRow("N&otes", self.notes)
        layout.addRow(buttons)
        self.resize(520, 320)

    def accept(self) -> None:
        """Hand out what was typed."""
        self.chosen.emit((self.name.text().strip(), self.notes.toPlainText()))
        super().accept()
