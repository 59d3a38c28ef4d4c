"""Repairs from the window: in a job, one step of undo each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.repairs import Repair
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker, make_screen
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.present.repair_words import group_text
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.repairing import Repairs, added, removed, set_repairs
from confmat_gui.session.state import Session

SUBJECT = "open"
"""A repair gives way to opening other files, and ends one that goes on."""


class Repairing(QObject):
    """Puts samples right and takes that back; what was decided stays.

    Signals
    -------
    ended()
        A repair was made, refused or cancelled.
    """

    ended = Signal()

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self._screens = screens
        self._wanted: Repairs | None = None

    def add(self, repair: Repair) -> None:
        """Put the samples right."""
        self._change(added(self._last_wanted(), repair), f"{self._text((repair,))}; undo takes it back.")

    def remove(self, repair: Repair) -> None:
        """Take a repair back."""
        self.remove_all((repair,))

    def remove_last(self) -> None:
        """Take the last repair back; nothing where there is none."""
        wanted = self._last_wanted()
        if wanted:
            self.remove(wanted[-1])

    def remove_all(self, repairs: Repairs) -> None:
        """Take repairs back, all in one step."""
        wanted = self._last_wanted()
        for repair in repairs:
            wanted = removed(wanted, repair)
        self._change(wanted, f"Taken back: {self._text(repairs)}.")

    def set_included(self, batch_name: str, *, included: bool) -> None:
        """Let a batch count again, or not."""
        repair = Repair("leave-out", (batch_name,))
        if included:
            self.remove(repair)
        else:
            self.add(repair)

    def _last_wanted(self) -> Repairs:
        """Return the repairs asked for last, which may not be in force yet."""
        session = self._store.session
        if self._wanted is not None and self._jobs.is_busy(SUBJECT):
            return self._wanted
        return () if session is None else session.data.repairs

    def _text(self, repairs: Repairs) -> str:
        session = self._store.session
        return "" if session is None else group_text(repairs, session.data.loaded.predictions.classes)

    def _change(self, wanted: Repairs, said: str) -> None:
        session = self._store.session
        if session is None:
            return
        self._wanted = wanted

        def work(progress: Progress) -> Screen:
            return make_screen(set_repairs(session, wanted, progress), parts=NOTHING_ASIDE)

        def done(screen: Screen) -> None:
            if self._adopt(session, screen):
                self._messages.inform(said)
            self.ended.emit()

        def failed(error: BaseException) -> None:
            self._messages.fail(error)
            self.ended.emit()

        self._jobs.submit(SUBJECT, work, done, failed=failed, stopped=self.ended.emit)

    def _adopt(self, before: Session, screen: Screen) -> bool:
        now = self._store.session
        if now is None or now.data.original.predictions is not before.data.original.predictions:
            self._messages.inform("The samples changed meanwhile, so nothing was put right.")
            return False
        # What was decided while this was computed counts, not what was decided before.
        self._screens.adopt(screen)
        same = now.point == before.point and now.display == before.display and now.notes == before.notes
        self._store.dispatch(lambda s: screen.session if same else carry_over(s, screen.session.data))
        return True
