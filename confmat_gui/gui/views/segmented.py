"""A row of buttons of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class SegmentedButtons(QWidget):
    """Choices side by side; a press asks for a choice, `show_choice` shows what was decided.

    Parameters
    ----------
    choices : (key, label, explanation) of each button
    name : what is chosen, for screen readers
    """

    chosen = Signal(object)

    def __init__(self, choices: tuple[tuple[str, str, str], ...], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._choice = ""
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for key, label, explanation in choices:
            layout.addWidget(self._button(key, label, explanation, name))

    def _button(self, key: str, label: str, explanation: str, name: str) -> QPushButton:
        button = QPushButton(label)
        button.setCheckable(True)
        button.setToolTip(explanation)
        button.setAccessibleName(f"{name}: {label}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked, key=key: self._ask(key))
        self.buttons[key] = button
        return button

    def show_choice(self, key: str) -> None:
        """Mark one button as chosen, without a signal."""
        self._choice = key
        for other, button in self.buttons.items():
            with QSignalBlocker(button):
                button.setChecked(other == key)

    def _ask(self, key: str) -> None:
        # A press toggles the button by itself; what is shown follows the state alone.
        self.show_choice(self._choice)
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk over the buttons."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        buttons = [button for button in self.buttons.values() if button.isVisible()]
        focused = self.focusWidget()
        if step is None or focused not in buttons:
            super().keyPressEvent(event)
            return
        buttons[(buttons.index(focused) + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
