"""The Calibration tab, handed states, used with mouse and keyboard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.core.predictions import Predictions
from confmat_gui.gui.views.calibration_view import CalibrationView
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.calibration_states import COLUMNS, CalibrationState
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.session.changes import show_reliability_of
from tests.gui.kit import PATIENCE
from tests.present.building import defects, evaluated, many_classes, session_from


def state(n_classes: int = 5, chosen: int | None = None) -> CalibrationState:
    predictions = defects(1_500) if n_classes == 5 else many_classes(n_classes, 1_500)
    session = show_reliability_of(session_from(predictions), chosen)
    return calibration_state(session, evaluated(session))


@pytest.fixture
def view(qtbot: QtBot) -> CalibrationView:
    made = CalibrationView()
    qtbot.addWidget(made)
    made.resize(1250, 320)
    made.set_palette(LIGHT)
    made.show_state(state())
    made.show()
    qtbot.waitExposed(made)
    return made


def heard(signal: Any) -> list[Any]:
    got: list[Any] = []
    signal.connect(got.append)
    return got


def cell(view: CalibrationView, row: int, column: int, role: Any = Qt.ItemDataRole.DisplayRole) -> Any:
    return view.table.model().index(row, column).data(role)


def dot_at(view: CalibrationView, place: int) -> QPoint:
    shown = state().reliability
    assert shown is not None
    box = view.plot.plot.getPlotItem().getViewBox()
    scene = box.mapViewToScene(QPointF(float(shown.bins.mean[place]), float(shown.bins.rate[place])))
    return QPoint(view.plot.plot.mapFromScene(scene))


def test_that_the_diagram_the_list_and_the_figures_show_the_state(view: CalibrationView) -> None:
    shown = state()
    assert shown.reliability is not None
    assert view.title.text() == "Reliability of the likeliest class"
    assert view.sentence.text() == shown.reliability.sentence
    assert [cell(view, row, 0) for row in range(6)] == [row.name for row in shown.rows]
    assert view.table.currentIndex().row() == 0
    labels = [label.text() for label in view.figures.findChildren(type(view.sentence))]
    assert {figure.value for figure in shown.figures} <= set(labels)
    assert view.plot.accessibleDescription().startswith("Reliability of the likeliest class. ECE ")


def test_that_a_click_and_an_arrow_key_ask_for_a_class(qtbot: QtBot, view: CalibrationView) -> None:
    asked = heard(view.reliability_chosen)
    place = view.table.visualRect(view.table.model().index(2, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [1]
    view.show_state(state(chosen=1))
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1, 2, None]


def test_that_what_is_chosen_follows_the_state_without_asking_back(view: CalibrationView) -> None:
    asked = heard(view.reliability_chosen)
    view.show_state(state(chosen=3))
    assert view.table.currentIndex().row() == 4
    assert view.title.text() == "Reliability of crack"
    assert asked == []


def test_that_the_bins_are_asked_for(view: CalibrationView) -> None:
    asked = heard(view.bins_chosen)
    view.bins.buttons["width"].click()
    assert asked == ["width"]
    assert view.bins.buttons["mass"].isChecked(), "what is shown follows the state alone"


def test_that_the_mouse_over_a_dot_says_its_bin_in_words(view: CalibrationView) -> None:
    shown = state().reliability
    assert shown is not None
    QTest.mouseMove(view.plot.plot.viewport(), dot_at(view, 3))
    assert view.plot.card.isVisible()
    assert view.plot.card.lines == shown.words(3)
    QTest.mouseMove(view.plot.plot.viewport(), QPoint(80, 60))
    assert not view.plot.card.isVisible()
    QTest.mouseMove(view.plot.plot.viewport(), dot_at(view, 3))
    QApplication.sendEvent(view.plot.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not view.plot.card.isVisible()


def test_that_a_double_click_shows_the_whole_square_again(view: CalibrationView) -> None:
    box = view.plot.plot.getPlotItem().getViewBox()
    box.setRange(xRange=(0.4, 0.6), yRange=(0.4, 0.6), padding=0)
    view.show_state(state())
    assert box.viewRange()[0] == pytest.approx([0.4, 0.6]), "other figures leave the zoom"
    viewport = view.plot.plot.viewport()
    at = QPointF(100, 60)
    press = QMouseEvent(
        QEvent.Type.MouseButtonDblClick, at, viewport.mapToGlobal(at), Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(viewport, press)
    assert box.viewRange()[0][0] < 0
    assert box.viewRange()[0][1] > 1


def test_that_an_error_above_chance_is_strong_and_spoken(view: CalibrationView) -> None:
    error = [column.key for column in COLUMNS].index("error")
    marked = [row for row, each in enumerate(state().rows) if each.above_chance]
    plain = [row for row, each in enumerate(state().rows) if not each.above_chance]
    assert marked
    for row in marked:
        assert cell(view, row, error, Qt.ItemDataRole.FontRole).bold()
        assert cell(view, row, error, Qt.ItemDataRole.AccessibleTextRole).endswith("more than chance gives")
    for row in plain:
        assert cell(view, row, error, Qt.ItemDataRole.FontRole) is None
    assert cell(view, 1, 0, Qt.ItemDataRole.ToolTipRole) == "ok"
    header = view.table.model().headerData(error, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Expected calibration error" in header


def test_that_an_error_above_chance_keeps_its_colour_where_it_is_selected(view: CalibrationView) -> None:
    error = [column.key for column in COLUMNS].index("error")
    row = next(row for row, each in enumerate(state().rows) if each.above_chance)
    view.table.selectRow(row)
    cell = view.table.visualRect(view.table.model().index(row, error))
    drawn = view.table.viewport().grab(cell).toImage()
    places = ((x, y) for x in range(drawn.width()) for y in range(drawn.height()))
    assert any(drawn.pixelColor(x, y).name() == LIGHT.worse.lower() for x, y in places)


def test_that_a_narrow_list_leaves_parts_of_the_score_out_and_no_number_is_shortened(
    qtbot: QtBot, view: CalibrationView
) -> None:
    keys = [column.key for column in COLUMNS]
    view.resize(900, 320)
    qtbot.waitUntil(lambda: view.table.isColumnHidden(keys.index("uncertainty")), timeout=PATIENCE)
    assert not view.table.isColumnHidden(keys.index("error"))
    wide = view.table.columnWidth(keys.index("perfect"))
    assert wide > view.table.fontMetrics().horizontalAdvance(cell(view, 1, keys.index("perfect")))
    view.resize(2_600, 320)
    qtbot.waitUntil(lambda: not view.table.isColumnHidden(keys.index("uncertainty")), timeout=PATIENCE)


def test_that_a_thousand_classes_are_rows_of_one_model(view: CalibrationView) -> None:
    rows = state().rows
    many = tuple(
        type(rows[0])(f"class {k}", k - 1 if k else None, 0.0, False, rows[0].cells) for k in range(1_001)
    )  # fmt: skip
    shown = state()
    view.show_state(
        CalibrationState(shown.reliability, many, 700, shown.figures, "mass")
    )  # fmt: skip
    assert view.table.model().rowCount() == 1_001
    assert view.table.currentIndex().row() == 700


def test_that_without_probabilities_only_the_reason_stands_there(view: CalibrationView) -> None:
    session = session_from(Predictions.from_arrays([0, 1], y_pred=[0, 1]))
    view.show_state(calibration_state(session, evaluated(session)))
    assert not view.plot.isVisible()
    assert not view.bins.isVisible()
    assert "needs scores" in view.sentence.text()
    view.show_state(None)
    assert "needs scores" in view.sentence.text()
    view.show_state(state())
    assert view.plot.isVisible()


def test_that_light_and_dark_look_different(view: CalibrationView) -> None:
    light = view.grab().toImage()
    view.set_palette(DARK)
    assert view.grab().toImage() != light


def test_that_one_sample_can_be_drawn(view: CalibrationView) -> None:
    one = session_from(Predictions.from_arrays([1], np.array([0.3]), classes=["a", "b"]))
    view.show_state(calibration_state(one, evaluated(one)))
    assert view.plot.isVisible()
    view.grab()


def test_that_a_click_on_what_is_drawn_selects_it_too(view: CalibrationView) -> None:
    view.show_state(state(chosen=2))
    asked = heard(view.reliability_chosen)
    place = view.table.visualRect(view.table.model().index(3, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [2]
