"""What every kind of error costs, and what these prices amount to."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.gui.views.cost_answers_box import CostAnswersBox
from confmat_gui.gui.views.cost_pair_list import CostPairList
from confmat_gui.gui.views.cost_table import CostTable
from confmat_gui.gui.views.costliest_cells import CostliestCells
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.costs import MOST_IN_GRID, CostState
from confmat_gui.present.palette import Palette

_WORDS_WIDTH = 300
_RANKING_WIDTH = 230
_WIDEST_SIDE = 620
_HINT = "Choose a cell and type what that error costs; a gain, on a right answer say, is a price below 0."


class CostMatrixView(QWidget):
    """Draws a CostState.

    Signals: `cost_typed((true, pred, value))`, `text_pasted((text, (true, pred)))`, `costs_cleared(None)`,
    `abstaining_priced(bool)`, `unit_typed(str)`, `swap_requested(None)`, `presets_requested(None)`,
    `cell_selected((true, pred))`, `import_requested(None)`, `export_requested(None)`.
    """

    cost_typed = Signal(object)
    text_pasted = Signal(object)
    costs_cleared = Signal(object)
    abstaining_priced = Signal(object)
    unit_typed = Signal(object)
    swap_requested = Signal(object)
    presets_requested = Signal(object)
    cell_selected = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Cost matrix")
        self._state: CostState | None = None
        self.table = CostTable()
        self.pairs = CostPairList()
        self.prices = QStackedWidget()
        self.prices.addWidget(self.table)
        self.prices.addWidget(self.pairs)
        self.sentence = _line()
        self.orientation = _line()
        self.value = _line()
        self.summary = _line()
        self.answers = CostAnswersBox()
        self.ranking_title = QLabel("Costliest cells")
        self.ranking = CostliestCells()
        self._make_tools()
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def _make_tools(self) -> None:
        self.presets = _button("Usual prices…", "Begin with 0/1, one dear class, distances or groups")
        self.unit = QLineEdit()
        self.unit.setObjectName("cost_unit")
        self.unit.setPlaceholderText("€, minutes, …")
        self.unit.setAccessibleName("Unit of prices")
        self.unit.setToolTip("In what prices are counted; it stands with every cost")
        self.unit.setFixedWidth(self.fontMetrics().horizontalAdvance("€, minutes, …") + 30)
        self.abstaining = QCheckBox("No decision has a price")
        self.abstaining.setToolTip(
            "Price samples that are left without a decision; lowest expected cost then leaves out those that "
            "are doubtful enough"
        )
        self.swap = _button("Swap rows and columns", "For a matrix whose rows are the predicted classes")
        self.paste = _button("Paste", "Paste prices from a spreadsheet, with or without names (Ctrl+V)")
        self.copy = _button("Copy", "Copy the prices for a spreadsheet, with names (Ctrl+C)")
        self.import_ = _button("Import…", "Read a cost matrix from a file")
        self.export = _button("Export…", "Write the cost matrix to a file")
        self.clear = _button("Clear prices", "Take all prices away")

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.prices, 4)
        body.addWidget(self._words(), 3)
        body.addLayout(self._ranking(), 2)
        body.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(self._tools())
        layout.addLayout(body, 1)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(6)
        unit = QLabel("Unit")
        unit.setBuddy(self.unit)
        tools.addWidget(self.presets)
        tools.addSpacing(6)
        tools.addWidget(unit)
        tools.addWidget(self.unit)
        tools.addSpacing(6)
        tools.addWidget(self.abstaining)
        tools.addStretch(1)
        for button in (self.swap, self.copy, self.paste, self.import_, self.export, self.clear):
            tools.addWidget(button)
        return tools

    def _words(self) -> QScrollArea:
        """Return what is said beside the prices; it can be scrolled where the room is low."""
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 2, 6, 0)
        column.setSpacing(8)
        for widget in (self.sentence, self.answers, self.value, self.orientation, self.summary):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(_WORDS_WIDTH)
        area.setMaximumWidth(_WIDEST_SIDE)
        area.setWidget(words)
        return area

    def _ranking(self) -> QVBoxLayout:
        self.ranking.setMinimumWidth(_RANKING_WIDTH)
        self.ranking.setMaximumWidth(_WIDEST_SIDE)
        self.ranking_title.setFont(scaled_font(self.font(), bold=True))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.ranking_title)
        column.addWidget(self.ranking, 1)
        return column

    def _connect(self) -> None:
        for prices in (self.table, self.pairs):
            prices.cell_entered.connect(self._enter)
            prices.typed.connect(self.cost_typed)
            prices.pasted.connect(self.text_pasted)
        self.table.focused.connect(self._show_sentence)
        self.ranking.cell_chosen.connect(self.cell_selected)
        self.unit.editingFinished.connect(self._type_unit)
        self.abstaining.clicked.connect(self._price_abstaining)
        self.copy.clicked.connect(lambda: self._shown_prices().copy())
        self.paste.clicked.connect(lambda: self._shown_prices().paste())
        for button, signal in (
            (self.presets, self.presets_requested), (self.swap, self.swap_requested),
            (self.import_, self.import_requested), (self.export, self.export_requested),
            (self.clear, self.costs_cleared),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(None))

    def show_state(self, state: CostState | None) -> None:
        """Show prices, and what they amount to; None: nobody looks at it."""
        self._state = state
        listed = state is not None and len(state.classes) > MOST_IN_GRID
        self.prices.setCurrentWidget(self.pairs if listed else self.table)
        self.setFocusProxy(self.pairs if listed else self.table)
        self.pairs.show_state(state if listed else None)
        self.table.show_state(None if listed else state)
        # A grid of a few classes is narrow, and so is its room; a list takes what there is.
        self.prices.setMaximumWidth(16777215 if listed else self.table.maximumWidth())
        self.answers.show_state(state)
        self.ranking.show_state(state)
        self._show_ranking()
        if state is None:
            return
        for button in (self.clear, self.export, self.swap):
            button.setEnabled(state.priced)
        with QSignalBlocker(self.abstaining):
            self.abstaining.setChecked(state.abstaining_priced)
        if not self.unit.hasFocus() or not self.unit.isModified():
            self.unit.setText(state.unit)
        for label, text in (
            (self.value, state.value), (self.orientation, state.orientation),
            (self.summary, "\n".join(state.summary)),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))
        self._show_sentence()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.table.grid.look = palette
        self.pairs.pairs.look = palette
        self.ranking.set_palette(palette)
        quiet = f"{{ border: 1px solid {palette.border}; padding: 3px 5px; }}"
        fields = f"QLineEdit#cost_unit, QLineEdit#cost_search {quiet}"
        lists = f"QListView#costliest_cells {{ background: {palette.panel}; border: 0; }}"
        corner = "QAbstractScrollArea::corner { background: transparent; border: 0; }"
        dress(self, palette, f"{fields} {lists} {corner}")
        self.table.viewport().update()

    def _shown_prices(self) -> CostTable | CostPairList:
        return self.table if self.prices.currentWidget() is self.table else self.pairs

    def _show_ranking(self) -> None:
        some = bool(self.ranking.ranking.cells)
        self.ranking_title.setVisible(some)
        self.ranking.setVisible(some)

    def _enter(self, cell: tuple[int, int]) -> None:
        self._show_sentence()
        self.cell_selected.emit(cell)

    def _type_unit(self) -> None:
        typed = " ".join(self.unit.text().split())
        self.unit.setModified(False)
        if self._state is not None and typed != self._state.unit:
            self.unit_typed.emit(typed)

    def _price_abstaining(self, wanted: bool) -> None:
        if self._state is not None:  # what is ticked follows the state alone
            self.abstaining.setChecked(self._state.abstaining_priced)
        self.abstaining_priced.emit(wanted)

    def _show_sentence(self) -> None:
        state, cell = self._state, self._current_cell()
        if state is None or cell is None:
            self.sentence.setFont(scaled_font(self.font()))
            self.sentence.setText(_HINT)
            return
        said = state.sentence(*cell)
        self.sentence.setFont(scaled_font(self.font(), bold=True))
        self.sentence.setText(said[:1].upper() + said[1:] + ".")

    def _current_cell(self) -> tuple[int, int] | None:
        """Return the cell that is talked about: the one in focus, else the one selected everywhere."""
        state = self._state
        if state is None:
            return None
        if self._shown_prices() is self.table and self.table.currentIndex().isValid():
            index = self.table.currentIndex()
            return index.row(), index.column()
        chosen = state.selected_cell
        return chosen if chosen is not None and chosen[1] < len(state.columns) else None


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
