"""The small tables of a preview."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.preview_table import PreviewTableView
from confmat_gui.present.palette import LIGHT
from confmat_gui.present.preview import PreviewRow, PreviewTable

ROWS = tuple(PreviewRow((f"ok → {k}", "3", "2", "−1"), ("same", "same", "same", "better")) for k in range(8))


@pytest.mark.parametrize("note", ["", "and 3 more kinds of errors that change"])
def test_that_whole_rows_are_shown_at_every_height(qtbot: QtBot, note: str) -> None:
    view = PreviewTableView()
    qtbot.addWidget(view)
    view.set_palette(LIGHT)
    view.show_state(PreviewTable("Errors", ("True → predicted", "Now", "Then", "Change"), ROWS, note))
    view.show()
    row = view.table.verticalHeader().defaultSectionSize()
    for height in range(130, 130 + row, 3):
        view.resize(320, height)
        QApplication.processEvents()
        assert view.table.height() == view.table.maximumHeight()
        assert view.table.viewport().height() % row == 0
        assert view.table.viewport().height() >= row
        assert view.table.geometry().bottom() < (view.note.geometry().top() if note else height)


def test_that_a_short_table_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    view = PreviewTableView()
    qtbot.addWidget(view)
    view.show_state(PreviewTable("Errors", ("True → predicted", "Now", "Then", "Change"), ROWS[:2]))
    view.resize(320, 400)
    view.show()
    QApplication.processEvents()
    assert view.table.viewport().height() == 2 * view.table.verticalHeader().defaultSectionSize()


def test_that_the_wanted_width_has_room_for_every_text_and_header(qtbot: QtBot) -> None:
    view = PreviewTableView()
    qtbot.addWidget(view)
    view.set_palette(LIGHT)
    cells = (("Balanced accuracy", "0.1", "0.2", ""), ("F1", "0.123456", "0.2", "[0.1, 0.2]"))
    rows = tuple(PreviewRow(row, ("same",) * 4) for row in cells)
    view.show_state(PreviewTable("Figures", ("Figure", "Now", "A long header", "95 %"), rows))
    view.resize(view.wanted_width(), 60)  # so low that the bar at the side takes its room
    view.show()
    QApplication.processEvents()
    header = view.table.horizontalHeader()
    for column in range(4):
        wanted = max(view.table.sizeHintForColumn(column), header.sectionSizeHint(column))
        assert view.table.columnWidth(column) >= wanted
