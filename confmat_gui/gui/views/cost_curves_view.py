"""Cost curves, the pad of prevalence by price, and the switch table."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from confmat_gui.core.conditions import Condition
from confmat_gui.gui.views.cost_curve_plot import CostCurvePlot
from confmat_gui.gui.views.cost_pad import CostPad
from confmat_gui.gui.views.curve_view import LegendStrip
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.policy_legend import PolicyLegend
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.styles import dress
from confmat_gui.gui.views.switch_table import STYLE, SwitchTable
from confmat_gui.present.condition_reading import ConditionReading, reading_at
from confmat_gui.present.cost_curves import TITLE, CostCurvesState
from confmat_gui.present.pad import PadAxis, first_axis
from confmat_gui.present.palette import Palette

AXIS_CHOICES = (
    ("linear", "Linear", "The prevalence rises evenly"),
    ("log", "Log", "A logarithmic axis of the prevalence, for rare classes"),
)
THRESHOLD_TIP = "Decide by the threshold that is best at this condition; one step of undo"
PRICES_TIP = "Let a miss cost so many false alarms; one step of undo"
SAME_PRICES = "These are the prices that are set; ask elsewhere on the pad first."


class CostCurvesView(QWidget):
    """Draws a CostCurvesState. A condition that is asked about lives here alone: it decides nothing.

    Signals: `threshold_used((class_index, threshold))` where scores >= threshold are to be called positive,
    `prices_used((class_index, ratio))` where a miss is to cost `ratio` false alarms.
    """

    threshold_used = Signal(object)
    prices_used = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(TITLE)
        self._state: CostCurvesState | None = None
        self._asked: tuple[float, float] | None = None
        self._axis: PadAxis | None = None
        self.title, self.pad_title = ElidedLabel(TITLE), ElidedLabel()
        for label in (self.title, self.pad_title):
            label.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.legend, self.sessions = PolicyLegend(), LegendStrip()
        self.chart = CostCurvePlot()
        self.axes = SegmentedButtons(AXIS_CHOICES, "Axis of the prevalence")
        self.pad = CostPad()
        self.value, self.reading = _sentence("What the model is worth"), _sentence("At this condition")
        self.use_threshold = QPushButton("Use this threshold")
        self.use_prices = QPushButton("Use these prices")
        self.back = QPushButton("Back to now")
        self.back.setToolTip("Ask about the present prevalence and prices again (Esc)")
        self.table = SwitchTable()
        self.message = QLabel()
        self.whole = QWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.pad)

    def _build(self) -> None:
        left, middle, right = (QVBoxLayout() for _ in range(3))
        left.addWidget(self.title)
        left.addWidget(self.legend)
        left.addWidget(self.sessions)
        left.addWidget(self.chart, 1)
        head = QHBoxLayout()
        head.addWidget(self.pad_title, 1)
        head.addWidget(self.axes)
        middle.addLayout(head)
        middle.addWidget(self.pad, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.use_threshold, self.use_prices, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        right.addWidget(self.value)
        right.addWidget(self.reading)
        right.addLayout(buttons)
        right.addWidget(self.table, 1)
        columns = QHBoxLayout(self.whole)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(14)
        for column, share in ((left, 36), (middle, 30), (right, 34)):
            column.setSpacing(4)
            columns.addLayout(column, share)
        self.message.setWordWrap(True)
        self.message.setProperty("quiet", True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.addWidget(self.message)
        layout.addWidget(self.whole, 1)

    def _connect(self) -> None:
        self.chart.condition_asked.connect(self.ask)
        self.pad.condition_asked.connect(self.ask)
        self.pad.condition_dropped.connect(lambda _: self.ask(None))
        self.back.clicked.connect(lambda: self.ask(None))
        self.axes.chosen.connect(self._choose_axis)
        self.table.row_chosen.connect(self._ask_row)
        self.use_threshold.clicked.connect(self._use_threshold)
        self.use_prices.clicked.connect(self._use_prices)

    @property
    def asked(self) -> tuple[float, float] | None:
        """The prevalence and price that are asked about; None for the present ones."""
        return self._asked

    def show_state(self, state: CostCurvesState | None) -> None:
        """Show other curves; None: what was shown is no longer of the session."""
        if state is None or state is self._state:
            return
        if self._state is not None and _subject(state) != _subject(self._state):
            self._asked, self._axis = None, None
        self._state = state
        self.message.setText(state.unavailable)
        self.message.setVisible(bool(state.unavailable))
        self.whole.setVisible(not state.unavailable)
        if state.unavailable:
            return
        self.title.setText(f"{TITLE} · {state.subject}")
        what = "Best model" if state.models.several else "Best threshold"
        self.pad_title.setText(f"{what} · {state.subject}")
        self.legend.show_policies(state.policies)
        self.sessions.show_names(state.models.names if state.models.several else ())
        self.value.setText(f"{state.sentence} {state.models.left_out}".strip())
        self.value.setToolTip(self.value.text())
        self.table.show_lines(state.lines, several=state.models.several)
        self.chart.show_state(state)
        self._show_axis()
        self._show_asked()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette, STYLE)
        for part in (self.legend, self.sessions, self.chart, self.pad):
            part.set_palette(palette)

    def ask(self, asked: tuple[float, float] | None) -> None:
        """Show what is best at another prevalence and price; None: at the present ones."""
        self._asked = asked
        self._show_asked()

    def condition(self) -> Condition | None:
        """Return the condition that is read: the one asked about, else the present one."""
        if self._state is None:
            return None
        now = self._state.condition
        if self._asked is None:
            return now
        # Where the prices set make no sense, a false alarm is taken to cost 1.
        return (now if now.false_alarm > 0 else replace(now, false_alarm=1.0)).at(*self._asked)

    def _show_asked(self) -> None:
        state, condition = self._state, self.condition()
        if state is None or condition is None or state.unavailable:
            return
        reading = reading_at(state, condition)
        asked = None if self._asked is None else reading
        self.chart.show_reading(asked)
        self.pad.show_asked(self._asked)
        self.reading.setText("" if reading is None else reading.sentence)
        self.reading.setToolTip(self.reading.text())  # where long names leave too little room
        self._mark_row(reading)
        self._show_actions(reading)

    def _mark_row(self, reading: ConditionReading | None) -> None:
        state = self._state
        if reading is None or state is None:
            self.table.mark(-1)
            return
        places = (line.row.places for line in state.lines)
        rows = (row for row, (first, last) in enumerate(places) if first <= reading.place <= last)
        self.table.mark(next(rows, -1))

    def _show_actions(self, reading: ConditionReading | None) -> None:
        assert self._state is not None
        why_not = "These prices make no sense." if reading is None else reading.why_not
        self.use_threshold.setEnabled(not why_not)
        self.use_threshold.setToolTip(why_not or THRESHOLD_TIP)
        now = self._state.condition.ratio
        same = reading is None or (
            self._state.priced and math.isclose(reading.condition.ratio, now, rel_tol=1e-9)
        )
        self.use_prices.setEnabled(not same)
        self.use_prices.setToolTip(SAME_PRICES if same else PRICES_TIP)
        self.back.setEnabled(self._asked is not None)

    def _show_axis(self) -> None:
        assert self._state is not None
        axis = self._axis or first_axis(self._state.condition)
        self.axes.show_choice(axis)
        self.pad.show_state(self._state, axis)

    def _choose_axis(self, axis: PadAxis) -> None:
        self._axis = axis
        if self._state is not None:
            self._show_axis()
            self.pad.show_asked(self._asked)

    def _ask_row(self, row: int) -> None:
        assert self._state is not None
        line = self._state.lines[row]
        if line.condition is not None:
            self.ask(None if line.present else (line.condition.prevalence, line.condition.ratio))

    def _use_threshold(self) -> None:
        state, condition = self._state, self.condition()
        reading = None if state is None or condition is None else reading_at(state, condition)
        if state is not None and reading is not None and not reading.why_not:
            self.threshold_used.emit((state.class_index, reading.threshold))

    def _use_prices(self) -> None:
        condition = self.condition()
        if self._state is not None and condition is not None and condition.sensible:
            self.prices_used.emit((self._state.class_index, condition.ratio))


def _subject(state: CostCurvesState) -> tuple[object, ...]:
    return state.subject, state.models.names[:1]


def _sentence(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    # Room for two lines from the start: what is below stays in its place while numbers change.
    label.setFixedHeight(2 * label.fontMetrics().lineSpacing() + 2)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
