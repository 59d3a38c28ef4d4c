"""The Scores tab: how the scores of a class lie, and its threshold among them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.score_chart import ScoreChart
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette
from confmat_gui.present.scores import ScoresState

AXES = (
    ("decision", "Threshold", "Where each sample would be lost if the threshold of the class rises"),
    ("own", "Probability", "The probability that the model gives the class"),
)
SCALES = (
    ("share", "Share", "Bars are shares of the samples above and below the line"),
    ("log", "Log count", "Bars are numbers of samples on a logarithmic scale: few beside many can be seen"),
)


class ScoresView(QWidget):
    """Draws a ScoresState.

    Signals
    -------
    class_selected(class_index), axis_chosen(key), scale_chosen(key)
    threshold_drag_started(class_index), threshold_dragged((class_index, shown)),
    threshold_drag_finished(class_index), threshold_stepped((class_index, direction))
    """

    class_selected = Signal(object)
    axis_chosen = Signal(object)
    scale_chosen = Signal(object)
    threshold_drag_started = Signal(object)
    threshold_dragged = Signal(object)
    threshold_drag_finished = Signal(object)
    threshold_stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scores")
        self._state: ScoresState | None = None
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.sentence = ElidedLabel(quiet=True)
        self.classes = QComboBox()
        self.classes.setAccessibleName("Class whose scores are shown")
        self.classes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.classes.setMinimumContentsLength(12)
        self.axis = SegmentedButtons(AXES, "Axis")
        self.scale = SegmentedButtons(SCALES, "Bars")
        self.chart = ScoreChart()
        self._arrange()
        self.classes.activated.connect(self.class_selected.emit)
        self.axis.chosen.connect(self.axis_chosen)
        self.scale.chosen.connect(self.scale_chosen)
        self.chart.line_pressed.connect(self.threshold_drag_started)
        self.chart.line_dragged.connect(self.threshold_dragged)
        self.chart.line_released.connect(self.threshold_drag_finished)
        self.chart.line_stepped.connect(self.threshold_stepped)
        self.setFocusProxy(self.chart)

    def show_state(self, state: ScoresState | None) -> None:
        """Draw other scores; None: what was shown is no longer the one of the session."""
        if state is None or state is self._state:
            return
        self._state = state
        for part in (self.chart, self.classes, self.scale):
            part.setVisible(not state.unavailable)
        self.axis.setVisible(not state.unavailable and state.why_no_decision is not None)
        self.title.setText(state.title)
        self.sentence.setText(state.unavailable or state.sentence)
        if state.unavailable:
            return
        self._show_classes(state)
        self.axis.show_choice(state.axis)
        decision = self.axis.buttons["decision"]
        decision.setEnabled(not state.why_no_decision)
        decision.setToolTip(state.why_no_decision or AXES[0][2])
        self.scale.show_choice(state.scale)
        self.chart.show_state(state)

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        dress(self, palette)
        self.chart.set_palette(palette)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addLayout(words, 1)
        for part in (self.classes, self.axis, self.scale):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.chart, 1)
        layout.addStretch(0)

    def _show_classes(self, state: ScoresState) -> None:
        with QSignalBlocker(self.classes):
            names = [self.classes.itemText(i) for i in range(self.classes.count())]
            if tuple(names) != state.classes:
                self.classes.clear()
                self.classes.addItems(list(state.classes))
            self.classes.setCurrentIndex(state.class_index)
