"""The Calibration tab: how far probabilities can be taken at their word."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from confmat_gui.gui.views.calibration_figures import CalibrationFigures
from confmat_gui.gui.views.calibration_model import CalibrationModel
from confmat_gui.gui.views.calibration_table import CalibrationTable
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.gui.views.recalibration_box import RecalibrationBox
from confmat_gui.gui.views.reliability_plot import ReliabilityPlot
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.palette import Palette
from confmat_gui.present.recalibration import TrialState

BINS = (
    ("mass", "Mass", "Bins of equal mass: as many samples in each bin; equal probabilities stay together"),
    ("width", "Width", "Bins of equal width from 0 to 1"),
)


class CalibrationView(QWidget):
    """Draws a CalibrationState.

    Signals: `reliability_chosen(class_index or None)`, `bins_chosen("mass" or "width")`.
    """

    reliability_chosen = Signal(object)
    bins_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Calibration")
        self._state: CalibrationState | None = None
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.font(), 1.1, bold=True))
        self.sentence = _wrapped()
        self.equal = quiet_label("equal")
        self.bins = SegmentedButtons(BINS, "Bins of equal")
        self.plot = ReliabilityPlot()
        self._model = CalibrationModel()
        self.table = CalibrationTable(self._model)
        self.figures = CalibrationFigures()
        self.middle = QWidget()
        self.recalibration = RecalibrationBox()
        self.trust = _wrapped()
        self.trust.setAccessibleName("What trusting the probabilities costs")
        self.trust.hide()
        self._build()
        self.bins.chosen.connect(self.bins_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._ask(now.row()))
        self.table.clicked.connect(lambda index: self._ask_again(index.row()))
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.equal)
        head.addWidget(self.bins)
        left = QVBoxLayout(self.middle)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addLayout(head)
        left.addWidget(self.sentence)
        left.addWidget(self.table, 1)
        left.addWidget(self.trust)
        aside = QVBoxLayout()
        aside.setContentsMargins(0, 0, 6, 0)
        aside.setSpacing(8)
        aside.addWidget(self.figures)
        aside.addWidget(self.recalibration)
        aside.addStretch(1)
        self.aside = _scrolled(aside)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.setSpacing(16)
        layout.addWidget(self.plot, 29)
        layout.addWidget(self.middle, 37)
        layout.addWidget(self.aside, 34)

    def show_state(self, state: CalibrationState | None) -> None:
        """Show other probabilities; None: what was shown is no longer that of the session."""
        if state is None or state is self._state:
            return
        self._state = state
        shown = state.reliability
        for part in (self.plot, self.aside, self.table, self.equal, self.bins):
            part.setVisible(shown is not None)
        self.trust.setVisible(shown is not None and bool(self.trust.text()))
        self.title.setText("" if shown is None else shown.title)
        self.sentence.setText(state.unavailable if shown is None else shown.sentence)
        self.bins.show_choice(state.binning)
        if shown is None:
            return
        self.plot.show_state(shown)
        if self._model.show_state(state):
            self.table.fit_columns()
        with QSignalBlocker(self.table.selectionModel()):
            self.table.setCurrentIndex(self._model.index(state.chosen, 0))
        self.table.viewport().update()
        self.figures.show_figures(state.figures)
        self.recalibration.show_state(state)

    def show_trial(self, trial: TrialState | None) -> None:
        """Show what a recalibration does on the samples held back from its fit."""
        self.figures.show_trial(trial)
        self.recalibration.show_trial(trial)
        if trial is None and self._state is not None:
            self.recalibration.show_state(self._state)

    def show_trust(self, sentence: str) -> None:
        """Show what trusting the probabilities costs."""
        self.trust.setText(sentence)
        self.trust.setVisible(bool(sentence))

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette)
        self._model.look = palette
        self.table.viewport().update()
        self.plot.set_palette(palette)
        self.figures.set_palette(palette)

    def _ask(self, row: int) -> None:
        if 0 <= row < len(self._model.rows) and self._state is not None and row != self._state.chosen:
            self.reliability_chosen.emit(self._model.rows[row].class_index)

    def _ask_again(self, row: int) -> None:
        """Ask for what is drawn already: the positive class is, before it is selected anywhere."""
        if self._state is not None and row == self._state.chosen:
            self.reliability_chosen.emit(self._model.rows[row].class_index)


def _wrapped() -> QLabel:
    """Return a label of several lines that takes the width that there is."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _scrolled(layout: QVBoxLayout) -> QScrollArea:
    """Return an area that scrolls where the window is small."""
    content = QWidget()
    content.setLayout(layout)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
