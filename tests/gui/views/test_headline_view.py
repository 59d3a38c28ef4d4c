"""The headline cards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.headline_view import HeadlineView
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import headline
from tests.gui.views.watching import pixels


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeadlineView]:
    made = HeadlineView()
    qtbot.addWidget(made)
    made.set_palette(LIGHT)
    made.show_state(headline())
    made.show()
    yield made
    made.hide()


def test_that_each_card_says_its_figure_and_its_meaning(view: HeadlineView) -> None:
    assert [card.accessibleName() for card in view.cards][:2] == ["Accuracy 0.948", "Balanced accuracy 0.850"]
    assert view.cards[0].accessibleDescription() == "[0.946, 0.950], +0.016 vs default"
    assert view.cards[0].toolTip() == "<p>Share of right answers.</p>"


@pytest.mark.parametrize(("width", "rows"), [(1580, 1), (1260, 1), (700, 2), (300, 3)])
def test_that_cards_go_into_further_rows_when_narrow(view: HeadlineView, width: int, rows: int) -> None:
    view.resize(width, view.heightForWidth(width))
    assert len({card.y() for card in view.cards}) == rows
    assert max(card.geometry().right() for card in view.cards) < width
    assert max(card.geometry().bottom() for card in view.cards) < view.height()


def test_that_cards_do_not_overlap(view: HeadlineView) -> None:
    view.resize(1260, 70)
    edges = sorted((card.geometry().left(), card.geometry().right()) for card in view.cards)
    assert all(right < left for (_, right), (left, _) in pairwise(edges))


def test_that_cards_come_and_go_with_the_figures(view: HeadlineView) -> None:
    view.show_state(headline()[:2])
    assert len(view.cards) == 2
    view.show_state(headline())
    assert view.cards[5].accessibleName() == "Total cost 6,672"


def test_that_a_better_and_a_worse_change_have_different_colours(view: HeadlineView) -> None:
    view.resize(1260, view.heightForWidth(1260))
    better, worse = pixels(view.cards[0]).astype(int), pixels(view.cards[5]).astype(int)
    assert (better[..., 1] - better[..., 2]).max() > 60
    assert (worse[..., 2] - worse[..., 1]).max() > 60


def test_that_the_dark_palette_reaches_the_cards(view: HeadlineView) -> None:
    view.resize(1260, 60)
    view.set_palette(DARK)
    assert pixels(view.cards[0])[20, 4, :3].sum() < 250


def test_that_no_figures_take_no_room(qtbot: QtBot) -> None:
    empty = HeadlineView()
    qtbot.addWidget(empty)
    empty.show_state(())
    assert empty.heightForWidth(800) == 0
