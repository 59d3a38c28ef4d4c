"""Saving sessions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.settings import Settings
from confmat_gui.gui.store import Store
from confmat_gui.session.files import save_session


class Saving(QObject):
    """Saves the session of the store; signal `saved(Path)`."""

    saved = Signal(object)

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self._settings = settings

    def save(self, path: Path, *, refer: bool = False, then: Callable[[], None] = lambda: None) -> None:
        """Write the session to `path` in a job, and go on with `then` if that went well."""
        session = self._store.session
        if session is None:
            return

        def work(progress: Progress) -> None:
            save_session(session, path, refer=refer, progress=progress)

        def done(_: None) -> None:
            self._store.mark_saved(session, path)
            self._settings.add_recent(str(path.resolve()))
            self._settings.folder = str(path.resolve().parent)
            self.saved.emit(path)
            then()

        self._jobs.submit("save", work, done, failed=self._messages.fail)
