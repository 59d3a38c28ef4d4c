"""Two sessions or more beside one another."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.gui.views.compare_table import CompareModel
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.compare import CompareState
from confmat_gui.present.palette import Palette

PARTS = (
    ("figures", "Figures", "Figures of all sessions and their differences"),
    ("curves", "Curves", "ROC and precision-recall over one another"),
    ("matrix", "Difference", "Change of every cell against the first session"),
)
_LOWEST = {"figures": 150, "curves": 300, "matrix": 300}
"""Height below which a part cannot be read; where the tab is lower, it is scrolled."""
_INVITATION = "Compare this session with another one: what was fixed, what broke, and is it more than noise?"


class CompareView(QWidget):
    """Draws a CompareState, or an invitation; signals `add_requested(None)`, `remove_requested(index)`."""

    add_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Compare")
        self._state: CompareState | None = None
        self.parts = SegmentedButtons(PARTS, "Show of the comparison")
        self.add = QPushButton("Add session…")
        self.invite = QPushButton("Compare with…")
        self.chips: list[QPushButton] = []
        self._chip_row = QHBoxLayout()
        self.sentences = QLabel()
        self.figures = CompareModel()
        self.table = QTableView()
        self.roc, self.precision_recall = CurveView("roc"), CurveView("pr")
        self.roc.zooms.hide()
        for view in (self.roc, self.precision_recall):
            view.plot.setMinimumHeight(70)
        self.matrix = HeatmapView(modes=False)
        self.which = QComboBox()
        self.which.setAccessibleName("Session whose matrix is compared")
        self._pages = QStackedWidget()
        self._whole = _Whole(self)
        self._build()
        self._connect()
        self._show_part("figures")
        self.setFocusProxy(self.invite)

    def _build(self) -> None:
        for page in (self._figures_page(), self._curves_page(), self._matrix_page()):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.parts)
        top.addSpacing(12)
        top.addLayout(self._chip_row)
        top.addStretch(1)
        top.addWidget(self.add)
        work = QVBoxLayout()
        work.setContentsMargins(12, 8, 12, 8)
        work.setSpacing(6)
        work.addLayout(top)
        work.addWidget(self._pages, 1)
        self._whole.addWidget(self._invitation())
        self._whole.addWidget(_holding(work))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole)

    def _connect(self) -> None:
        self.parts.chosen.connect(self._show_part)
        self.add.clicked.connect(lambda: self.add_requested.emit(None))
        self.invite.clicked.connect(lambda: self.add_requested.emit(None))
        self.which.activated.connect(self._show_difference)

    def _invitation(self) -> QWidget:
        text = QLabel(_INVITATION)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        text.setProperty("quiet", True)
        layout = QVBoxLayout()
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(text)
        layout.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        return _holding(layout)

    def _figures_page(self) -> QWidget:
        self.table.setModel(self.figures)
        self.table.setAccessibleName("Figures of the sessions and their differences")
        self.table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        self.table.horizontalHeader().setHighlightSections(False)
        self.sentences.setWordWrap(True)
        self.sentences.setTextFormat(Qt.TextFormat.PlainText)
        self.sentences.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.sentences.setMinimumWidth(240)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.table, 3)
        row.addWidget(self.sentences, 1)
        return _holding(row)

    def _curves_page(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.roc, 1)
        row.addWidget(self.precision_recall, 1)
        return _holding(row)

    def _matrix_page(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.matrix, 1)
        return _holding(column)

    def show_state(self, state: CompareState | None) -> None:
        """Show the comparison; None: invite to one."""
        self._state = state
        self._whole.setCurrentIndex(0 if state is None else 1)
        self._keep_height()
        self.setFocusProxy(self.invite if state is None else self.table)
        if state is None:
            return
        self._show_names(state.names)
        if self.figures.show_state(state):
            self._fit_columns()
        self.sentences.setText("\n\n".join(state.sentences))
        self.roc.show_state(state.roc)
        self.precision_recall.show_state(state.precision_recall)
        with QSignalBlocker(self.which):
            chosen = min(max(0, self.which.currentIndex()), max(0, len(state.differences) - 1))
            self.which.clear()
            self.which.addItems([f"{name} against {state.names[0]}" for name in state.names[1:]])
            self.which.setCurrentIndex(chosen)
        self.which.setVisible(len(state.differences) > 1)
        self._show_difference(chosen)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.figures.look = palette
        dress(self, palette)
        for view in (self.roc, self.precision_recall, self.matrix):
            view.set_palette(palette)
        self.table.viewport().update()

    def _show_names(self, names: tuple[str, ...]) -> None:
        if [chip.toolTip() for chip in self.chips] == [_removal(name) for name in names[1:]]:
            return
        for chip in self.chips:
            chip.deleteLater()
        self.chips = [self._chip(index, name) for index, name in enumerate(names) if index > 0]

    def _chip(self, index: int, name: str) -> QPushButton:
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 180)
        chip = QPushButton(shown.replace("&", "&&") + "  ×")
        chip.setToolTip(_removal(name))
        chip.setAccessibleName(_removal(name))
        chip.clicked.connect(lambda: self.remove_requested.emit(index))
        self._chip_row.addWidget(chip)
        return chip

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        for column in range(self.figures.columnCount()):
            parts = [str(self.figures.headerData(column, Qt.Orientation.Horizontal))]
            parts += [str(self.figures.index(row, column).data()) for row in range(self.figures.rowCount())]
            widest = max(metrics.horizontalAdvance(part) for part in parts)
            self.table.setColumnWidth(column, min(220, widest + 28))

    def _show_difference(self, index: int) -> None:
        if self._state is not None and index < len(self._state.differences):
            self.matrix.show_state(self._state.differences[index])

    def _show_part(self, part: str) -> None:
        self.parts.show_choice(part)
        self._part = part
        self._pages.setCurrentIndex([key for key, _, _ in PARTS].index(part))
        self._keep_height()

    def _keep_height(self) -> None:
        self.setMinimumHeight(_LOWEST["figures" if self._state is None else self._part])


class _Whole(QStackedWidget):
    """Invitation or comparison; the page that is hidden asks for no room."""

    def hasHeightForWidth(self) -> bool:
        """Only the comparison has texts that get higher when they are narrow."""
        return self.currentIndex() == 1 and super().hasHeightForWidth()


def _holding(layout: QLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def _removal(name: str) -> str:
    return f"Take {name} out of the comparison"
