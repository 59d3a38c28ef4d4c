"""The samples: rows on demand, sorting, export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.samples_view import SamplesView
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.samples import SamplesState
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton
ALL = 200_000


def samples(n: int = 18) -> SamplesState:
    ids = np.array([f"p{number:05d}" for number in range(ALL)])
    columns = (ids, np.full(ALL, 1), np.linspace(0, 1, ALL))
    return SamplesState(
        "true crack → predicted ok · 18 samples", ("id", "true", "score crack"), columns,
        np.arange(100, 100 + n), names=(None, ("ok", "crack"), None),
    )


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SamplesView]:
    made = SamplesView()
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.set_palette(LIGHT)
    made.show_state(samples())
    made.show()
    yield made
    made.hide()


def click_header(view: SamplesView, qtbot: QtBot, column: int) -> None:
    header = view.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, pos=at)


def test_that_rows_are_listed_with_their_ids(view: SamplesView) -> None:
    assert view.title.text() == "true crack → predicted ok · 18 samples"
    model = view.table.model()
    assert (model.rowCount(), model.columnCount()) == (18, 3)
    assert [model.index(0, column).data() for column in range(2)] == ["p00100", "crack"]


def test_that_a_second_click_on_a_header_sorts_the_other_way(view: SamplesView, qtbot: QtBot) -> None:
    watch = Watch(view.sort_requested)
    click_header(view, qtbot, 2)
    view.show_state(samples().sorted(2, ascending=True))
    click_header(view, qtbot, 2)
    click_header(view, qtbot, 0)
    assert watch.seen == [(2, True), (2, False), (0, True)]


def test_that_the_header_says_the_order(view: SamplesView) -> None:
    view.show_state(samples().sorted(2, ascending=False))
    assert view.table.model().headerData(2, Qt.Orientation.Horizontal) == "score crack ↓"
    assert view.table.model().index(0, 0).data() == "p00117"


def test_that_each_export_is_asked_for_by_name(view: SamplesView) -> None:
    watch = Watch(view.export_requested)
    for action in view.menu.actions():
        action.trigger()
    assert watch.seen == ["selection", "decisions", "set_aside"]


def test_that_showing_a_state_emits_nothing(view: SamplesView) -> None:
    watch = Watch(view.sort_requested, view.export_requested)
    view.show_state(samples().sorted(1, ascending=False))
    view.show_state(replace(samples(), rows=np.arange(0)))
    assert watch.seen == []


def test_that_an_empty_selection_says_what_to_do(view: SamplesView) -> None:
    view.show_state(replace(samples(), rows=np.arange(0)))
    assert view.empty.isVisible()
    assert not view.table.isVisible()
    view.show_state(samples())
    assert view.table.isVisible()


def test_that_only_visible_rows_become_text(view: SamplesView, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[int] = set()
    plain = SamplesState.text

    def counted(self: SamplesState, position: int, column: int) -> str:
        asked.add(position)
        return plain(self, position, column)

    monkeypatch.setattr(SamplesState, "text", counted)
    view.show_state(samples(ALL - 100))
    view.grab()
    assert 0 < len(asked) < 100


def test_that_selected_rows_are_copied_with_their_headers(view: SamplesView, qtbot: QtBot) -> None:
    view.table.selectRow(1)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "id\ttrue\tscore crack"
    assert lines[1].startswith("p00101\tcrack\t")
    assert len(lines) == 2


def test_that_the_dark_palette_reaches_the_table(view: SamplesView) -> None:
    view.set_palette(DARK)
    assert pixels(view.table.viewport())[-3, 3, :3].sum() < 250


def test_that_enter_sorts_by_the_column_of_the_current_cell(view: SamplesView, qtbot: QtBot) -> None:
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    view.table.setCurrentIndex(view.table.model().index(0, 2))
    with qtbot.waitSignal(view.sort_requested) as caught:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert caught.args == [(2, True)]


def test_that_rows_that_are_no_longer_selected_are_taken_away(qtbot: QtBot, view: SamplesView) -> None:
    view.show_state(samples(18))
    view.show_state(None)
    assert view.table.model().rowCount() == 0
    assert view.title.text() == ""
    assert not view.empty.isVisible()
    view.show_state(samples(18))
    assert view.table.model().rowCount() == 18


def test_that_numbers_keep_their_width_and_a_last_text_takes_the_rest(view: SamplesView) -> None:
    header = view.table.horizontalHeader()
    widest = view.fontMetrics().horizontalAdvance("0.000000000") + 40
    assert header.sectionSize(2) < widest
    texts = samples()
    view.show_state(replace(texts, headers=("id", "score crack", "true"), columns=(
        texts.columns[0], texts.columns[2], texts.columns[1],
    ), names=(None, None, ("ok", "crack"))))  # fmt: skip
    assert header.length() == view.table.viewport().width()


def test_that_a_header_says_what_its_column_holds(view: SamplesView) -> None:
    view.show_state(replace(samples(), hints=("the id of the file", "", "")))
    tips = [
        view.table.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for column in range(2)
    ]
    click = "Click to sort, or press Enter in the column"
    assert tips == [f"id: the id of the file\n{click}", f"true\n{click}"]
