"""The prices of very many classes: pairs of classes in a list that can be searched."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.core.arrays import Integers
from confmat_gui.gui.views.cost_grid import NUMBER, Index
from confmat_gui.gui.views.inks import name_ink
from confmat_gui.gui.views.number_field import NumberField, any_number
from confmat_gui.present import texts
from confmat_gui.present.cost_pairs import PairChoice, PairOrder, PairsShown, chosen_pairs
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

_NOWHERE = QModelIndex()
TRUE, PREDICTED, PRICE, SAMPLES, COST, SHARE = range(6)
HEADERS = ("True", "Predicted", "Price", "Samples", "Cost", "Share")
SHOWN: tuple[tuple[PairsShown, str], ...] = (
    ("all", "All pairs"),
    ("priced", "With a price"),
    ("own", "Unusual price"),
    ("occurring", "With samples"),
)
ORDERS: tuple[tuple[PairOrder, str], ...] = (
    ("class", "By class"),
    ("price", "By price"),
    ("share", "By share"),
)
_NONE: Integers = np.zeros(0, dtype=np.int64)


class PairModel(QAbstractTableModel):
    """One row for each chosen pair; a text is made when it is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.state: CostState | None = None
        self.look: Palette | None = None
        self.places = _NONE

    def show(self, state: CostState | None, choice: PairChoice) -> None:
        """Show the pairs of a state that are asked for."""
        places = _NONE if state is None else chosen_pairs(state, choice)
        same = np.array_equal(places, self.places) and self.state is not None and state is not None
        if not same:
            self.beginResetModel()
        self.state, self.places = state, places
        if not same:
            self.endResetModel()
        elif len(places):
            self.dataChanged.emit(self.index(0, 0), self.index(len(places) - 1, len(HEADERS) - 1))

    def cell(self, row: int) -> tuple[int, int]:
        """Return (true, predicted) of a row."""
        assert self.state is not None
        true, pred = divmod(int(self.places[row]), len(self.state.columns))
        return true, pred

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each pair."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Both classes, price, samples, cost and share."""
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; names in the colours of their classes."""
        if self.state is None or not index.isValid():
            return None
        true, pred = self.cell(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(true, pred, index.column())
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.state.sentence(true, pred)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= PRICE:
            return NUMBER
        if role == Qt.ItemDataRole.ForegroundRole and self.look is not None and index.column() < PRICE:
            named = true if index.column() == TRUE else pred
            return name_ink(self.look, named) if named < len(self.state.classes) else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headers, with the unit of prices where there is one."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            unit = "" if self.state is None or section not in {PRICE, COST} else self.state.unit
            return texts.named_unit(HEADERS[section], unit)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if section >= PRICE else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Prices can be typed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == PRICE else flags

    def _text(self, true: int, pred: int, column: int) -> str:
        assert self.state is not None
        if column == TRUE:
            return self.state.classes[true]
        if column == PREDICTED:
            return self.state.columns[pred]
        if column == PRICE:
            return texts.plain(float(self.state.costs[true, pred]))
        if column == SAMPLES:
            return texts.count(int(self.state.counts[true, pred]))
        if column == COST:
            return texts.amount(float(self.state.contribution[true, pred]))
        return texts.percent(float(self.state.shares[true, pred]))


class _PriceDelegate(QStyledItemDelegate):
    """Opens a field for a price."""

    typed = Signal(object)

    def __init__(self, pairs: PairModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs = pairs

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """Take any number: a gain is a negative price."""
        return NumberField(parent, any_number)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the price as it is."""
        if isinstance(editor, NumberField) and not editor.isModified():
            editor.setText(str(index.data()).replace(texts.MINUS, "-"))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Ask for the price that was typed."""
        if isinstance(editor, NumberField) and editor.isModified() and editor.value is not None:
            self.typed.emit((*self._pairs.cell(index.row()), editor.value))


class PairTable(QTableView):
    """The list; Ctrl+V pastes from the pair of the current row on, Ctrl+C copies the selected rows."""

    pasted = Signal(object)

    def __init__(self, pairs: PairModel) -> None:
        super().__init__()
        self._pairs = pairs
        self.setObjectName("cost_pairs")
        self.setModel(pairs)
        self.setAccessibleName("Prices of pairs of classes")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        height = self.verticalHeader()
        height.hide()
        height.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height.setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        wide = self.horizontalHeader()
        wide.setSectionResizeMode(TRUE, QHeaderView.ResizeMode.Stretch)
        wide.setSectionResizeMode(PREDICTED, QHeaderView.ResizeMode.Stretch)
        digits = self.fontMetrics().horizontalAdvance("0")
        for column in range(PRICE, SHARE + 1):
            wide.resizeSection(column, 10 * digits)
        wide.setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type into the price from anywhere in its row."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and index.isValid():
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(index.siblingAtColumn(PRICE))
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, with the headers."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        columns = range(len(HEADERS))
        lines = ["\t".join(str(self._pairs.headerData(c, Qt.Orientation.Horizontal)) for c in columns)]
        lines += ["\t".join(str(self._pairs.index(row, c).data()) for c in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Ask for the prices on the clipboard: by their names, or from the pair of the current row on."""
        index = self.currentIndex()
        start = self._pairs.cell(index.row()) if index.isValid() else (0, 0)
        self.pasted.emit((QGuiApplication.clipboard().text(), start))


