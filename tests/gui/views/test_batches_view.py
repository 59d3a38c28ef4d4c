"""The Batches tab, handed literals, used with mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from confmat_gui.core.repairs import Repair
from confmat_gui.gui.views.batch_delegate import small_matrix, tick_of
from confmat_gui.gui.views.batches_view import BatchesView
from confmat_gui.present.batch_rows import BatchesState, BatchRow, RepairRow
from confmat_gui.present.palette import DARK, LIGHT, heat_table


def row(number: int, *, figure: float = 0.8, included: bool = True, outside: bool = False) -> BatchRow:
    return BatchRow(
        name=f"batch {number}", source=f"batch_{number}.csv", included=included, n=5,
        class_counts=np.array([3, 2]), matrix=np.array([[3, 0], [1, 1]]), figure=figure,
        figure_text=f"{figure:.3f}", low=0.4, high=1.0, outside=outside, accuracy_text="0.800",
        without=0.81, change_text="+0.010", remark="Lower than by chance" if outside else "",
    )  # fmt: skip


def state(n: int = 12, **changes: Any) -> BatchesState:
    rows = tuple(row(i, figure=0.2 if i == 2 else 0.8, outside=i == 2) for i in range(1, n + 1))
    metrics = (("accuracy", "Accuracy"), ("mcc", "MCC"))
    made = BatchesState(
        rows=rows, classes=("ok", "crack"), columns=("ok", "crack"), metric="accuracy",
        metric_name="Accuracy", metrics=metrics, focus=1, whole=0.8, whole_text="0.800", average=0.75,
        sentence="One batch says little.", n=5 * n, repairs=(),
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture
def view(qtbot: QtBot) -> BatchesView:
    made = BatchesView()
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


def texts(view: BatchesView, row_number: int) -> list[str]:
    model = view.table.model()
    return [str(model.index(row_number, c).data()) for c in range(model.columnCount())]


def headers(view: BatchesView) -> list[str]:
    model = view.table.model()
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(c, across)) for c in range(model.columnCount())]


def test_that_every_batch_stands_beside_the_whole(view: BatchesView) -> None:
    assert headers(view) == [
        "Counts", "Batch", "Samples", "Classes", "Matrix", "Accuracy", "By chance", "Without it", "Remark",
    ]  # fmt: skip
    assert texts(view, 1) == [
        "", "batch 2", "5", "", "", "0.200", "0.400 – 1.000", "+0.010", "Lower than by chance",
    ]  # fmt: skip
    assert view.sentence.text() == "One batch says little."
    assert view.chosen.text() == "Accuracy: batch 1 alone 0.800 · all 12 batches 0.800"


def test_that_another_figure_stands_beside_accuracy(view: BatchesView) -> None:
    chosen = heard(view.metric_chosen)
    view.choice.setFocus()
    QTest.keyClick(view.choice, Qt.Key.Key_Down)
    assert chosen == ["mcc"]
    assert view.choice.currentData() == "accuracy"  # what is chosen follows the state alone
    view.show_state(state(metric="mcc", metric_name="MCC"))
    assert headers(view)[5:7] == ["Accuracy", "MCC"]
    assert view.choice.currentData() == "mcc"


def test_that_a_press_on_a_tick_asks_and_changes_nothing_by_itself(view: BatchesView) -> None:
    asked = heard(view.batch_included)
    index = view.table.model().index(3, 0)
    place = tick_of(view.table.visualRect(index)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("batch 4", False)]
    view.show_state(state(rows=tuple(row(i, included=i != 4) for i in range(1, 13))))
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked[-1] == ("batch 4", True)
    beside = view.table.visualRect(view.table.model().index(5, 1)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert len(asked) == 2


def test_that_space_and_delete_leave_a_batch_out(view: BatchesView) -> None:
    asked = heard(view.batch_included)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    assert asked == [("batch 2", False), ("batch 2", False)]
    view.show_state(state(rows=tuple(row(i, included=i != 2) for i in range(1, 13))))
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    assert len(asked) == 2
    assert view.chosen.text().startswith("Accuracy: batch 2 left out")


def test_that_new_figures_keep_the_row_and_the_place(view: BatchesView) -> None:
    view.show_state(state(200))
    view.table.selectRow(150)
    view.table.verticalScrollBar().setValue(1000)
    place = view.table.verticalScrollBar().value()
    view.show_state(state(200, whole=0.81, whole_text="0.810"))
    assert view.table.currentIndex().row() == 150
    assert view.table.verticalScrollBar().value() == place
    assert "0.810" in view.chosen.text()


def test_that_a_click_in_the_chart_goes_to_its_batch(view: BatchesView) -> None:
    box = view.chart.plot.getPlotItem().getViewBox()
    place = view.chart.plot.mapFromScene(box.mapViewToScene(box.viewRect().center()))
    QTest.mouseMove(view.chart.plot.viewport(), place + QPoint(1, 0))
    QTest.mouseClick(view.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.table.currentIndex().row() in {5, 6}
    assert view.chart.card.lines[0].startswith(("batch 6: 5 samples", "batch 7: 5 samples"))
    assert "by chance alone 0.400 to 1.000" in view.chart.card.lines


def test_that_repairs_can_be_taken_back(view: BatchesView) -> None:
    repair = Repair("leave-out", ("batch 3",))
    taken = heard(view.repairs_removed)
    view.show_state(state(repairs=(RepairRow((repair,), "Batch 3 left out"),)))
    assert view.repairs.isVisible()
    (button,) = view.repairs.buttons
    assert button.accessibleName() == "Take back: Batch 3 left out"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert taken == [(repair,)]
    view.show_state(state())
    assert view.repairs.buttons == []
    assert not view.repairs.isVisible()


def test_that_many_batches_are_taken_back_together_and_long_texts_are_shortened(view: BatchesView) -> None:
    leaving = tuple(Repair("leave-out", (f"batch {i}",)) for i in range(1, 8))
    mapping = Repair("map-classes", ("crack", "ok"))
    taken = heard(view.repairs_removed)
    moved = ", ".join(f"class {i} is {i + 1}" for i in range(30))
    long = RepairRow((mapping,), f"Classes put right: {moved}")
    view.show_state(state(repairs=(long, RepairRow(leaving, "7 batches left out"))))
    first, second = view.repairs.buttons
    assert first.width() < 260
    assert "class 29 is 30" in first.toolTip()
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert taken == [leaving]


def test_that_a_long_name_of_the_figure_is_shortened(view: BatchesView) -> None:
    name = "Recall of a class with a name that is really very long, and then longer still"
    view.show_state(state(metric="recall", metric_name=name, metrics=(("recall", name),)))
    axis = view.chart.plot.getPlotItem().getAxis("left")
    assert axis.labelText.endswith("…")
    assert axis.label.boundingRect().width() <= view.chart.plot.height()
    column = headers(view).index(name)
    assert view.table.columnWidth(column) < 200


def test_that_bars_and_dots_are_narrower_where_batches_are_many(view: BatchesView, qtbot: QtBot) -> None:
    def looks() -> tuple[float, float]:
        return view.chart._bands.opts["pen"].widthF(), float(view.chart._dots.opts["size"])

    few = looks()
    view.show_state(state(100))
    many = looks()
    assert many[0] < few[0]
    assert many[1] < few[1]
    view.resize(2600, 320)
    qtbot.waitUntil(lambda: looks()[0] > many[0], timeout=2000)
    item = view.chart.plot.getPlotItem()
    (low, high), _ = item.viewRange()
    assert low < 1 - 2
    assert high > 100 + 2  # room for the ring around the first and the last dot


def test_that_a_second_line_of_the_sentence_moves_nothing(view: BatchesView) -> None:
    place = view.table.geometry()
    view.show_state(state(sentence="One batch says little, and so does its neighbour. " * 4))
    QApplication.processEvents()
    assert view.table.geometry() == place


def test_that_long_names_give_way_to_the_figures(view: BatchesView) -> None:
    rows = tuple(replace(row(i), name=f"line-7 shift {i} of a very long week in November") for i in range(3))
    view.show_state(state(rows=rows))
    column = headers(view).index("Batch")
    last = view.table.model().columnCount() - 1
    QApplication.processEvents()  # the scroll bar of the twelve rows before goes
    whole = view.table.columnWidth(column)
    view.resize(1000, 320)
    assert view.table.columnWidth(column) < whole
    view.resize(900, 320)
    assert view.table.columnWidth(column) == 150
    view.resize(1250, 320)
    assert view.table.columnWidth(column) == whole
    assert view.table.columnViewportPosition(last) < view.table.viewport().width()
    tip = view.table.model().index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "line-7 shift 0 of a very long week in November\nbatch_0.csv"


def test_that_a_batch_outside_of_its_spread_is_drawn_as_such(view: BatchesView) -> None:
    assert view.chart._outside.getData()[0].tolist() == [2]
    assert view.chart._outside.getData()[1].tolist() == [0.2]
    assert view.chart._dots.getData()[0].tolist() == [1, *range(3, 13)]
    view.show_state(state(rows=(row(1), row(2, figure=float("nan"), included=False))))
    assert view.chart._dots.getData()[0].tolist() == [1]
    assert len(view.chart._outside.getData()[0]) == 0


def test_that_undefined_figures_and_other_colours_can_be_drawn(view: BatchesView) -> None:
    nan = float("nan")
    empty = replace(row(2), figure=nan, low=nan, high=nan, matrix=None, class_counts=np.zeros(2, np.int64))
    view.show_state(state(rows=(row(1), empty), whole=nan))
    view.set_palette(DARK)
    assert not view.grab().isNull()
    view.show_state(state(1000))
    assert not view.grab().isNull()


def test_that_a_small_matrix_has_the_colours_of_the_large_one() -> None:
    image = small_matrix(np.array([[3, 1, 0], [0, 0, 0]]), LIGHT)
    first = image.pixelColor(0, 0)
    assert [first.red(), first.green(), first.blue()] == heat_table(LIGHT)[191].tolist()
    assert image.pixelColor(0, 1).name() == LIGHT.panel
    assert (image.width(), image.height()) == (3, 2)


def test_that_a_screen_reader_is_told_what_is_only_drawn(view: BatchesView) -> None:
    model = view.table.model()
    spoken = [model.index(0, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in range(4)]
    assert spoken[0] == "Counts, batch 1: counted"
    assert spoken[3] == "Classes, batch 1: ok 3, crack 2"
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "batch 1\nbatch_1.csv"
