"""A copy of unsaved changes for the case of a crash, and the way back from it."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.session.autosave import Recovery, list_recoveries, remove_recovery, write_recovery
from confmat_gui.session.state import Session

AUTOSAVE_EVERY = 60_000
"""Milliseconds between two looks at whether there is something to keep."""


def recovery_folder() -> Path:
    """Return where copies for recovery live."""
    import platformdirs

    return platformdirs.user_state_path("confmat_gui", appauthor=False) / "recovery"


class Autosave(QObject):
    """Writes a recovery file while there are unsaved changes, and removes it when they are saved.

    Each window holds a lock beside its recovery file; a crash leaves a stale lock, which tells a file that
    can be recovered from one of a window that is still open. Signal `found(tuple of Recovery)`.
    """

    found = Signal(object)

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, folder: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self.folder = folder
        self._key = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._lock: QLockFile | None = None
        self._kept: Session | None = None
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(AUTOSAVE_EVERY)
        self._timer.timeout.connect(self.keep)
        store.changed.connect(self._follow)
        store.marked.connect(self._follow)

    def start(self) -> None:
        """Begin to look after unsaved changes, and look for what a crash left."""
        self._timer.start()
        folder = self.folder

        def work(progress: Progress) -> tuple[Recovery, ...]:
            progress(0.0)
            return tuple(r for r in list_recoveries(folder) if _is_abandoned(folder, r.key))

        def done(recoveries: tuple[Recovery, ...]) -> None:
            if recoveries:
                self.found.emit(recoveries)

        self._jobs.submit("recoveries", work, done, failed=self._warn)

    def keep(self) -> None:
        """Write a recovery file now, if anything changed since the last one."""
        session = self._store.session
        if session is None or session is self._kept or not self._store.modified:
            return
        folder, key = self.folder, self._key

        def work(progress: Progress) -> None:
            write_recovery(folder, key, session, progress)

        def done(_: None) -> None:
            if self._lock is None:
                # Saved or given up while the copy was being written.
                remove_recovery(folder, key)
            else:
                self._kept = session

        try:
            self._hold(key)
        except OSError as error:
            self._warn(error)
            return
        self._jobs.submit("autosave", work, done, failed=self._warn)

    def take_over(self, recovery: Recovery) -> None:
        """Look after a file that was recovered: it stays until its session is saved or given up."""
        self.forget()
        self._key = recovery.key
        self._hold(recovery.key)
        self._kept = self._store.session

    def discard(self, recovery: Recovery) -> None:
        """Remove a file that nobody wants back."""
        remove_recovery(self.folder, recovery.key)
        _lock_path(self.folder, recovery.key).unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove this window's recovery file: everything is saved, or was given up on purpose."""
        if self._lock is not None:
            remove_recovery(self.folder, self._key)
            self._lock.unlock()
        self._lock = self._kept = None

    def stop(self) -> None:
        """Look after nothing any more."""
        self._timer.stop()

    def remove(self) -> None:
        """At an ordinary end: leave nothing behind, even if a job wrote it at the last moment."""
        self.forget()
        remove_recovery(self.folder, self._key)

    def _hold(self, key: str) -> None:
        if self._lock is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.folder, key)
            self._lock.tryLock(0)

    def _follow(self, _session: object = None) -> None:
        if not self._store.modified:
            self.forget()

    def _warn(self, error: BaseException) -> None:
        if not self._warned:
            self._warned = True
            self._messages.fail(error)


def _lock_path(folder: Path, key: str) -> Path:
    return folder / f"recovery-{key}.lock"


def _lock(folder: Path, key: str) -> QLockFile:
    lock = QLockFile(str(_lock_path(folder, key)))
    lock.setStaleLockTime(0)  # a lock is stale only when its process is gone, however long it was held
    return lock


def _is_abandoned(folder: Path, key: str) -> bool:
    """Whether no living window holds the file."""
    lock = _lock(folder, key)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True
