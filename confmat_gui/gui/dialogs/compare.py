"""With what to compare: a recent file, or another one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.present.texts import listed


class CompareDialog(QDialog):
    """Offers recent files; signals `paths_chosen(list of Path)` and `other_requested()`."""

    paths_chosen = Signal(object)
    other_requested = Signal()

    def __init__(self, recent: Sequence[tuple[str, ...]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare with…")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        label = QLabel(
            "Choose a saved session, or prediction files. Tests are paired when both hold the same samples."
        )
        label.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Recent files")
        for names in recent:
            files = listed((Path(name).name for name in names), 2)
            item = QListWidgetItem(f"{files}   ({Path(names[0]).parent})")
            item.setData(Qt.ItemDataRole.UserRole, list(names))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self.accept())
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.compare = buttons.button(standard.Ok)
        self.compare.setText("&Compare")
        self.compare.setEnabled(bool(recent))
        self.other = buttons.addButton("&Other file…", QDialogButtonBox.ButtonRole.ActionRole)
        self.other.clicked.connect(self._ask_for_other)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.list, buttons):
            layout.addWidget(widget)
        self.resize(600, 320)

    def accept(self) -> None:
        """Hand out the selected file."""
        if self.list.currentRow() >= 0:
            names = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
            self.paths_chosen.emit([Path(name) for name in names])
            super().accept()

    def _ask_for_other(self) -> None:
        self.reject()
        self.other_requested.emit()
