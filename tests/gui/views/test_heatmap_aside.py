"""The column of no decision beside the classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.heatmap_layout import HeatLayout, TextSizes, lay_out
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import DARK, LIGHT, heat_table
from tests.gui.views.literals import matrix_state
from tests.gui.views.watching import Watch, layout_of, pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton
SIZES = TextSizes(line=16, widest_name=60, scale_text=40, least_column=52, aside=62)


def wide_state(n: int = 5, mode: str = "true", **changes: object) -> MatrixState:
    """Return a state whose every row has half as many samples more, without a decision."""
    state = matrix_state(n, mode)
    left_out = state.counts.sum(axis=1) // 2
    counts = np.column_stack([state.counts, left_out])
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    values = counts.astype(np.float64) if mode == "counts" else share
    return replace(state, counts=counts, values=values, intensity=share, **changes)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeatmapView]:
    made = HeatmapView()
    qtbot.addWidget(made)
    made.resize(760, 520)
    made.set_palette(LIGHT)
    made.show_state(wide_state())
    made.show()
    yield made
    made.hide()


def strip_of(layout: HeatLayout) -> QRectF:
    assert layout.aside is not None
    return layout.aside


def centre(view: HeatmapView, true: int, pred: int) -> QPoint:
    return layout_of(view).cell(true, pred).center().toPoint()


@pytest.mark.parametrize("n", [1, 2, 5, 20, 100, 1000])
@pytest.mark.parametrize("size", [(560, 300), (1150, 800), (380, 220)])
def test_that_the_column_stands_apart_and_nothing_overlaps(n: int, size: tuple[int, int]) -> None:
    layout = lay_out(QRectF(0, 0, *size), n, SIZES)
    strip = strip_of(layout)
    assert strip.left() >= layout.grid.right() + 10
    assert strip.right() < layout.recall.left()
    assert strip.width() >= SIZES.aside
    assert (strip.top(), strip.height()) == (layout.grid.top(), layout.grid.height())
    if size != (380, 220):
        assert layout.scale.right() + layout.scale_text <= size[0]
    assert lay_out(QRectF(0, 0, *size), n, replace(SIZES, aside=0.0)).aside is None


def test_that_few_classes_give_it_a_cell_as_wide_as_theirs() -> None:
    layout = lay_out(QRectF(0, 0, 1150, 800), 3, SIZES)
    assert strip_of(layout).width() == pytest.approx(layout.cell_width, abs=1)


def test_that_a_click_selects_the_samples_without_a_decision(view: HeatmapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=centre(view, 3, 5))
    assert caught.args == [(3, 5)]


def test_that_its_heading_is_no_class_to_select(view: HeatmapView, qtbot: QtBot) -> None:
    watch = Watch(view.class_selected, view.cell_selected)
    above = QPointF(strip_of(layout_of(view)).center().x(), layout_of(view).header.bottom() - 4)
    qtbot.mouseClick(view.canvas.viewport(), LEFT, pos=above.toPoint())
    assert watch.seen == []


def test_that_arrow_keys_reach_it_and_it_is_spoken(view: HeatmapView, qtbot: QtBot) -> None:
    view.canvas.setFocus()
    for _ in range(9):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.canvas.focused_cell == (0, 5)
    assert "no decision" in view.canvas.accessibleDescription()
    with qtbot.waitSignal(view.cell_selected) as caught:
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert caught.args == [(0, 5)]
    view.show_state(matrix_state())
    assert view.canvas.focused_cell is None


def test_that_the_mouse_is_told_what_a_cell_means(view: HeatmapView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.canvas.viewport(), centre(view, 3, 5))
    assert view.canvas.card.isVisible()


def test_that_it_stays_while_the_classes_are_zoomed(view: HeatmapView) -> None:
    view.show_state(wide_state(20))
    before = strip_of(layout_of(view))
    turn_wheel(view.canvas.viewport(), centre(view, 3, 3), 6)
    after = layout_of(view)
    assert view.canvas.is_zoomed()
    assert strip_of(after) == before
    row = after.rows().start
    assert after.cell(row, 20).top() == after.cell(row, 0).top()
    view.canvas.focused_cell = (row, 20)
    left = after.left
    view.canvas._move_focus(0, 1)
    assert layout_of(view).left == left


@pytest.mark.parametrize("n", [2, 5, 20, 150])
@pytest.mark.parametrize("mode", ["true", "counts"])
def test_that_every_cell_has_the_colour_of_its_share(view: HeatmapView, n: int, mode: str) -> None:
    state = wide_state(n, mode)
    intensity = state.intensity.copy()
    intensity[:, n] = np.linspace(1, 0, n)
    view.show_state(replace(state, intensity=intensity))
    picture = view.canvas.grab().toImage()
    layout = layout_of(view)
    first = layout.cell(0, n)
    colour = picture.pixelColor(round(first.left()) + 2, round(first.top()))
    assert [colour.red(), colour.green(), colour.blue()] == heat_table(LIGHT)[255].tolist()


def test_that_undefined_cells_are_hatched_and_selected_ones_outlined(view: HeatmapView) -> None:
    state = wide_state()
    before = pixels(view.canvas)
    values = state.values.copy()
    values[:, 5] = np.nan
    view.show_state(replace(state, values=values, intensity=values))
    hatched = pixels(view.canvas)
    assert (before != hatched).any()
    view.show_state(replace(state, values=values, intensity=values, selected_cell=(2, 5)))
    assert (hatched != pixels(view.canvas)).any()
    view.set_palette(DARK)
    assert (hatched != pixels(view.canvas)).any()


def test_that_it_goes_with_the_rule(view: HeatmapView) -> None:
    view.show_state(matrix_state())
    assert layout_of(view).aside is None
    view.show_state(wide_state())
    assert layout_of(view).aside is not None