class CostPairList(QWidget):
    """The list below what searches it.

    Signals: `cell_entered((i, j))`, `pasted((text, (i, j)))`, `typed((i, j, value))`.
    """

    cell_entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pairs = PairModel()
        self.table = PairTable(self.pairs)
        self._delegate = _PriceDelegate(self.pairs, self.table)
        self.table.setItemDelegateForColumn(PRICE, self._delegate)
        self.pasted, self.typed = self.table.pasted, self._delegate.typed
        self.search = QLineEdit()
        self.search.setObjectName("cost_search")
        self.search.setPlaceholderText("Search classes, or “crack > ok”")
        self.search.setAccessibleName("Search for classes")
        self.search.setClearButtonEnabled(True)
        self.shown = _combo("Which pairs are listed: unusual is what differs from the usual price of a true "
                            "class", [name for _, name in SHOWN])
        self.order = _combo("In what order, the dearest or largest first", [name for _, name in ORDERS])
        self.found = QLabel()
        self.found.setProperty("quiet", True)
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("Search classes, or") + 20)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.search, 1)
        for widget in (self.shown, self.order, self.found):
            above.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._refresh)
        self.shown.currentIndexChanged.connect(self._refresh)
        self.order.currentIndexChanged.connect(self._refresh)
        self.table.selectionModel().currentRowChanged.connect(self._enter)

    @property
    def choice(self) -> PairChoice:
        """What is asked for."""
        shown, order = SHOWN[self.shown.currentIndex()][0], ORDERS[self.order.currentIndex()][0]
        return PairChoice(self.search.text(), shown, order)

    def show_state(self, state: CostState | None) -> None:
        """Show the prices of a state, by the same search."""
        with QSignalBlocker(self.table.selectionModel()):
            self.pairs.show(state, self.choice)
        self._say_found()

    def copy(self) -> None:
        """Copy the selected rows."""
        self.table.copy()

    def paste(self) -> None:
        """Ask for the prices on the clipboard."""
        self.table.paste()

    def _refresh(self, *_changed: object) -> None:
        self.show_state(self.pairs.state)
        self.table.scrollToTop()

    def _say_found(self) -> None:
        self.found.setText(texts.counted(len(self.pairs.places), "pair"))

    def _enter(self, current: Index, _previous: Index) -> None:
        if current.isValid():
            self.cell_entered.emit(self.pairs.cell(current.row()))


def _combo(name: str, choices: list[str]) -> QComboBox:
    combo = QComboBox()
    combo.addItems(choices)
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    return combo
