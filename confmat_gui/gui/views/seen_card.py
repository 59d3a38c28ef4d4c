"""The card beside the headline figures that says of which samples they are, and switches that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.views.note_card import NoteCard
from confmat_gui.present.seen_samples import SeenState


class SeenCard(NoteCard):
    """A button that looks like a figure; its menu has all samples and the two parts.

    Signals
    -------
    samples_chosen(str)
        "all", "tuned" or "held-back".
    """

    samples_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "seen_samples")
        self._state: SeenState | None = None
        self._group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}

    def show_state(self, state: SeenState) -> None:
        """Show which samples are seen."""
        if state == self._state:
            return
        self._state = state
        for choice in state.choices:
            if choice.samples not in self._actions:
                self._add(choice.samples, choice.name, choice.explanation)
            self._actions[choice.samples].setChecked(choice.samples == state.samples)
        self.setToolTip(f"<p>{state.sentence}</p>")
        self.setAccessibleName(f"Samples of the figures: {state.name}, {state.size}")
        self.setAccessibleDescription(state.sentence)
        self.show_lines(("Figures of", state.name, state.size), strong=state.samples == "held-back")

    def _add(self, samples: str, name: str, explanation: str) -> None:
        action = self.choices.addAction(name)
        action.setCheckable(True)
        action.setToolTip(explanation)
        action.triggered.connect(lambda _checked: self.samples_chosen.emit(samples))
        self._group.addAction(action)
        self._actions[samples] = action
