"""The line in the Decide tab with which a rule is asked for."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QWidget

from confmat_gui.gui.views.constraint_panel import ConstraintPanel
from confmat_gui.gui.views.drop_panel import DropButton
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.gui.views.tuning_panel import TuningPanel
from confmat_gui.present.palette import Palette
from confmat_gui.present.preview import PreviewState
from confmat_gui.present.suggest_bar import SuggestBarState

WIDEST = 300
"""Pixels of the button with the bounds; longer words are shortened."""


class SuggestBar(QWidget):
    """Draws a SuggestBarState.

    Signals
    -------
    objective_chosen(key), constraint_added(Constraint), constraint_typed(str), constraint_removed(int)
    tuning_chosen(Tuning, folds | None), suggestion_requested(None), cancelled(None)
    accepted(None), discarded(None), matrix_wanted(bool)
    """

    objective_chosen = Signal(str)
    constraint_added = Signal(object)
    constraint_typed = Signal(str)
    constraint_removed = Signal(int)
    tuning_chosen = Signal(object, object)
    suggestion_requested = Signal(object)
    cancelled = Signal(object)
    accepted = Signal(object)
    discarded = Signal(object)
    matrix_wanted = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("suggest_bar")
        self.setAccessibleName("Suggest a rule")
        self._state: SuggestBarState | None = None
        self.objective = QComboBox()
        self.constraints_button = DropButton()
        self.tuning_button = DropButton()
        self.suggest = QPushButton("Suggest")
        self.cancel = QPushButton("Cancel")
        self.in_matrix = QPushButton("Δ in the matrix")
        self.discard, self.accept = QPushButton("Discard"), QPushButton("Accept")
        self.doing = ElidedLabel(quiet=True, right=True)
        self.progress = QProgressBar()
        self.constraint_panel = ConstraintPanel(self)
        self.tuning_panel = TuningPanel(self)
        self._ends = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.objective.setAccessibleName("What is to be best")
        self.objective.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.objective.setMaximumWidth(240)
        self.suggest.setToolTip("Search the rule and show what it would change, before anything changes")
        self.suggest.setProperty("primary", True)
        self.in_matrix.setCheckable(True)
        self.in_matrix.setToolTip("Show in the confusion matrix what would change against the rule of now")
        self.accept.setToolTip("Decide by this rule; one undo takes it back (Ctrl+Enter)")
        self.accept.setShortcut("Ctrl+Return")
        self.accept.setProperty("primary", True)
        self.discard.setToolTip("Leave everything as it is (Esc)")
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(110, 8)
        self.progress.setAccessibleName("Progress of the search")
        self._ends.addWidget(self.suggest)
        self._ends.addWidget(self.cancel)
        self._ends.setSizePolicy(self.suggest.sizePolicy())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(quiet_label("Suggest"))
        layout.addWidget(self.objective)
        layout.addWidget(self.constraints_button)
        layout.addWidget(self.tuning_button)
        layout.addWidget(self.doing, 1)
        layout.addWidget(self.progress)
        for widget in (self._ends, self.in_matrix, self.discard, self.accept):
            layout.addWidget(widget)
        self.show_busy(None)
        self.show_previewing(None)

    def _connect(self) -> None:
        self.objective.activated.connect(self._choose_objective)
        self.constraints_button.clicked.connect(self._open_constraints)
        self.tuning_button.clicked.connect(lambda: self.tuning_panel.drop_from(self.tuning_button))
        self.suggest.clicked.connect(lambda: self.suggestion_requested.emit(None))
        self.cancel.clicked.connect(lambda: self.cancelled.emit(None))
        self.accept.clicked.connect(lambda: self.accepted.emit(None))
        self.discard.clicked.connect(lambda: self.discarded.emit(None))
        self.in_matrix.clicked.connect(self.matrix_wanted)
        self.constraint_panel.added.connect(self.constraint_added)
        self.constraint_panel.typed.connect(self.constraint_typed)
        self.constraint_panel.removed.connect(self.constraint_removed)
        self.tuning_panel.chosen.connect(self.tuning_chosen)

    def show_state(self, state: SuggestBarState) -> None:
        """Show what is wished for."""
        if state == self._state:
            return
        before, self._state = self._state, state
        if before is None or before.objectives != state.objectives:
            self._show_objectives(state)
        with QSignalBlocker(self.objective):
            self.objective.setCurrentIndex([each.key for each in state.objectives].index(state.objective))
        self._show_button(self.constraints_button, state.constraint_text, "subject to ", "add a bound")
        self._show_button(self.tuning_button, state.tuning_text)
        for widget in (self.objective, self.constraints_button, self.tuning_button, self.suggest):
            widget.setEnabled(not state.reason)
        self.suggest.setAccessibleDescription(state.reason)
        self.setToolTip(state.reason)
        self.constraint_panel.show_state(state)
        self.tuning_panel.show_state(state)

    def show_busy(self, report: tuple[str, float] | None) -> None:
        """Show how far the search is, with Cancel in place of Suggest; None: it is over."""
        busy = report is not None
        self._ends.setCurrentWidget(self.cancel if busy else self.suggest)
        self.progress.setVisible(busy)
        self.doing.setText(report[0] if report is not None else "")
        if report is not None:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * report[1]))

    def show_previewing(self, state: PreviewState | None) -> None:
        """Offer to accept what is previewed; None: nothing is."""
        for button in (self.in_matrix, self.discard, self.accept):
            button.setVisible(state is not None)
        self.suggest.setProperty("primary", state is None)
        self.suggest.style().unpolish(self.suggest)
        self.suggest.style().polish(self.suggest)
        self.accept.setEnabled(state is not None and not state.changes_nothing)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.constraint_panel.dress(palette)
        self.tuning_panel.dress(palette)

    def _show_button(self, button: QPushButton, words: str, before: str = "", instead: str = "") -> None:
        whole = f"{before}{words}" if words else instead
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, WIDEST)
        button.setText(shown)
        button.setToolTip("" if shown == whole else whole)
        button.setAccessibleName(whole)

    def _show_objectives(self, state: SuggestBarState) -> None:
        with QSignalBlocker(self.objective):
            model = QStandardItemModel(self.objective)
            for choice in state.objectives:
                item = QStandardItem(choice.name)
                item.setEnabled(not choice.reason)
                item.setToolTip(choice.reason)
                model.appendRow(item)
            self.objective.setModel(model)

    def _choose_objective(self, index: int) -> None:
        if self._state is not None:
            self.objective_chosen.emit(self._state.objectives[index].key)

    def _open_constraints(self) -> None:
        self.constraint_panel.drop_from(self.constraints_button)
        self.constraint_panel.figure.setFocus(Qt.FocusReason.PopupFocusReason)
