"""From a session to the screen, away from the GUI thread."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.evaluation import Evaluation, evaluate
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.drawn_curves import NOTHING, DrawnCurves
from confmat_gui.present.operating_conditions import Beside
from confmat_gui.present.parts import EVERYTHING, QUICK, Parts
from confmat_gui.present.samples import SamplesState, samples_state
from confmat_gui.present.screen import ScreenState, screen_state
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen

SLOW = 0.04
"""Seconds of a whole screen above which a drag leaves intervals and samples for its end."""


@dataclass(frozen=True)
class SampleOrder:
    """By which column the samples are sorted."""

    column: int
    ascending: bool


@dataclass(frozen=True, eq=False)
class Screen:
    """A session, its evaluation, and what the window shows of them: always one consistent moment."""

    session: Session
    seen: Session
    """The same on the samples that are seen: what the evaluation and the state are of."""
    evaluation: Evaluation
    state: ScreenState
    seconds: float
    """How long the decisions and the screen took."""
    evaluated: bool
    """Whether the decisions were computed anew (not only the display changed)."""
    with_intervals: bool
    order: SampleOrder | None
    moving: bool = False
    """Whether it was made in the middle of a drag, where another will follow at once."""

    def of_all(self, *, intervals: bool = False) -> Evaluation:
        """Return the evaluation of all samples, whichever are seen."""
        if self.seen.data is self.session.data:
            return self.evaluation
        return evaluate(self.session.data.prepared, self.session.point, intervals=intervals)

    def listed(self) -> SamplesState:
        """Return the rows behind the selection in their order; they are found now if nobody saw them."""
        return self.state.samples or _in_order(samples_state(self.seen, self.evaluation), self.order)


class ScreenMaker(QObject):
    """Follows the store: every change becomes a job, every finished job a screen.

    Signals
    -------
    shown(Screen)
    closed()
        There is no session any more.
    rested()
        A drag has ended.
    """

    shown = Signal(object)
    closed = Signal()
    rested = Signal()

    def __init__(self, store: Store, jobs: JobRunner, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._messages = messages
        self._last: Screen | None = None
        self._ready: Screen | None = None
        self._order: SampleOrder | None = None
        self._wanted: Parts = frozenset({"samples"})
        self._drawn = NOTHING
        self._beside: Beside = ()
        self._dragging = False
        self._whole_seconds = 0.0
        store.changed.connect(self._follow)

    @property
    def last(self) -> Screen | None:
        """The screen shown last."""
        return self._last

    @property
    def up_to_date(self) -> bool:
        """Whether the screen shows the session of the store, with intervals, and samples if they are seen."""
        shown = self._last
        if shown is None or shown.session is not self._store.session:
            return False
        return shown.with_intervals and not self._lacks(shown.state)

    def adopt(self, screen: Screen) -> None:
        """Take a screen made beforehand: it is shown as soon as its session is in the store."""
        self._ready = screen

    def begin_drag(self) -> None:
        """From now on, quick screens matter more than intervals and samples."""
        self._dragging = True

    def end_drag(self) -> None:
        """Complete the screen after a drag."""
        self._dragging = False
        if not self.up_to_date or (self._last is not None and self._last.moving):
            self.refresh()
        self.rested.emit()

    @property
    def dragging(self) -> bool:
        """Whether something is being dragged."""
        return self._dragging

    def show_curves(self, drawn: DrawnCurves) -> None:
        """Show what was made for the plots in the background, from now on."""
        self._drawn = drawn
        self.refresh()

    def show_beside(self, beside: Beside) -> None:
        """Let cost curves have these sessions beside the one on the screen, from now on."""
        if [evaluation for _, evaluation in beside] != [evaluation for _, evaluation in self._beside]:
            self._beside = beside
            if "cost_curves" in self._wanted:
                self.refresh()

    def show_parts(self, wanted: Parts) -> None:
        """Let screens have these parts, and not those that nobody sees."""
        self._wanted = wanted
        if self._last is not None and self._lacks(self._last.state):
            self.refresh()

    def _lacks(self, state: ScreenState) -> bool:
        """Whether a part that is seen was left out."""
        return any(getattr(state, name) is None for name in self._wanted)

    def sort(self, column: int, *, ascending: bool) -> None:
        """Show the samples in another order."""
        self._order = SampleOrder(column, ascending)
        self.refresh()

    def show_again(self) -> None:
        """Hand out the same screen once more, for a view that shows what was refused."""
        if self._last is not None:
            self.shown.emit(self._last)

    def refresh(self) -> None:
        """Make the screen of the session in the store."""
        session = self._store.session
        if session is None:
            return
        last, order, drawn, beside = self._last, self._order, self._drawn, self._beside
        whole = not (self._dragging and self._whole_seconds > SLOW)
        parts = self._wanted if whole else self._wanted & QUICK
        moving = self._dragging

        def work(progress: Progress) -> Screen:
            progress(0.0)
            screen = make_screen(
                session, last, order, intervals=whole, parts=parts, drawn=drawn, beside=beside,
                progress=progress,
            )
            return replace(screen, moving=moving)

        self._jobs.submit("screen", work, self._show, failed=lambda error: self._fail(session, error))

    def _follow(self, session: Session | None) -> None:
        known = self._last
        if session is None or (known is not None and known.session.data is not session.data):
            self._jobs.cancel("screen")
            if session is None or known is None or not _same_table(known.session, session):
                self._order = None
            self._last = None
            self._drawn = NOTHING
        if session is None:
            self.closed.emit()
        elif self._ready is not None and self._ready.session is session:
            ready, self._ready = self._ready, None
            self._show(ready)
        else:
            self.refresh()

    def _show(self, screen: Screen) -> None:
        session = self._store.session
        if session is None or screen.session.data is not session.data:
            return
        if screen.evaluated and screen.with_intervals:
            self._whole_seconds = screen.seconds
        if self._last is not None and screen.seen.data is not self._last.seen.data:
            self._drawn = NOTHING
        self._last = screen
        self.shown.emit(screen)
        if self._lacks(screen.state) and not self._dragging:
            self.refresh()

    def _fail(self, session: Session, error: BaseException) -> None:
        """Say why, and go back to the last good state where the change itself is to blame."""
        self._messages.fail(error)
        if self._last is not None and self._store.session is session:
            self._store.drop_step()


def _same_table(before: Session, now: Session) -> bool:
    """Whether the samples of both have the same columns and begin with the same file."""
    one, other = before.data.loaded, now.data.loaded
    return one.columns == other.columns and one.sources[:1] == other.sources[:1]


def make_screen(
    session: Session, last: Screen | None = None, order: SampleOrder | None = None, *,
    intervals: bool = True, parts: Parts = EVERYTHING, drawn: DrawnCurves = NOTHING,
    beside: Beside = (), progress: Progress = no_progress,
) -> Screen:
    """Evaluate (unless `last` did) and present the samples that are seen; `drawn` belongs to `last`."""
    start = time.perf_counter()
    now = seen(session, progress)
    known = _known_evaluation(now, last, intervals=intervals)
    evaluation = known or evaluate(now.data.prepared, now.point, intervals=intervals)
    same = last is None or last.seen.data is now.data
    state = screen_state(now, evaluation, drawn if same else NOTHING, parts, beside)
    if state.samples is not None:
        state = replace(state, samples=_in_order(state.samples, order))
    whole = intervals or (known is not None and last is not None and last.with_intervals)
    return Screen(session, now, evaluation, state, time.perf_counter() - start, known is None, whole, order)


def _in_order(samples: SamplesState, order: SampleOrder | None) -> SamplesState:
    if order is None or order.column >= len(samples.headers):
        return samples
    return samples.sorted(order.column, ascending=order.ascending)


def _known_evaluation(session: Session, last: Screen | None, *, intervals: bool) -> Evaluation | None:
    if last is None or last.seen.data is not session.data or last.seen.point != session.point:
        return None
    return last.evaluation if last.with_intervals or not intervals else None
