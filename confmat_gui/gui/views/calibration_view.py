"""The Calibration tab: how far probabilities can be taken at their word."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from confmat_gui.gui.views.calibration_figures import CalibrationFigures
from confmat_gui.gui.views.calibration_model import CalibrationModel
from confmat_gui.gui.views.calibration_table import CalibrationTable
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.reliability_plot import ReliabilityPlot
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.palette import Palette

BINS = (
    ("mass", "Equal mass", "As many samples in each bin; equal probabilities stay together"),
    ("width", "Equal width", "Bins of the same width from 0 to 1"),
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
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bins = SegmentedButtons(BINS, "Bins")
        self.plot = ReliabilityPlot()
        self._model = CalibrationModel()
        self.table = CalibrationTable(self._model)
        self.figures = CalibrationFigures()
        self.body = QWidget()
        self.aside = QVBoxLayout()
        self.aside.setSpacing(8)
        self._build()
        self.bins.chosen.connect(self.bins_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._ask(now.row()))
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.title)
        lines.addWidget(self.sentence)
        head.addLayout(lines, 1)
        head.addWidget(self.bins, 0, Qt.AlignmentFlag.AlignTop)
        self.aside.addWidget(self.figures)
        self.aside.addStretch(1)
        middle = QHBoxLayout(self.body)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(16)
        middle.addWidget(self.table, 1)
        middle.addLayout(self.aside, 1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(head)
        right.addWidget(self.body, 1)
        right.addStretch(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self.plot, 30)
        layout.addLayout(right, 70)

    def show_state(self, state: CalibrationState | None) -> None:
        """Show other probabilities; None: what was shown is no longer that of the session."""
        if state is None or state is self._state:
            return
        self._state = state
        shown = state.reliability
        for part in (self.plot, self.body, self.bins):
            part.setVisible(shown is not None)
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
