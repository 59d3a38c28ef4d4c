"""Asking for a rule in the window: the bar, the preview, accepting, undoing, and fewer errors of a kind."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from confmat_gui.core.cancel import Progress
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.controller import suggesting
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.present.hulls import BEST
from confmat_gui.present.notices import Notice
from confmat_gui.session.state import Session
from confmat_gui.session.wish import Wish, suggestion
from tests.gui.kit import PATIENCE, wait_for_screen
from tests.present.building import many_classes, session_from

# A panel or menu above all else takes the keyboard, which a window without a display cannot.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture
def ready(window: MainWindow, session: Session, qtbot: QtBot) -> MainWindow:
    """A window with three classes."""
    window.controller.store.open(session)
    wait_for_screen(qtbot, window)
    return window


def suggest(window: MainWindow, qtbot: QtBot) -> None:
    """Press Suggest and wait for the preview."""
    window.views.decide.suggest_bar.suggest.click()
    qtbot.waitUntil(lambda: window.controller.suggesting.preview is not None, timeout=PATIENCE)


def busiest(window: MainWindow) -> tuple[int, int]:
    screen = window.controller.screens.last
    assert screen is not None
    errors = np.array(screen.evaluation.confusion)
    np.fill_diagonal(errors, 0)
    true, predicted = np.unravel_index(int(errors.argmax()), errors.shape)
    return int(true), int(predicted)


def test_that_a_suggestion_changes_nothing_until_it_is_accepted(ready: MainWindow, qtbot: QtBot) -> None:
    before = ready.controller.store.session
    suggest(ready, qtbot)
    assert ready.controller.store.session is before
    assert ready.views.decide.preview.isVisible()
    assert ready.views.matrix.title.text() == "Change"
    assert not any(button.isChecked() for button in ready.views.matrix.modes.buttons.values())
    ready.views.decide.suggest_bar.discard.click()
    assert ready.controller.store.session is before
    assert ready.views.decide.table.isVisible()
    assert ready.views.matrix.title.text() == "Confusion matrix"


def test_that_accepting_is_one_step_and_shows_the_held_back_part(ready: MainWindow, qtbot: QtBot) -> None:
    before = ready.controller.store.session
    suggest(ready, qtbot)
    ready.views.decide.suggest_bar.accept.click()
    wait_for_screen(qtbot, ready)
    session, screen = ready.controller.store.session, ready.controller.screens.last
    assert session is not None
    assert screen is not None
    assert session.point.rule.kind == "thresholds"
    assert session.tuning == Tuning()
    assert session.samples_of == "held-back"
    assert screen.evaluation.n == int(screen.state.matrix.counts.sum()) < 90
    assert not ready.views.headline.seen.isHidden()
    assert ready.views.decide.table.isVisible()
    assert ready.windowTitle() or ready.isWindowModified()
    ready.controller.store.undo()
    wait_for_screen(qtbot, ready)
    assert before is not None
    undone = ready.controller.store.session
    assert undone is not None
    assert (undone.point, undone.tuning, undone.samples_of) == (before.point, None, "all")
    assert ready.views.headline.seen.isHidden()
    ready.controller.store.redo()
    wait_for_screen(qtbot, ready)
    again = ready.controller.store.session
    assert again is not None
    assert (again.point, again.tuning, again.samples_of) == (session.point, Tuning(), "held-back")


def test_that_a_suggestion_at_typed_shares_is_what_the_window_then_shows(
    ready: MainWindow, qtbot: QtBot
) -> None:
    ready.controller.sharing.type_share((2, 0.01))
    wait_for_screen(qtbot, ready)
    suggest(ready, qtbot)
    preview = ready.controller.suggesting.preview
    assert preview is not None
    assert any("re-weighted" in title for title in (preview.state.figures.title, preview.state.errors.title))
    told = {row.cells[0]: row.cells[2] for row in preview.state.figures.rows}
    before = ready.controller.store.session
    assert before is not None
    ready.views.decide.suggest_bar.accept.click()
    wait_for_screen(qtbot, ready)
    screen = ready.controller.screens.last
    assert screen is not None
    shown = {card.name: card.value for card in screen.state.headline}
    assert {name: told[name] for name in told if name in shown} == {
        name: shown[name] for name in shown if name in told
    }
    assert {"Accuracy", "Macro F1", "MCC"} <= {name for name in told if name in shown}
    assert screen.evaluation.point.prevalence == before.point.prevalence
    ready.controller.store.undo()
    wait_for_screen(qtbot, ready)
    undone = ready.controller.store.session
    assert undone is not None
    assert undone.point == before.point


def test_that_the_matrix_is_lent_to_the_preview_and_given_back(ready: MainWindow, qtbot: QtBot) -> None:
    suggest(ready, qtbot)
    bar, matrix = ready.views.decide.suggest_bar, ready.views.matrix
    assert bar.in_matrix.isChecked()
    bar.in_matrix.click()
    assert matrix.title.text() == "Confusion matrix"
    bar.in_matrix.click()
    assert matrix.title.text() == "Change"
    matrix.modes.buttons["counts"].click()
    wait_for_screen(qtbot, ready)
    assert matrix.title.text() == "Confusion matrix"
    assert not bar.in_matrix.isChecked()
    assert ready.controller.suggesting.preview is not None
    ready.controller.deciding.select_class(1)
    wait_for_screen(qtbot, ready)
    assert ready.views.decide.preview.isVisible()


def test_that_another_screen_leaves_the_change_in_the_matrix(ready: MainWindow, qtbot: QtBot) -> None:
    suggest(ready, qtbot)
    ready.controller.deciding.select_class(1)
    wait_for_screen(qtbot, ready)
    assert ready.views.decide.suggest_bar.in_matrix.isChecked()
    assert ready.views.matrix.title.text() == "Change"


def test_that_the_roc_does_not_call_another_rule_best_beside_a_preview(
    ready: MainWindow, qtbot: QtBot
) -> None:
    def labels() -> list[str]:
        (plot,) = ready.views.roc.findChildren(pg.PlotWidget)
        items = plot.scene().items()
        shown = [each for each in items if isinstance(each, pg.TextItem) and each.isVisible()]
        return [each.toPlainText().split("\n")[0] for each in shown]

    ready.controller.deciding.select_class(2)
    ready.controller.deciding.type_cost_weight((2, 5.0))
    wait_for_screen(qtbot, ready)
    assert BEST in labels()
    suggest(ready, qtbot)
    assert BEST not in labels()
    ready.controller.deciding.choose_zoom("corner")
    wait_for_screen(qtbot, ready)
    assert BEST not in labels()
    ready.views.decide.suggest_bar.discard.click()
    assert BEST in labels()


def test_that_a_change_of_the_rule_lets_the_preview_go(ready: MainWindow, qtbot: QtBot) -> None:
    suggest(ready, qtbot)
    ready.controller.deciding.type_threshold((2, 0.2))
    wait_for_screen(qtbot, ready)
    assert ready.controller.suggesting.preview is None
    assert ready.views.decide.table.isVisible()
    assert ready.views.matrix.title.text() == "Confusion matrix"


def test_that_escape_discards_first_and_clears_the_selection_then(ready: MainWindow, qtbot: QtBot) -> None:
    ready.controller.deciding.select_class(1)
    wait_for_screen(qtbot, ready)
    suggest(ready, qtbot)
    ready.actions_by_name["clear_selection"].trigger()
    assert ready.controller.suggesting.preview is None
    session = ready.controller.store.session
    assert session is not None
    assert session.display.selected_class == 1
    ready.actions_by_name["clear_selection"].trigger()
    session = ready.controller.store.session
    assert session is not None
    assert session.display.selected_class is None


def test_that_the_bar_follows_what_is_chosen(ready: MainWindow, qtbot: QtBot) -> None:
    bar, controller = ready.views.decide.suggest_bar, ready.controller.suggesting
    bar.objective.activated.emit(3)
    assert controller.wish.objective == "mcc"
    assert bar.objective.currentText() == "MCC"
    bar.constraint_panel.typed.emit("recall(crack) >= 90 %, fpr(ok) <= 0.2")
    typed = [Constraint("recall", 2, ">=", 0.9), Constraint("fpr", 0, "<=", 0.2)]
    assert list(controller.wish.constraints) == typed
    assert bar.constraints_button.text().startswith("subject to recall(crack) ≥ 0.9 and 1 more")
    controller.add_constraint(Constraint("recall", 2, ">=", 0.8))
    assert Constraint("recall", 2, ">=", 0.9) not in controller.wish.constraints
    bar.constraint_panel.chips[0].click()
    assert list(controller.wish.constraints) == [Constraint("recall", 2, ">=", 0.8)]
    bar.constraint_panel.typed.emit("recall(rust) >= 0.5")
    assert "no class called “rust”" in bar.constraint_panel.fault.text()
    bar.tuning_panel.chosen.emit(Tuning(0.7, 3), None)
    assert bar.tuning_button.text().startswith("tuned on 70 %")


def test_that_the_wish_goes_when_other_classes_are_opened(
    ready: MainWindow, qtbot: QtBot, two_classes: Path
) -> None:
    ready.controller.suggesting.add_constraint(Constraint("recall", 2, ">=", 0.9))
    ready.open_paths([two_classes])
    qtbot.waitUntil(lambda: ready.controller.suggesting.wish == Wish(), timeout=PATIENCE)
    wait_for_screen(qtbot, ready)
    assert ready.views.decide.suggest_bar.constraints_button.text().startswith("add a bound")


def test_that_a_search_is_cancelled_and_leaves_all_as_it_was(
    ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()

    def endless(_session: Session, _wish: Wish, progress: Progress) -> None:
        started.set()
        while True:
            progress(0.5, "Trying crack")

    monkeypatch.setattr(suggesting, "suggestion", endless)
    bar = ready.views.decide.suggest_bar
    ready.actions_by_name["suggest"].trigger()
    qtbot.waitUntil(lambda: started.is_set() and bar.doing.text() == "Trying crack", timeout=PATIENCE)
    ready.controller.deciding.select_class(0)
    bar.cancel.click()
    qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy("suggest"), timeout=PATIENCE)
    assert bar.suggest.isVisible()
    assert ready.controller.suggesting.preview is None
    wait_for_screen(qtbot, ready)


def test_that_a_search_overtaken_by_another_decision_is_not_shown(
    ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def late(session: Session, wish: Wish, progress: Progress) -> Suggestion:
        go.wait(PATIENCE / 1000)
        return suggestion(session, wish, progress)

    monkeypatch.setattr(suggesting, "suggestion", late)
    ready.views.decide.suggest_bar.suggest.click()
    ready.controller.deciding.type_threshold((0, 0.5))
    go.set()
    qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy("suggest"), timeout=PATIENCE)
    assert ready.controller.suggesting.preview is None
    wait_for_screen(qtbot, ready)


def test_that_a_wish_that_cannot_be_is_said_and_nothing_is_shown(ready: MainWindow, qtbot: QtBot) -> None:
    ready.controller.suggesting.choose_objective("expected_cost")
    with qtbot.waitSignal(ready.controller.messages.said) as said:
        ready.controller.suggesting.suggest()
    assert "needs prices" in said.args[0].text
    assert ready.controller.suggesting.preview is None


def test_that_the_notice_fills_the_bar_and_waits_for_the_press(ready: MainWindow, qtbot: QtBot) -> None:
    notice = Notice(
        "accuracy_hides_class", "…", "crack", second="suggest_rule", second_label="Suggest a rule"
    )
    ready.panels.show_tab("samples")
    ready.views.notices.show_state((notice,))
    assert ready.views.notices.second.text() == "Suggest a rule"
    ready.views.notices.second.click()
    assert ready.panels.is_in_front("decide")
    assert ready.controller.suggesting.wish.constraints == (Constraint("recall", 2, ">=", 0.9),)
    session = ready.controller.store.session
    assert session is not None
    assert session.display.selected_class == 2
    assert ready.controller.suggesting.preview is None
    wait_for_screen(qtbot, ready)


def cell_menu(window: MainWindow) -> QMenu:
    return next(m for m in window.views.matrix.findChildren(QMenu) if m.isVisible())


def test_that_a_right_click_on_a_cell_offers_fewer_of_its_errors(ready: MainWindow, qtbot: QtBot) -> None:
    canvas, cell = ready.views.matrix.canvas, busiest(ready)
    layout = canvas.layout_now()
    assert layout is not None
    asked: list[tuple[int, int]] = []
    canvas.menu_requested.connect(lambda which, _at: asked.append(which))
    middle = layout.cell(*cell).center().toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=middle)
    canvas.setFocus()
    canvas.focused_cell = cell
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert asked[-1] == cell
    menu = cell_menu(ready)
    fewer = next(action.menu() for action in menu.actions() if action.menu() is not None)
    assert isinstance(fewer, QMenu)
    assert [action.text() for action in fewer.actions()] == ["25 % fewer", "Half as many", "None at all"]
    fewer.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: ready.controller.suggesting.preview is not None, timeout=PATIENCE)
    preview = ready.controller.suggesting.preview
    assert preview is not None
    assert preview.state.title.startswith("Fewer errors")
    before = ready.controller.screens.last
    assert before is not None
    ready.controller.suggesting.accept()
    wait_for_screen(qtbot, ready)
    after = ready.controller.screens.last
    assert after is not None
    assert after.evaluation.confusion[cell] <= before.evaluation.confusion[cell] // 2
    assert after.session.tuning is None


def test_that_the_diagonal_says_why_there_is_nothing_to_take_away(ready: MainWindow, qtbot: QtBot) -> None:
    ready.commands.suggesting.open_cell_menu((1, 1), QPoint(10, 10))
    menu = cell_menu(ready)
    texts = [action.text() for action in menu.actions()]
    assert "Select a cell with errors in the matrix first." in texts
    fewer = next(action for action in menu.actions() if action.menu() is not None)
    assert not fewer.isEnabled()
    menu.actions()[0].trigger()
    menu.close()
    assert ready.panels.is_in_front("samples")
    wait_for_screen(qtbot, ready)


def test_that_the_menu_of_decide_has_fewer_for_the_selected_cell(ready: MainWindow, qtbot: QtBot) -> None:
    assert not ready.actions_by_name["fewer_half"].isEnabled()
    ready.controller.deciding.select_cell(busiest(ready))
    wait_for_screen(qtbot, ready)
    assert ready.actions_by_name["fewer_half"].isEnabled()
    ready.actions_by_name["fewer_all"].trigger()
    qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy("suggest"), timeout=PATIENCE)
    assert ready.controller.suggesting.preview is not None
    wait_for_screen(qtbot, ready)


def test_that_fewer_of_nothing_says_why(ready: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.controller.messages.said) as said:
        ready.controller.suggesting.fewer_of_selected(0.5)
    assert "Select a cell" in said.args[0].text


def test_that_a_thousand_classes_have_a_bar_too(window: MainWindow, qtbot: QtBot) -> None:
    session = session_from(many_classes(1000, 2000))
    window.controller.store.open(session)
    wait_for_screen(qtbot, window)
    bar = window.views.decide.suggest_bar
    bar.constraints_button.click()
    assert bar.constraint_panel.of_class.count() == 1000
    bar.constraint_panel.of_class.setCurrentIndex(999)
    bar.constraint_panel.add.click()
    assert window.controller.suggesting.wish.constraints == (Constraint("recall", 999, ">=", 0.95),)
    bar.constraint_panel.close()
    rule = Rule.thresholds(dict.fromkeys(session.data.prepared.predictions.classes, 1.0))
    window.controller.deciding.apply(lambda s: s.with_point(s.point.with_rule(rule)))
    wait_for_screen(qtbot, window)
    window.controller.suggesting.fewer(busiest(window), 1.0)
    qtbot.waitUntil(lambda: window.controller.suggesting.preview is not None, timeout=PATIENCE)
    assert window.views.decide.preview.thresholds.model.rowCount() == 40
