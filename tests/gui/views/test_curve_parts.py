"""Which part of a plot is visible, and which curve is chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.simplify import Part
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.present.palette import LIGHT
from tests.gui.views.literals import curve_state
from tests.gui.views.watching import Watch, turn_wheel


@pytest.fixture
def roc(qtbot: QtBot) -> Iterator[CurveView]:
    view = CurveView("roc")
    qtbot.addWidget(view)
    view.resize(460, 480)
    view.set_palette(LIGHT)
    view.show_state(curve_state("roc", why_not=""))
    view.show()
    with qtbot.waitSignal(view.part_shown):
        pass
    yield view
    view.hide()


def test_that_a_wheel_tells_the_part_that_is_left_once(roc: CurveView, qtbot: QtBot) -> None:
    watch = Watch(roc.part_shown)
    with qtbot.waitSignal(roc.part_shown):
        turn_wheel(roc.plot.viewport(), roc.pointer.place(0.1, 0.9).toPoint(), 1)  # type: ignore[attr-defined]
        turn_wheel(roc.plot.viewport(), roc.pointer.place(0.1, 0.9).toPoint(), 1)  # type: ignore[attr-defined]
    (part,) = watch.seen
    assert isinstance(part, Part)
    assert 0 < part.right - part.left < 1
    assert part.left < 0.1 < part.right
    assert part.bottom < 0.9 < part.top
    assert (part.width > 100, part.decade) == (True, None)


def test_that_a_state_alone_tells_nothing(roc: CurveView) -> None:
    watch = Watch(roc.part_shown, roc.curves_chosen)
    roc.show_state(curve_state("roc", selected=1, basis="decision", why_not=""))
    roc.show_state(curve_state("roc", selected=2, why_not="because"))
    assert watch.seen == []


def test_that_a_zoom_and_another_size_are_told(roc: CurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roc.part_shown) as caught:
        roc.show_state(curve_state("roc", zoom="log", decade=-4))
    assert caught.args is not None
    part = caught.args[0]
    assert (part.decade, part.left < 1e-4, part.right > 1) == (-4, True, True)
    with qtbot.waitSignal(roc.part_shown) as caught:
        roc.resize(700, 500)
    assert caught.args is not None
    assert caught.args[0].width > part.width


def test_that_a_choice_is_asked_for_and_shown_only_when_it_is_decided(roc: CurveView) -> None:
    watch = Watch(roc.curves_chosen)
    roc.choice.choices["decision"].trigger()
    assert watch.seen == ["decision"]
    assert roc.choice.choices["rest"].isChecked()
    roc.show_state(curve_state("roc", basis="decision", why_not=""))
    assert roc.choice.choices["decision"].isChecked()


def test_that_an_impossible_choice_is_greyed_with_its_reason(roc: CurveView) -> None:
    roc.show_state(curve_state("roc", why_not="There are only labels."))
    assert not roc.choice.choices["decision"].isEnabled()
    assert "only labels" in roc.choice.choices["decision"].toolTip()
    assert "only labels" in roc.choice.accessibleDescription()
    roc.show_state(curve_state("roc", why_not=None))
    assert roc.choice.isHidden()


def test_that_a_plot_without_room_has_no_part(qtbot: QtBot) -> None:
    view = CurveView("pr")
    qtbot.addWidget(view)
    box = view.plot.getPlotItem().getViewBox()  # type: ignore[attr-defined]
    box.resize(0, 0)
    assert view.window_part.part() is None
