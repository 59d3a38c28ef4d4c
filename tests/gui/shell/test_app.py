"""Starting the window, with and without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from confmat_gui.gui import app
from confmat_gui.gui.app import NO_DISPLAY, has_display, run_window
from confmat_gui.gui.main_window import MainWindow

RUN = """
import sys
from confmat_gui.gui.app import run_window
sys.exit(run_window({paths!r}, screenshot={target!r}, {more}))
"""


def started(
    tmp_path: Path, paths: list[str], target: str | None, more: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the window in a process of its own, on a machine without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    code = RUN.format(paths=paths, target=target, more=more)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
class TestWithoutADisplay:
    def test_that_a_picture_is_made_in_the_wanted_size(self, tmp_path: Path, three_classes: Path) -> None:
        target = tmp_path / "window.png"
        ended = started(tmp_path, [str(three_classes)], str(target), "size=(1200, 800), dark=True")
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""
        picture = QImage(str(target))
        assert (picture.width(), picture.height()) == (1200, 800)
        # Matrix, curves and tables have many colours; an unpainted window has very few.
        colours = {picture.pixel(x, y) for x in range(0, 1200, 3) for y in range(0, 800, 3)}
        assert len(colours) > 100

    def test_that_a_picture_changes_no_settings(self, tmp_path: Path) -> None:
        ended = started(tmp_path, [], str(tmp_path / "start.png"))
        assert ended.returncode == 0, ended.stderr
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith("confmat")] == []

    def test_that_a_broken_file_ends_with_its_sentence(self, tmp_path: Path) -> None:
        broken = tmp_path / "empty.csv"
        broken.write_text("", encoding="utf-8")
        ended = started(tmp_path, [str(broken)], str(tmp_path / "window.png"))
        assert ended.returncode == 2
        assert "empty.csv" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert not (tmp_path / "window.png").exists()

    def test_that_a_picture_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        ended = started(tmp_path, [], str(tmp_path / "no folder" / "window.png"))
        assert ended.returncode == 2
        assert "could not be written" in ended.stderr

    def test_that_a_window_is_refused_with_a_sentence(self, tmp_path: Path) -> None:
        ended = started(tmp_path, [], None)
        assert ended.returncode == 2
        assert ended.stderr.strip() == NO_DISPLAY


def test_that_a_chosen_platform_counts_as_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()


def test_that_no_window_is_opened_without_a_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("confmat_gui.gui.app.has_display", lambda: False)
    assert run_window([]) == 2
    assert capsys.readouterr().err.strip() == NO_DISPLAY


def windows() -> list[MainWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]


def close_windows() -> None:
    for window in windows():
        window.close()


@pytest.mark.usefixtures("no_leaks")
class TestInThisProcess:
    @pytest.fixture(autouse=True)
    def own_folders(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(app, "settings_path", lambda: tmp_path / "config" / "window.ini")
        monkeypatch.setattr(app, "recovery_folder", lambda: tmp_path / "recovery")

    def test_that_the_window_opens_its_files_and_ends_when_it_is_closed(
        self, three_classes: Path, tmp_path: Path
    ) -> None:
        titles: list[str] = []

        def close_when_shown() -> None:
            (window,) = windows()
            if window.panels.shows_work:
                titles.append(window.toolbar.title.text())
                window.close()
            else:
                QTimer.singleShot(10, close_when_shown)

        QTimer.singleShot(0, close_when_shown)
        assert run_window([three_classes], dark=True, size=(700, 600)) == 0
        assert titles == ["three.csv"]
        assert (tmp_path / "config" / "window.ini").exists()

    def test_that_a_mistake_of_the_program_is_a_notice_and_not_its_end(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        texts: list[str] = []

        def fail() -> None:
            sys.excepthook(ValueError, ValueError("no such thing"), None)
            (window,) = windows()
            assert window.views.notices.current is not None
            texts.append(window.views.notices.current.text)
            window.close()

        before = sys.excepthook
        QTimer.singleShot(0, fail)
        assert run_window([]) == 0
        assert sys.excepthook is before
        assert "no such thing" in texts[0]
        assert "ValueError" in capsys.readouterr().err

    def test_that_an_interrupt_ends_the_program(self) -> None:
        QTimer.singleShot(0, lambda: sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None))
        QTimer.singleShot(5, close_windows)
        assert run_window([]) == 130

    def test_that_a_picture_is_made(self, three_classes: Path, tmp_path: Path) -> None:
        target = tmp_path / "window.png"
        assert run_window([three_classes], screenshot=target, size=(1280, 800)) == 0
        assert QImage(str(target)).width() == 1280

    def test_that_a_picture_of_a_broken_file_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_window([tmp_path / "missing.csv"], screenshot=tmp_path / "window.png") == 2
        assert "missing.csv" in capsys.readouterr().err

    def test_that_a_folder_that_is_not_there_is_said(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_window([], screenshot=tmp_path / "nowhere" / "window.png") == 2
        assert "could not be written" in capsys.readouterr().err


def test_that_settings_and_recovery_files_live_in_folders_of_their_own() -> None:
    from confmat_gui.gui.controller.autosaving import recovery_folder
    from confmat_gui.gui.settings import settings_path

    assert "confmat_gui" in settings_path().parts
    assert "confmat_gui" in recovery_folder().parts
