"""Starting the window, and ending it."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPixmapCache
from PySide6.QtWidgets import QApplication

from confmat_gui import __version__
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.autosaving import recovery_folder
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.photographer import Photographer, without_platform_warnings
from confmat_gui.gui.settings import Settings, ThemeChoice, settings_path
from confmat_gui.gui.theme import Theme
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.resources import resource_path

FONTS = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf", "IBMPlexSans-Bold.ttf")
FONT_FAMILY = "IBM Plex Sans"
PICTURES = 192 * 1024
"""Kilobytes for the pictures of lines that do not change; Qt's 10 MB hold those of a small window only."""
HAND_OVER = 0.0005
"""Seconds after which a worker lets the window go on; else each step of a painting may wait for 5 ms."""
DEFAULT_SIZE = (1600, 1000)
NO_DISPLAY = (
    "There is no display to open a window on; “confmat report” writes a picture of the same figures without"
    " one."
)


def run_window(
    paths: Sequence[str | Path],
    options: InputOptions | None = None,
    *,
    screenshot: str | Path | None = None,
    size: tuple[int, int] | None = None,
    dark: bool | None = None,
) -> int:
    """Open the window and return the exit code when it is closed.

    Parameters
    ----------
    paths : prediction files, or one session; none for the start page
    options : how to read them
    screenshot : path or None
        Wait until the screen is complete, write its picture there, and end. Needs no display.
    size : (width, height) or None
        Of the window; None: as it was last, or 1600 x 1000 for a screenshot.
    dark : bool or None
        Dark or light colours; None: as chosen last.
    """
    if not has_display():
        if screenshot is None:
            sys.stderr.write(NO_DISPLAY + "\n")
            return 2
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["confmat-gui"])
    assert isinstance(app, QApplication)
    prepare_application(app)
    sys.setswitchinterval(HAND_OVER)
    if screenshot is None:
        return _run(app, paths, options, size, dark)
    with tempfile.TemporaryDirectory() as folder, without_platform_warnings():
        # A picture must not depend on what this user chose or opened last.
        settings = Settings(Path(folder) / "window.ini")
        window = build_window(settings, Path(folder), "dark" if dark else "light")
        window.resize(*(size or DEFAULT_SIZE))
        return _photograph(app, window, paths, options, Path(screenshot))


def has_display() -> bool:
    """Whether Qt will find something to draw on."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith(("linux", "freebsd", "openbsd")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare_application(app: QApplication) -> None:
    """Give the application its name, icon, style, bundled font and a frugal memory."""
    # Arrow's own pool keeps what was freed; it looks here when it is imported, for the first file.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    app.setApplicationName("confmat_gui")
    app.setApplicationDisplayName("confmat")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("confmat-gui")
    app.setStyle("Fusion")
    QPixmapCache.setCacheLimit(PICTURES)
    app.setWindowIcon(QIcon(str(resource_path("icon.svg"))))
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{name}")))
    font = QFont(FONT_FAMILY)
    font.setPointSizeF(13.0 if sys.platform == "darwin" else 10.0)
    app.setFont(font)


def build_window(
    settings: Settings, recovery: Path, theme: ThemeChoice | None = None, *,
    chooser: FileChooser | None = None,
) -> MainWindow:
    """Return a window with all that stands behind it; closing it ends its threads."""
    controller = Controller(settings, recovery)
    window = MainWindow(controller, Theme(theme or settings.theme), chooser)
    controller.setParent(window)
    return window


def _run(
    app: QApplication, paths: Sequence[str | Path], options: InputOptions | None,
    size: tuple[int, int] | None, dark: bool | None,
) -> int:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    choice: ThemeChoice | None = None if dark is None else "dark" if dark else "light"
    window = build_window(Settings(path), recovery_folder(), choice)
    window.resize(1280, 800)
    window.restore_geometry()
    if size is not None:
        window.resize(*size)
    with _Excepthook(window):
        window.show()
        window.controller.autosave.start()
        if paths:
            window.controller.opening.open([Path(path) for path in paths], options)
        code = app.exec()
    window.deleteLater()
    return code


def _photograph(
    app: QApplication, window: MainWindow, paths: Sequence[str | Path], options: InputOptions | None,
    target: Path,
) -> int:
    photographer = Photographer(window, window.controller.jobs, target)
    window.controller.messages.said.connect(photographer.note)
    with _Excepthook(window):
        window.show()
        if paths:
            window.controller.opening.open(
                [Path(path) for path in paths], options, ask_in_doubt=False, remember=False
            )
        QTimer.singleShot(0, photographer.look)
        app.exec()
    window.close()
    window.deleteLater()
    if photographer.error:
        sys.stderr.write(photographer.error + "\n")
        return 2
    return 0


class _Excepthook:
    """While the window is open, a mistake of the program is a notice, not its end."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._before = sys.excepthook

    def __enter__(self) -> None:
        sys.excepthook = self._handle

    def __exit__(self, *_: object) -> None:
        sys.excepthook = self._before

    def _handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        traceback.print_exception(kind, error, trace)
        self._window.controller.messages.fail(error)
