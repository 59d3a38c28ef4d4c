"""How much detail the cells show."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.heatmap_cells import compact_text
from confmat_gui.gui.views.heatmap_edges import text_sizes
from confmat_gui.gui.views.heatmap_layout import AXIS_LABEL, TextSizes, lay_out
from confmat_gui.gui.views.heatmap_picture import positions
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.gui.views.inks import scaled_font, text_width
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import matrix_state
from tests.gui.views.watching import layout_of, pixels, turn_wheel

SIZES = TextSizes(line=16, widest_name=60, scale_text=40, least_column=52)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[HeatmapView]:
    made = HeatmapView()
    qtbot.addWidget(made)
    made.resize(760, 520)
    made.set_palette(LIGHT)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    cells: set[tuple[int, int]] = set()
    plain = MatrixState.main_text

    def counted(self: MatrixState, true: int, pred: int) -> str:
        cells.add((true, pred))
        return plain(self, true, pred)

    monkeypatch.setattr(MatrixState, "main_text", counted)
    return cells


def test_that_few_classes_show_a_text_in_every_cell(view: HeatmapView, asked: set[tuple[int, int]]) -> None:
    view.show_state(matrix_state(5))
    view.grab()
    assert len(asked) == 25


def test_that_texts_without_room_are_never_made(view: HeatmapView, asked: set[tuple[int, int]]) -> None:
    view.show_state(matrix_state(1000))
    view.grab()
    assert len(asked) < 10


def test_that_zooming_in_makes_the_texts_of_the_visible_cells(
    view: HeatmapView, asked: set[tuple[int, int]]
) -> None:
    view.show_state(matrix_state(1000))
    turn_wheel(view.canvas.viewport(), view.canvas.rect().center(), 30)
    asked.clear()
    view.grab()
    assert 9 < len(asked) < 400


@pytest.mark.parametrize("mode", ["true", "delta", "counts"])
def test_that_small_cells_show_shares_as_whole_percentages(view: HeatmapView, mode: str) -> None:
    view.show_state(matrix_state(20, mode))
    assert pixels(view.canvas).std() > 0
    view.set_palette(DARK)
    assert pixels(view.canvas).std() > 0


@pytest.mark.parametrize(
    ("share", "text"), [(0.982, "98"), (-0.12, "−12"), (0.004, ""), (math.nan, ""), (1.0, "100")]
)
def test_that_a_compact_text_is_a_whole_percentage(share: float, text: str) -> None:
    state = matrix_state(2, values=np.full((2, 2), share))
    assert compact_text(state, 0, 1) == text


def test_that_intensities_lie_on_the_scale_from_end_to_end() -> None:
    shares = np.array([[0.0, 0.5, 1.0, np.nan, 7.0]])
    assert positions(shares, diverging=False).tolist() == [[0, 128, 255, -1, 255]]
    changes = np.array([[-1.0, 0.0, 1.0]])
    assert positions(changes, diverging=True).tolist() == [[0, 128, 255]]


@pytest.mark.parametrize("n", [1, 2, 5, 20, 100, 1000])
@pytest.mark.parametrize("size", [(300, 200), (600, 300), (1200, 900)])
def test_that_nothing_leaves_the_canvas(n: int, size: tuple[int, int]) -> None:
    area = QRectF(0, 0, *size)
    layout = lay_out(area, n, SIZES)
    for part in (layout.grid, layout.names, layout.header, layout.recall, layout.scale, layout.precision):
        assert area.contains(part)
    assert not layout.grid.intersects(layout.recall)
    assert not layout.grid.intersects(layout.names)
    assert len(layout.rows()) == len(layout.columns()) == n


@pytest.mark.parametrize("n", [7, 333])
def test_that_cells_touch_without_overlap_at_every_zoom(n: int) -> None:
    area = QRectF(0, 0, 500, 400)
    layout = lay_out(area, n, SIZES).part(QRectF(n / 3, n / 7, n / 3.7, n / 3.7))
    for row in list(layout.rows())[:-1]:
        assert layout.cell(row, 0).bottom() == layout.cell(row + 1, 0).top()


def test_that_shift_and_control_scroll_a_zoomed_matrix(view: HeatmapView) -> None:
    view.show_state(matrix_state(100))
    at = view.canvas.rect().center()
    turn_wheel(view.canvas.viewport(), at, 10)
    before = layout_of(view)
    turn_wheel(view.canvas.viewport(), at, -2, Qt.KeyboardModifier.ShiftModifier)
    assert layout_of(view).left == pytest.approx(before.left + 120)
    assert layout_of(view).top == pytest.approx(before.top)
    turn_wheel(view.canvas.viewport(), at, -2, Qt.KeyboardModifier.ControlModifier)
    assert layout_of(view).top == pytest.approx(before.top + 120)


@pytest.mark.parametrize("names", [("n", "p"), ("a very long name of a class", "p")])
def test_that_the_word_beside_the_precision_bars_is_whole(qapp: QApplication, names: tuple[str, str]) -> None:
    sizes = text_sizes(qapp.font(), matrix_state(2, classes=names))
    layout = lay_out(QRectF(0, 0, 560, 300), 2, sizes)
    word = text_width(scaled_font(qapp.font(), 0.92), "precision")
    assert layout.names.right() >= word
    assert layout.names.width() + AXIS_LABEL >= word


@pytest.mark.parametrize(
    "ends", [("0%", "100% of row"), ("25 pp worse", "25 pp better"), ("no prices yet", "")]
)
def test_that_the_texts_beside_the_colour_scale_have_room_and_move_nothing(
    qapp: QApplication, ends: tuple[str, str]
) -> None:
    size = QRectF(0, 0, 560, 300)
    plain = lay_out(size, 2, text_sizes(qapp.font(), matrix_state(2)))
    sizes = text_sizes(qapp.font(), matrix_state(2, low_text=ends[0], high_text=ends[1]))
    layout = lay_out(size, 2, sizes)
    assert layout.grid == plain.grid
    font = scaled_font(qapp.font(), 0.88)
    assert all(text_width(font, word) <= layout.scale_text for text in ends for word in text.split())
    assert layout.scale.right() + layout.scale_text <= size.right()


def test_that_two_classes_fill_a_large_panel() -> None:
    layout = lay_out(QRectF(0, 0, 1150, 800), 2, SIZES)
    assert layout.grid.height() > 600
