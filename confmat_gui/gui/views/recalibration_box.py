"""Controls of recalibration: how, on which part of the samples, preview, apply, take back."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.gui.views.panel import quiet_label
from confmat_gui.gui.views.spin_field import spin_field
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.recalibration import TrialState

METHODS = (
    ("temperature", "Temperature", "One number makes all probabilities more or less certain; no highest one "
     "changes its class"),
    ("sigmoid", "Sigmoid", "A logistic curve for each class (Platt scaling)"),
    ("isotonic", "Isotonic", "Any rising steps for each class; wants many samples"),
)
UNITS = {"rows": "of each class", "batch": "in whole batches", "group": "in whole groups"}


class RecalibrationBox(QWidget):
    """Asks for a recalibration.

    Signals: `trial_requested((method, share, seed, by))`, `apply_requested(None)`, `back_requested(None)`.
    """

    trial_requested = Signal(object)
    apply_requested = Signal(object)
    back_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Recalibration")
        self._trial: TrialState | None = None
        self._units: tuple[str, ...] = ()
        self._busy = False
        self.method = _choice("Method of recalibration")
        for place, (key, name, tip) in enumerate(METHODS):
            self.method.addItem(name, key)
            self.method.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.method.setToolTip("How the probabilities are changed")
        self.share = spin_field()
        self.share.setRange(5, 100)
        self.share.setSingleStep(5)
        self.share.setSuffix(" %")
        self.share.setValue(50)
        self.share.setAccessibleName("Share of the samples to fit on")
        self.share.setToolTip("Fitted on this share of the samples, judged on the rest")
        self.seed = spin_field()
        self.seed.setRange(0, 999_999)
        self.seed.setPrefix("seed ")
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("Which samples are drawn")
        for number in (self.share, self.seed):
            number.setMinimumHeight(self.method.sizeHint().height())
        self.by = _choice("How samples are drawn")
        self.preview = QPushButton("Fit and preview")
        self.preview.setToolTip("Fit on one part of the samples and judge on the rest; nothing changes yet")
        self.apply = QPushButton("Apply")
        self.apply.setToolTip("Use the recalibrated probabilities everywhere; undo takes them back")
        self.back = QPushButton("Take back")
        self.back.setToolTip("Take the probabilities as the model gave them")
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._build()
        self._connect()
        self._show_what_can_be_done()

    def _build(self) -> None:
        how, act = QHBoxLayout(), QHBoxLayout()
        for row in (how, act):
            row.setSpacing(6)
        how.addWidget(self.method)
        how.addWidget(quiet_label("on"))
        how.addWidget(self.share)
        how.addWidget(self.by)
        how.addStretch(1)
        act.addWidget(self.seed)
        for button in (self.preview, self.apply, self.back):
            act.addWidget(button)
        act.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(how)
        layout.addLayout(act)
        layout.addWidget(self.sentence)

    def _connect(self) -> None:
        self.preview.clicked.connect(lambda: self.trial_requested.emit(self.asked()))
        self.apply.clicked.connect(lambda: self.apply_requested.emit(None))
        self.back.clicked.connect(lambda: self.back_requested.emit(None))
        for choice in (self.method, self.by):
            choice.currentIndexChanged.connect(lambda _: self._show_what_can_be_done())
        for number in (self.share, self.seed):
            number.valueChanged.connect(lambda _: self._show_what_can_be_done())

    def asked(self) -> tuple[str, float, int, str]:
        """Return method, share, seed, and how samples are drawn, as chosen."""
        return (
            str(self.method.currentData()), self.share.value() / 100, self.seed.value(),
            str(self.by.currentData() or "rows"),
        )

    def show_state(self, state: CalibrationState) -> None:
        """Show what can be recalibrated."""
        self._show_units(state.units)
        self.setEnabled(not state.why_no_recalibration)
        self.back.setVisible(bool(state.scores))
        if state.why_no_recalibration:
            self.sentence.setText(state.why_no_recalibration)
        elif self._trial is None:
            self.sentence.setText(state.scores)

    def show_trial(self, trial: TrialState | None) -> None:
        """Show what a recalibration did on the samples held back; its choices where it is in force."""
        self._trial = trial
        self.sentence.setText("" if trial is None else trial.sentence)
        if trial is not None and trial.in_force:
            self._take_choices(trial)
        self._show_what_can_be_done()

    def show_busy(self, busy: bool) -> None:
        """Show whether one is being fitted."""
        self._busy = busy
        self.preview.setText("Fitting…" if busy else "Fit and preview")
        self._show_what_can_be_done()

    def _take_choices(self, trial: TrialState) -> None:
        tuning = trial.recalibration.tuning
        for widget in (self.method, self.share, self.seed, self.by):
            with QSignalBlocker(widget):
                if widget is self.method:
                    self.method.setCurrentIndex(self.method.findData(trial.recalibration.method))
                elif widget is self.share:
                    self.share.setValue(round(100 * tuning.share))
                elif widget is self.seed:
                    self.seed.setValue(tuning.seed)
                else:
                    self.by.setCurrentIndex(max(0, self.by.findData(tuning.by)))

    def _show_units(self, units: tuple[str, ...]) -> None:
        if units != self._units:
            self._units = units
            with QSignalBlocker(self.by):
                self.by.clear()
                for unit in units:
                    self.by.addItem(UNITS[unit], unit)
        self.by.setVisible(len(units) > 1)

    def _show_what_can_be_done(self) -> None:
        trial = self._trial
        shown = trial is not None and not trial.in_force and self._is_of_choices(trial)
        self.preview.setEnabled(not self._busy)
        self.apply.setEnabled(shown and not self._busy)

    def _is_of_choices(self, trial: TrialState) -> bool:
        found, tuning = trial.recalibration, trial.recalibration.tuning
        return (found.method, tuning.share, tuning.seed, tuning.by) == self.asked()


def _choice(name: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return choice
