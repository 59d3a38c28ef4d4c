"""Jobs: for each subject one runs and the newest waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.gui.jobs import JobRunner
from tests.gui.kit import PATIENCE

Log = list[tuple[str, Any]]


@pytest.fixture
def jobs(qtbot: QtBot, no_leaks: None) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


def submit(
    jobs: JobRunner, log: Log, name: str, work: Callable[[Progress], Any], subject: str = "screen"
) -> None:
    """Submit work whose end is written to the log."""
    jobs.submit(
        subject, work, lambda result: log.append(("done", result)),
        failed=lambda error: log.append(("failed", str(error))),
        stopped=lambda: log.append(("stopped", name)),
    )


def returning(result: str) -> Callable[[Progress], str]:
    """Return work that does nothing but end."""
    return lambda _: result


class Gate:
    """Work that says when it began and ends when it is let."""

    def __init__(self, result: str) -> None:
        self.result = result
        self.began = threading.Event()
        self.leave = threading.Event()

    def __call__(self, progress: Progress) -> str:
        self.began.set()
        assert self.leave.wait(20)
        progress(0.5, "half")
        return self.result


def test_that_a_result_comes_back_in_the_gui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    threads: list[threading.Thread] = []
    jobs.submit(
        "screen", lambda _: threading.current_thread(), threads.append, failed=lambda _: None,
    )
    def note(_: object) -> None:
        threads.append(threading.current_thread())

    jobs.submit("other", lambda _: None, note, failed=note)
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=PATIENCE)
    assert threading.main_thread() in threads
    assert any(thread is not threading.main_thread() for thread in threads)


def test_that_one_runs_and_only_the_newest_waits(qtbot: QtBot, jobs: JobRunner) -> None:
    log: Log = []
    first = Gate("first")
    submit(jobs, log, "first", first)
    assert first.began.wait(20)
    for name in ("second", "third", "fourth"):
        submit(jobs, log, name, returning(name))
    first.leave.set()
    qtbot.waitUntil(lambda: ("done", "fourth") in log, timeout=PATIENCE)
    assert log == [("stopped", "second"), ("stopped", "third"), ("done", "first"), ("done", "fourth")]


def test_that_subjects_do_not_wait_for_one_another(qtbot: QtBot, jobs: JobRunner) -> None:
    log: Log = []
    slow = Gate("slow")
    submit(jobs, log, "slow", slow, "open")
    assert slow.began.wait(20)
    submit(jobs, log, "quick", lambda _: "quick", "screen")
    qtbot.waitUntil(lambda: ("done", "quick") in log, timeout=PATIENCE)
    assert jobs.is_busy("open")
    slow.leave.set()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    assert log[-1] == ("done", "slow")


def test_that_a_cancelled_job_stops_at_its_next_report(qtbot: QtBot, jobs: JobRunner) -> None:
    log: Log = []
    gate = Gate("never")
    submit(jobs, log, "running", gate)
    assert gate.began.wait(20)
    submit(jobs, log, "waiting", lambda _: "never")
    jobs.cancel("screen")
    assert log == [("stopped", "waiting")]
    gate.leave.set()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    assert log == [("stopped", "waiting"), ("stopped", "running")]


def test_that_the_result_of_a_cancelled_job_that_never_reports_is_dropped(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    log: Log = []
    leave = threading.Event()
    submit(jobs, log, "deaf", lambda _: leave.wait(20))
    jobs.cancel("screen")
    leave.set()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    assert log == [("stopped", "deaf")]


def test_that_an_error_is_handed_over(qtbot: QtBot, jobs: JobRunner) -> None:
    def work(_: Progress) -> None:
        raise InputError("row 3 has no label.")

    log: Log = []
    submit(jobs, log, "bad", work)
    qtbot.waitUntil(lambda: bool(log), timeout=PATIENCE)
    assert log == [("failed", "row 3 has no label.")]


def test_that_progress_reaches_the_window(qtbot: QtBot, jobs: JobRunner) -> None:
    gate = Gate("done")
    with qtbot.waitSignal(jobs.progressed) as blocker:
        submit(jobs, [], "open", gate, "open")
        gate.leave.set()
    assert blocker.args == [("open", 0.5, "half")]


def test_that_busy_changed_tells_begin_and_end(qtbot: QtBot, jobs: JobRunner) -> None:
    states: list[bool] = []
    jobs.busy_changed.connect(lambda subject: states.append(jobs.is_busy(subject)))
    submit(jobs, [], "one", lambda _: 1)
    qtbot.waitUntil(lambda: len(states) == 2, timeout=PATIENCE)
    assert states == [True, False]


def test_that_shutdown_ends_all_threads_and_calls_nothing_back(qtbot: QtBot, jobs: JobRunner) -> None:
    log: Log = []
    began = threading.Event()

    def work(progress: Progress) -> None:
        began.set()
        while True:
            progress(0.1)

    submit(jobs, log, "endless", work)
    submit(jobs, log, "waiting", lambda _: None)
    assert began.wait(20)
    jobs.shutdown()
    submit(jobs, log, "late", lambda _: None)
    qtbot.wait(1)
    assert log == []
    assert not [t for t in threading.enumerate() if t.name.startswith("confmat-job")]
