"""The card beside the headline figures that says at which shares of the classes they hold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.views.note_card import NoteCard
from confmat_gui.present.shares import SharesState


class SharesCard(NoteCard):
    """A button that looks like a figure; its menu adapts the scores too, or goes back.

    Signals
    -------
    adapting_chosen(bool)
        Whether the scores shall be adapted to the shares.
    reset_requested(object)
    """

    adapting_chosen = Signal(bool)
    reset_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "shares")
        self._state: SharesState | None = None
        self.adapt = self.choices.addAction("&Adapt the scores too")
        self.adapt.setCheckable(True)
        self.adapt.triggered.connect(self._choose_adapting)
        self.reset = self.choices.addAction("&Back to the shares of the samples")
        self.reset.triggered.connect(lambda _checked: self.reset_requested.emit(None))

    def show_state(self, state: SharesState) -> None:
        """Show the shares."""
        if state == self._state:
            return
        self._state = state
        self.adapt.setChecked(state.adapted)
        self.adapt.setEnabled(not state.why_not)
        self.adapt.setToolTip(state.why_not or ADAPTING)
        self.setToolTip("".join(f"<p>{part}</p>" for part in (state.sentence, state.step) if part))
        self.setAccessibleName(f"Shares of the classes: {state.name}, {state.state}")
        self.setAccessibleDescription(f"{state.sentence} {state.step}".strip())
        self.show_lines(("Where it is used", state.name, state.state), strong=True)

    def _choose_adapting(self, checked: bool) -> None:
        """Ask for it; the tick follows the state alone."""
        if self._state is not None:
            self.adapt.setChecked(self._state.adapted)
        self.adapting_chosen.emit(checked)


ADAPTING = "Probabilities become those that the model would give at these shares, which changes decisions"
