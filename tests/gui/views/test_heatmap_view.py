"""The heatmap: clicks, keyboard, zoom, texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import matrix_state
from tests.gui.views.watching import Watch, layout_of, pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeatmapView]:
    made = HeatmapView()
    qtbot.addWidget(made)
    made.resize(760, 520)
    made.set_palette(LIGHT)
    made.show_state(matrix_state())
    made.show()
    yield made
    made.hide()


def centre(view: HeatmapView, true: int, pred: int) -> QPoint:
    return layout_of(view).cell(true, pred).center().toPoint()


def test_that_a_click_selects_the_cell_under_the_mouse(view: HeatmapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=centre(view, 3, 1))
    assert caught.args == [(3, 1)]


@pytest.mark.parametrize("edge", ["row", "column"])
def test_that_a_click_on_a_name_selects_the_class(view: HeatmapView, qtbot: QtBot, edge: str) -> None:
    layout, cell = layout_of(view), layout_of(view).cell(2, 2)
    beside = QPointF(layout.names.right() - 4, cell.center().y())
    above = QPointF(cell.center().x(), layout.header.bottom() - 4)
    with qtbot.waitSignal(view.class_selected) as caught:
        qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=(beside if edge == "row" else above).toPoint())
    assert caught.args == [2]


def test_that_showing_a_state_emits_nothing(view: HeatmapView) -> None:
    watch = Watch(view.cell_selected, view.class_selected, view.mode_chosen)
    for mode in ("counts", "true", "delta", "cost"):
        view.show_state(matrix_state(5, mode, selected_cell=(1, 2), selected_class=3))
    assert watch.seen == []


def test_that_a_press_on_a_mode_asks_and_shows_what_was_decided(view: HeatmapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.mode_chosen) as caught:
        qtbot.mouseClick(view.modes.buttons["cost"], LEFT)
    assert caught.args == ["cost"]
    assert [key for key, button in view.modes.buttons.items() if button.isChecked()] == ["true"]
    view.show_state(matrix_state(5, "cost"))
    assert view.modes.buttons["cost"].isChecked()


def test_that_arrow_keys_walk_and_enter_selects(view: HeatmapView, qtbot: QtBot) -> None:
    view.canvas.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(view.canvas, key)
    assert view.canvas.focused_cell == (1, 1)
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert caught.args == [(1, 1)]


def test_that_the_focus_does_not_leave_the_matrix(view: HeatmapView, qtbot: QtBot) -> None:
    view.canvas.setFocus()
    for _ in range(9):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    assert view.canvas.focused_cell == (0, 4)


def test_that_a_screen_reader_hears_the_focused_cell(view: HeatmapView, qtbot: QtBot) -> None:
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.canvas.accessibleDescription() == ", ".join(matrix_state().sentence(0, 1))
    assert "5 classes" in view.canvas.accessibleName()


@pytest.mark.parametrize("how", ["escape", "double click"])
def test_that_the_selection_can_be_cleared(view: HeatmapView, qtbot: QtBot, how: str) -> None:
    view.show_state(matrix_state(5, selected_cell=(1, 2)))
    watch = Watch(view.cell_selected)
    if how == "escape":
        qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    else:
        qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=centre(view, 0, 0))
    assert watch.seen[-1] is None


def test_that_escape_clears_a_selected_class(view: HeatmapView, qtbot: QtBot) -> None:
    view.show_state(matrix_state(5, selected_class=2))
    with qtbot.waitSignal(view.class_selected) as caught:
        qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert caught.args == [None]


def test_that_hovering_explains_the_cell_in_the_words_of_the_state(view: HeatmapView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.canvas.viewport(), centre(view, 3, 0))
    assert view.canvas.card.lines == matrix_state().sentence(3, 0)
    assert view.canvas.card.isVisible()
    qtbot.mouseMove(view.canvas.viewport(), QPoint(2, 2))
    assert not view.canvas.card.isVisible()


def test_that_the_wheel_zooms_at_the_mouse_and_fit_shows_all(view: HeatmapView, qtbot: QtBot) -> None:
    view.show_state(matrix_state(100))
    at = centre(view, 70, 30)
    turn_wheel(view.canvas.viewport(), at, 6)
    assert len(layout_of(view).rows()) < 50
    assert layout_of(view).cell_at(QPointF(at)) == (70, 30)
    assert view.fit.isVisible()
    qtbot.mouseClick(view.fit, LEFT)
    assert not view.canvas.is_zoomed()
    assert len(layout_of(view).rows()) == 100


def test_that_a_drag_moves_the_zoomed_matrix_and_selects_nothing(view: HeatmapView, qtbot: QtBot) -> None:
    view.show_state(matrix_state(100))
    at = centre(view, 50, 50)
    turn_wheel(view.canvas.viewport(), at, 8)
    watch = Watch(view.cell_selected)
    first = layout_of(view).rows().start
    qtbot.mousePress(view.canvas.viewport(), LEFT, pos=at)
    qtbot.mouseMove(view.canvas.viewport(), at - QPoint(0, 60))
    qtbot.mouseMove(view.canvas.viewport(), at - QPoint(0, 120))
    qtbot.mouseRelease(view.canvas.viewport(), LEFT, pos=at - QPoint(0, 120))
    assert layout_of(view).rows().start > first
    assert watch.seen == []


def test_that_the_keyboard_reaches_every_cell_of_a_zoomed_matrix(view: HeatmapView, qtbot: QtBot) -> None:
    view.show_state(matrix_state(100))
    view.canvas.setFocus()
    for _ in range(6):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Plus)
    for _ in range(60):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert view.canvas.focused_cell == (60, 0)
    assert 60 in layout_of(view).rows()
    qtbot.keyClick(view.canvas, Qt.Key.Key_0)
    assert not view.canvas.is_zoomed()


def test_that_the_zoom_stays_while_the_figures_change(view: HeatmapView) -> None:
    view.show_state(matrix_state(100))
    turn_wheel(view.canvas.viewport(), centre(view, 50, 50), 4)
    before = layout_of(view)
    view.show_state(matrix_state(100, "counts"))
    assert layout_of(view) == before
    assert view.canvas.is_zoomed()
    view.show_state(matrix_state(20))
    assert not view.canvas.is_zoomed()


def test_that_a_thousand_classes_show_every_right_answer(view: HeatmapView) -> None:
    view.show_state(matrix_state(1000, intensity=np.eye(1000)))
    grid = layout_of(view).grid
    picture = pixels(view.canvas)
    diagonal = grid.bottomRight() - grid.topLeft()
    along = [grid.topLeft() + diagonal * share for share in np.linspace(0.05, 0.95, 40)]
    window = [picture[int(p.y()) - 1 : int(p.y()) + 2, int(p.x()) - 1 : int(p.x()) + 2, :3] for p in along]
    assert all(part.sum(axis=2).min() < 300 for part in window)


def test_that_a_single_error_among_a_thousand_classes_does_not_vanish(view: HeatmapView) -> None:
    intensity = np.zeros((1000, 1000))
    intensity[123, 877] = 1.0
    view.show_state(matrix_state(1000, intensity=intensity))
    cell, picture = layout_of(view).cell(123, 877), pixels(view.canvas)
    x, y = round(cell.left()), round(cell.top())
    assert picture[y - 2 : y + 3, x - 2 : x + 3, :3].sum(axis=2).min() < 300


def test_that_undefined_cells_can_be_drawn(view: HeatmapView) -> None:
    values = np.full((5, 5), np.nan)
    view.show_state(matrix_state(5, values=values, intensity=values, recall=values[0], precision=values[0]))
    assert pixels(view.canvas).std() > 0


def test_that_texts_are_redrawn_in_the_ink_of_the_dark_palette(view: HeatmapView) -> None:
    light = pixels(view.canvas)
    view.set_palette(DARK)
    dark = pixels(view.canvas)
    assert light[2, 2, :3].sum() > 700
    assert dark[2, 2, :3].sum() < 250


def test_that_a_copied_picture_shows_no_card_and_no_focus(view: HeatmapView, qtbot: QtBot) -> None:
    plain = view.copy_picture().toImage()
    qtbot.mouseMove(view.canvas.viewport(), centre(view, 1, 1))
    assert view.canvas.card.isVisible()
    assert view.copy_picture().toImage() == plain
    assert plain.width() == round(view.width() * view.devicePixelRatioF())


def test_that_the_focused_cell_is_announced(
    view: HeatmapView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message()))
    )
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert said[-1] == ", ".join(matrix_state().sentence(1, 0))


def test_that_arrow_keys_walk_over_the_modes(view: HeatmapView, qtbot: QtBot) -> None:
    view.modes.buttons["true"].setFocus()
    qtbot.keyClick(view.modes.buttons["true"], Qt.Key.Key_Right)
    assert view.modes.buttons["pred"].hasFocus()
    qtbot.keyClick(view.modes.buttons["pred"], Qt.Key.Key_Left)
    qtbot.keyClick(view.modes.buttons["true"], Qt.Key.Key_Left)
    assert view.modes.buttons["counts"].hasFocus()


def test_that_the_positive_class_stands_on_a_line_of_its_own(view: HeatmapView) -> None:
    view.show_state(matrix_state(2, title="Confusion matrix · positive class: crack"))
    assert view.title.text() == "Confusion matrix"
    assert view.subtitle.text() == "positive class: crack"
    assert view.accessibleName() == "Confusion matrix · positive class: crack"


def test_that_a_name_under_the_mouse_is_shown_as_a_whole(view: HeatmapView, qtbot: QtBot) -> None:
    name = "a name that is much too long to be written beside a row " * 3
    view.show_state(matrix_state(2, classes=("short", name)))
    layout, cell = layout_of(view), layout_of(view).cell(1, 0)
    qtbot.mouseMove(view.canvas.viewport(), QPointF(layout.names.right() - 4, cell.center().y()).toPoint())
    assert view.canvas.card.lines == (name,)
    assert view.canvas.card.geometry().right() < view.canvas.width()
