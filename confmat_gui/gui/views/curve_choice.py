"""The small menu beside a plot's title: which curve the selected class has, and whether with its hull."""

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


TIP = "Which curve the selected class has"
HULL = (
    "Convex hull",
    "The thresholds that are best at some prices, the iso-cost line and the best threshold at yours",
)


class CurveChoice(QToolButton):
    """Asks for a choice with `chosen(basis)` and `hull_chosen(shown)`; what is marked follows the state."""

    chosen = Signal(object)
    hull_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("curve_choice")
        self.setFixedSize(22, 22)  # the arrow comes from the style sheet
        self.setAccessibleName(TIP)
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
        self._separator = menu.addSeparator()
        self.hull = menu.addAction(HULL[0])
        self.hull.setCheckable(True)
        self.hull.setToolTip(HULL[1])
        self.hull.triggered.connect(self._ask_hull)
        self.setMenu(menu)
        self._basis = "rest"
        self._hull = False

    def show_state(self, state: CurvePlotState) -> None:
        """Mark the choice; grey the decision curve with the reason where there is none."""
        asked, hulls = state.why_not is not None, state.hull_wanted is not None
        self.setVisible(asked or hulls)
        self._basis, self._hull = state.basis, bool(state.hull_wanted)
        for action in self.choices.values():
            action.setVisible(asked)
        self.hull.setVisible(hulls)
        self._separator.setVisible(asked and hulls)
        self._mark()
        reason, decision = state.why_not or "", self.choices["decision"]
        decision.setEnabled(not reason)
        decision.setToolTip(reason or CHOICES[1][2])
        self.setToolTip(f"Decision curves: {reason}" if reason else TIP if asked else HULL[0])
        self.setAccessibleDescription(reason)

    def _mark(self) -> None:
        for basis, action in self.choices.items():
            with QSignalBlocker(action):
                action.setChecked(basis == self._basis)
        with QSignalBlocker(self.hull):
            self.hull.setChecked(self._hull)

    def _ask(self, basis: str) -> None:
        self._mark()
        self.chosen.emit(basis)

    def _ask_hull(self, wanted: bool) -> None:
        self._mark()
        self.hull_chosen.emit(wanted)
