"""The repairs in force, each with the way to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from confmat_gui.present.batch_rows import RepairRow

WIDEST = 180
"""Longer texts are shortened; the whole text is the tooltip."""


class RepairChips(QWidget):
    """A row of buttons, gone where nothing was put right; signal `taken_back(tuple of Repair)`."""

    taken_back = Signal(object)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons from left to right."""
        items = (self.row.itemAt(place) for place in range(self.row.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Repairs")
        self._rows: tuple[RepairRow, ...] = ()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.hide()

    def show_rows(self, rows: tuple[RepairRow, ...]) -> None:
        """Show other repairs."""
        if rows == self._rows:
            return
        self._rows = rows
        while (item := self.row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self.row.addWidget(self._button(row))
        self.row.addStretch(1)
        self.setVisible(bool(rows))

    def _button(self, row: RepairRow) -> QPushButton:
        shown = self.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideMiddle, WIDEST)
        button = QPushButton(f"{shown}  ×")
        button.setToolTip(f"<p>{row.text}. Press to take this back.</p>")
        button.setAccessibleName(f"Take back: {row.text}")
        button.clicked.connect(lambda _checked=False: self.taken_back.emit(row.repairs))
        return button
