"""The rule, and one row per class with its threshold, its price and its figures."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.core.rules import Boundary
from confmat_gui.gui.views.decide_table import DecideTable
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.gui.views.preview_panel import PreviewPanel
from confmat_gui.gui.views.styles import dress
from confmat_gui.gui.views.suggest_bar import SuggestBar
from confmat_gui.present.decide import DecideState
from confmat_gui.present.palette import Palette
from confmat_gui.present.preview import PreviewState

BOUNDARIES: tuple[tuple[Boundary, str], ...] = ((">=", "score ≥ threshold"), (">", "score > threshold"))


class DecideView(QWidget):
    """Draws a DecideState.

    Signals: `rule_chosen(kind)`, `boundary_chosen(boundary)`, `positive_chosen(k)`, `reset_requested(None)`,
    `threshold_drag_started(k)`, `threshold_dragged((k, shown))`, `threshold_drag_finished(k)`,
    `threshold_typed((k, shown))`, `threshold_stepped((k, +1 | -1))`, `cost_weight_typed((k, weight | None))`,
    `share_typed((k, share | None))`, `class_selected(k | None)`.
    """

    rule_chosen = Signal(object)
    boundary_chosen = Signal(object)
    positive_chosen = Signal(object)
    reset_requested = Signal(object)
    threshold_drag_started = Signal(object)
    threshold_dragged = Signal(object)
    threshold_drag_finished = Signal(object)
    threshold_typed = Signal(object)
    threshold_stepped = Signal(object)
    cost_weight_typed = Signal(object)
    share_typed = Signal(object)
    class_selected = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Decide")
        self._state: DecideState | None = None
        self.rules: dict[str, QRadioButton] = {}
        self._rules_layout = QHBoxLayout()
        self.note = ElidedLabel(quiet=True)
        self.positive = QComboBox()
        self.positive.setAccessibleName("Positive class")
        # The classes come after the first showing, and change with the file.
        self.positive.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._positive_label = quiet_label("Positive class")
        self.boundary = QComboBox()
        self.boundary.setAccessibleName("When a score equals the threshold")
        self.boundary.addItems([text for _, text in BOUNDARIES])
        self.reset = QPushButton("Reset to default")
        self.reset.setToolTip("Go back to the default rule; prices stay")
        self.suggest_bar = SuggestBar(self)
        self.table = DecideTable()
        self.preview = PreviewPanel(self)
        self.below = QStackedWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(quiet_label("Rule"))
        self._rules_layout.setSpacing(16)
        top.addLayout(self._rules_layout)
        top.addSpacing(8)
        top.addWidget(self.note, 1)
        for widget in (self._positive_label, self.positive, self.boundary, self.reset):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 4)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.suggest_bar)
        self.below.addWidget(self.table)
        self.below.addWidget(self.preview)
        layout.addWidget(self.below, 1)

    def _connect(self) -> None:
        self.boundary.activated.connect(self._choose_boundary)
        self.positive.activated.connect(self._choose_positive)
        self.reset.clicked.connect(lambda: self.reset_requested.emit(None))
        self.table.drag_started.connect(self.threshold_drag_started)
        self.table.dragged.connect(self.threshold_dragged)
        self.table.drag_finished.connect(self.threshold_drag_finished)
        self.table.stepped.connect(self.threshold_stepped)
        self.table.class_selected.connect(self.class_selected)
        self.table.delegate.threshold_typed.connect(self.threshold_typed)
        self.table.delegate.cost_weight_typed.connect(self.cost_weight_typed)
        self.table.delegate.share_typed.connect(self.share_typed)

    def show_state(self, state: DecideState) -> None:
        """Show rule, choices and rows."""
        self._state = state
        self._show_rules(state)
        self._show_choices(state)
        self.note.setText(state.threshold_note)
        self.table.show_state(state)

    def show_preview(self, state: PreviewState | None) -> None:
        """Show what a rule would change in the place of the table; None: show the table again."""
        if state is not None:
            self.preview.show_state(state)
        self.suggest_bar.show_previewing(state)
        self.below.setCurrentWidget(self.table if state is None else self.preview)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette)
        self.suggest_bar.set_palette(palette)
        self.preview.set_palette(palette)
        self.table.set_palette(palette)

    def _show_rules(self, state: DecideState) -> None:
        if list(self.rules) != [choice.kind for choice in state.rules]:
            for button in self.rules.values():
                button.deleteLater()
            self.rules = {choice.kind: self._rule_button(choice.kind) for choice in state.rules}
        for choice in state.rules:
            button = self.rules[choice.kind]
            button.setText(choice.label)
            button.setEnabled(choice.possible)
            button.setToolTip(choice.reason)
            button.setAccessibleDescription(choice.reason)
            with QSignalBlocker(button):
                button.setChecked(choice.selected)

    def _rule_button(self, kind: str) -> QRadioButton:
        button = QRadioButton()
        # Exclusive buttons cannot be unchecked one by one; what is checked follows the state alone.
        button.setAutoExclusive(False)
        button.clicked.connect(lambda: self._choose_rule(kind))
        self._rules_layout.addWidget(button)
        return button

    def _show_choices(self, state: DecideState) -> None:
        binary = state.positive is not None
        self._positive_label.setVisible(binary)
        self.positive.setVisible(binary)
        self.boundary.setVisible(state.boundary_applies)
        with QSignalBlocker(self.boundary), QSignalBlocker(self.positive):
            self.boundary.setCurrentIndex([boundary for boundary, _ in BOUNDARIES].index(state.boundary))
            offered = [self.positive.itemText(number) for number in range(self.positive.count())]
            if binary and offered != list(state.classes):
                self.positive.clear()
                self.positive.addItems(list(state.classes))
            self.positive.setCurrentIndex(-1 if state.positive is None else state.positive)

    def _choose_rule(self, kind: str) -> None:
        if self._state is not None:
            self._show_rules(self._state)
        self.rule_chosen.emit(kind)

    def _choose_boundary(self, index: int) -> None:
        if self._state is not None:
            self._show_choices(self._state)
        self.boundary_chosen.emit(BOUNDARIES[index][0])

    def _choose_positive(self, index: int) -> None:
        if self._state is not None:
            self._show_choices(self._state)
        self.positive_chosen.emit(index)
