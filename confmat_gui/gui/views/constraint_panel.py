"""The panel in which bounds are added and taken away."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from confmat_gui.core.constraints import Bound, Constraint
from confmat_gui.core.errors import ConfmatError
from confmat_gui.gui.views.drop_panel import DropPanel
from confmat_gui.gui.views.number_field import NumberField, any_number
from confmat_gui.gui.views.panel import quiet_label
from confmat_gui.present.suggest_bar import BoundChoice, SuggestBarState

BOUNDS: tuple[tuple[Bound, str], ...] = ((">=", "≥"), ("<=", "≤"))


class ConstraintPanel(DropPanel):
    """Lists the bounds, and has a form for another and a line to type one.

    Signals
    -------
    added(Constraint), typed(str), removed(int)
    """

    added = Signal(object)
    typed = Signal(str)
    removed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "What has to be kept")
        self._state: SuggestBarState | None = None
        self.chips: list[QPushButton] = []
        self._chips = QVBoxLayout()
        self._chips.setSpacing(4)
        self.figure, self.of_class, self.bound = QComboBox(), QComboBox(), QComboBox()
        self.limit = NumberField(self, any_number)
        self.add = QPushButton("Add")
        self.line = QLineEdit()
        self.take = QPushButton("Add")
        self.fault = quiet_label()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.figure.setAccessibleName("Figure")
        self.of_class.setAccessibleName("Class")
        self.bound.setAccessibleName("At least or at most")
        self.limit.setAccessibleName("Limit")
        self.limit.setFixedWidth(70)
        for field in (self.limit, self.line):
            field.setMinimumHeight(self.add.sizeHint().height())
        self.limit.setText("0.95")
        self.bound.addItems([sign for _, sign in BOUNDS])
        self.of_class.setMaximumWidth(180)
        self.of_class.setMaxVisibleItems(20)
        self.add.setAccessibleName("Add this bound")
        self.take.setAccessibleName("Add the typed bound")
        self.line.setAccessibleName("Bound in words")
        self.line.setTextMargins(4, 0, 4, 0)
        self.fault.setWordWrap(True)
        self.fault.hide()
        form, typed = QHBoxLayout(), QHBoxLayout()
        for widget in (self.figure, self.of_class, self.bound, self.limit, self.add):
            form.addWidget(widget)
        typed.addWidget(self.line, 1)
        typed.addWidget(self.take)
        self.body.addWidget(quiet_label("What has to be kept"))
        self.body.addLayout(self._chips)
        self.body.addLayout(form)
        self.body.addLayout(typed)
        self.body.addWidget(self.fault)

    def _connect(self) -> None:
        self.figure.currentIndexChanged.connect(self._follow_figure)
        self.add.clicked.connect(self._add)
        self.limit.returnPressed.connect(self._add)
        self.take.clicked.connect(self._take)
        self.line.returnPressed.connect(self._take)

    def show_state(self, state: SuggestBarState) -> None:
        """List the bounds, and what can be bounded."""
        before, self._state = self._state, state
        if before is None or before.bounds != state.bounds:
            self._show_figures(state.bounds)
        if before is None or before.classes != state.classes:
            self.of_class.clear()
            self.of_class.addItems(list(state.classes))
        self.line.setPlaceholderText(f"or type: recall({state.classes[state.selected_class]}) >= 0.95")
        if before is None or before.selected_class != state.selected_class or before.classes != state.classes:
            self.of_class.setCurrentIndex(state.selected_class)
        if before is None or before.constraints != state.constraints:
            self._show_chips(state.constraints)
            self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say why a bound could not be added; empty: nothing is wrong."""
        if not sentence and self.line.text() and self._state is not None:
            self.line.clear()
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.adjustSize()

    def _show_figures(self, bounds: tuple[BoundChoice, ...]) -> None:
        with QSignalBlocker(self.figure):
            model = QStandardItemModel(self.figure)
            for bound in bounds:
                item = QStandardItem(bound.name)
                item.setEnabled(not bound.reason)
                item.setToolTip(bound.reason)
                model.appendRow(item)
            self.figure.setModel(model)
        self._follow_figure(0)

    def _show_chips(self, constraints: tuple[str, ...]) -> None:
        for chip in self.chips:
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for number, words in enumerate(constraints):
            shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 360)
            chip = QPushButton(f"{shown}  ×")
            chip.setToolTip(f"Take away: {words}")
            chip.setAccessibleName(f"Take away: {words}")
            chip.clicked.connect(lambda _checked=False, number=number: self.removed.emit(number))
            self._chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
            self.chips.append(chip)

    def _follow_figure(self, index: int) -> None:
        if self._state is None or not 0 <= index < len(self._state.bounds):
            return
        choice = self._state.bounds[index]
        self.of_class.setEnabled(choice.of_class)
        self.bound.setCurrentIndex(1 if choice.at_most else 0)

    def _add(self) -> None:
        state, limit = self._state, self.limit.value
        if state is None:
            return
        if limit is None:
            self.refuse(self.limit.fault)
            return
        choice = state.bounds[max(0, self.figure.currentIndex())]
        index = self.of_class.currentIndex() if choice.of_class else None
        try:
            self.added.emit(Constraint(choice.figure, index, BOUNDS[self.bound.currentIndex()][0], limit))
        except ConfmatError as error:
            self.refuse(str(error))

    def _take(self) -> None:
        if self.line.text().strip():
            self.typed.emit(self.line.text())
