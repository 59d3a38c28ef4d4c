"""The controls of recalibration, handed states, used with mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.views.calibration_view import CalibrationView
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.palette import LIGHT
from confmat_gui.present.recalibration import KEYS, NAMES, TrialRow, TrialState
from tests.gui.views.test_calibration_view import heard, state

TRIED = Recalibration("temperature", Tuning(0.5, 0), numbers=((1.37,),))


def trial(change: Recalibration = TRIED, *, in_force: bool = False) -> TrialState:
    rows = tuple(
        TrialRow(key, NAMES[key], "0.2000", after, lower=after < "0.2", higher=after > "0.2")
        for key, after in zip(KEYS, ("0.1000", "0.2000", "0.3000", "0.1500", "0.1200"), strict=True)
    )
    return TrialState(change, "Temperature 1.37, judged on what was held back.", rows, in_force)


def click(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def view(qtbot: QtBot) -> CalibrationView:
    made = CalibrationView()
    qtbot.addWidget(made)
    made.resize(1500, 400)
    made.set_palette(LIGHT)
    made.show_state(replace(state(), units=("rows", "batch")))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_a_preview_asks_for_what_was_chosen(view: CalibrationView) -> None:
    box = view.recalibration
    asked = heard(box.trial_requested)
    click(box.preview)
    box.method.setCurrentIndex(2)
    box.share.setValue(30)
    box.by.setCurrentIndex(1)
    box.seed.setValue(7)
    click(box.preview)
    assert asked == [("temperature", 0.5, 0, "rows"), ("isotonic", 0.3, 7, "batch")]


def test_that_only_what_was_previewed_can_be_applied(view: CalibrationView) -> None:
    box = view.recalibration
    wanted = heard(box.apply_requested)
    assert not box.apply.isEnabled()
    view.show_trial(trial())
    assert box.apply.isEnabled()
    box.seed.setValue(3)
    assert not box.apply.isEnabled(), "another part was not tried yet"
    box.seed.setValue(0)
    click(box.apply)
    assert wanted == [None]
    box.show_busy(True)
    assert not box.preview.isEnabled()
    assert not box.apply.isEnabled()
    box.show_busy(False)
    assert box.preview.isEnabled()


def test_that_figures_before_and_after_stand_beside_those_of_all_samples(view: CalibrationView) -> None:
    view.show_trial(trial())
    lines = view.figures._lines
    assert [line.after.text() for line in lines] == ["0.3000", "0.1500", "0.1200", "0.2000", "0.1000"]
    assert all(line.after.isVisible() and not line.beside.isVisible() for line in lines)
    assert LIGHT.worse in lines[0].after.styleSheet()
    assert LIGHT.better in lines[1].after.styleSheet()
    assert LIGHT.text in lines[3].after.styleSheet()
    view.show_trial(None)
    assert all(line.beside.isVisible() and not line.after.isVisible() for line in lines)


def test_that_a_recalibration_in_force_shows_its_choices_and_can_be_taken_back(view: CalibrationView) -> None:
    box = view.recalibration
    wanted = heard(box.back_requested)
    assert not box.back.isVisible()
    view.show_state(replace(state(), units=("rows", "batch"), scores="Recalibrated by isotonic regression."))
    assert box.back.isVisible()
    assert box.sentence.text() == "Recalibrated by isotonic regression."
    change = Recalibration("isotonic", Tuning(0.3, 7, "batch"), numbers=((0.1, 0.2), (0.0, 1.0)))
    view.show_trial(trial(change, in_force=True))
    assert box.asked() == ("isotonic", 0.3, 7, "batch")
    assert not box.apply.isEnabled()
    click(box.back)
    assert wanted == [None]
    view.show_trial(None)
    assert box.sentence.text() == "Recalibrated by isotonic regression."


def test_that_what_cannot_be_recalibrated_says_why(view: CalibrationView) -> None:
    why = "These are independent sigmoids."
    shown: CalibrationState = replace(state(), units=("rows",), why_no_recalibration=why)
    view.show_state(shown)
    assert not view.recalibration.isEnabled()
    assert view.recalibration.sentence.text() == why
    assert not view.recalibration.by.isVisible(), "there are only rows"


def test_that_the_price_of_trust_stands_below_the_list(view: CalibrationView) -> None:
    assert not view.trust.isVisible()
    view.show_trust("Trusting the probabilities costs 2 a sample more.")
    assert view.trust.isVisible()
    view.show_trust("")
    assert not view.trust.isVisible()
