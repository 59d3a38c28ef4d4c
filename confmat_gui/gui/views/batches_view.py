"""The Batches tab: each batch beside the whole."""

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

from confmat_gui.gui.views.batch_chart import BatchChart
from confmat_gui.gui.views.batch_model import BatchModel
from confmat_gui.gui.views.batch_table import BatchTable
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.repair_chips import RepairChips
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.batch_rows import BatchesState
from confmat_gui.present.palette import Palette
from confmat_gui.present.watching import WatchState

WATCH = "Watch folder…"
WATCH_TIP = "Add every file that is written to a folder from now on"


class BatchesView(QWidget):
    """Draws a BatchesState.

    Signals: `batch_included((name, included))`, `metric_chosen(key)`, `repairs_removed(tuple of Repair)`,
    `add_requested(None)`, `folder_requested(None)`, `watch_requested(None)`, `column_requested(None)`.
    """

    batch_included = Signal(object)
    metric_chosen = Signal(object)
    repairs_removed = Signal(object)
    add_requested = Signal(object)
    folder_requested = Signal(object)
    watch_requested = Signal(object)
    column_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Batches")
        self._model = BatchModel()
        self._state: BatchesState | None = None
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Room for two lines from the start: the table stays in its place when a second one comes.
        self._two_lines = 2 * self.sentence.fontMetrics().lineSpacing() + 2
        self.sentence.setMinimumHeight(self._two_lines)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Figure of the batches")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setMinimumContentsLength(18)
        self.choose_column = _button(
            "Choose batch column…", "Say which column tells the batches apart; the file is read again"
        )
        self.add_files = _button("Add files…", "Add files to what is open; rule and costs stay")
        self.add_folder = _button("Add folder…", "Add the files in a folder that are not open yet")
        self.watch = _button(WATCH, WATCH_TIP)
        self.watched = ElidedLabel(quiet=True)
        self.watched.setAccessibleName("Watched folder")
        self.watched.hide()
        self.ledger = QWidget()
        self.chart = BatchChart()
        self.table = BatchTable(self._model)
        self.chosen = ElidedLabel(quiet=True)
        self.repairs = RepairChips()
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.sentence)
        lines.addWidget(self.watched)
        top.addLayout(lines, 1)
        top.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        for button, signal in (
            (self.choose_column, self.column_requested),
            (self.add_files, self.add_requested),
            (self.add_folder, self.folder_requested),
            (self.watch, self.watch_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(None))
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.chart, 1)
        left.addWidget(self.chosen)
        middle = QHBoxLayout(self.ledger)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(12)
        middle.addLayout(left, 3)
        middle.addWidget(self.table, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.repairs)
        layout.addWidget(self.ledger, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        self.choice.activated.connect(self._ask_metric)
        self.table.toggled.connect(self._ask_included)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._follow(now.row()))
        self.chart.batch_chosen.connect(self._go_to)
        self.repairs.taken_back.connect(self.repairs_removed)

    def show_state(self, state: BatchesState | None) -> None:
        """Show the ledger; None: what was shown is no longer the one of the session."""
        if state is None or state is self._state:
            return
        self._state = state
        for part in (self.ledger, self.choice):
            part.setVisible(bool(state.rows))
        self.choose_column.setVisible(not state.rows)
        self.setFocusProxy(self.table if state.rows else self.choose_column)
        self.sentence.setText(state.sentence if state.rows else state.unavailable)
        if not state.rows:
            self.repairs.show_rows(state.repairs)
            return
        self._show_metrics(state)
        row = self.table.currentIndex().row()
        if self._model.show_state(state):
            self.table.fit_columns()
            self._go_to(min(max(row, 0), len(state.rows) - 1))
        self.chart.show_state(state)
        self.repairs.show_rows(state.repairs)
        self._follow(self.table.currentIndex().row())

    def show_watch(self, state: WatchState | None) -> None:
        """Say which folder is watched, and what comes from it."""
        self.watched.setVisible(state is not None)
        self.sentence.setMinimumHeight(self._two_lines if state is None else 0)
        self.watched.setText("" if state is None else state.text)
        self.watch.setText(WATCH if state is None else "Stop watching")
        self.watch.setToolTip(WATCH_TIP if state is None else f"Add no more files from {state.path}")

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        dress(self, palette)
        self.table.delegate.look = palette
        self.table.viewport().update()
        self.chart.set_palette(palette)

    def _show_metrics(self, state: BatchesState) -> None:
        with QSignalBlocker(self.choice):
            if [self.choice.itemText(i) for i in range(self.choice.count())] != [n for _, n in state.metrics]:
                self.choice.clear()
                for key, name in state.metrics:
                    self.choice.addItem(name, key)
            self.choice.setCurrentIndex([key for key, _ in state.metrics].index(state.metric))

    def _ask_metric(self, position: int) -> None:
        key = self.choice.itemData(position)
        if self._state is not None:
            self._show_metrics(self._state)  # what is chosen follows the state alone
        self.metric_chosen.emit(key)

    def _ask_included(self, row: int) -> None:
        batch = self._model.batch(row)
        self.batch_included.emit((batch.name, not batch.included))

    def _go_to(self, row: int) -> None:
        index = self._model.index(row, max(1, self.table.currentIndex().column()))
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def _follow(self, row: int) -> None:
        """Ring the batch in the chart and set it beside the whole."""
        self.chart.mark(row)
        state = self._state
        if state is None or not 0 <= row < len(state.rows):
            self.chosen.setText("")
            return
        batch = state.rows[row]
        n = len([each for each in state.rows if each.included])
        alone = f"{batch.name} alone {batch.figure_text}" if batch.included else f"{batch.name} left out"
        self.chosen.setText(f"{state.metric_name}: {alone} · all {n:,} batches {state.whole_text}")


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button
