"""Work away from the GUI thread: for each subject one job runs and the newest waits.

To cancel and restart on every move would starve a drag; so a running job is left to finish, whatever
arrives meanwhile replaces what waits, and only `cancel` (when the subject itself changes) stops a job.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import CancelledError

Work: TypeAlias = Callable[[Progress], Any]
REPORT_EVERY = 0.05
"""Seconds between two reports of progress; more would only load the event queue."""


@dataclass(eq=False)
class _Job:
    subject: str
    work: Work
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    stopped: Callable[[], None]
    cancelled: threading.Event = field(default_factory=threading.Event)
    future: Future[Any] | None = None


@dataclass
class _Lane:
    running: _Job | None = None
    waiting: _Job | None = None


class JobRunner(QObject):
    """Runs jobs in worker threads and calls back in the GUI thread.

    Signals
    -------
    progressed((subject, fraction, text))
    busy_changed(subject)
        A lane began to work, or fell idle.
    """

    progressed = Signal(object)
    busy_changed = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, max_workers: int = 8) -> None:
        super().__init__(parent)
        self._lanes: dict[str, _Lane] = {}
        self._pool = ThreadPoolExecutor(max_workers, thread_name_prefix="confmat-job")
        self._closed = False
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        subject: str,
        work: Work,
        done: Callable[[Any], None],
        *,
        failed: Callable[[BaseException], None],
        stopped: Callable[[], None] = lambda: None,
    ) -> None:
        """Run `work(progress)` soon and hand its result to `done`.

        Parameters
        ----------
        subject : str
            Its lane; a job that waits in it is replaced (and `stopped`).
        work : callable
            Runs in a worker thread, with frozen input only.
        done, failed, stopped : callables
            Exactly one of them is called, in the GUI thread; none after `shutdown`.
        """
        if self._closed:
            return
        job = _Job(subject, work, done, failed, stopped)
        lane = self._lanes.setdefault(subject, _Lane())
        if lane.running is None:
            self._start(lane, job)
            return
        replaced, lane.waiting = lane.waiting, job
        if replaced is not None:
            replaced.stopped()

    def cancel(self, subject: str) -> None:
        """Stop the running job at its next report of progress, and forget the one that waits."""
        lane = self._lanes.get(subject)
        if lane is None:
            return
        waiting, lane.waiting = lane.waiting, None
        if lane.running is not None:
            lane.running.cancelled.set()
        if waiting is not None:
            waiting.stopped()

    def is_busy(self, subject: str | None = None) -> bool:
        """Whether a job of this subject (or any) runs."""
        lanes = self._lanes.values() if subject is None else [self._lanes.get(subject, _Lane())]
        return any(lane.running is not None for lane in lanes)

    def shutdown(self) -> None:
        """Cancel everything and wait until no worker thread is left; nothing is called back any more."""
        self._closed = True
        for subject in list(self._lanes):
            lane = self._lanes[subject]
            lane.waiting = None
            if lane.running is not None:
                lane.running.cancelled.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, lane: _Lane, job: _Job) -> None:
        lane.running = job
        job.future = self._pool.submit(job.work, self._progress_of(job))
        job.future.add_done_callback(lambda _: None if self._closed else self._ended.emit(job))
        self.busy_changed.emit(job.subject)

    def _progress_of(self, job: _Job) -> Progress:
        last = -1.0

        def progress(fraction: float, text: str = "") -> None:
            nonlocal last
            if job.cancelled.is_set():
                raise CancelledError("Stopped.")
            now = time.monotonic()
            if now - last >= REPORT_EVERY and not self._closed:
                last = now
                self.progressed.emit((job.subject, fraction, text))

        return progress

    def _finish(self, job: _Job) -> None:
        if self._closed or job.future is None:
            return
        lane = self._lanes[job.subject]
        lane.running = None
        waiting, lane.waiting = lane.waiting, None
        if waiting is not None:
            self._start(lane, waiting)
        try:
            self._call_back(job, job.future)
        finally:
            if lane.running is None:
                self.busy_changed.emit(job.subject)

    @staticmethod
    def _call_back(job: _Job, future: Future[Any]) -> None:
        error = future.exception()
        if job.cancelled.is_set() or isinstance(error, CancelledError):
            job.stopped()
        elif error is not None:
            job.failed(error)
        else:
            job.done(future.result())
