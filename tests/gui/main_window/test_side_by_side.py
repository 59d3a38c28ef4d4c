"""Stacked models are opened side by side in the Compare tab."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.dialogs.stack_choice import EACH
from confmat_gui.gui.main_window import MainWindow
from tests.gui.kit import PATIENCE, shown_dialog, wait_for_screen, write_predictions


@pytest.fixture
def stacked(tmp_path: Path) -> Path:
    """Three models below one another."""
    lines = []
    for seed, name in enumerate(("rf", "svm", "knn")):
        path = write_predictions(tmp_path / f"{name}.csv", ("ok", "dent", "crack"), n=45, seed=seed)
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        lines += [f"{row},{name}" for row in rows]
    target = tmp_path / "models.csv"
    target.write_text("\n".join([f"{header},model", *lines]) + "\n", encoding="utf-8")
    return target


def taken_apart(qtbot: QtBot, window: MainWindow) -> None:
    """Choose each model in the dialog that is open, and wait for the comparison."""
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    stack = dialog.form.stack
    stack.setCurrentIndex(stack.findData(f"{EACH}model"))
    stack.activated.emit(stack.currentIndex())
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    dialog.accept()
    qtbot.waitUntil(lambda: window.controller.comparing.state is not None, timeout=PATIENCE)
    wait_for_screen(qtbot, window)


def test_that_a_stack_in_doubt_becomes_a_comparison(
    qtbot: QtBot, window: MainWindow, stacked: Path
) -> None:
    window.open_paths([stacked])
    taken_apart(qtbot, window)
    state = window.controller.comparing.state
    assert state is not None
    assert state.names == ("knn", "rf", "svm")
    assert window.views.compare.isVisible()
    session = window.controller.store.session
    assert session is not None
    assert session.data.prepared.predictions.n == 45
    assert session.data.loaded.options.where == ("model=knn",)
    assert window.controller.settings.recent == ((str(stacked),),)


def test_that_what_is_open_can_be_taken_apart_and_an_older_comparison_ends(
    qtbot: QtBot, window: MainWindow, stacked: Path, three_classes: Path
) -> None:
    window.controller.opening.open([stacked], ask_in_doubt=False)
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.controller.comparing.add([three_classes])
    qtbot.waitUntil(lambda: window.controller.comparing.n_others == 1, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    window.actions_by_name["columns"].trigger()
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    taken_apart(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.comparing.n_others == 2, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    state = window.controller.comparing.state
    assert state is not None
    assert state.names == ("knn", "rf", "svm")


def test_that_sets_of_other_classes_are_refused_in_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text("model,y_true,y_pred\nt1,a,a\nt1,b,b\nt2,x,x\nt2,y,x\n", encoding="utf-8")
    window.commands.files.show_columns([path])
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
        stack = dialog.form.stack
        stack.setCurrentIndex(stack.findData(f"{EACH}model"))
        stack.activated.emit(stack.currentIndex())
        qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
        dialog.accept()
    assert window.controller.store.session is None
    notice = window.views.notices.current
    assert notice is not None
    assert "have different classes" in notice.text
