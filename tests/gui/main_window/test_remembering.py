"""A layout that a person corrected once is proposed to be read alike the next time."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.io.loaded import InputOptions
from tests.gui.kit import PATIENCE, shown_dialog, wait_for_screen, write_predictions


def score_kind(window: MainWindow) -> str:
    """Return what the scores of the open session are."""
    session = window.controller.store.session
    return "" if session is None else session.data.prepared.predictions.score_kind


def corrected(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Open a file with a ranking score in place of what it says."""
    window.commands.files.show_columns([path])
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    kind = dialog.form.roles["kind"]
    kind.setCurrentIndex(kind.findData("score"))
    kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    dialog.accept()
    qtbot.waitUntil(lambda: score_kind(window) == "score", timeout=PATIENCE)
    wait_for_screen(qtbot, window)


def test_that_the_next_file_of_the_layout_is_proposed_to_be_read_alike(
    qtbot: QtBot, window: MainWindow, three_classes: Path, tmp_path: Path
) -> None:
    corrected(qtbot, window, three_classes)
    later = write_predictions(tmp_path / "later.csv", ("ok", "dent", "crack"), n=40, seed=7)
    before = window.controller.store.session
    window.open_paths([later])
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    assert window.controller.store.session is before
    assert dialog.options == InputOptions(kind="score")
    dialog.accept()
    qtbot.waitUntil(lambda: "40 samples" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    assert score_kind(window) == "score"


def test_that_going_back_to_the_file_forgets_it(
    qtbot: QtBot, window: MainWindow, three_classes: Path, tmp_path: Path
) -> None:
    corrected(qtbot, window, three_classes)
    later = write_predictions(tmp_path / "later.csv", ("ok", "dent", "crack"), n=40, seed=7)
    window.open_paths([later])
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    dialog.proposal.switch.click()
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    dialog.accept()
    qtbot.waitUntil(lambda: score_kind(window) == "probability", timeout=PATIENCE)
    assert dict(window.controller.settings.choices) == {}


def test_that_another_layout_opens_at_once(
    qtbot: QtBot, window: MainWindow, three_classes: Path, two_classes: Path
) -> None:
    corrected(qtbot, window, three_classes)
    window.open_paths([two_classes])
    qtbot.waitUntil(lambda: "60 samples" in window.toolbar.subtitle.text(), timeout=PATIENCE)


def test_that_what_is_said_on_the_command_line_is_not_asked_again(
    qtbot: QtBot, window: MainWindow, three_classes: Path
) -> None:
    corrected(qtbot, window, three_classes)
    window.controller.opening.open([three_classes], InputOptions(kind="probability"))
    qtbot.waitUntil(lambda: score_kind(window) == "probability", timeout=PATIENCE)


def test_that_a_file_that_is_gone_is_said(
    qtbot: QtBot, window: MainWindow, three_classes: Path, tmp_path: Path
) -> None:
    corrected(qtbot, window, three_classes)
    with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
        window.open_paths([tmp_path / "gone.csv"])
    assert window.views.notices.current is not None
    assert "gone.csv" in window.views.notices.current.text
