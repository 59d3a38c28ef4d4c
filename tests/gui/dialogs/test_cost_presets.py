"""Choosing usual prices: kinds, groups, preview."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.cost_presets import BY_TICK, KINDS, CostPresetsDialog
from confmat_gui.present.cost_presets import PresetChoice, PresetKind
from confmat_gui.present.palette import LIGHT

CLASSES = ("ok", "crack", "dent")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def made(parent: QWidget, classes: tuple[str, ...] = CLASSES) -> CostPresetsDialog:
    dialog = CostPresetsDialog(classes, "€", LIGHT, parent)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(parent: QWidget) -> CostPresetsDialog:
    return made(parent)


def choose(dialog: CostPresetsDialog, kind: PresetKind) -> None:
    dialog.kinds.setCurrentRow([key for key, _ in KINDS].index(kind))


def previewed(dialog: CostPresetsDialog) -> list[list[float]]:
    state = dialog.preview.grid.state
    assert state is not None
    found: list[list[float]] = state.costs.tolist()
    return found


def test_that_every_kind_has_a_preview(dialog: CostPresetsDialog) -> None:
    assert previewed(dialog) == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert dialog.sentence.text() == "Every error costs 1 €; a right answer costs nothing."
    choose(dialog, "squared-distance")
    assert previewed(dialog) == [[0, 1, 4], [1, 0, 1], [4, 1, 0]]
    choose(dialog, "one")
    dialog.class_.setCurrentIndex(1)
    dialog.factor.setValue(20)
    assert previewed(dialog) == [[0, 1, 1], [20, 0, 20], [1, 1, 0]]
    assert dialog.sentence.text() == "An error on a true crack costs 20 €, every other error 1 €."


def test_that_ticked_classes_are_a_group(dialog: CostPresetsDialog) -> None:
    choose(dialog, "groups")
    assert dialog.grouping.currentIndex() == BY_TICK
    assert "All classes are in one group so far." in dialog.sentence.text()
    for row in (1, 2):
        dialog.ticks.item(row).setCheckState(Qt.CheckState.Checked)
    assert previewed(dialog) == [[0, 10, 10], [10, 0, 1], [10, 1, 0]]
    assert "2 groups: ok; crack and dent." in dialog.sentence.text()


def test_that_names_that_begin_alike_are_proposed_as_groups(parent: QWidget) -> None:
    dialog = made(parent, ("car_red", "car_blue", "dog"))
    choose(dialog, "groups")
    assert not dialog.ticks.isVisible()
    assert previewed(dialog) == [[0, 1, 10], [1, 0, 10], [10, 10, 0]]


def test_that_the_choice_is_handed_out_by_the_button(dialog: CostPresetsDialog, qtbot: QtBot) -> None:
    choose(dialog, "distance")
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    with qtbot.waitSignal(dialog.chosen) as caught:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    choice: PresetChoice = caught.args[0]
    assert choice.kind == "distance"


def test_that_very_many_classes_have_a_preview_of_the_first(parent: QWidget) -> None:
    dialog = made(parent, tuple(f"class {k}" for k in range(1000)))
    assert len(previewed(dialog)) == 12
    assert dialog.sentence.text().endswith("Here are the first 12 of 1,000 classes.")
