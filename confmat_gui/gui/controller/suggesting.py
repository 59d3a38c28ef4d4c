"""A suggested rule: what is wished for, the search in a job, and the preview before it is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.errors import ConfmatError
from confmat_gui.core.goal_text import parse_constraints
from confmat_gui.core.objectives import ObjectiveKey
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.controller.deciding import Deciding
from confmat_gui.gui.controller.messages import Messages, sentence_of
from confmat_gui.gui.controller.screens import Screen, ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.fewer_preview import fewer_preview
from confmat_gui.present.preview import PreviewState
from confmat_gui.present.suggest_bar import suggest_bar_state
from confmat_gui.present.suggestion_preview import suggestion_preview
from confmat_gui.session.changes import set_rule
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen
from confmat_gui.session.wish import Wish, accept_suggestion, fewer_of, proposed, suggestion, why_not_fewer

SUBJECT = "suggest"
"""The lane of the searches."""


@dataclass(frozen=True, eq=False)
class Previewed:
    """What is shown before it is accepted, for which session, and what accepting does."""

    session: Session
    state: PreviewState
    change: Callable[[Session], Session]


class Suggesting(QObject):
    """Keeps the wish and the preview; a change of rule, prices or samples lets the preview go.

    Signals
    -------
    wished(SuggestBarState)
        What the bar shows.
    refused(str)
        Why a typed bound was not taken; empty where it was.
    previewed(PreviewState | None)
        None: there is nothing to accept.
    worked((text, share) | None)
        How far a search is; None: none runs.
    """

    wished = Signal(object)
    refused = Signal(str)
    previewed = Signal(object)
    worked = Signal(object)

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
        self._classes: tuple[str, ...] = ()
        self.wish = Wish()
        self.preview: Previewed | None = None
        screens.shown.connect(self._follow)
        screens.closed.connect(self._close)
        jobs.progressed.connect(self._report)
        jobs.busy_changed.connect(self._follow_job)

    def choose_objective(self, key: ObjectiveKey) -> None:
        """Make another figure best; that of one class is of the class that is selected then."""
        self._wish(replace(self.wish, objective=key))

    def add_constraint(self, constraint: Constraint) -> None:
        """Keep another bound; one on the same side of the same figure is replaced."""
        kept = tuple(c for c in self.wish.constraints if _side(c) != _side(constraint))
        self._wish(replace(self.wish, constraints=(*kept, constraint)))

    def type_constraint(self, text: str) -> None:
        """Keep bounds as they are typed."""
        try:
            found = parse_constraints(text, self._classes)
        except ConfmatError as error:
            self.refused.emit(sentence_of(error))
            return
        self.refused.emit("")
        for constraint in found:
            self.add_constraint(constraint)

    def remove_constraint(self, number: int) -> None:
        """Let a bound go."""
        kept = tuple(c for place, c in enumerate(self.wish.constraints) if place != number)
        self._wish(replace(self.wish, constraints=kept))

    def choose_tuning(self, tuning: Tuning, folds: int | None) -> None:
        """Tune on other samples."""
        self._wish(replace(self.wish, tuning=tuning, cross_fit=folds))

    def propose(self, class_index: int) -> None:
        """Wish for most of a class that the accuracy hides to be found."""
        self._wish(proposed(self.wish, class_index))

    def suggest(self) -> None:
        """Search the rule in a job, and show what it would change."""
        wish = self.wish

        def find(session: Session, progress: Progress) -> Previewed:
            found = suggestion(session, wish, progress)
            state = suggestion_preview(session, found)
            return Previewed(session, state, partial(accept_suggestion, rule=found.rule, tuning=found.tuning))

        self._search(find)

    def fewer(self, cell: tuple[int, int], share: float) -> None:
        """Look for the smallest change that takes a share of a cell's errors away."""

        def find(session: Session, progress: Progress) -> Previewed:
            part = seen(session)
            found = fewer_of(part, cell, share, progress)
            return Previewed(session, fewer_preview(part, found), partial(set_rule, rule=found.best.rule))

        reason = self.why_not_fewer(cell)
        if reason:
            self._messages.say(reason)
        else:
            self._search(find)

    def fewer_of_selected(self, share: float) -> None:
        """Look for fewer errors in the cell that is selected."""
        session = self._store.session
        cell = None if session is None else session.display.selected_cell
        self.fewer(cell or (0, 0), share)

    def why_not_fewer(self, cell: tuple[int, int] | None) -> str:
        """Return why errors of a cell cannot become fewer; empty where they can."""
        screen = self._screens.last
        return "" if screen is None else why_not_fewer(screen.seen, screen.evaluation, cell)

    def accept(self) -> None:
        """Decide by the rule that is shown, as one step of undo."""
        preview = self.preview
        if preview is not None and not preview.state.changes_nothing:
            self._show(None)
            self._deciding.apply(preview.change)

    def discard(self) -> None:
        """Leave everything as it is."""
        self._show(None)

    def cancel(self) -> None:
        """Stop the search."""
        self._jobs.cancel(SUBJECT)

    def _search(self, find: Callable[[Session, Progress], Previewed]) -> None:
        session = self._store.session
        if session is None:
            return

        def work(progress: Progress) -> Previewed:
            progress(0.0, "Searching…")
            return find(session, progress)

        self._jobs.submit(SUBJECT, work, self._take, failed=self._messages.fail)

    def _take(self, preview: Previewed) -> None:
        now = self._store.session
        if now is None or not _same_task(now, preview.session):
            self._messages.inform("Something else was decided meanwhile; press Suggest again.")
        else:
            self._show(preview)

    def _show(self, preview: Previewed | None) -> None:
        if preview is not self.preview:
            self.preview = preview
            self.previewed.emit(None if preview is None else preview.state)

    def _wish(self, wish: Wish) -> None:
        self.wish = wish
        self._tell()

    def _tell(self) -> None:
        session = self._store.session
        if session is not None:
            self.wished.emit(suggest_bar_state(session, self.wish))

    def _follow(self, screen: Screen) -> None:
        classes = screen.evaluation.classes
        if classes != self._classes:
            self._classes, self.wish = classes, Wish()
        if self.preview is not None and not _same_task(screen.session, self.preview.session):
            self._show(None)
        if not screen.moving:
            self._tell()

    def _close(self) -> None:
        self.cancel()
        self._show(None)

    def _report(self, report: tuple[str, float, str]) -> None:
        subject, share, text = report
        if subject == SUBJECT and self._jobs.is_busy(SUBJECT):
            self.worked.emit((text, share))

    def _follow_job(self, subject: str) -> None:
        if subject == SUBJECT:
            self.worked.emit(("Searching…", 0.0) if self._jobs.is_busy(SUBJECT) else None)


def _side(constraint: Constraint) -> tuple[object, ...]:
    return constraint.figure, constraint.class_index, constraint.bound


def _same_task(now: Session, then: Session) -> bool:
    """Whether what a preview was made of is still so."""
    return now.data is then.data and now.point == then.point and now.samples_of == then.samples_of
