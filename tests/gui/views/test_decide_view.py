"""The Decide table: sliders, fields, steps, rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.decide_cells import SliderScale, ThresholdCell, weight_field
from confmat_gui.gui.views.decide_view import DecideView
from confmat_gui.gui.views.number_field import NumberField
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import decide_state
from tests.gui.views.watching import Watch, pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton
EVEN = SliderScale(0.0, 1.0)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[DecideView]:
    made = DecideView()
    qtbot.addWidget(made)
    made.resize(1300, 280)
    made.set_palette(LIGHT)
    made.show_state(decide_state())
    made.show()
    yield made
    made.hide()


def index(view: DecideView, row: int, key: str) -> QModelIndex:
    keys = [column.key for column in decide_state().columns]
    return view.table.model().index(row, keys.index(key))


def cell(view: DecideView, row: int) -> ThresholdCell:
    return ThresholdCell.inside(view.table.visualRect(index(view, row, "threshold")))


def handle(view: DecideView, row: int) -> QPoint:
    thresholds = decide_state().thresholds
    assert thresholds is not None
    parts = cell(view, row)
    return QPoint(round(parts.place(float(thresholds[row]), EVEN)), parts.slider.center().y())


def editor(view: DecideView) -> NumberField:
    found = [field for field in view.table.viewport().findChildren(NumberField) if field.isVisible()]
    assert len(found) == 1
    return found[0]


def test_that_a_slider_is_dragged_with_the_mouse(view: DecideView, qtbot: QtBot) -> None:
    watch = Watch(view.threshold_drag_started, view.threshold_dragged, view.threshold_drag_finished)
    surface, parts = view.table.viewport(), cell(view, 0)
    goal = QPoint(round(parts.place(0.75, EVEN)), parts.slider.center().y() + 60)
    qtbot.mousePress(surface, LEFT, pos=handle(view, 0))
    qtbot.mouseMove(surface, (handle(view, 0) + goal) / 2)
    qtbot.mouseMove(surface, goal)
    qtbot.mouseRelease(surface, LEFT, pos=goal)
    assert watch.seen[0] == 0
    assert watch.seen[-1] == 0
    assert watch.seen[-2] == (0, pytest.approx(0.75, abs=0.01))


def test_that_gripping_a_handle_moves_nothing_yet(view: DecideView, qtbot: QtBot) -> None:
    watch = Watch(view.threshold_dragged)
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=handle(view, 2) + QPoint(4, 0))
    assert watch.seen == []


def test_that_a_press_on_the_groove_moves_the_handle_there(view: DecideView, qtbot: QtBot) -> None:
    watch = Watch(view.threshold_dragged)
    parts = cell(view, 1)
    at = QPoint(round(parts.place(0.6, EVEN)), parts.slider.center().y())
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=at)
    assert watch.seen == [(1, pytest.approx(0.6, abs=0.01))]


def test_that_a_drag_ends_at_the_ends_of_the_slider(view: DecideView, qtbot: QtBot) -> None:
    watch = Watch(view.threshold_dragged)
    surface = view.table.viewport()
    qtbot.mousePress(surface, LEFT, pos=handle(view, 0))
    qtbot.mouseMove(surface, QPoint(1290, 10))
    qtbot.mouseRelease(surface, LEFT, pos=QPoint(1290, 10))
    assert watch.seen[-1] == (0, 1.0)


def test_that_a_threshold_is_typed(view: DecideView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=cell(view, 3).field.center())
    field = editor(view)
    assert field.text() == "0.023"
    qtbot.keyClicks(field, "0,4")
    with qtbot.waitSignal(view.threshold_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(3, 0.4)]


@pytest.mark.parametrize("typed", ["abc", "1.5", "0", ""])
def test_that_what_is_no_threshold_is_refused_and_said(view: DecideView, qtbot: QtBot, typed: str) -> None:
    watch = Watch(view.threshold_typed)
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=cell(view, 3).field.center())
    field = editor(view)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert watch.seen == []
    assert editor(view).toolTip()


def test_that_new_figures_do_not_overwrite_what_is_being_typed(view: DecideView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=cell(view, 3).field.center())
    qtbot.keyClicks(editor(view), "0.3")
    view.show_state(decide_state(selected_class=3))
    assert editor(view).text() == "0.3"


def test_that_typing_on_a_focused_price_begins_to_edit_it(view: DecideView, qtbot: QtBot) -> None:
    view.table.setFocus()
    view.table.setCurrentIndex(index(view, 3, "cost_weight"))
    qtbot.keyClick(view.table, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(view), "50")
    with qtbot.waitSignal(view.cost_weight_typed) as caught:
        qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert caught.args == [(3, 50.0)]


def test_that_an_emptied_price_is_taken_away(view: DecideView, qtbot: QtBot) -> None:
    at = weight_field(view.table.visualRect(index(view, 1, "cost_weight"))).center()
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=at)
    field = editor(view)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    with qtbot.waitSignal(view.cost_weight_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(1, None)]


@pytest.mark.parametrize("direction", [1, -1])
def test_that_the_small_arrows_step(view: DecideView, qtbot: QtBot, direction: int) -> None:
    parts = cell(view, 2)
    arrow = parts.higher if direction > 0 else parts.lower
    watch = Watch(view.threshold_stepped)
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=arrow.center())
    qtbot.mouseDClick(view.table.viewport(), LEFT, pos=arrow.center())
    assert watch.seen[0] == (2, direction)
    assert len(watch.seen) >= 2


@pytest.mark.parametrize(
    ("key", "step"), [(Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1), (Qt.Key.Key_Plus, 1)]
)
def test_that_keys_step_the_focused_threshold(view: DecideView, qtbot: QtBot, key: Qt.Key, step: int) -> None:
    view.table.setCurrentIndex(index(view, 3, "threshold"))
    with qtbot.waitSignal(view.threshold_stepped) as caught:
        qtbot.keyClick(view.table, key)
    assert caught.args == [(3, step)]


def test_that_the_wheel_steps_only_the_focused_slider(view: DecideView) -> None:
    watch = Watch(view.threshold_stepped)
    turn_wheel(view.table.viewport(), cell(view, 1).slider.center(), 1)
    assert watch.seen == []
    view.table.setFocus()
    view.table.setCurrentIndex(index(view, 1, "threshold"))
    turn_wheel(view.table.viewport(), cell(view, 1).slider.center(), 1)
    assert watch.seen == [(1, 1)]


def test_that_tab_walks_from_field_to_field_and_out(view: DecideView, qtbot: QtBot) -> None:
    view.table.setFocus()
    view.table.setCurrentIndex(index(view, 0, "class"))
    places = []
    for _ in range(2):
        qtbot.keyClick(view.table, Qt.Key.Key_Tab)
        places.append(view.table.currentIndex().column())
    assert places == [index(view, 0, "threshold").column(), index(view, 0, "cost_weight").column()]
    qtbot.keyClick(view.table, Qt.Key.Key_Tab)
    assert not view.table.hasFocus()


def test_that_a_click_on_a_row_selects_its_class(view: DecideView, qtbot: QtBot) -> None:
    at = view.table.visualRect(index(view, 1, "recall")).center()
    with qtbot.waitSignal(view.class_selected) as caught:
        qtbot.mouseClick(view.table.viewport(), LEFT, pos=at)
    assert caught.args == [1]


def test_that_walking_down_selects_and_escape_clears(view: DecideView, qtbot: QtBot) -> None:
    watch = Watch(view.class_selected)
    view.table.setCurrentIndex(index(view, 3, "recall"))
    watch.seen.clear()
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.table, Qt.Key.Key_Escape)
    assert watch.seen == [4, None]


def test_that_the_keyboard_alone_selects_no_class(view: DecideView) -> None:
    watch = Watch(view.class_selected)
    QApplication.sendEvent(view.table, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.ShortcutFocusReason))
    assert view.table.currentIndex().isValid()
    assert watch.seen == []


def test_that_showing_a_state_emits_nothing(view: DecideView) -> None:
    watch = Watch(
        view.rule_chosen, view.boundary_chosen, view.positive_chosen, view.reset_requested,
        view.threshold_drag_started, view.threshold_dragged, view.threshold_drag_finished,
        view.threshold_typed, view.threshold_stepped, view.cost_weight_typed, view.class_selected,
    )
    for state in (decide_state(2), decide_state(5, selected_class=0), decide_state(5, selected_class=4)):
        view.show_state(state)
    assert watch.seen == []


def test_that_a_rule_is_asked_for_and_shown_when_decided(view: DecideView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.rule_chosen) as caught:
        view.rules["argmax"].click()
    assert caught.args == ["argmax"]
    assert not view.rules["argmax"].isChecked()
    assert view.rules["thresholds"].isChecked()


def test_that_an_impossible_rule_is_grey_and_says_why(view: DecideView) -> None:
    button = view.rules["min-cost"]
    assert not button.isEnabled()
    assert button.toolTip() == "Give a price first."
    assert button.accessibleDescription() == "Give a price first."


def test_that_two_classes_have_a_positive_one_and_a_boundary(view: DecideView, qtbot: QtBot) -> None:
    assert not view.positive.isVisible()
    view.show_state(decide_state(2))
    assert view.positive.isVisible()
    assert view.positive.currentText() == "scratch"
    watch = Watch(view.positive_chosen, view.boundary_chosen)
    view.positive.setFocus()
    qtbot.keyClick(view.positive, Qt.Key.Key_Up)
    qtbot.keyClick(view.boundary, Qt.Key.Key_Down)
    assert watch.seen == [0, ">"]
    assert view.positive.currentText() == "scratch"


def test_that_reset_is_asked_for(view: DecideView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.reset_requested) as caught:
        qtbot.mouseClick(view.reset, LEFT)
    assert caught.args == [None]


def test_that_headers_explain_their_figures(view: DecideView) -> None:
    tip = view.table.model().headerData(4, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>Share of the class that is found.</p>"


def test_that_a_screen_reader_hears_figure_class_and_value(view: DecideView) -> None:
    said = view.table.model().data(index(view, 3, "recall"), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Recall of crack: 0.967"


def test_that_a_thousand_rows_ask_for_the_texts_of_the_visible_ones_only(
    view: DecideView, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = decide_state(1000)
    asked: set[int] = set()
    plain = type(state).text

    def counted(self: object, row: int, key: str) -> str:
        asked.add(row)
        return plain(state, row, key)

    monkeypatch.setattr(type(state), "text", counted)
    view.show_state(state)
    view.grab()
    assert 0 < len(asked) < 40


def test_that_the_selected_class_is_scrolled_into_view(view: DecideView) -> None:
    view.show_state(decide_state(1000))
    view.show_state(decide_state(1000, selected_class=700))
    assert view.table.viewport().rect().contains(view.table.visualRect(index(view, 700, "class")).center())


def test_that_a_rule_without_thresholds_has_no_handles_to_move(view: DecideView, qtbot: QtBot) -> None:
    view.show_state(decide_state(5, thresholds=None, thresholds_editable=False))
    watch = Watch(view.threshold_drag_started, view.threshold_dragged, view.threshold_stepped)
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=cell(view, 0).slider.center())
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=cell(view, 0).field.center())
    assert watch.seen == []
    assert view.table.viewport().findChildren(QLineEdit) == []


def test_that_undefined_prices_and_shares_can_be_drawn(view: DecideView) -> None:
    unknown = np.full(5, np.nan)
    view.show_state(decide_state(5, cost_weights=unknown, share_of_cost=unknown, thresholds=unknown))
    assert pixels(view.table).std() > 0


def test_that_the_dark_palette_reaches_the_table(view: DecideView) -> None:
    view.set_palette(DARK)
    assert pixels(view.table)[-5, 5, :3].sum() < 250


def test_that_a_drag_with_shift_is_fine(view: DecideView) -> None:
    watch = Watch(view.threshold_dragged)
    start, surface = handle(view, 0), view.table.viewport()
    drag(surface, start, start + QPoint(40, 0), Qt.KeyboardModifier.ShiftModifier)
    (_, finely), coarse = watch.seen[-1], 40 / cell(view, 0).slider.width()
    assert finely - 0.469 == pytest.approx(0.05 * coarse, rel=0.02)


@pytest.mark.parametrize("n", [20, 1000])
def test_that_the_small_thresholds_of_many_classes_have_room_on_the_slider(view: DecideView, n: int) -> None:
    state = decide_state(n)
    view.show_state(state)
    scale = SliderScale.of(state)
    assert scale.share(1 / n) == pytest.approx(0.2)
    assert [scale.value(share) for share in (0.0, 1.0)] == [0.0, 1.0]
    assert scale.value(scale.share(0.37)) == pytest.approx(0.37)
    watch = Watch(view.threshold_dragged)
    parts = cell(view, 0)
    middle = parts.slider.center().y()
    start = QPoint(round(parts.place(1 / n, scale)), middle)
    drag(view.table.viewport(), start, start + QPoint(2, 0), Qt.KeyboardModifier.NoModifier)
    assert watch.seen[-1][1] == pytest.approx(1 / n, rel=0.3)


def test_that_the_slider_says_how_it_is_moved_finely(view: DecideView) -> None:
    said = index(view, 0, "threshold").data(Qt.ItemDataRole.ToolTipRole)
    assert "Shift" in said
    assert "wheel" in said


def drag(surface: QWidget, start: QPoint, goal: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    """Press, move and release with keys held, which the moves of the test kit cannot."""
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
    for kind, at in zip(kinds, (start, goal, goal), strict=True):
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
        there = QPointF(surface.mapToGlobal(at))
        QApplication.sendEvent(surface, QMouseEvent(kind, QPointF(at), there, button, LEFT, modifiers))


def test_that_plain_thresholds_take_any_number_on_an_even_slider(view: DecideView, qtbot: QtBot) -> None:
    for n in (5, 20):
        shares = decide_state(n)
        plain = replace(shares, thresholds_absolute=True, thresholds=np.full(n, 0.5))
        assert SliderScale.of(plain).share(0.5) == 0.5
    assert SliderScale.of(decide_state(20)).share(0.5) > 0.5
    view.show_state(replace(decide_state(5), thresholds_absolute=True))
    index = view.table.model().index(3, view.table._model.column("threshold"))
    view.table.setCurrentIndex(index)
    view.table.edit(index)
    field = view.table.viewport().findChild(NumberField)
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "1.5")
    with qtbot.waitSignal(view.threshold_typed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [(3, 1.5)]


def test_that_long_costs_have_room_once_they_come(view: DecideView) -> None:
    column = index(view, 0, "cost").column()
    state = decide_state()
    costs = np.array([32_711.0, 32_400.0, 1_652_600.5, 32_672.0, 163_515.0])
    view.show_state(replace(state, figures={**state.figures, "cost": costs}))
    room = view.table.columnWidth(column)
    assert view.table.model().index(2, column).data() == "1,652,600.5"
    assert room > view.fontMetrics().horizontalAdvance("1,652,600.5") + 12
    view.show_state(state)
    assert view.table.columnWidth(column) == room, "widths stay while something is dragged"
