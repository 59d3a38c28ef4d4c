"""Long names of classes in a view: shortened, and still told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views import heatmap_edges
from confmat_gui.gui.views.cost_matrix_view import CostMatrixView
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.gui.views.shown_names import shown_name
from confmat_gui.present.palette import LIGHT
from tests.gui.views.literals import cost_state, matrix_state

NAMES = tuple(f"part_with_scratch_on_{side}_edge" for side in ("left", "right", "upper", "lower", "no"))


def test_that_rows_and_columns_of_the_matrix_have_distinct_names(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: dict[str, set[str]] = {}

    def watched(font: QFont, name: str, room: float, among: tuple[str, ...]) -> str:
        text = shown_name(font, name, room, among)
        written.setdefault(name, set()).add(text)
        return text

    monkeypatch.setattr(heatmap_edges, "shown_name", watched)
    view = HeatmapView()
    qtbot.addWidget(view)
    view.resize(520, 320)
    view.set_palette(LIGHT)
    state = matrix_state()
    view.show_state(replace(state, classes=NAMES[: len(state.classes)]))
    view.show()
    view.grab()
    seen = [text for texts in written.values() for text in texts]
    assert len(written) == len(state.classes)
    assert all("…" in text for text in seen)
    assert len(set(seen)) == len(seen)


def test_that_a_name_fits_its_room(qtbot: QtBot) -> None:
    font = QFont()
    for room in (30.0, 60.0, 120.0):
        for name in NAMES:
            text = shown_name(font, name, room, NAMES)
            assert QFontMetricsF(font).horizontalAdvance(text) <= room + 0.5
    assert shown_name(font, "abc", 1.0, ()) == "…"


def test_that_columns_of_prices_have_distinct_names_and_are_spoken_whole(qtbot: QtBot) -> None:
    view = CostMatrixView()
    qtbot.addWidget(view)
    view.set_palette(LIGHT)
    view.show_state(replace(cost_state(), classes=NAMES))
    model = view.table.model()
    columns = range(model.columnCount())
    shown = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    assert sum("…" in text for text in shown) >= 4
    assert len(set(shown)) == len(NAMES)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert tuple(model.headerData(column, Qt.Orientation.Horizontal, spoken) for column in columns) == NAMES
    assert tuple(model.headerData(row, Qt.Orientation.Vertical) for row in columns) == NAMES
