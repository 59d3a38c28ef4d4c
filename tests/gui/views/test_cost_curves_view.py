"""The cost curves with mouse and keyboard: asking elsewhere, using what is best there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from confmat_gui.core.rules import Rule
from confmat_gui.gui.views.cost_curves_view import SAME_PRICES, CostCurvesView
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.operating_conditions import cost_curves_state
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.session.state import Display, Session
from tests.gui.views.watching import Watch, pixels
from tests.present.building import binary, defects, evaluated, labels_only, session_from
from tests.present.test_operating_conditions import models

LEFT = Qt.MouseButton.LeftButton
PRICES = ((0.0, 1.0), (5.0, 0.0))
TEN = session_from(binary(), Rule.thresholds({"crack": 0.54}), PRICES)


def state_of(session: Session, *beside: Session) -> CostCurvesState:
    return cost_curves_state(session, evaluated(session), [(each, evaluated(each)) for each in beside])


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CostCurvesView]:
    made = CostCurvesView()
    qtbot.addWidget(made)
    made.resize(1230, 300)
    made.set_palette(LIGHT)
    made.show_state(state_of(TEN))
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()


def asked(view: CostCurvesView) -> tuple[float, float] | None:
    return view.asked


def drag(qtbot: QtBot, view: CostCurvesView, start: QPoint, end: QPoint) -> None:
    surface = view.pad.plot.viewport()
    qtbot.mousePress(surface, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(surface, start + (end - start) * share)
        qtbot.wait(1)
    qtbot.mouseRelease(surface, LEFT, pos=end)


def test_that_the_titles_name_the_positive_class_and_the_legend_says_the_costs(view: CostCurvesView) -> None:
    assert view.title.text() == "Cost curves · positive class: crack"
    assert view.pad_title.text() == "Best threshold · positive class: crack"
    assert "keep threshold 0.540 0.7" in view.legend.accessibleDescription()
    assert view.reading.text().startswith("At prevalence 0.5 and 5 : 1 threshold 0.510 is best")
    assert view.table.currentIndex().row() == 2


def test_that_a_drag_on_the_pad_asks_elsewhere_and_decides_nothing(
    qtbot: QtBot, view: CostCurvesView
) -> None:
    watch = Watch(view.threshold_used, view.prices_used)
    drag(qtbot, view, view.pad.place(0.5, 5), view.pad.place(0.1, 9))
    prevalence, ratio = asked(view) or (0, 0)
    assert prevalence == pytest.approx(0.1, abs=0.01)
    assert ratio == pytest.approx(9, rel=0.1)
    assert view.reading.text().startswith(f"At prevalence {prevalence:g} and {ratio:g} : 1 threshold 0.")
    assert watch.seen == []
    qtbot.mouseClick(view.back, LEFT)
    assert asked(view) is None
    assert view.reading.text().startswith("At prevalence 0.5 and 5 : 1")
    assert not view.back.isEnabled()


def test_that_what_is_best_there_can_be_used(qtbot: QtBot, view: CostCurvesView) -> None:
    watch = Watch(view.threshold_used, view.prices_used)
    assert not view.use_prices.isEnabled()
    assert view.use_prices.toolTip() == SAME_PRICES
    view.ask((0.02, 20.0))
    qtbot.mouseClick(view.use_threshold, LEFT)
    qtbot.mouseClick(view.use_prices, LEFT)
    assert watch.seen == [(1, 0.8), (1, 20.0)]


def test_that_a_row_leads_to_its_condition_and_the_present_row_back(
    qtbot: QtBot, view: CostCurvesView
) -> None:
    table = view.table
    place = table.visualRect(table.rows.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    assert asked(view) is not None
    assert "threshold 0.800 is best" in view.reading.text()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert "threshold 0.540 is best" in view.reading.text()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert asked(view) is None


def test_that_the_arrow_keys_ask_beside_and_escape_goes_back(qtbot: QtBot, view: CostCurvesView) -> None:
    plot = view.pad.plot
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert asked(view) == (0.49, 5.0)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert (asked(view) or (0, 0))[1] > 5
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert asked(view) is None
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert asked(view) is None


def test_that_a_press_on_the_cost_curves_asks_for_a_price(qtbot: QtBot, view: CostCurvesView) -> None:
    surface = view.chart.plot.viewport()
    qtbot.mouseClick(surface, LEFT, pos=view.chart.place(0.25, 0.1))
    prevalence, ratio = asked(view) or (0, 0)
    assert prevalence == 0.5
    assert ratio == pytest.approx(1 / 3, rel=0.05)
    QTest.mouseMove(surface, view.chart.place(0.75, 0.1))
    assert view.chart.card.lines[0].endswith("at prevalence 0.5")
    assert view.chart.card.lines[1] == "threshold 0.510 is best"


def test_that_the_axis_can_be_logarithmic_and_stays_so(qtbot: QtBot, view: CostCurvesView) -> None:
    before = pixels(view.pad.plot).tobytes()
    qtbot.mouseClick(view.axes.buttons["log"], LEFT)
    assert pixels(view.pad.plot).tobytes() != before
    view.show_state(state_of(TEN))
    assert view.axes.buttons["log"].isChecked()


def test_that_only_what_moves_is_drawn_anew(view: CostCurvesView) -> None:
    path = view.chart._lines["best"].getPath()
    dearer = TEN.with_point(TEN.point.with_costs(((0.0, 1.0), (6.0, 0.0))))
    view.show_state(state_of(dearer))
    assert view.chart._lines["best"].getPath() is path
    assert "6 : 1" in view.reading.text()


def test_that_a_question_stays_through_changes_and_goes_with_another_class(view: CostCurvesView) -> None:
    view.ask((0.02, 20.0))
    view.show_state(state_of(TEN.with_point(TEN.point.with_rule(Rule.thresholds({"crack": 0.6})))))
    assert asked(view) == (0.02, 20.0)
    assert "keeping threshold 0.600" in view.reading.text()
    other = session_from(defects(300), None, None, Display(selected_class=3))
    view.show_state(state_of(other))
    assert asked(view) is None
    assert not view.use_threshold.isEnabled()
    assert "more than two classes" in view.use_threshold.toolTip()


def test_that_several_sessions_are_named_in_the_table_and_on_the_pad(view: CostCurvesView) -> None:
    view.show_state(state_of(*models()))
    assert view.pad_title.text().startswith("Best model")
    assert view.table.rows.headerData(0, Qt.Orientation.Horizontal) == "Model"
    assert not view.sessions.isHidden()
    assert view.pad.scale.isHidden()
    assert {label.toPlainText() for label in view.pad._names if label.isVisible()} & {"A", "B", "C"}
    view.show_state(state_of(TEN))
    assert view.sessions.isHidden()


def test_that_what_has_no_curves_says_why(view: CostCurvesView) -> None:
    view.show_state(state_of(session_from(labels_only())))
    assert view.whole.isHidden()
    assert "hold none" in view.message.text()
    view.show_state(None)
    assert "hold none" in view.message.text()


def test_that_prices_without_sense_can_still_be_asked_about(view: CostCurvesView) -> None:
    senseless = TEN.with_point(TEN.point.with_costs(((1.0, 0.0), (0.0, 1.0))))
    view.show_state(state_of(senseless))
    assert view.reading.text() == ""
    assert not view.use_threshold.isEnabled()
    view.ask((0.5, 5.0))
    assert "threshold 0.510 is best" in view.reading.text()
    watch = Watch(view.prices_used)
    view.use_prices.click()
    assert watch.seen == [(1, 5.0)]


def test_that_dark_colours_draw_everything_anew(view: CostCurvesView) -> None:
    light = pixels(view).tobytes()
    view.set_palette(DARK)
    assert pixels(view).tobytes() != light


def test_that_every_cell_of_the_table_says_what_it_is(view: CostCurvesView) -> None:
    rows = view.table.rows
    spoken = rows.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Best, now: 0.510"
    assert "PC(+) 0.667 to 1.000; the present" in rows.index(2, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert rows.index(2, 1).data(Qt.ItemDataRole.FontRole).bold()
    assert rows.index(0, 1).data(Qt.ItemDataRole.FontRole) is None
    texts = [rows.index(1, column).data() for column in range(3)]
    assert texts == ["0.540", "1 – 2 : 1", "0.167 – 0.286"]


def test_that_a_state_that_is_the_same_changes_nothing(view: CostCurvesView) -> None:
    state = view._state
    assert state is not None
    view.ask((0.1, 2.0))
    view.show_state(state)
    assert asked(view) == (0.1, 2.0)
    view.show_state(replace(state))
    assert asked(view) == (0.1, 2.0)
