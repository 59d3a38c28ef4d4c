"""The program's window, opened on a file and dragged with the real mouse, watched from outside.

    python -m benchmarks.watched_window < {"file": "…", "drags": ["slider"], "moves": 180, "rate": 60}

A process of its own on the display that DISPLAY names; prints what was seen as JSON. Nothing of the program
is changed: what is known comes from its signals, from the events of its window, and from a timer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from benchmarks.memory import peak_bytes
from confmat_gui.gui.app import HAND_OVER, build_window, prepare_application
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.settings import Settings
from confmat_gui.gui.views.decide_cells import SliderScale, ThresholdCell

TICK = 1
"""Milliseconds between two looks at whether the GUI thread is free."""
PATIENCE = 300.0
PAINTED = QEvent.Type(QEvent.registerEventType())


class Watch(QObject):
    """When the GUI thread was free, which screens were painted and when, which moves arrived."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._made_by: dict[int, tuple[object, float]] = {}
        self._move: float | None = None
        self._shown: Screen | None = None
        self._painted: Screen | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self.begin()
        window.installEventFilter(self)
        window.controller.screens.shown.connect(self._take)
        window.controller.store.changed.connect(self._follow)

    def begin(self) -> None:
        """Forget what was seen."""
        self.gaps: list[float] = []
        self.moves: list[float] = []
        self.frames: list[float] = []
        self.delays: list[float] = []
        self._last = time.monotonic()
        self._timer.start(TICK)

    def saw_all(self) -> bool:
        """Return whether what is decided now has been painted."""
        session = self._window.controller.store.session
        return self._painted is not None and self._painted.session is session and len(self.frames) > 0

    def follow(self, widget: QWidget) -> None:
        """Look at the moves of the mouse over a widget."""
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See moves, and when a painting begins; the event posted here comes right after it."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._move = time.monotonic()
            self.moves.append(self._move)
        elif kind == QEvent.Type.UpdateRequest and self._shown is not self._painted:
            self._painted = self._shown
            QApplication.postEvent(self, QEvent(PAINTED), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        """Take note of a painted screen."""
        if event.type() != PAINTED or self._painted is None:
            return super().event(event)
        now = time.monotonic()
        self.frames.append(now)
        made = self._made_by.get(id(self._painted.session))
        if made is not None:
            self.delays.append(now - made[1])
        return True

    def _look(self) -> None:
        now = time.monotonic()
        self.gaps.append(now - self._last)
        self._last = now

    def _take(self, screen: Screen) -> None:
        self._shown = screen

    def _follow(self, session: object) -> None:
        if self._move is not None:
            self._made_by[id(session)] = session, self._move


def until(condition: Callable[[], bool]) -> None:
    """Let the window work until something is true."""
    loop, end = QEventLoop(), time.monotonic() + PATIENCE

    def look() -> None:
        if condition() or time.monotonic() > end:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(TICK)
    loop.exec()
    if not condition():
        raise RuntimeError("the window did not come to rest")


def rest(window: MainWindow) -> None:
    """Wait until the screen is complete and nothing is computed."""
    until(lambda: window.controller.screens.up_to_date and not window.controller.jobs.is_busy())


def opened(window: MainWindow, watch: Watch, file: Path) -> dict[str, Any]:
    """Open a file; return how long it took to the first screen, and how free the window was meanwhile."""
    empty = peak_bytes()
    watch.begin()
    start = time.monotonic()
    window.controller.opening.open([file], None)
    until(lambda: len(watch.frames) > 0)
    seconds = watch.frames[0] - start
    found = {"seconds": seconds, "gaps": watch.gaps, "peak": peak_bytes() - empty}
    rest(window)
    return found


def dragged(window: MainWindow, watch: Watch, part: str, moves: int, rate: float) -> dict[str, Any]:
    """Drag a slider or a marker with the mouse."""
    path = slider_path(window, moves) if part == "slider" else marker_path(window, moves)
    asked = json.dumps({"path": path, "rate": rate})
    command = [sys.executable, "-m", "benchmarks.mouse"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mouse:
        assert mouse.stdin is not None
        assert mouse.stdout is not None
        until(lambda: True)
        watch.begin()
        mouse.stdin.write(asked)
        mouse.stdin.close()
        until(lambda: mouse.poll() is not None)
        sent = json.load(mouse.stdout)
    rest(window)
    during = [frame for frame in watch.frames if frame >= sent[0]]
    return {
        "sent": len(sent), "arrived": len([m for m in watch.moves if m >= sent[0]]), "frames": len(during),
        "gaps": watch.gaps, "delays": watch.delays,
    }  # fmt: skip


def place_handle(window: MainWindow, part: str) -> None:
    """Select the second class; a marker starts where each pixel along its curve is another threshold."""
    deciding = window.controller.deciding
    deciding.select_class(1)
    rest(window)
    n_classes = len(shown(window).state.decide.classes)
    deciding.type_threshold((1, (0.2 if part == "marker" else 1.0) / n_classes))
    rest(window)


def slider_path(window: MainWindow, moves: int) -> list[list[int]]:
    """Return places along the slider of the second class, there and back, a pixel at a time."""
    table, state = window.views.decide.table, shown(window).state.decide
    column = [column.key for column in state.columns].index("threshold")
    cell = ThresholdCell.inside(table.visualRect(table.model().index(1, column)))
    assert state.thresholds is not None
    x = round(cell.place(float(state.thresholds[1]), SliderScale.of(state)))
    start = table.viewport().mapToGlobal(QPoint(x, cell.slider.center().y()))
    return there_and_back(start, moves, QPoint(1, 0))


def marker_path(window: MainWindow, moves: int) -> list[list[int]]:
    """Return places along the ROC of the second class, there and back, a pixel at a time."""
    view = window.views.roc
    marker = next(marker for marker in shown(window).state.roc.markers if marker.class_index == 1)
    assert isinstance(view.plot, QAbstractScrollArea)
    start = view.pointer.place(marker.x, marker.y).toPoint()
    return there_and_back(view.plot.viewport().mapToGlobal(start), moves, QPoint(1, 0))


def there_and_back(start: QPoint, moves: int, step: QPoint) -> list[list[int]]:
    """Return `moves` + 1 places, each one step from the one before."""
    turns = [min(number, moves - number) for number in range(moves + 1)]
    return [list((start + step * turn).toTuple()) for turn in turns]


def shown(window: MainWindow) -> Screen:
    """Return what the window shows."""
    screen = window.controller.screens.last
    assert screen is not None
    return screen


@contextmanager
def shown_window() -> Iterator[tuple[MainWindow, Watch]]:
    """Show the program's window as the program does, with settings of its own."""
    app = QApplication([])
    prepare_application(app)
    sys.setswitchinterval(HAND_OVER)
    with tempfile.TemporaryDirectory() as folder:
        window = build_window(Settings(Path(folder) / "window.ini"), Path(folder))
        window.resize(1600, 1000)
        window.show()
        watch = Watch(window)
        until(window.isActiveWindow)
        yield window, watch
        window.controller.store.close()
        window.close()


def main() -> None:
    """Do what standard input asks for."""
    asked = json.load(sys.stdin)
    with shown_window() as (window, watch):
        watch.follow(window.views.decide.table.viewport())
        plot = window.views.roc.plot
        assert isinstance(plot, QAbstractScrollArea)
        watch.follow(plot.viewport())
        found: dict[str, Any] = {"opening": opened(window, watch, Path(asked["file"]))}
        for part in asked["drags"]:
            place_handle(window, part)
            found[part] = dragged(window, watch, part, asked["moves"], asked["rate"])
        json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
