"""How common the classes are where the rule is used: at once for the matrix, in a job for adapted scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QObject

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import ConfmatError
from confmat_gui.gui.controller.deciding import Deciding
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker, make_screen
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.session import shares
from confmat_gui.session.state import Session

SUBJECT = "open"
"""New scores give way to opening other files, like a repair."""

Making: TypeAlias = Callable[[Session, Progress], Session]


class Sharing(QObject):
    """Sets shares of the classes; scores that were adapted follow them. Each is one step of undo."""

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker, deciding: Deciding,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self._screens = screens
        self._deciding = deciding

    def type_share(self, payload: tuple[int, float | None]) -> None:
        """Set how common a class is; None: it shares what is left."""
        class_index, share = payload
        self._change(lambda session: shares.set_share(session, class_index, share))

    def reset(self, _payload: object = None) -> None:
        """Let all classes be as common as in the samples; adapted scores are the model's own again."""
        self._change(lambda session: shares.set_named_shares(session, {}))

    def adapt(self, adapted: bool) -> None:
        """Adapt the scores to the shares, or take them as the model gave them."""
        if adapted:
            said = "The scores are adapted to the shares; undo takes it back."
            self._make(lambda session, progress: shares.adapt_scores(session, progress=progress), said)
        else:
            self._make(shares.keep_scores, "The scores are the model's own.")

    def _change(self, change: Callable[[Session], Session]) -> None:
        session = self._store.session
        if session is None:
            return
        if shares.adaptation_of(session.data.repairs) is None:
            self._deciding.apply(change)
            return
        try:
            changed = change(session)
        except ConfmatError as error:
            self._fail(error)
            return
        said = "The scores follow the shares."
        self._make(lambda _session, progress: shares.follow_shares(changed, progress), said)

    def _make(self, make: Making, said: str) -> None:
        session = self._store.session
        if session is None:
            return

        def work(progress: Progress) -> Screen:
            return make_screen(make(session, progress), parts=NOTHING_ASIDE)

        def done(screen: Screen) -> None:
            if self._adopt(session, screen):
                self._messages.inform(said)

        self._jobs.submit(SUBJECT, work, done, failed=self._fail)

    def _adopt(self, before: Session, screen: Screen) -> bool:
        now = self._store.session
        if now is None or now.data is not before.data or now.point != before.point:
            self._messages.inform("Something was decided meanwhile, so the scores stay as they were.")
            self._screens.show_again()
            return False
        made = screen.session
        if (now.display, now.name, now.notes) == (before.display, before.name, before.notes):
            self._screens.adopt(screen)
            self._store.dispatch(lambda _: made)
        else:
            self._store.dispatch(lambda s: replace(s, data=made.data, point=made.point))
        return True

    def _fail(self, error: BaseException) -> None:
        self._messages.fail(error)
        self._screens.show_again()
