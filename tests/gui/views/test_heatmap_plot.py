"""The heatmap as a pyqtgraph view: what the scene holds, how far the view box goes, what it leaves alone."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.heatmap_cells import HeatmapCells
from confmat_gui.gui.views.heatmap_edges import HeatmapEdges
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.kit import PATIENCE
from tests.gui.views.literals import matrix_state
from tests.gui.views.watching import layout_of, pixels, turn_wheel


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeatmapView]:
    made = HeatmapView()
    qtbot.addWidget(made)
    made.resize(760, 520)
    made.set_palette(LIGHT)
    made.show()
    yield made
    made.hide()


def items_of(view: HeatmapView, kind: type[Any]) -> list[Any]:
    return [item for item in view.canvas.scene().items() if isinstance(item, kind)]


def box_of(view: HeatmapView) -> Any:
    (box,) = items_of(view, pg.ViewBox)
    return box


def test_that_a_hundred_classes_are_one_item(view: HeatmapView) -> None:
    view.show_state(matrix_state(5))
    few = len(view.canvas.scene().items())
    view.show_state(matrix_state(100))
    assert len(view.canvas.scene().items()) == few


@pytest.mark.parametrize(("n", "as_picture"), [(5, False), (60, False), (101, True), (1000, True)])
def test_that_very_many_cells_are_an_image(view: HeatmapView, n: int, as_picture: bool) -> None:
    view.show_state(matrix_state(n))
    (image,), (cells,) = items_of(view, pg.ImageItem), items_of(view, HeatmapCells)
    assert image.isVisible() == as_picture
    assert cells.isVisible() != as_picture


def test_that_an_image_gives_way_to_cells_with_texts_where_one_zooms_in(view: HeatmapView) -> None:
    view.show_state(matrix_state(1000))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 30)
    assert items_of(view, HeatmapCells)[0].isVisible()
    assert not items_of(view, pg.ImageItem)[0].isVisible()


def test_that_an_image_lies_on_the_cells_it_shows(view: HeatmapView) -> None:
    view.show_state(matrix_state(1000))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 3)
    (image,), layout = items_of(view, pg.ImageItem), layout_of(view)
    place = image.mapRectToParent(image.boundingRect())
    assert place.left() == pytest.approx(layout.columns().start)
    assert place.bottom() == pytest.approx(layout.rows().stop)


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_that_no_cell_is_lost_between_the_pixels_of_a_zoomed_image(view: HeatmapView, steps: int) -> None:
    lonely = np.zeros((1000, 1000))
    lonely[np.arange(3, 1000, 7), (np.arange(3, 1000, 7) * 13) % 1000] = 1.0
    view.show_state(matrix_state(1000, intensity=lonely))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), steps)
    layout, picture = layout_of(view), pixels(view.canvas)
    inside = layout.grid.adjusted(3, 3, -3, -3)
    places = [layout.cell(int(row), int(column)).center() for row, column in np.argwhere(lonely)]
    around = [(round(at.y()) - 2, round(at.x()) - 2) for at in places if inside.contains(at)]
    darkest = [picture[y : y + 4, x : x + 4, :3].sum(axis=2).min() for y, x in around]
    assert len(darkest) > 20
    assert max(darkest) < 300


def test_that_the_image_of_other_numbers_is_another(view: HeatmapView) -> None:
    view.show_state(matrix_state(200, intensity=np.zeros((200, 200))))
    empty = pixels(view.canvas)
    view.show_state(matrix_state(200, intensity=np.ones((200, 200))))
    full = pixels(view.canvas)
    view.set_palette(DARK)
    middle = layout_of(view).grid.center().toPoint()
    shown = [picture[middle.y(), middle.x(), :3].tolist() for picture in (empty, full, pixels(view.canvas))]
    assert shown[0] != shown[1] != shown[2] != shown[0]


@pytest.mark.parametrize("n", [5, 100, 1000])
def test_that_one_can_neither_leave_the_matrix_nor_come_too_near(view: HeatmapView, n: int) -> None:
    view.show_state(matrix_state(n))
    box, at = box_of(view), view.canvas.rect().center()
    turn_wheel(view.canvas.viewport(), at, 60)
    assert layout_of(view).cell_height == pytest.approx(max(64.0, layout_of(view).grid.height() / n))
    turn_wheel(view.canvas.viewport(), at, 90, Qt.KeyboardModifier.ShiftModifier)
    turn_wheel(view.canvas.viewport(), at, 90, Qt.KeyboardModifier.ControlModifier)
    whole = QRectF(0, 0, n, n).adjusted(-1e-9, -1e-9, 1e-9, 1e-9)
    assert whole.contains(box.viewRect())
    turn_wheel(view.canvas.viewport(), at, -60)
    assert box.viewRect() == QRectF(0, 0, n, n)


def test_that_the_cell_under_the_mouse_stays_when_one_zooms_too_far(view: HeatmapView) -> None:
    view.show_state(matrix_state(100))
    at = layout_of(view).cell(80, 20).center().toPoint()
    turn_wheel(view.canvas.viewport(), at, 60)
    assert layout_of(view).cell_at(QPointF(at)) == (80, 20)


def test_that_the_first_row_is_on_top_and_places_agree_with_the_view_box(view: HeatmapView) -> None:
    view.show_state(matrix_state(100))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 5)
    layout, box = layout_of(view), box_of(view)
    row, column = layout.rows()[4], layout.columns()[7]
    corner = box.mapViewToScene(QPointF(column, row))
    assert layout.cell(row, column).left() == pytest.approx(corner.x(), abs=0.51)
    assert layout.cell(row, column).top() == pytest.approx(corner.y(), abs=0.51)
    assert layout.row_edge(row + 1) > layout.row_edge(row)


def test_that_the_visible_part_stays_when_the_window_grows(view: HeatmapView) -> None:
    view.show_state(matrix_state(100))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 3)
    before = box_of(view).viewRect()
    view.resize(900, 700)
    QApplication.processEvents()
    assert box_of(view).viewRect() == before


def test_that_a_change_is_painted_once(
    view: HeatmapView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show_state(matrix_state(1000))
    qtbot.wait(20)
    painted: list[object] = []
    monkeypatch.setattr(HeatmapEdges, "draw", lambda *given: painted.append(given))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 2)
    qtbot.waitUntil(lambda: bool(painted), timeout=PATIENCE)
    QApplication.processEvents()
    assert len(painted) == 1


def test_that_keys_and_the_right_button_that_mean_nothing_here_go_on_to_the_window(
    view: HeatmapView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(HeatmapView, "keyPressEvent", lambda _view, event: seen.append(event.text()))
    monkeypatch.setattr(HeatmapView, "contextMenuEvent", lambda *_given: seen.append("menu"))
    view.show_state(matrix_state(5))
    qtbot.keyClick(view.canvas, Qt.Key.Key_X)
    at = QPoint(2, 2)
    assert layout_of(view).cell_at(QPointF(at)) is None
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.canvas.mapToGlobal(at))
    QApplication.sendEvent(view.canvas.viewport(), asked)
    assert seen == ["x", "menu"]


def test_that_dropped_files_are_left_to_the_window(view: HeatmapView) -> None:
    files = QMimeData()
    files.setUrls([QUrl("file:///predictions.csv")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, files, buttons, keys)
    assert not view.canvas.acceptDrops()
    assert not view.canvas.viewport().acceptDrops()
    QApplication.sendEvent(view.canvas.viewport(), event)
    assert not event.isAccepted()


def test_that_a_closed_view_leaves_nothing(qapp: QApplication) -> None:
    made = HeatmapView()
    made.set_palette(LIGHT)
    made.show_state(matrix_state(200))
    made.grab()
    left = [weakref.ref(thing) for thing in (made, made.canvas, box_of(made))]
    shiboken6.delete(made)
    del made
    qapp.processEvents()
    gc.collect()
    assert [thing() for thing in left] == [None, None, None]
