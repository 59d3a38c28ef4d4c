"""The panel in which is chosen on which samples a rule is tuned."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QRadioButton, QWidget

from confmat_gui.core.tuning import TUNED_BY, TunedBy, Tuning
from confmat_gui.gui.views.drop_panel import DropPanel
from confmat_gui.gui.views.panel import quiet_label
from confmat_gui.gui.views.spin_field import spin_field
from confmat_gui.present.suggest_bar import BY_NAMES, SuggestBarState

FOLDS = 5
MOST_SEEDS = 2**31 - 1


class TuningPanel(DropPanel):
    """Share, seed, rows or whole batches or groups, cross-fitting. Signal `chosen(Tuning, folds | None)`."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Samples that the rule is tuned on")
        self.share, self.seed, self.folds = spin_field(), spin_field(), spin_field()
        self.by: dict[TunedBy, QRadioButton] = {by: QRadioButton(BY_NAMES[by]) for by in TUNED_BY}
        self.cross = QCheckBox("judge every sample by a rule tuned without it, in")
        self._tuning = Tuning()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.share.setRange(1, 100)
        self.share.setSuffix(" %")
        self.share.setAccessibleName("Share of the samples to tune on")
        self.share.setToolTip("At 100 % nothing is held back, so no figure says what the rule does elsewhere")
        self.seed.setRange(0, MOST_SEEDS)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed draws the same samples again")
        self.folds.setRange(2, 100)
        self.folds.setValue(FOLDS)
        self.folds.setSuffix(" folds")
        self.folds.setAccessibleName("Folds")
        self.cross.setToolTip("Cross-fitting: the rule itself is then tuned on all samples")
        for field in (self.share, self.seed):
            field.setFixedWidth(110)
        by = QHBoxLayout()
        by.setSpacing(14)
        for button in self.by.values():
            by.addWidget(button)
        by.addStretch(1)
        cross = QHBoxLayout()
        cross.addWidget(self.cross)
        cross.addWidget(self.folds)
        cross.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for row, name in enumerate(("Tune on", "Drawn by", "Seed")):
            grid.addWidget(quiet_label(name), row, 0)
        grid.addWidget(self.share, 0, 1)
        grid.addLayout(by, 1, 1)
        grid.addWidget(self.seed, 2, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addLayout(cross)

    def _connect(self) -> None:
        for field in (self.share, self.seed, self.folds):
            field.valueChanged.connect(lambda _value: self._choose())
        for button in self.by.values():
            button.clicked.connect(lambda _checked: self._choose())
        self.cross.clicked.connect(lambda _checked: self._choose())

    def show_state(self, state: SuggestBarState) -> None:
        """Show what is chosen."""
        self._tuning = state.tuning
        fields = (self.share, self.seed, self.folds, self.cross, *self.by.values())
        blocked = [QSignalBlocker(field) for field in fields]
        self.share.setValue(round(100 * state.tuning.share))
        self.share.setEnabled(state.cross_fit is None)
        self.seed.setValue(min(state.tuning.seed, MOST_SEEDS))
        self.cross.setChecked(state.cross_fit is not None)
        self.folds.setEnabled(state.cross_fit is not None)
        if state.cross_fit is not None:
            self.folds.setValue(state.cross_fit)
        for drawn in state.drawn_by:
            button = self.by[drawn.by]
            button.setChecked(drawn.by == state.tuning.by)
            button.setEnabled(not drawn.reason)
            button.setToolTip(drawn.reason)
        for blocker in blocked:
            blocker.unblock()

    def _choose(self) -> None:
        by = next(by for by, button in self.by.items() if button.isChecked())
        shown = round(100 * self._tuning.share)
        share = self._tuning.share if self.share.value() == shown else self.share.value() / 100
        folds = self.folds.value() if self.cross.isChecked() else None
        self.chosen.emit(Tuning(share, self.seed.value(), by), folds)
