"""Files written from the menu through the real file dialog, and read back by what uses them."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from confmat_gui.cli import main
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.dialogs.report import ReportDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.session.opening import new_session, open_data_set
from tests.gui.kit import PATIENCE, shown_dialog, wait_for_screen

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture
def chooser() -> FileChooser:
    """Return the chooser that people meet: the window is handed no other."""
    return FileChooser()


@pytest.fixture
def ready(window: MainWindow, three_classes: Path, qtbot: QtBot) -> MainWindow:
    """A window with three classes and a threshold of its own."""
    window.controller.store.open(new_session(open_data_set([three_classes])))
    wait_for_screen(qtbot, window)
    window.controller.deciding.type_threshold((2, 0.21))
    wait_for_screen(qtbot, window)
    return window


def answer(path: Path) -> None:
    """Fill a path into the file dialog that is about to open, and press Enter."""
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog)]
    fields = [field for each in dialogs if each.isVisible() for field in each.findChildren(QLineEdit)]
    if not fields:
        QTimer.singleShot(20, lambda: answer(path))
        return
    fields[0].setText(str(path))  # typed letters would open the completer, which takes the Enter
    QTest.keyClick(fields[0], Qt.Key.Key_Return)


def test_that_a_rule_is_written_and_decides_elsewhere_as_in_the_window(
    ready: MainWindow, qtbot: QtBot, tmp_path: Path, three_classes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = ready.controller.screens.last
    assert screen is not None
    for name in ("rule.json", "rule.py", "rule_sklearn.py", "rule.sql"):
        path = tmp_path / name
        answer(path)
        ready.actions_by_name["export_rule"].trigger()
        qtbot.waitUntil(path.exists, timeout=PATIENCE)
    capsys.readouterr()
    line = ["evaluate", str(three_classes), "--rule-file", str(tmp_path / "rule.json"), "--json"]
    assert main(line) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["confusion"] == screen.state.matrix.counts.tolist()
    decide = runpy.run_path(str(tmp_path / "rule.py"))["decide"]
    predictions = screen.evaluation.prepared.predictions
    decided = np.asarray(decide(predictions.y_score))
    assert decided.tolist() == [predictions.classes[code] for code in screen.evaluation.decided]
    wait_for_screen(qtbot, ready)


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_that_a_report_is_written_from_its_dialog(
    ready: MainWindow, qtbot: QtBot, tmp_path: Path, suffix: str, start: bytes
) -> None:
    ready.actions_by_name["export_report"].trigger()
    dialog = shown_dialog(qtbot, ready, ReportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData(suffix))
    dialog.dpi.setValue(50)
    qtbot.waitUntil(lambda: dialog.has_picture, timeout=PATIENCE)
    path = tmp_path / f"report{suffix}"
    answer(path)
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    save = next(each for each in buttons.buttons() if "Save" in each.text())
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    assert path.read_bytes().startswith(start)
    wait_for_screen(qtbot, ready)
