"""The convex hull in the ROC: under the mouse, in the menu, and what is drawn of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.views.curve_pointer import ON_EDGE
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.hulls import HullState
from confmat_gui.present.palette import DARK, LIGHT
from tests.gui.views.literals import curve_state
from tests.gui.views.watching import Watch

X, Y = np.array([0, 0.02, 0.5, 1.0]), np.array([0, 0.3, 0.99, 1.0])
HULL = HullState(3, X, Y, tuple((f"vertex {i}",) for i in range(4)), (1, 2), ("best:", "threshold 0.31"))


def state(hull: HullState | None = HULL, **changed: object) -> CurvePlotState:
    return replace(curve_state("roc"), hull=hull, hull_wanted=True, lines=(), markers=(), **changed)  # type: ignore[arg-type]


@pytest.fixture
def roc(qtbot: QtBot) -> Iterator[CurveView]:
    view = CurveView("roc")
    qtbot.addWidget(view)
    view.resize(460, 480)
    view.set_palette(LIGHT)
    view.show_state(state())
    view.show()
    yield view
    view.hide()


def words_at(view: CurveView, x: float, y: float) -> tuple[str, ...]:
    return view.pointer._hull_words(view.pointer.place(x, y))


def test_that_a_vertex_says_its_threshold_and_an_edge_that_it_has_none(roc: CurveView) -> None:
    assert words_at(roc, 0.5, 0.99) == ("vertex 2", "best: threshold 0.31")
    assert words_at(roc, 1.0, 1.0) == ("vertex 3",)
    assert words_at(roc, 0.26, 0.645) == ON_EDGE
    assert words_at(roc, 0.6, 0.2) == ()


def test_that_the_hull_can_be_hidden_and_shown_from_the_menu_of_the_plot(roc: CurveView) -> None:
    watch = Watch(roc.hull_chosen)
    assert not roc.choice.isHidden()
    assert roc.choice.hull.isChecked()
    assert not roc.choice.choices["rest"].isVisible()
    roc.choice.hull.trigger()
    assert watch.seen == [False]
    assert roc.choice.hull.isChecked()  # until the state says otherwise
    roc.show_state(replace(state(None), hull_wanted=False))
    assert not roc.choice.hull.isChecked()
    assert words_at(roc, 0.5, 0.99) == ()
    roc.show_state(replace(state(None), hull_wanted=None))
    assert roc.choice.isHidden()


def test_that_edges_are_left_alone_while_the_best_vertex_moves(roc: CurveView) -> None:
    edges = roc._hull._edges.getPath()
    roc.show_state(state(replace(HULL, best=(2, 2), label=("best:", "threshold 0.2"))))
    assert roc._hull._edges.getPath() is edges
    assert roc._hull._best.getData()[0].tolist() == [0.5]
    assert roc._hull._label.toPlainText() == "best:\nthreshold 0.2"
    roc.show_state(state(replace(HULL, best=None, label=())))
    assert len(roc._hull._best.getData()[0]) == 0
    assert not roc._hull._label.isVisible()


def test_that_a_logarithmic_axis_bends_the_edges_and_other_colours_draw_anew(roc: CurveView) -> None:
    straight = len(roc._hull._edges.getData()[0])
    roc.show_state(state(zoom="log", decade=-3))
    assert len(roc._hull._edges.getData()[0]) > straight
    roc.set_palette(DARK)
    assert roc._hull._edges.opts["pen"].color().name() == DARK.text
