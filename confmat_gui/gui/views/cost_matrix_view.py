"""What every kind of error costs."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.gui.views.cost_table import CostTable
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

_SIDE_WIDTH = 340
_WIDEST_SIDE = 640
_LEGEND = "The redder a cell, the more of the total it costs."
_HINT = "Choose a cell and type what that error costs. Rows are the true class, columns the predicted one."


class CostMatrixView(QWidget):
    """Draws a CostState.

    Signals: `cost_typed((true, pred, value))`, `costs_pasted(rows)`, `costs_cleared(None)`,
    `abstaining_priced(bool)`,
    `cell_selected((true, pred))`, `import_requested(None)`, `export_requested(None)`.
    """

    cost_typed = Signal(object)
    costs_pasted = Signal(object)
    costs_cleared = Signal(object)
    abstaining_priced = Signal(object)
    cell_selected = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Cost matrix")
        self._state: CostState | None = None
        self.table = CostTable()
        self.sentence = _line()
        self.sentence.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.summary = _line()
        self.legend = _line()
        self.legend.setText(_LEGEND)
        self.legend.setProperty("quiet", True)
        self.fault = _line()
        self.fault.setProperty("fault", True)
        self.fault.hide()
        self.abstaining = QCheckBox("No decision has a price")
        self.abstaining.setToolTip(
            "Price samples that are left without a decision; lowest expected cost then leaves out those that "
            "are doubtful enough"
        )
        self.paste = _button("Paste", "Paste prices copied from a spreadsheet (Ctrl+V)")
        self.import_ = _button("Import…", "Read a cost matrix from a file")
        self.export = _button("Export…", "Write the cost matrix to a file")
        self.clear = _button("Clear prices", "Take all prices away")
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.paste, self.import_, self.export, self.clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self._words(), 1)
        side.addWidget(self.abstaining)
        side.addLayout(buttons)
        right = QWidget()
        right.setMinimumWidth(_SIDE_WIDTH)
        right.setMaximumWidth(_WIDEST_SIDE)
        right.setLayout(side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(16)
        layout.addWidget(self.table, 3)
        layout.addWidget(right, 2)
        layout.addStretch()

    def _words(self) -> QScrollArea:
        """Return what is said beside the grid; it can be scrolled where the room is low."""
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        for widget in (self.sentence, self.fault, self.summary, self.legend):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(words)
        return area

    def _connect(self) -> None:
        self.table.cell_entered.connect(self._enter)
        self.table.focused.connect(self._show_sentence)
        self.table.typed.connect(self.cost_typed)
        self.table.pasted.connect(self._pasted)
        self.table.paste_failed.connect(self._show_fault)
        self.abstaining.clicked.connect(self._price_abstaining)
        self.paste.clicked.connect(self.table.paste)
        self.import_.clicked.connect(lambda: self.import_requested.emit(None))
        self.export.clicked.connect(lambda: self.export_requested.emit(None))
        self.clear.clicked.connect(lambda: self.costs_cleared.emit(None))

    def show_state(self, state: CostState | None) -> None:
        """Show prices, the sentence of the focused cell, and what they amount to; None: nobody looks at it."""
        if state is None:
            return
        self._state = state
        self.table.show_state(state)
        self.clear.setEnabled(state.priced)
        self.export.setEnabled(state.priced)
        with QSignalBlocker(self.abstaining):
            self.abstaining.setChecked(state.abstaining_priced)
        self.summary.setText("\n".join(state.summary))
        self.legend.setVisible(bool((state.contribution != 0).any()))
        self._show_sentence()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.table.grid.look = palette
        dress(self, palette, f'QLabel[fault="true"] {{ color: {palette.worse}; }}')
        self.table.viewport().update()

    def _enter(self, cell: tuple[int, int]) -> None:
        self._show_fault("")
        self._show_sentence()
        self.cell_selected.emit(cell)

    def _price_abstaining(self, wanted: bool) -> None:
        if self._state is not None:  # what is ticked follows the state alone
            self.abstaining.setChecked(self._state.abstaining_priced)
        self.abstaining_priced.emit(wanted)

    def _pasted(self, rows: object) -> None:
        self._show_fault("")
        self.costs_pasted.emit(rows)

    def _show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def _show_sentence(self) -> None:
        index = self.table.currentIndex()
        if self._state is None or not index.isValid():
            self.sentence.setText(_HINT)
            return
        said = self._state.sentence(index.row(), index.column())
        self.sentence.setText(said[:1].upper() + said[1:] + ".")


def _line() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(explanation)
    return button
