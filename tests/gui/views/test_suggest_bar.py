"""The bar, its panels and the preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.views.decide_view import DecideView
from confmat_gui.gui.views.suggest_bar import SuggestBar
from confmat_gui.present.headline import Direction
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.preview import PreviewLine, PreviewRow, PreviewState, PreviewTable
from confmat_gui.present.suggest_bar import BoundChoice, DrawnBy, ObjectiveChoice, SuggestBarState
from tests.gui.views.literals import matrix_state

# A panel above all else takes the keyboard, which a window without a display cannot.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
STATE = SuggestBarState(
    reason="", objective="macro_f1",
    objectives=(ObjectiveChoice("expected_cost", "lowest cost", "needs prices"),
                ObjectiveChoice("macro_f1", "macro F1"), ObjectiveChoice("mcc", "MCC")),
    constraints=("recall(crack) ≥ 0.95", "fpr(ok) ≤ 0.1"), constraint_text="recall(crack) ≥ 0.95 and 1 more",
    tuning=Tuning(), cross_fit=None, tuning_text="tuned on 50 %",
    drawn_by=(DrawnBy("rows", "rows"), DrawnBy("batch", "batches"),
              DrawnBy("group", "groups", "There are none.")),
    bounds=(BoundChoice("recall", "recall", of_class=True, at_most=False),
            BoundChoice("fpr", "false positive rate", of_class=True, at_most=True),
            BoundChoice("mcc", "MCC", of_class=False, at_most=False),
            BoundChoice("cost", "cost", of_class=False, at_most=True, reason="needs prices")),
    classes=("ok", "dent", "crack"), selected_class=2,
)  # fmt: skip


def preview(*, changes_nothing: bool = False) -> PreviewState:
    ways: tuple[Direction, ...] = ("same", "same", "better")
    rows = tuple(PreviewRow((f"class {k}", "0.1", "0.2"), ways, "What it means.", k) for k in range(3))
    table = PreviewTable("Thresholds", ("Class", "Now", "Then"), rows, "and 2 more")
    return PreviewState(
        "Suggested for macro F1", (PreviewLine("Better by <0.1>.", "better"), PreviewLine("Exact.", "quiet")),
        table, replace(table, title="Figures"), replace(table, title="Errors", note=""), matrix_state(),
        changes_nothing,
    )  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[DecideView]:
    made = DecideView()
    qtbot.addWidget(made)
    made.set_palette(LIGHT)
    made.resize(1200, 260)
    made.suggest_bar.show_state(STATE)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def bar(view: DecideView) -> SuggestBar:
    return view.suggest_bar


def test_that_the_bar_says_what_is_wished_for(bar: SuggestBar) -> None:
    assert bar.objective.currentText() == "macro F1"
    assert bar.constraints_button.text().startswith("subject to recall(crack) ≥ 0.95 and 1 more")
    assert bar.tuning_button.text().startswith("tuned on 50 %")
    model = bar.objective.model()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "needs prices"
    bar.show_state(replace(STATE, constraints=(), constraint_text=""))
    assert bar.constraints_button.text().startswith("add a bound")


def test_that_long_bounds_are_shortened_and_stand_in_the_hover(bar: SuggestBar) -> None:
    words = f"recall({'a very long class ' * 6}) ≥ 0.95"
    bar.show_state(replace(STATE, constraint_text=words))
    assert "…" in bar.constraints_button.text()
    assert bar.constraints_button.toolTip() == f"subject to {words}"


def test_that_a_press_asks_for_a_suggestion_and_a_choice_is_told(qtbot: QtBot, bar: SuggestBar) -> None:
    with qtbot.waitSignal(bar.suggestion_requested):
        bar.suggest.click()
    with qtbot.waitSignal(bar.objective_chosen) as chosen:
        bar.objective.activated.emit(2)
    assert chosen.args == ["mcc"]


def test_that_without_scores_all_is_grey_with_the_reason(bar: SuggestBar) -> None:
    bar.show_state(replace(STATE, reason="The files hold no scores."))
    assert not bar.suggest.isEnabled()
    assert not bar.objective.isEnabled()
    assert bar.toolTip() == "The files hold no scores."


def test_that_cancel_stands_in_the_place_of_suggest_meanwhile(qtbot: QtBot, bar: SuggestBar) -> None:
    before = bar.suggest.mapTo(bar, bar.suggest.rect().topLeft())
    bar.show_busy(("Trying ok", 0.25))
    assert bar.cancel.isVisible()
    assert not bar.suggest.isVisible()
    assert bar.cancel.mapTo(bar, bar.cancel.rect().topLeft()) == before
    assert bar.progress.value() == 250
    assert bar.doing.text() == "Trying ok"
    with qtbot.waitSignal(bar.cancelled):
        bar.cancel.click()
    bar.show_busy(None)
    assert bar.suggest.isVisible()
    assert not bar.progress.isVisible()


def test_that_a_bound_is_added_without_typing_words(qtbot: QtBot, bar: SuggestBar) -> None:
    panel = bar.constraint_panel
    bar.constraints_button.click()
    assert panel.isVisible()
    assert panel.of_class.currentText() == "crack"
    with qtbot.waitSignal(bar.constraint_added) as added:
        panel.add.click()
    assert added.args == [Constraint("recall", 2, ">=", 0.95)]
    panel.figure.setCurrentIndex(1)
    assert panel.bound.currentText() == "≤"
    panel.limit.setText("0,05")
    with qtbot.waitSignal(bar.constraint_added) as added:
        QTest.keyClick(panel.limit, Qt.Key.Key_Return)
    assert added.args == [Constraint("fpr", 2, "<=", 0.05)]
    panel.figure.setCurrentIndex(2)
    assert not panel.of_class.isEnabled()
    with qtbot.waitSignal(bar.constraint_added) as added:
        panel.add.click()
    assert added.args == [Constraint("mcc", None, ">=", 0.05)]
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_that_a_limit_that_cannot_be_is_refused_on_the_spot(bar: SuggestBar) -> None:
    panel = bar.constraint_panel
    bar.constraints_button.click()
    panel.limit.setText("7")
    panel.add.click()
    assert "must be from 0 to 1" in panel.fault.text()
    panel.limit.setText("many")
    panel.add.click()
    assert "Type a number" in panel.fault.text()
    panel.close()


def test_that_a_bound_is_typed_or_taken_away(qtbot: QtBot, bar: SuggestBar) -> None:
    panel = bar.constraint_panel
    bar.constraints_button.click()
    with qtbot.waitSignal(bar.constraint_typed) as typed:
        QTest.keyClicks(panel.line, "recall(ok) >= 0.5")
        QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert typed.args == ["recall(ok) >= 0.5"]
    panel.refuse("“ok” is no class.")
    assert panel.fault.isVisible()
    panel.refuse("")
    assert panel.line.text() == ""
    assert not panel.fault.isVisible()
    with qtbot.assertNotEmitted(bar.constraint_typed):
        panel.take.click()
    assert [chip.accessibleName() for chip in panel.chips] == [
        "Take away: recall(crack) ≥ 0.95", "Take away: fpr(ok) ≤ 0.1",
    ]  # fmt: skip
    with qtbot.waitSignal(bar.constraint_removed) as removed:
        panel.chips[1].click()
    assert removed.args == [1]
    panel.close()


def test_that_only_the_field_with_the_keyboard_has_the_colour_of_one(bar: SuggestBar) -> None:
    line = bar.constraint_panel.line
    bar.constraint_panel.show()
    assert not line.hasFocus()
    middle = line.grab().toImage().pixelColor(line.width() // 2, 0)
    assert middle.name() == LIGHT.border.lower()


def test_that_other_samples_are_chosen(qtbot: QtBot, bar: SuggestBar) -> None:
    panel = bar.tuning_panel
    bar.tuning_button.click()
    assert panel.isVisible()
    assert not panel.by["group"].isEnabled()
    assert panel.by["group"].toolTip() == "There are none."
    with qtbot.waitSignal(bar.tuning_chosen) as chosen:
        panel.share.setValue(70)
    assert chosen.args == [Tuning(0.7), None]
    with qtbot.waitSignal(bar.tuning_chosen) as chosen:
        panel.by["batch"].click()
    assert chosen.args == [Tuning(0.7, 0, "batch"), None]
    with qtbot.waitSignal(bar.tuning_chosen) as chosen:
        panel.cross.click()
    assert chosen.args == [Tuning(0.7, 0, "batch"), 5]
    panel.close()


def test_that_a_share_that_no_step_shows_stays(qtbot: QtBot, bar: SuggestBar) -> None:
    bar.show_state(replace(STATE, tuning=Tuning(1 / 3), cross_fit=4))
    panel = bar.tuning_panel
    assert panel.share.value() == 33
    assert panel.folds.value() == 4
    assert not panel.share.isEnabled()
    with qtbot.waitSignal(bar.tuning_chosen) as chosen:
        panel.seed.setValue(9)
    assert chosen.args == [Tuning(1 / 3, 9), 4]


def test_that_a_preview_takes_the_place_of_the_table_and_moves_nothing(view: DecideView) -> None:
    before = view.below.geometry()
    view.show_preview(preview())
    assert view.preview.isVisible()
    assert not view.table.isVisible()
    assert view.below.geometry() == before
    assert view.suggest_bar.accept.isVisible()
    assert "Better by &lt;0.1&gt;." in view.preview.lines.text()
    assert "Suggested for macro F1" in view.preview.accessibleDescription()
    view.show_preview(None)
    assert view.table.isVisible()
    assert not view.suggest_bar.accept.isVisible()


def test_that_tables_of_a_preview_have_texts_colours_and_meanings(view: DecideView) -> None:
    view.show_preview(preview())
    model = view.preview.thresholds.model
    assert model.rowCount() == 3
    assert [model.headerData(k, Qt.Orientation.Horizontal) for k in range(3)] == ["Class", "Now", "Then"]
    cell = model.index(1, 2)
    assert cell.data() == "0.2"
    assert cell.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.better
    assert model.index(1, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(1, 0).data(Qt.ItemDataRole.DecorationRole) is not None
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "<p>What it means.</p>"
    assert view.preview.thresholds.note.isVisible()
    assert not view.preview.errors.note.isVisible()
    light = view.grab().toImage()
    view.set_palette(DARK)
    assert view.grab().toImage() != light
    assert model.index(1, 2).data(Qt.ItemDataRole.ForegroundRole).name() == DARK.better


@pytest.mark.parametrize("width", [900, 1200, 2500])
def test_that_texts_of_a_preview_fit_at_any_width(view: DecideView, width: int) -> None:
    view.resize(width, 260)
    view.show_preview(preview())
    tables = view.preview.tables
    assert all(table.width() >= table.wanted_width() - 2 for table in tables)
    assert view.preview.lines.width() > 150


def test_that_accept_and_discard_are_told(qtbot: QtBot, view: DecideView) -> None:
    view.show_preview(preview())
    bar = view.suggest_bar
    with qtbot.waitSignal(bar.accepted):
        bar.accept.click()
    with qtbot.waitSignal(bar.discarded):
        bar.discard.click()
    with qtbot.waitSignal(bar.matrix_wanted) as wanted:
        bar.in_matrix.click()
    assert wanted.args == [True]
    view.show_preview(preview(changes_nothing=True))
    assert not bar.accept.isEnabled()
