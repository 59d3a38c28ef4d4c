"""Watching a folder while something writes prediction files to it: each that is complete becomes a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.controller.messages import Messages, sentence_of
from confmat_gui.gui.controller.screens import ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.io.arrivals import FileState, Look, states_in
from confmat_gui.present.watching import WatchState
from confmat_gui.session.arriving import Arrived, arrived
from confmat_gui.session.state import DataSet

LOOK, READ = "watch-look", "watch"
"""Lanes of the jobs that look into the folder and that read what is complete."""
SOON = 1_000
"""Milliseconds between two looks that find the same size of a file, so that it counts as complete."""
LATER = 5_000
"""Milliseconds between looks while nothing happens: a folder on a network tells nobody of its changes."""
MOST_DATA_SETS = 6
"""States of the samples that undo and redo lead to and that get the new samples too."""


@dataclass(frozen=True, eq=False)
class _Came:
    """Files that were read, and the data sets that they were read for."""

    result: Arrived
    data_sets: tuple[DataSet, ...]


class Watching(QObject):
    """Follows one folder. What arrives is no step of undo, and waits while something is dragged or typed.

    Signals
    -------
    changed(WatchState | None)
        What the watch does now; None when it has ended.
    looked()
        A look into the folder has ended, with all that it led to.
    """

    changed = Signal(object)
    looked = Signal()

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self._screens = screens
        self._look = Look()
        self._files: Mapping[Path, FileState] = {}
        self._came: _Came | None = None
        self._typing = False
        self.state: WatchState | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        self._told = QFileSystemWatcher(self)
        self._told.directoryChanged.connect(lambda _path: self._look_soon())
        store.replaced.connect(self.stop)
        screens.rested.connect(self._adopt)
        jobs.busy_changed.connect(lambda subject: self._adopt() if subject == "open" else None)
        jobs.progressed.connect(self._follow)

    def start(self, folder: Path) -> None:
        """Watch a folder in place of the one of before; what lies there already and is not open is added."""
        self.stop()
        if self._store.session is not None:
            self._look = Look()
            self._tell(WatchState(folder.name or str(folder), str(folder)))
            self.look()

    def stop(self) -> None:
        """Watch nothing any more; what was added stays."""
        self.timer.stop()
        self._files, self._came = {}, None
        for subject in (LOOK, READ):
            self._jobs.cancel(subject)
        if self._told.directories():
            self._told.removePaths(self._told.directories())
        if self.state is not None:
            self._tell(None)

    def hold(self, *, typing: bool) -> None:
        """Let new samples wait while somebody types, or come in."""
        self._typing = typing
        self._adopt()

    def look(self) -> None:
        """Look into the folder, away from the window's thread."""
        state, before = self.state, self._look
        if state is None or self._files:
            return
        self.timer.stop()
        folder = Path(state.path)

        def work(_progress: Progress) -> Look:
            return before.next(states_in(folder))

        self._jobs.submit(
            LOOK, work, lambda look: self._see(state.path, look),
            failed=lambda error: self._lose(state.path, error),
        )

    def _see(self, path: str, look: Look) -> None:
        state = self.state
        if state is None or state.path != path or self._files:
            return
        if path not in self._told.directories():  # also after the folder was taken away and made again
            self._told.addPath(path)
        # What lay there when the watch began was most likely written long ago.
        growing = look.growing[0].name if look.growing and self._look.seen else ""
        self._look = look
        self._tell(replace(state, is_there=True, growing=growing))
        if look.ready:
            self._read({file: look.seen[file] for file in look.ready})
        else:
            self._rest()

    def _lose(self, path: str, error: BaseException) -> None:
        state = self.state
        if state is None or state.path != path:
            return
        if state.is_there:
            self._messages.fail(error)
            self._tell(replace(state, is_there=False, growing=""))
        self._rest()

    def _read(self, files: Mapping[Path, FileState]) -> None:
        data_sets, state = self._store.data_sets[:MOST_DATA_SETS], self.state
        if state is None or not data_sets:
            return
        self._files = files
        self._tell(replace(state, reading=_named(list(files)), share=0.0, waits=False))

        def work(progress: Progress) -> Arrived:
            return arrived(data_sets, tuple(files), progress)

        def done(result: Arrived) -> None:
            self._came = _Came(result, data_sets)
            self._adopt()

        def failed(error: BaseException) -> None:
            done(Arrived({}, (), tuple((path, sentence_of(error)) for path in files)))

        self._jobs.submit(READ, work, done, failed=failed)

    def _follow(self, report: tuple[str, float, str]) -> None:
        subject, share, _ = report
        if subject == READ and self.state is not None and self._came is None and self._files:
            self._tell(replace(self.state, share=share))

    def _adopt(self) -> None:
        """Show what was read, unless something goes on that it would disturb."""
        came, state = self._came, self.state
        if came is None or state is None:
            return
        if self._typing or self._screens.dragging or self._jobs.is_busy("open"):
            self._tell(replace(state, waits=True))
            return
        self._came = None
        now, grown = self._store.data_sets[:MOST_DATA_SETS], came.result.data_of
        if not set(now) <= set(came.data_sets) or (grown and now[0] not in grown):
            self._read(self._files)  # the samples were changed meanwhile
        else:
            self._end(state, came.result)

    def _end(self, state: WatchState, result: Arrived) -> None:
        """Take over what was read, and say what was not."""
        self._look, self._files = self._look.handle(self._files), {}
        said = replace(state, reading="", waits=False)
        if result.added:
            self._store.put_data(result.data_of)
            said = replace(said, n_added=state.n_added + len(result.added), last=result.added[-1].name)
            total = self._store.data_sets[0].loaded.predictions.n
            self._messages.inform(f"Added {_named(result.added)}; there are {total:,} samples now.")
        if result.refused:
            (_, sentence), *others = result.refused
            more = f" So it is with {len(others)} more." if others else ""
            self._messages.say(f"{sentence} It is not looked at again until it changes.{more}")
        self._tell(said)
        self._rest(shortly=True)

    def _rest(self, *, shortly: bool = False) -> None:
        """Look again after a pause, a short one while a file is being written."""
        self.timer.start(SOON if shortly or self._look.growing else LATER)
        self.looked.emit()

    def _look_soon(self) -> None:
        """Look when a file has had the time to be written."""
        if self.timer.remainingTime() > SOON:
            self.timer.start(SOON)

    def _tell(self, state: WatchState | None) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _named(files: Sequence[Path]) -> str:
    """Return the first file's name, and how many others there are."""
    return files[0].name + (f" and {len(files) - 1} more" if len(files) > 1 else "")
