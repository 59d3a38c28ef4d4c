"""Progress of long work, with a way to stop it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette


@dataclass(frozen=True)
class BusyState:
    """Work under way: what is done, and which share of it is behind us (None: not known)."""

    text: str
    share: float | None = None


class BusyBar(QFrame):
    """A line with a progress bar and Cancel; hidden while nothing is under way. Signal `cancelled(None)`."""

    cancelled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.text = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.bar.setMinimumWidth(160)
        self.bar.setAccessibleName("Progress")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(lambda: self.cancelled.emit(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.addWidget(self.text, 2)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def show_state(self, state: BusyState | None) -> None:
        """Show how far the work is; None: there is none."""
        self.setVisible(state is not None)
        if state is None:
            return
        self.text.setText(state.text)
        self.setAccessibleName(state.text)
        self.bar.setRange(0, 0 if state.share is None else 1000)
        if state.share is not None:
            self.bar.setValue(round(1000 * min(max(state.share, 0.0), 1.0)))

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette, f"QProgressBar {{ background: {palette.grid}; border: 0; border-radius: 4px; }}"
              f" QProgressBar::chunk {{ background: {palette.accent}; border-radius: 4px; }}")
