"""Other sessions beside the one on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.evaluation import Evaluation, evaluate
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.compare import CompareState, compare_state
from confmat_gui.present.compared_samples import on_held_back
from confmat_gui.session.opening import open_any
from confmat_gui.session.state import Session


@dataclass(frozen=True, eq=False)
class Other:
    """A session that is compared with."""

    session: Session
    evaluation: Evaluation


def other_of(session: Session) -> Other:
    """Return a session with its evaluation, to compare with."""
    return Other(session, evaluate(session.data.prepared, session.point))


class Comparing(QObject):
    """Keeps the other sessions and compares them with each new screen.

    Signals
    -------
    compared(CompareState | None)
        None: there is nothing to compare with.
    ended()
        A job to open another session ended, well or not.
    """

    compared = Signal(object)
    ended = Signal()

    def __init__(self, jobs: JobRunner, screens: ScreenMaker, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._screens = screens
        self._messages = messages
        self._others: tuple[Other, ...] = ()
        self._compared: Screen | None = None
        self.state: CompareState | None = None
        screens.shown.connect(self._follow)
        screens.closed.connect(self.clear)

    @property
    def n_others(self) -> int:
        """How many sessions the one on the screen is compared with."""
        return len(self._others)

    def add(self, paths: Sequence[Path]) -> None:
        """Read another session, or prediction files that make one, and compare with it."""

        def work(progress: Progress) -> Other:
            return other_of(open_any(list(paths), InputOptions(), progress))

        def done(other: Other) -> None:
            self._others = (*self._others, other)
            self._compare()
            self.ended.emit()

        def failed(error: BaseException) -> None:
            self._messages.fail(error)
            self.ended.emit()

        self._jobs.submit("compare-open", work, done, failed=failed, stopped=self.ended.emit)

    def compare_with(self, others: Sequence[Other]) -> None:
        """Compare with these, which are read already, and with nothing else."""
        self._others = tuple(others)
        self._compare()

    def remove(self, index: int) -> None:
        """Take a session away; 0 is the one on the screen and stays."""
        if 1 <= index <= len(self._others):
            self._others = self._others[: index - 1] + self._others[index:]
            self._compare()

    def clear(self) -> None:
        """Compare with nothing any more."""
        self._others = ()
        self._compare()

    def _follow(self, screen: Screen) -> None:
        classes = set(screen.evaluation.classes)
        matching = tuple(other for other in self._others if set(other.evaluation.classes) == classes)
        if len(matching) < len(self._others):
            # Other files were opened: that they are no match is no mistake of anybody.
            self._others = matching
            self._messages.inform("The comparison has ended: what is open now has other classes.")
            self._compare()
            return
        # The intervals come at the end of a drag; comparing before would cost time and be thrown away.
        if self._others and screen.with_intervals:
            known = self._compared
            if known is None or known.evaluation is not screen.evaluation \
                    or known.session.name != screen.session.name \
                    or known.session.display != screen.session.display:
                self._compare()

    def _compare(self) -> None:
        screen, others = self._screens.last, self._others
        self._compared = screen
        if screen is None or not others:
            self._jobs.cancel("compare")
            self._show(None)
            return

        def work(progress: Progress) -> CompareState:
            progress(0.0)
            sessions = [screen.session, *(other.session for other in others)]
            parts = on_held_back(sessions, progress) if screen.session.samples_of == "held-back" else None
            if parts is not None:
                made = (evaluate(part.data.prepared, part.point) for part in parts[1:])
                return compare_state(parts, [screen.evaluation, *made])
            evaluations = [screen.of_all(intervals=True), *(other.evaluation for other in others)]
            return compare_state(sessions, evaluations)

        self._jobs.submit("compare", work, self._show_if_wanted, failed=self._refuse)

    def _show_if_wanted(self, state: CompareState) -> None:
        if self._others:
            self._show(state)

    def _show(self, state: CompareState | None) -> None:
        if state is not self.state:
            self.state = state
            others = () if state is None else self._others
            self._screens.show_beside(tuple((other.session, other.evaluation) for other in others))
            self.compared.emit(state)

    def _refuse(self, error: BaseException) -> None:
        """Take the session that cannot be compared away again."""
        self._others = self._others[:-1]
        self._messages.fail(error)
        self._compare()
