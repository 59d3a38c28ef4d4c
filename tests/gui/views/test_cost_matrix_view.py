"""The cost matrix: typing, pasting, words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.cost_matrix_view import CostMatrixView
from confmat_gui.gui.views.number_field import NumberField
from confmat_gui.io.pasted_prices import pasted_prices
from confmat_gui.present.costs import CostAnswer, CostState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import confusion, cost_state
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CostMatrixView]:
    made = CostMatrixView()
    qtbot.addWidget(made)
    made.resize(1200, 300)
    made.set_palette(LIGHT)
    made.show_state(cost_state())
    made.show()
    yield made
    made.hide()


def place(view: CostMatrixView, true: int, pred: int) -> QPoint:
    return view.table.visualRect(view.table.model().index(true, pred)).center()


def test_that_a_click_selects_the_cell_and_says_what_it_costs(view: CostMatrixView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 3, 0))
    assert caught.args == [(3, 0)]
    assert view.sentence.text() == "A true crack predicted ok costs 20."


def test_that_typing_sets_the_price_of_the_focused_cell(view: CostMatrixView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 3, 1))
    qtbot.keyClick(view.table, Qt.Key.Key_F2)
    field = view.table.viewport().findChild(NumberField)
    qtbot.keyClicks(field, "2,5")
    with qtbot.waitSignal(view.cost_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(3, 1, 2.5)]


def test_that_delete_makes_a_cell_free(view: CostMatrixView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 2, 0))
    with qtbot.waitSignal(view.cost_typed) as caught:
        qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    assert caught.args == [(2, 0, 0.0)]


def test_that_the_buttons_ask(view: CostMatrixView, qtbot: QtBot) -> None:
    watch = Watch(
        view.import_requested, view.export_requested, view.costs_cleared, view.swap_requested,
        view.presets_requested,
    )
    for button in (view.import_, view.export, view.clear, view.swap, view.presets):
        qtbot.mouseClick(button, LEFT)
    assert watch.seen == [None] * 5


def test_that_without_prices_there_is_nothing_to_clear(view: CostMatrixView) -> None:
    view.show_state(cost_state(priced=False))
    assert not view.clear.isEnabled()
    assert not view.export.isEnabled()
    assert not view.swap.isEnabled()


def test_that_the_corner_says_which_way_round_the_matrix_is(view: CostMatrixView) -> None:
    assert view.table.corner.text() == "true ↓  predicted →"
    assert view.table.corner.isVisible()


def test_that_the_keyboard_reaches_the_prices_without_selecting_a_cell(
    view: CostMatrixView, qtbot: QtBot
) -> None:
    view.show_state(replace(cost_state(), selected_cell=None))
    watch = Watch(view.cell_selected)
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert view.table.hasFocus()
    assert view.table.currentIndex().isValid()
    assert watch.seen == []
    qtbot.keyClick(view.table, Qt.Key.Key_Right)
    assert watch.seen == [(0, 1)]


def wide_state() -> CostState:
    """Return five classes with a price of no decision."""
    state = cost_state()
    return replace(
        state, costs=np.column_stack([state.costs, np.full(5, 0.5)]),
        contribution=np.column_stack([state.contribution, np.full(5, 7.0)]),
        counts=np.column_stack([confusion(5), np.full(5, 14)]),
    )  # fmt: skip


def test_that_no_decision_is_a_column_of_its_own(view: CostMatrixView, qtbot: QtBot) -> None:
    assert view.table.model().columnCount() == 5
    before = pixels(view.table)
    view.show_state(wide_state())
    assert view.table.model().columnCount() == 6
    assert (before != pixels(view.table)).any()
    header = view.table.model().headerData(5, Qt.Orientation.Horizontal)
    assert header == "no decision"
    tip = view.table.model().headerData(5, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "left without a decision"
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 3, 5))
    assert caught.args == [(3, 5)]
    assert view.sentence.text() == "A true crack without a decision costs 0.5."
    view.table.clearSelection()
    view.table.copy()
    assert QGuiApplication.clipboard().text().splitlines()[1] == "ok\t0\t1\t1\t1\t1\t0.5"


def test_that_the_price_of_no_decision_is_asked_for_and_shown(view: CostMatrixView, qtbot: QtBot) -> None:
    for state, wanted in ((cost_state(), True), (wide_state(), False)):
        view.show_state(state)
        assert view.abstaining.isChecked() is not wanted
        with qtbot.waitSignal(view.abstaining_priced) as caught:
            view.abstaining.click()
        assert caught.args == [wanted]
        assert view.abstaining.isChecked() is not wanted


def test_that_a_selected_cell_of_no_decision_needs_no_price(view: CostMatrixView) -> None:
    view.table.setFocus()
    view.show_state(replace(cost_state(), selected_cell=(1, 5)))
    assert (view.table.currentIndex().row(), view.table.currentIndex().column()) == (0, 0)


def test_that_a_copied_matrix_can_be_pasted_again(view: CostMatrixView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 2, 2))
    for keys in (False, True):
        if keys:
            qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        else:
            qtbot.mouseClick(view.copy, LEFT)
        with qtbot.waitSignal(view.text_pasted) as caught:
            if keys:
                qtbot.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            else:
                qtbot.mouseClick(view.paste, LEFT)
        text, start = caught.args[0]
        assert start == (2, 2)
        state = cost_state()
        found = pasted_prices(text, state.classes, np.zeros((5, 5)), start).costs
        assert found.tolist() == state.costs.tolist()


def test_that_a_part_is_copied_without_names(view: CostMatrixView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=place(view, 2, 1))
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view.table.viewport(), LEFT, shift, pos=place(view, 3, 3))
    view.table.copy()
    assert QGuiApplication.clipboard().text() == "4\t0\t4\n20\t20\t0"


def test_that_dear_cells_are_redder_and_gains_are_blue(view: CostMatrixView) -> None:
    costs = cost_state().costs.copy()
    costs[0, 0] = -20
    for palette in (LIGHT, DARK):
        view.set_palette(palette)
        view.show_state(cost_state(costs=costs))
        picture = pixels(view.table.viewport()).astype(int)
        spots = [place(view, *cell) + QPoint(-25, -5) for cell in ((3, 0), (1, 0), (0, 0), (1, 1))]
        # Channels are blue, green, red.
        red, pale, blue, plain = (picture[spot.y(), spot.x()] for spot in spots)
        assert red[2] - red[1] > pale[2] - pale[1] > plain[2] - plain[1]
        assert blue[0] - blue[2] > plain[0] - plain[2] + 15


def test_that_the_words_stand_beside_the_grid(view: CostMatrixView) -> None:
    state = cost_state(value="The model is worth 2 €.", orientation="A true crack costs.")
    view.show_state(state)
    assert view.summary.text() == "\n".join(state.summary)
    assert (view.value.text(), view.orientation.text()) == (state.value, state.orientation)
    view.show_state(cost_state())
    assert view.value.isHidden()
    view.show_state(cost_state(selected_cell=(4, 1)))
    assert view.sentence.text() == "A true stain predicted scratch costs 2."


def test_that_showing_a_state_emits_nothing(view: CostMatrixView) -> None:
    watch = Watch(
        view.cell_selected, view.cost_typed, view.text_pasted, view.costs_cleared, view.unit_typed,
        view.abstaining_priced,
    )
    view.show_state(cost_state(selected_cell=(2, 3), unit="€"))
    view.show_state(wide_state())
    view.show_state(cost_state(2))
    view.show_state(cost_state(100, selected_cell=(7, 9)))
    view.show_state(None)
    view.show_state(cost_state())
    assert watch.seen == []


def test_that_a_typed_unit_is_asked_for_once(view: CostMatrixView, qtbot: QtBot) -> None:
    watch = Watch(view.unit_typed)
    qtbot.mouseClick(view.unit, LEFT)
    qtbot.keyClicks(view.unit, " minutes ")
    qtbot.keyClick(view.unit, Qt.Key.Key_Return)
    assert watch.seen == ["minutes"]
    view.show_state(cost_state(unit="minutes"))
    assert view.unit.text() == "minutes"
    view.table.setFocus()
    assert watch.seen == ["minutes"]
    view.show_state(cost_state())
    assert view.unit.text() == ""


def test_that_ways_to_decide_stand_below_one_another(view: CostMatrixView) -> None:
    answers = (
        CostAnswer("rule", "This rule: highest score", 569, 0.569, math.nan),
        CostAnswer("constant", "Always ok", 1131, 1.131, 0.562, answer=0),
        CostAnswer("lowest", "Lowest expected cost", math.nan, math.nan, math.nan, "needs probabilities"),
    )
    view.show_state(cost_state(answers=answers, unit="€"))
    assert view.answers.texts() == [
        ["", "total (€)", "a sample", "difference"],
        ["This rule: highest score", "569", "0.569", ""],
        ["Always ok", "1,131", "1.131", "+0.562"],
        ["Lowest expected cost: needs probabilities", "–", "–", "–"],
    ]
    view.show_state(cost_state(priced=False))
    assert view.answers.isHidden()


def test_that_a_costly_cell_is_selected_by_a_click_or_the_keyboard(
    view: CostMatrixView, qtbot: QtBot
) -> None:
    state = cost_state(counts=confusion(5), unit="€")
    view.show_state(state)
    ranked = view.ranking.ranking.cells
    assert state.contribution[ranked[0]] == state.contribution.max()
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.ranking.viewport(), LEFT, pos=view.ranking.place(1))
    assert caught.args == [ranked[1]]
    qtbot.keyClick(view.ranking, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.keyClick(view.ranking, Qt.Key.Key_Return)
    assert caught.args == [ranked[0]]
    said = view.ranking.ranking.index(0, 0).data()
    assert said.startswith(f"{state.pair(*ranked[0])}: ")
    assert "of the cost" in said
    before = pixels(view.ranking.viewport())
    view.set_palette(DARK)
    assert (pixels(view.ranking.viewport()) != before).any()
    view.show_state(cost_state(priced=False))
    assert view.ranking.isHidden()
