"""Starting the window, with and without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from confmat_gui.gui.app import NO_DISPLAY, has_display, run_window

RUN = "import sys; from confmat_gui.gui.app import run_window; sys.exit(run_window({paths!r}, screenshot={target!r}, {more}))"


def started(tmp_path: Path, paths: list[str], target: str | None, more: str = "") -> subprocess.CompletedProcess[str]:
    """Run the window in a process of its own, on a machine without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    code = RUN.format(paths=paths, target=target, more=more)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=False
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
class TestWithoutADisplay:
    def test_that_a_picture_is_made_in_the_wanted_size(self, tmp_path: Path, three_classes: Path) -> None:
        target = tmp_path / "window.png"
        ended = started(tmp_path, [str(three_classes)], str(target), "size=(1200, 800), dark=True")
        assert ended.returncode == 0, ended.stderr
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
