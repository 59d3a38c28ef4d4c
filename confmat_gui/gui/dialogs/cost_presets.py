"""Choosing usual prices, with a preview of what they set."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.core.cost_presets import groups_by_prefix
from confmat_gui.gui.views.cost_table import CostTable
from confmat_gui.gui.views.spin_field import with_margin
from confmat_gui.gui.views.styles import dress
from confmat_gui.present import texts
from confmat_gui.present.cost_presets import PresetChoice, PresetKind, preset_costs, preset_sentence
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette

KINDS: tuple[tuple[PresetKind, str], ...] = (
    ("equal", "Every error costs the same"),
    ("one", "One class is costly to miss"),
    ("distance", "By distance in the order of classes"),
    ("squared-distance", "By squared distance"),
    ("groups", "By group of classes"),
)
BY_NAME, BY_TICK = range(2)
PREVIEWED = 12
"""Classes whose prices are previewed as a grid."""
MOST_PRICE = 1e12


class CostPresetsDialog(QDialog):
    """Offers usual prices; signal `chosen(PresetChoice)`."""

    chosen = Signal(object)

    def __init__(
        self, classes: tuple[str, ...], unit: str, palette: Palette, parent: QWidget, *, costly: int = 0
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Usual prices")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._classes, self._unit = classes, unit
        self.kinds = QListWidget()
        self.kinds.setAccessibleName("Kind of prices")
        self.kinds.addItems([title for _, title in KINDS])
        self.class_ = QComboBox()
        self.class_.addItems(list(classes))
        self.class_.setCurrentIndex(costly)
        self.class_.setAccessibleName("The costly class")
        self.factor, self.within, self.between = _price(10), _price(1), _price(10)
        self.factor.setAccessibleName("Price of its errors")
        self.grouping = QComboBox()
        self.grouping.setAccessibleName("How classes are grouped")
        self.grouping.addItems(["By how their names begin", "Ticked ones are a group"])
        self.ticks = _tick_list(classes)
        if len(set(groups_by_prefix(classes))) in {1, len(classes)}:  # names say nothing of groups
            self.grouping.setCurrentIndex(BY_TICK)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = CostTable()
        self.preview.grid.editable = False
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setAccessibleName("Preview of the prices")
        self.preview.grid.look = palette
        self._fields = QStackedWidget()
        self._build()
        dress(self.preview, palette)
        self._connect()
        self.kinds.setCurrentRow(0)

    @property
    def choice(self) -> PresetChoice:
        """What is chosen now."""
        return PresetChoice(
            KINDS[max(self.kinds.currentRow(), 0)][0], self.class_.currentIndex(), self.factor.value(),
            self._groups(), self.within.value(), self.between.value(),
        )  # fmt: skip

    def accept(self) -> None:
        """Hand out the choice."""
        self.chosen.emit(self.choice)
        super().accept()

    def _groups(self) -> tuple[int, ...]:
        if self.grouping.currentIndex() == BY_NAME:
            return groups_by_prefix(self._classes)
        ticked = (self.ticks.item(row).checkState() for row in range(self.ticks.count()))
        return tuple(0 if state == Qt.CheckState.Checked else 1 for state in ticked)

    def _build(self) -> None:
        one, groups = QFormLayout(), QFormLayout()
        one.addRow("Costly class", self.class_)
        one.addRow("An error on it costs", self.factor)
        groups.addRow("Groups", self.grouping)
        groups.addRow(self.ticks)
        groups.addRow("Within a group", self.within)
        groups.addRow("Between groups", self.between)
        for form in (None, one, None, None, groups):
            page = QWidget()
            if form is not None:
                form.setContentsMargins(0, 0, 0, 0)
                page.setLayout(form)
            self._fields.addWidget(page)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.button(standard.Ok).setText("Set these prices")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        left = QVBoxLayout()
        left.addWidget(self.kinds, 2)
        left.addWidget(self._fields, 3)
        right = QVBoxLayout()
        right.addWidget(self.sentence)
        right.addWidget(self.preview, 1)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(left, 2)
        across.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.addLayout(across, 1)
        layout.addWidget(self.buttons)
        self.resize(960, 480)

    def _connect(self) -> None:
        self.kinds.currentRowChanged.connect(self._fields.setCurrentIndex)
        self.kinds.currentRowChanged.connect(self._refresh)
        self.kinds.itemDoubleClicked.connect(lambda _item: self.accept())
        for combo in (self.class_, self.grouping):
            combo.currentIndexChanged.connect(self._refresh)
        for field in (self.factor, self.within, self.between):
            field.valueChanged.connect(self._refresh)
        self.ticks.itemChanged.connect(self._refresh)

    def _refresh(self, *_changed: object) -> None:
        choice, n_classes = self.choice, len(self._classes)
        self.ticks.setVisible(self.grouping.currentIndex() == BY_TICK)
        said = preset_sentence(choice, self._classes, self._unit)
        few = self._classes[:PREVIEWED]
        if len(few) < n_classes:
            said += f" Here are the first {PREVIEWED} of {texts.count(n_classes)} classes."
        self.sentence.setText(said)
        prices = preset_costs(choice, n_classes)[: len(few), : len(few)]
        self.preview.show_state(
            CostState(
                classes=few, priced=True, costs=prices, contribution=np.zeros(prices.shape), summary=(),
                unit=self._unit,
            )
        )


class _PriceField(QDoubleSpinBox):
    """Shows no more decimals than a price has."""

    def textFromValue(self, value: float) -> str:
        """Write 10, not 10.000."""
        text = super().textFromValue(value)
        mark = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(mark) if mark in text else text


def _price(value: float) -> QDoubleSpinBox:
    field = with_margin(_PriceField())
    field.setRange(0.0, MOST_PRICE)
    field.setDecimals(3)
    field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    field.setValue(value)
    field.setGroupSeparatorShown(True)
    return field


def _tick_list(classes: tuple[str, ...]) -> QListWidget:
    ticks = QListWidget()
    ticks.setAccessibleName("Classes of the group")
    for name in classes:
        item = QListWidgetItem(name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        ticks.addItem(item)
    return ticks


