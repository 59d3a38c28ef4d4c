"""What tests of the window share: small files, a window in a temporary folder, and a look for leaks."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.app import build_window, prepare_application
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.settings import Settings
from confmat_gui.session.opening import new_session, open_data_set
from confmat_gui.session.state import Session

__all__ = [
    "FakeChooser", "chooser", "controller", "no_leaks", "session", "shown_dialog", "three_classes",
    "two_classes", "wait_for_screen", "window", "write_predictions",
]

D = TypeVar("D", bound=QDialog)
PATIENCE = 20_000
"""Milliseconds after which a test that waits fails; nothing is asserted about how long anything takes."""


class FakeChooser(FileChooser):
    """Answers the file dialogs from lists, and remembers what was proposed."""

    def __init__(self) -> None:
        self.to_open: list[list[Path]] = []
        self.to_save: list[Path | None] = []
        self.proposals: list[Path] = []
        self.asked: list[str] = []
        """Titles of the dialogs, with the window they belong to and what they offer."""

    def open_files(self, parent: QWidget, title: str, folder: str) -> list[Path]:
        self.asked.append(f"{parent.objectName()}: {title} {folder}")
        return self.to_open.pop(0) if self.to_open else []

    def open_folder(self, parent: QWidget, title: str, folder: str) -> Path | None:
        self.asked.append(f"{parent.objectName()}: {title} {folder}")
        return self.to_open.pop(0)[0] if self.to_open else None

    def open_file(self, parent: QWidget, title: str, folder: str, filters: str) -> Path | None:
        self.asked.append(f"{parent.objectName()}: {title} {folder} {filters}")
        return self.to_open.pop(0)[0] if self.to_open else None

    def save_file(self, parent: QWidget, title: str, proposal: Path, filters: str) -> Path | None:
        self.asked.append(f"{parent.objectName()}: {title} {filters}")
        self.proposals.append(proposal)
        return self.to_save.pop(0) if self.to_save else None


def write_predictions(path: Path, classes: tuple[str, ...], n: int = 60, seed: int = 0) -> Path:
    """Write a CSV with a true label, an id and one probability for each class."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, len(classes), n)
    raw = rng.random((n, len(classes))) + 0.8 * np.eye(len(classes))[true]
    scores = raw / raw.sum(axis=1, keepdims=True)
    lines = [",".join(["sample_id", "y_true", *(f"p_{name}" for name in classes)])]
    for row in range(n):
        numbers = [repr(float(value)) for value in scores[row]]
        lines.append(",".join([f"s{seed}-{row:05d}", classes[true[row]], *numbers]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def two_classes(tmp_path: Path) -> Path:
    return write_predictions(tmp_path / "two.csv", ("no", "yes"))


@pytest.fixture
def three_classes(tmp_path: Path) -> Path:
    return write_predictions(tmp_path / "three.csv", ("ok", "dent", "crack"), n=90)


@pytest.fixture
def session(three_classes: Path) -> Session:
    return new_session(open_data_set([three_classes]))


@pytest.fixture
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail if a test leaves a worker thread, a running timer or a window behind."""
    gc.collect()
    gc.freeze()  # what is there already is not searched again after the test
    yield
    _collect()
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith("confmat-job")]
    assert not threads, f"worker threads are left: {threads}"
    windows = [w for w in qapp.topLevelWidgets() if isinstance(w, QMainWindow | QDialog)]
    assert not windows, f"windows are left: {windows}"
    timers = [o for o in gc.get_objects() if isinstance(o, QTimer) and shiboken6.isValid(o) and o.isActive()]
    assert not timers, f"timers are left: {timers}"
    qapp.setStyleSheet("")  # as at the start of the program; else each widget is styled as it is built


@pytest.fixture
def chooser() -> FakeChooser:
    return FakeChooser()


@pytest.fixture
def controller(qtbot: QtBot, no_leaks: None, tmp_path: Path) -> Iterator[Controller]:
    """Everything behind the window, without the window."""
    made = Controller(Settings(tmp_path / "window.ini"), tmp_path / "recovery")
    yield made
    made.shutdown()
    made.deleteLater()
    del made
    _collect()


@pytest.fixture
def window(
    qtbot: QtBot, no_leaks: None, qapp: QApplication, tmp_path: Path, chooser: FakeChooser
) -> Iterator[MainWindow]:
    """A window on the start page, with settings of its own."""
    prepare_application(qapp)
    made = build_window(Settings(tmp_path / "window.ini"), tmp_path / "recovery", "light", chooser=chooser)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.controller.store.close()
    for dialog in made.findChildren(QDialog):
        dialog.close()
    made.close()
    made.deleteLater()
    del made
    _collect()


def wait_for_screen(qtbot: QtBot, owner: MainWindow | Controller) -> None:
    """Wait until no job runs and the screen shows the session of the store."""
    controller = owner.controller if isinstance(owner, MainWindow) else owner
    qtbot.waitUntil(lambda: not controller.jobs.is_busy() and controller.screens.up_to_date, timeout=PATIENCE)


def shown_dialog(qtbot: QtBot, window: QWidget, kind: type[D]) -> D:
    """Wait for a dialog of this kind and return it."""
    found: list[D] = []

    def look() -> bool:
        found[:] = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
        return bool(found)

    qtbot.waitUntil(look, timeout=PATIENCE)
    return found[0]


def _collect() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()

