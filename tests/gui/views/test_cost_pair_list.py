"""The list of pairs of very many classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.cost_matrix_view import CostMatrixView
from confmat_gui.gui.views.cost_pair_list import PRICE, SHOWN
from confmat_gui.gui.views.number_field import NumberField
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import confusion, cost_state
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton


def many(n: int = 100) -> CostState:
    state = cost_state(n, unit="€")
    costs = state.costs.copy()
    costs[3, 7], costs[9, 2], costs[4, 4] = 25.0, 40.0, -2.0
    counts = confusion(n)
    return cost_state(n, unit="€", costs=costs, counts=counts, contribution=costs * counts)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CostMatrixView]:
    made = CostMatrixView()
    qtbot.addWidget(made)
    made.resize(1250, 320)
    made.set_palette(LIGHT)
    made.show_state(many())
    made.show()
    yield made
    made.hide()


def texts(view: CostMatrixView, row: int) -> list[str]:
    model = view.pairs.pairs
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def spot(view: CostMatrixView, row: int, column: int = PRICE) -> QPoint:
    return view.pairs.table.visualRect(view.pairs.pairs.index(row, column)).center()


def test_that_many_classes_are_a_list_and_few_a_grid(view: CostMatrixView) -> None:
    assert view.prices.currentWidget() is view.pairs
    assert view.pairs.found.text() == "10,000 pairs"
    view.show_state(cost_state())
    assert view.prices.currentWidget() is view.table
    assert view.pairs.pairs.rowCount() == 0


def test_that_typing_searches_names(view: CostMatrixView, qtbot: QtBot) -> None:
    names = many().classes
    qtbot.mouseClick(view.pairs.search, LEFT)
    qtbot.keyClicks(view.pairs.search, f"{names[3]} > {names[7]}")
    assert view.pairs.found.text() == "1 pair"
    assert texts(view, 0)[:3] == [names[3], names[7], "25"]


def test_that_dear_pairs_come_first_where_that_is_asked_for(view: CostMatrixView) -> None:
    view.pairs.order.setCurrentIndex(1)
    assert [texts(view, row)[2] for row in range(3)] == ["40", "25", "1"]
    view.pairs.shown.setCurrentIndex([key for key, _ in SHOWN].index("own"))
    assert view.pairs.found.text() == "3 pairs"
    assert texts(view, 2)[2] == "−2"
    view.pairs.order.setCurrentIndex(2)
    state = view.pairs.pairs.state
    assert state is not None
    chosen = np.array([state.shares[view.pairs.pairs.cell(row)] for row in range(3)])
    assert (np.diff(chosen) <= 0).all()


def test_that_a_pair_is_priced_by_typing_and_selected_by_a_click(view: CostMatrixView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.pairs.table.viewport(), LEFT, pos=spot(view, 2, 0))
    assert caught.args == [(0, 2)]
    qtbot.keyClick(view.pairs.table, Qt.Key.Key_Return)
    field = view.pairs.table.viewport().findChild(NumberField)
    assert field is not None
    assert field.text() == "1"
    qtbot.keyClicks(field, "7,5")
    with qtbot.waitSignal(view.cost_typed) as typed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert typed.args == [(0, 2, 7.5)]


def test_that_pasting_begins_at_the_current_pair_and_copying_has_headers(
    view: CostMatrixView, qtbot: QtBot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    watch = Watch(view.text_pasted)
    QGuiApplication.clipboard().setText("3\t4")
    qtbot.mouseClick(view.paste, LEFT)
    qtbot.mouseClick(view.pairs.table.viewport(), LEFT, pos=spot(view, 5))
    qtbot.keyClick(view.pairs.table, Qt.Key.Key_V, control)
    assert watch.seen == [("3\t4", (0, 0)), ("3\t4", (0, 5))]
    qtbot.keyClick(view.pairs.table, Qt.Key.Key_C, control)
    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header == "True\tPredicted\tPrice (€)\tSamples\tCost (€)\tShare"
    assert row.split("\t") == texts(view, 5)
    qtbot.mouseClick(view.copy, LEFT)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


def test_that_a_new_state_keeps_the_search_and_emits_nothing(view: CostMatrixView) -> None:
    view.pairs.search.setText("> " + many().classes[7])
    watch = Watch(view.cell_selected, view.cost_typed)
    view.show_state(many())
    assert view.pairs.found.text() == "100 pairs"
    view.set_palette(DARK)
    assert pixels(view.pairs.table.viewport())[2, 2, :3].sum() < 300
    assert watch.seen == []


def test_that_a_million_pairs_can_be_scrolled_and_searched(view: CostMatrixView, qtbot: QtBot) -> None:
    view.show_state(many(1000))
    assert view.pairs.found.text() == "1,000,000 pairs"
    view.pairs.table.scrollToBottom()
    assert view.pairs.table.rowAt(5) > 999_900
    view.pairs.order.setCurrentIndex(1)
    assert texts(view, 0)[2] == "40"
    qtbot.mouseClick(view.pairs.search, LEFT)
    qtbot.keyClicks(view.pairs.search, many(1000).classes[999])
    assert view.pairs.pairs.rowCount() == 1999
