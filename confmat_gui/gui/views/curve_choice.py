"""The small menu beside a plot's title: which curve the selected class has."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from confmat_gui.present.curves import CurvePlotState

CHOICES: tuple[tuple[str, str, str], ...] = (
    ("rest", "One against the rest", "How the scores of a class rank the samples, whatever the rule"),
    ("decision", "Decision, other thresholds fixed",
     "What the threshold of the selected class reaches under the rule; its marker lies on it"),
)  # fmt: skip


class CurveChoice(QToolButton):
    """Asks for a choice with `chosen(basis)`; what is marked follows the state alone."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("curve_choice")
        self.setFixedSize(22, 22)  # the arrow comes from the style sheet
        self.setAccessibleName("Which curve the selected class has")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.choices: dict[str, QAction] = {}
        for basis, label, explanation in CHOICES:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setToolTip(explanation)
            group.addAction(action)
            action.triggered.connect(lambda _checked, basis=basis: self._ask(basis))
            self.choices[basis] = action
        self.setMenu(menu)
        self._basis = "rest"

    def show_state(self, state: CurvePlotState) -> None:
        """Mark the choice; grey the decision curve with the reason where there is none."""
        self.setVisible(state.why_not is not None)
        self._basis = state.basis
        self._mark()
        reason, decision = state.why_not or "", self.choices["decision"]
        decision.setEnabled(not reason)
        decision.setToolTip(reason or CHOICES[1][2])
        self.setToolTip(f"Decision curves: {reason}" if reason else "Which curve the selected class has")
        self.setAccessibleDescription(reason)

    def _mark(self) -> None:
        for basis, action in self.choices.items():
            with QSignalBlocker(action):
                action.setChecked(basis == self._basis)

    def _ask(self, basis: str) -> None:
        self._mark()
        self.chosen.emit(basis)
