"""Sessions beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.compare_view import CompareView
from confmat_gui.present.compare import CompareRow, CompareState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import curve_state, matrix_state
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton


def row(key: str, direction: str, n: int) -> CompareRow:
    return CompareRow(
        key, key.title(), ("0.948", "0.951", "0.960")[:n], ("+0.003", "+0.012")[: n - 1],
        ("[−0.001, 0.007]", "[0.010, 0.014]")[: n - 1], ("p = 0.350", "p < 0.001")[: n - 1],
        (direction, "better")[: n - 1], "What it means.",
    )


def comparison(n: int = 2) -> CompareState:
    names = ("week 45", "week 46", "week 47")[:n]
    roc, pr = curve_state("roc", legend=names), curve_state("pr", legend=names)
    dashed = tuple(replace(line, y=line.y**1.3, session=1) for line in roc.lines)
    ways = (("accuracy", "same"), ("recall", "better"), ("mcc", "worse"))
    rows = tuple(row(key, way, n) for key, way in ways)
    matrices = tuple(matrix_state(5, "delta", title=f"Change of {name}") for name in names[1:])
    sentences = ("Paired: the same 48,210 samples by id.", "12 were fixed, 3 broke.")
    return CompareState(names, rows, sentences, replace(roc, lines=roc.lines + dashed), pr, matrices)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CompareView]:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(1200, 360)
    made.set_palette(LIGHT)
    made.show_state(comparison())
    made.show()
    yield made
    made.hide()


def text(view: CompareView, line: int) -> list[str]:
    model = view.table.model()
    return [model.index(line, column).data() for column in range(model.columnCount())]


def test_that_figures_stand_beside_their_differences(view: CompareView) -> None:
    assert text(view, 0) == ["Accuracy", "0.948", "0.951", "+0.003", "[−0.001, 0.007]", "p = 0.350"]
    assert view.sentences.text() == "Paired: the same 48,210 samples by id.\n\n12 were fixed, 3 broke."


def test_that_a_difference_has_the_colour_of_its_direction(view: CompareView) -> None:
    role = Qt.ItemDataRole.ForegroundRole
    colours = [view.table.model().index(line, 3).data(role) for line in range(3)]
    assert colours == [QColor(LIGHT.muted), QColor(LIGHT.better), QColor(LIGHT.worse)]


def test_that_a_third_session_adds_its_columns(view: CompareView) -> None:
    view.show_state(comparison(3))
    assert len(text(view, 0)) == 10
    assert text(view, 1)[6:] == ["0.960", "+0.012", "[0.010, 0.014]", "p < 0.001"]


def test_that_sessions_are_added_and_removed_on_request(view: CompareView, qtbot: QtBot) -> None:
    view.show_state(comparison(3))
    watch = Watch(view.add_requested, view.remove_requested)
    qtbot.mouseClick(view.add, LEFT)
    qtbot.mouseClick(view.chips[1], LEFT)
    assert watch.seen == [None, 2]
    assert len(view.chips) == 2


def test_that_without_a_comparison_there_is_an_invitation(view: CompareView, qtbot: QtBot) -> None:
    view.show_state(None)
    assert view.invite.isVisible()
    assert not view.table.isVisible()
    with qtbot.waitSignal(view.add_requested):
        qtbot.mouseClick(view.invite, LEFT)
    view.show_state(comparison())
    assert view.table.isVisible()


def test_that_curves_and_the_difference_matrix_have_pages(view: CompareView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.parts.buttons["curves"], LEFT)
    assert view.roc.isVisible()
    assert view.precision_recall.isVisible()
    qtbot.mouseClick(view.parts.buttons["matrix"], LEFT)
    assert view.matrix.isVisible()
    assert not view.which.isVisible()
    assert pixels(view.matrix).std() > 0


def test_that_the_matrix_of_each_further_session_can_be_chosen(view: CompareView, qtbot: QtBot) -> None:
    view.show_state(comparison(3))
    qtbot.mouseClick(view.parts.buttons["matrix"], LEFT)
    assert view.matrix.title.text() == "Change of week 46"
    view.which.setFocus()
    qtbot.keyClick(view.which, Qt.Key.Key_Down)
    assert view.matrix.title.text() == "Change of week 47"
    view.show_state(comparison(3))
    assert view.matrix.title.text() == "Change of week 47"


def test_that_showing_a_state_emits_nothing(view: CompareView) -> None:
    watch = Watch(view.add_requested, view.remove_requested)
    for state in (comparison(3), None, comparison(2)):
        view.show_state(state)
    assert watch.seen == []


def test_that_the_dark_palette_reaches_all_parts(view: CompareView) -> None:
    view.set_palette(DARK)
    assert pixels(view.roc.plot.viewport())[4, 4, :3].sum() < 250  # type: ignore[attr-defined]
    assert view.table.model().index(1, 3).data(Qt.ItemDataRole.ForegroundRole) == QColor(DARK.better)


def test_that_the_invitation_asks_for_no_more_height_than_it_needs(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    view = CompareView()
    view.set_palette(LIGHT)
    view.show_state(None)
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.resize(900, 190)
    area.show()
    assert not area.verticalScrollBar().isVisible()
    area.hide()


@pytest.mark.parametrize("part", ["curves", "matrix"])
def test_that_curves_and_matrix_keep_a_height_in_which_they_can_be_read(qtbot: QtBot, part: str) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    view = CompareView()
    view.set_palette(LIGHT)
    view.show_state(comparison())
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.resize(1200, 190)
    area.show()
    qtbot.mouseClick(view.parts.buttons[part], Qt.MouseButton.LeftButton)
    drawing = view.roc.plot if part == "curves" else view.matrix.canvas
    assert drawing.height() > 110
    view.show_state(None)
    assert view.minimumHeight() < 190
    area.hide()
