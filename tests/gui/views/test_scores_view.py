"""The Scores tab: bars, the line under the mouse, choices."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.scores_view import ScoresView
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.scores import ScoreLayer, ScoresState, height_ticks
from tests.gui.kit import PATIENCE
from tests.gui.views.watching import Watch, pixels

LEFT = Qt.MouseButton.LeftButton
CLASSES = ("ok", "crack", "dent")


def scores(line: float = 0.5, **changes: object) -> ScoresState:
    counts = np.array([[40, 10, 2, 1], [1, 4, 6, 9], [3, 3, 3, 3]])
    zero, own, others = np.zeros(4), counts[1] / 9, -(counts[0] + counts[2]) / 43
    state = ScoresState(
        classes=CLASSES, class_index=1, title="Scores of crack",
        sentence="At threshold 0.500: 15 of 20 crack.",
        x_label="threshold of crack", edges=np.linspace(0, 1, 5), counts=counts,
        layers=(ScoreLayer("crack", 1, zero, own), ScoreLayer("all others", None, others, zero)),
        y_ticks=height_ticks(45.0, 60.0, "share"), y_range=(-1.06, 1.2), line=line,
        line_text=f"threshold {line:.3f}", movable=not math.isnan(line), axis="decision", scale="share",
        why_no_decision="",
    )
    return replace(state, **changes)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ScoresView]:
    made = ScoresView()
    qtbot.addWidget(made)
    made.resize(900, 320)
    made.set_palette(LIGHT)
    made.show_state(scores())
    made.show()
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE)
    yield made
    made.hide()


def at(view: ScoresView, x: float, aside: int = 0) -> QPoint:
    place = view.chart.place(x)
    return QPoint(round(place.x()) + aside, round(place.y()))


def test_that_the_line_is_dragged_and_follows_only_the_state(view: ScoresView, qtbot: QtBot) -> None:
    started, moved, ended = (
        Watch(signal)
        for signal in (view.threshold_drag_started, view.threshold_dragged, view.threshold_drag_finished)
    )
    viewport = view.chart.plot.viewport()
    qtbot.mousePress(viewport, LEFT, pos=at(view, 0.5, 3))
    qtbot.mouseMove(viewport, at(view, 0.25, 3))
    assert view.chart.dragging
    class_index, x = moved.seen[-1]
    assert (class_index, x) == (1, pytest.approx(0.25, abs=0.01)), "the grip stays under the mouse"
    assert view.chart._line.value() == 0.5, "only a state moves the line"
    view.show_state(scores(0.25))
    assert view.chart._line.value() == 0.25
    qtbot.mouseMove(viewport, QPoint(-50, 60))
    assert moved.seen[-1] == (1, 0.0), "the axis ends at 0"
    qtbot.mouseRelease(viewport, LEFT, pos=at(view, 0.25))
    assert (started.seen, ended.seen) == ([1], [1])
    assert not view.chart.dragging


def test_that_a_press_beside_the_line_takes_nothing(view: ScoresView, qtbot: QtBot) -> None:
    started = Watch(view.threshold_drag_started)
    qtbot.mouseClick(view.chart.plot.viewport(), LEFT, pos=at(view, 0.8))
    assert started.seen == []


def test_that_a_line_that_is_not_there_cannot_be_taken(view: ScoresView, qtbot: QtBot) -> None:
    started, stepped = Watch(view.threshold_drag_started), Watch(view.threshold_stepped)
    view.show_state(scores(math.nan))
    qtbot.mouseClick(view.chart.plot.viewport(), LEFT, pos=at(view, 0.5))
    qtbot.keyClick(view.chart.plot, Qt.Key.Key_Left)
    assert (started.seen, stepped.seen) == ([], [])


def test_that_arrow_keys_step_to_the_next_decision(view: ScoresView, qtbot: QtBot) -> None:
    stepped = Watch(view.threshold_stepped)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(view.chart.plot, key)
    assert stepped.seen == [(1, -1), (1, 1)]


def test_that_the_mouse_over_a_bin_says_what_it_holds(view: ScoresView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.chart.plot.viewport(), at(view, 0.9))
    assert view.chart.card.lines[:2] == ("0.750 to 1.000", "crack: 9 of 20 (45.0%)")
    assert view.chart.card.lines[-1] == "most of them dent: 3"


def test_that_class_axis_and_scale_are_asked_for(view: ScoresView, qtbot: QtBot) -> None:
    chosen, axis, scale = (Watch(s) for s in (view.class_selected, view.axis_chosen, view.scale_chosen))
    view.classes.activated.emit(2)
    qtbot.mouseClick(view.axis.buttons["own"], LEFT)
    qtbot.mouseClick(view.scale.buttons["log"], LEFT)
    assert (chosen.seen, axis.seen, scale.seen) == ([2], ["own"], ["log"])
    assert view.classes.currentText() == "crack"
    assert view.axis.buttons["decision"].isChecked()


def test_that_what_cannot_be_chosen_says_why(view: ScoresView) -> None:
    view.show_state(scores(axis="own", why_no_decision="No threshold leads to it."))
    assert not view.axis.buttons["decision"].isEnabled()
    assert view.axis.buttons["decision"].toolTip() == "No threshold leads to it."
    view.show_state(scores(why_no_decision=None))
    assert not view.axis.isVisible()


def test_that_files_without_scores_show_a_sentence_alone(view: ScoresView) -> None:
    view.show_state(scores(unavailable="No scores.", layers=()))
    assert view.sentence.text() == "No scores."
    assert not view.chart.isVisible()
    view.show_state(None)
    assert view.sentence.text() == "No scores."


def test_that_bars_have_the_colour_of_the_class_in_light_and_dark(view: ScoresView, qtbot: QtBot) -> None:
    before = pixels(view)
    view.set_palette(DARK)
    assert (pixels(view) != before).any()
    assert len(view.chart._bars) == 2
