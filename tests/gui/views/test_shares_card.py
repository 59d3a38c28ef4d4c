"""The card of shares, the marks of figures, and the column of shares in the Decide table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.decide_cells import weight_field
from confmat_gui.gui.views.decide_view import DecideView
from confmat_gui.gui.views.headline_view import HeadlineView
from confmat_gui.gui.views.number_field import NumberField
from confmat_gui.present.decide import DecideColumn, DecideState
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.shares import SharesState
from tests.gui.views.literals import decide_state, headline
from tests.gui.views.watching import Watch, pixels

STATE = SharesState("crack 1 %", "re-weighted", "Re-weighted to crack 1 %.", "", adapted=False)
SHARE = DecideColumn("prevalence", "Share here", "How common the class is.")


def with_shares() -> DecideState:
    plain = decide_state()
    return replace(
        plain, columns=(*plain.columns[:2], SHARE, *plain.columns[2:]),
        shares_set=np.array([np.nan, np.nan, np.nan, 0.01, np.nan]),
        shares=np.array([0.8, 0.1, 0.05, 0.01, 0.04]),
    )  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeadlineView]:
    made = HeadlineView()
    qtbot.addWidget(made)
    made.set_palette(LIGHT)
    made.show_state(headline())
    made.resize(1260, 70)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[DecideView]:
    made = DecideView()
    qtbot.addWidget(made)
    made.resize(1300, 280)
    made.set_palette(LIGHT)
    made.show_state(with_shares())
    made.show()
    yield made
    made.hide()


def test_that_the_card_comes_with_shares_and_goes_with_them(view: HeadlineView) -> None:
    assert view.shares.isHidden()
    view.show_shares(STATE)
    assert not view.shares.isHidden()
    assert view.shares.accessibleName() == "Shares of the classes: crack 1 %, re-weighted"
    assert view.shares.geometry().right() < view.cards[0].geometry().left()
    view.show_shares(STATE)
    view.show_shares(None)
    assert view.shares.isHidden()


def test_that_the_menu_asks_and_the_tick_follows_the_state_alone(view: HeadlineView) -> None:
    view.show_shares(STATE)
    watch = Watch(view.shares.adapting_chosen, view.shares.reset_requested)
    view.shares.adapt.trigger()
    assert watch.seen == [True]
    assert not view.shares.adapt.isChecked()
    view.show_shares(replace(STATE, adapted=True, step="Scores adapted."))
    assert view.shares.adapt.isChecked()
    assert "Scores adapted." in view.shares.toolTip()
    view.shares.reset.trigger()
    assert watch.seen == [True, None]
    view.show_shares(replace(STATE, why_not="Only labels."))
    assert not view.shares.adapt.isEnabled()
    assert view.shares.adapt.toolTip() == "Only labels."


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_that_a_mark_is_painted_as_a_word_or_as_a_dot(view: HeadlineView, palette: object) -> None:
    plain = view.cards[1]
    view.resize(1500, 70)
    before = pixels(plain)
    marked = tuple(replace(card, mark="re-weighted") for card in headline())
    view.show_state(marked)
    word = pixels(plain)
    assert (before != word).any()
    assert plain.accessibleDescription().endswith("re-weighted")
    view.resize(830, 70)
    narrow = pixels(plain)
    view.show_state(headline())
    assert (pixels(plain) != narrow).any()


def index(view: DecideView, row: int) -> QModelIndex:
    return view.table.model().index(row, 2)


def editor(view: DecideView) -> NumberField:
    return next(f for f in view.table.viewport().findChildren(NumberField) if f.isVisible())


def test_that_a_share_is_typed_in_per_cent_with_the_mouse_and_the_keyboard(
    table: DecideView, qtbot: QtBot
) -> None:
    at = weight_field(table.table.visualRect(index(table, 0))).center()
    qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    field = editor(table)
    assert field.text() == ""
    qtbot.keyClicks(field, "12 %")
    with qtbot.waitSignal(table.share_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(0, pytest.approx(0.12))]


def test_that_a_share_that_is_set_is_offered_and_emptied(table: DecideView, qtbot: QtBot) -> None:
    table.table.setCurrentIndex(index(table, 3))
    qtbot.keyClick(table.table, Qt.Key.Key_Return)
    field = editor(table)
    assert field.text() == "1 %"
    field.clear()
    qtbot.keyClicks(field, "130 %")
    assert field.fault == "A share lies between 0 and 100 %."
    field.setText("")
    field.setModified(True)
    with qtbot.waitSignal(table.share_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(3, None)]


def test_that_the_column_explains_itself(table: DecideView) -> None:
    model = table.table.model()
    help_role = Qt.ItemDataRole.ToolTipRole
    assert "as in the samples" in model.data(index(table, 3), help_role)
    assert model.data(index(table, 0), help_role).startswith("<p>As in the samples.")
    assert model.data(index(table, 3)) == "1 %"
    table.show_state(replace(with_shares(), shares=np.empty(0), shares_set=np.empty(0)))
    assert model.data(index(table, 3)) == "–"


def test_that_tab_walks_over_the_shares_too(table: DecideView, qtbot: QtBot) -> None:
    table.table.setFocus()
    table.table.setCurrentIndex(table.table.model().index(0, 0))
    places = []
    for _ in range(3):
        qtbot.keyClick(table.table, Qt.Key.Key_Tab)
        places.append(table.table.currentIndex().column())
    assert places == [2, 3, 4]
