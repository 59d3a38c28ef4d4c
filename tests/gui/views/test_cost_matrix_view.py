"""The cost matrix: typing, pasting, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.cost_matrix_view import CostMatrixView
from confmat_gui.gui.views.number_field import NumberField
from confmat_gui.gui.views.pasting import prices_from_text
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import cost_state
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


def test_that_a_copied_matrix_can_be_pasted_again(view: CostMatrixView, qtbot: QtBot) -> None:
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.costs_pasted) as caught:
        qtbot.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [list(row) for row in caught.args[0]] == cost_state().costs.tolist()


def test_that_what_cannot_be_pasted_is_said_and_asks_for_nothing(view: CostMatrixView, qtbot: QtBot) -> None:
    watch = Watch(view.costs_pasted)
    QGuiApplication.clipboard().setText("1\ttwo")
    qtbot.mouseClick(view.paste, LEFT)
    assert watch.seen == []
    assert view.fault.text() == "“two” in row 1, column 2 of what was pasted is not a number."
    assert view.fault.isVisible()


def test_that_the_buttons_ask(view: CostMatrixView, qtbot: QtBot) -> None:
    watch = Watch(view.import_requested, view.export_requested, view.costs_cleared)
    for button in (view.import_, view.export, view.clear):
        qtbot.mouseClick(button, LEFT)
    assert watch.seen == [None, None, None]


def test_that_without_prices_there_is_nothing_to_clear(view: CostMatrixView) -> None:
    view.show_state(cost_state(priced=False))
    assert not view.clear.isEnabled()
    assert not view.export.isEnabled()


def test_that_showing_a_state_emits_nothing(view: CostMatrixView) -> None:
    watch = Watch(view.cell_selected, view.cost_typed, view.costs_pasted, view.costs_cleared)
    view.show_state(cost_state(selected_cell=(2, 3)))
    view.show_state(cost_state(2))
    assert watch.seen == []


def test_that_the_summary_stands_beside_the_grid(view: CostMatrixView) -> None:
    assert view.summary.text() == "\n".join(cost_state().summary)
    view.show_state(cost_state(selected_cell=(4, 1)))
    assert view.sentence.text() == "A true stain predicted scratch costs 2."


def test_that_the_corner_says_which_way_round_the_matrix_is(view: CostMatrixView) -> None:
    assert view.table.corner.text() == "true ↓  predicted →"
    assert view.table.corner.isVisible()


def test_that_the_dearest_cell_is_the_reddest(view: CostMatrixView) -> None:
    picture = pixels(view.table.viewport()).astype(int)
    state = cost_state()
    dearest = divmod(int(state.contribution.argmax()), 5)
    spots = [place(view, *cell) + QPoint(-25, -7) for cell in (dearest, (0, 0))]
    red = [picture[spot.y(), spot.x(), 2] - picture[spot.y(), spot.x(), 1] for spot in spots]
    assert red[0] > 40
    assert red[1] == 0


def test_that_a_thousand_classes_can_be_scrolled(view: CostMatrixView) -> None:
    view.show_state(cost_state(1000, selected_cell=(900, 950)))
    assert view.table.viewport().rect().contains(place(view, 900, 950))
    view.set_palette(DARK)
    assert pixels(view.table.viewport())[2, 2, :3].sum() < 300


def test_that_a_block_is_pasted_from_the_focused_cell_on() -> None:
    rows = prices_from_text("7\t8\n9\t10\n", cost_state(), (1, 2))
    assert rows[1] == (3.0, 0.0, 7.0, 8.0, 3.0)
    assert rows[2] == (4.0, 4.0, 9.0, 10.0, 4.0)
    assert rows[3] == (20.0, 20.0, 20.0, 0.0, 20.0)


def test_that_class_names_on_the_edges_are_left_out() -> None:
    names = cost_state(2).classes
    text = f"\t{names[0]}\t{names[1]}\n{names[0]}\t0\t5\n{names[1]}\t20\t0"
    assert prices_from_text(text, cost_state(2), (1, 1)) == ((0.0, 5.0), (20.0, 0.0))


@pytest.mark.parametrize(("text", "words"), [("", "nothing to paste"), ("1\t2\t3", "reaches beyond")])
def test_that_a_block_that_does_not_fit_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        prices_from_text(text, cost_state(2), (0, 0))


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
    assert QGuiApplication.clipboard().text().splitlines()[0] == "0\t1\t1\t1\t1\t0.5"


def test_that_the_price_of_no_decision_is_asked_for_and_shown(view: CostMatrixView, qtbot: QtBot) -> None:
    for state, wanted in ((cost_state(), True), (wide_state(), False)):
        view.show_state(state)
        assert view.abstaining.isChecked() is not wanted
        with qtbot.waitSignal(view.abstaining_priced) as caught:
            view.abstaining.click()
        assert caught.args == [wanted]
        assert view.abstaining.isChecked() is not wanted


def test_that_a_selected_cell_of_no_decision_needs_no_price(view: CostMatrixView) -> None:
    view.show_state(replace(cost_state(), selected_cell=(1, 5)))
    assert (view.table.currentIndex().row(), view.table.currentIndex().column()) == (0, 0)


def test_that_a_block_with_no_decision_is_pasted() -> None:
    state = cost_state()
    rows = [[str(column) for column in range(6)] for _ in range(5)]
    text = "\n".join("\t".join(row) for row in rows)
    assert prices_from_text(text, state, (2, 2)) == tuple(tuple(map(float, row)) for row in rows)
    named = "\t".join(["", *state.classes, "no decision"]) + "\n" + "\n".join(
        "\t".join([name, *row]) for name, row in zip(state.classes, rows, strict=True)
    )
    assert prices_from_text(named, state, (0, 0)) == prices_from_text(text, state, (0, 0))
    wide = wide_state()
    assert prices_from_text(text, wide, (0, 0)) == prices_from_text(text, state, (0, 0))
    square = "\n".join("\t".join(row[:5]) for row in rows)
    assert [row[5] for row in prices_from_text(square, wide, (0, 0))] == [0.5] * 5
    with pytest.raises(ValueError, match=r"reaches beyond the matrix \(5 x 6\)"):
        prices_from_text("\n".join("\t".join([*row, "1"]) for row in rows), wide, (0, 0))


def test_that_digits_that_are_also_names_stay_prices_where_no_decision_has_one() -> None:
    state = replace(
        wide_state(), classes=("0", "1"), costs=np.array([[0, 1, 0.5], [1, 0, 0.5]]),
        contribution=np.zeros((2, 3)),
    )  # fmt: skip
    assert prices_from_text("0\t1\t2\n1\t0\t3", state, (0, 0)) == ((0, 1, 2), (1, 0, 3))
