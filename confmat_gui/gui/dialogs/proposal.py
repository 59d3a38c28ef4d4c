"""The line that says where the choices in a dialog come from, and the way back to the file's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from confmat_gui.io.loaded import InputOptions

AS_LAST_TIME = "As you chose last time for files like this."
AS_FOUND = "As the file itself says, not as you chose last time."


class ProposalBar(QFrame):
    """Hidden until something is proposed; signal `taken(InputOptions)` switches between it and the file."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self.text = QLabel()
        self.switch = QPushButton()
        self.switch.setAutoDefault(False)  # Return opens the files, wherever the focus is
        self.switch.clicked.connect(self._switch)
        self._last_time = InputOptions()
        self._is_taken = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.switch)
        self.hide()

    def propose(self, options: InputOptions) -> None:
        """Say that these options were chosen last time, and are taken now."""
        self._last_time = options
        self._say(taken=True)
        self.show()

    def _switch(self) -> None:
        self._say(taken=not self._is_taken)
        self.taken.emit(self._last_time if self._is_taken else InputOptions())

    def _say(self, *, taken: bool) -> None:
        self._is_taken = taken
        self.text.setText(AS_LAST_TIME if taken else AS_FOUND)
        self.switch.setText("Use what the file &says" if taken else "Use what I chose &last time")
