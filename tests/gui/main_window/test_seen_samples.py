"""The window on a part of the samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.present.screen import screen_state
from confmat_gui.session.changes import set_samples_of
from confmat_gui.session.state import SamplesOf, Session
from confmat_gui.session.tuned_parts import seen
from tests.gui.kit import PATIENCE, wait_for_screen

HALF = Tuning(0.5, 1)


def shown(window: MainWindow, session: Session, qtbot: QtBot, samples: SamplesOf) -> None:
    window.controller.store.open(set_samples_of(replace(session, tuning=HALF), samples))
    wait_for_screen(qtbot, window)


def samples_in_matrix(window: MainWindow) -> int:
    screen = window.controller.screens.last
    assert screen is not None
    return int(screen.state.matrix.counts.sum())


def test_that_everything_is_of_the_part_and_says_so(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    shown(window, session, qtbot, "held-back")
    held = seen(window.controller.store.session or session).data
    n = held.prepared.predictions.n
    assert n < 90
    assert samples_in_matrix(window) == n
    screen = window.controller.screens.last
    assert screen is not None
    assert screen.evaluation.prepared is held.prepared
    card = window.views.headline.seen
    assert not card.isHidden()
    assert card.accessibleName() == f"Samples of the figures: Held back, {n} of 90"
    assert "tuned on 50 %" in card.toolTip()
    assert "held-back part" in window.views.headline.cards[0].toolTip()
    assert f"{n} of 90 samples (held back)" in screen.state.subtitle


def test_that_the_switch_changes_all_figures_and_is_no_step_of_undo(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    shown(window, session, qtbot, "held-back")
    held = samples_in_matrix(window)
    card = window.views.headline.seen
    actions = {action.text(): action for action in card.menu().actions()}
    assert list(actions) == ["All samples", "Tuning part", "Held back"]
    assert actions["Held back"].isChecked()
    for name, expected in (("Tuning part", 90 - held), ("All samples", 90), ("Held back", held)):
        actions[name].trigger()
        wait_for_screen(qtbot, window)
        assert samples_in_matrix(window) == expected
        assert actions[name].isChecked()
    assert not window.controller.store.can_undo


def test_that_curves_after_the_switch_are_those_of_the_part(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    shown(window, session, qtbot, "all")
    window.controller.deciding.select_class(2)
    wait_for_screen(qtbot, window)
    window.controller.deciding.choose_curves("decision")
    wait_for_screen(qtbot, window)
    window.controller.deciding.choose_samples("held-back")
    wait_for_screen(qtbot, window)
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    screen = window.controller.screens.last
    assert screen is not None
    fresh = window.controller.store.session
    assert fresh is not None
    assert screen.seen.data is seen(fresh).data
    afresh = screen_state(seen(fresh), screen.evaluation)
    for shown_plot, right_plot in ((screen.state.roc, afresh.roc),
                                   (screen.state.precision_recall, afresh.precision_recall)):  # fmt: skip
        assert any(line.decision for line in right_plot.lines)
        for line, right in zip(shown_plot.lines, right_plot.lines, strict=True):
            np.testing.assert_array_equal(line.x, right.x)
            np.testing.assert_array_equal(line.y, right.y)


def test_that_a_session_without_a_tuning_has_no_card(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.controller.store.open(session)
    wait_for_screen(qtbot, window)
    assert window.views.headline.seen.isHidden()


def test_that_every_decision_is_exported_whichever_are_seen(
    window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(window, session, qtbot, "held-back")
    target = tmp_path / "decisions.csv"
    with qtbot.waitSignal(window.controller.exporting.written):
        window.controller.exporting.decisions(target)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 91


@pytest.mark.parametrize("width", [1260, 500])
def test_that_the_card_stands_first_and_opens_with_the_keyboard(
    window: MainWindow, session: Session, qtbot: QtBot, width: int
) -> None:
    shown(window, session, qtbot, "tuned")
    view = window.views.headline
    view.resize(width, view.heightForWidth(width))
    assert (view.seen.x(), view.seen.y()) == (0, 0)
    assert all(not view.seen.geometry().intersects(card.geometry()) for card in view.cards)
    assert view.seen.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not view.seen.grab().isNull()
