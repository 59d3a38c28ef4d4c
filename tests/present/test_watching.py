"""What is said about a watched folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confmat_gui.present.watching import WatchState

STATE = WatchState("runs", "/data/runs")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (STATE, "new files are added as batches"),
        (replace(STATE, growing="b_2.csv"), "b_2.csv is still being written"),
        (replace(STATE, reading="b_2.csv", share=0.4), "reading b_2.csv, 40%"),
        (replace(STATE, n_added=1, last="b_2.csv"), "1 file added, the last one b_2.csv"),
        (replace(STATE, n_added=1200, last="b_9.csv"), "1,200 files added, the last one b_9.csv"),
        (replace(STATE, is_there=False, n_added=3), "the folder is not there now; it is looked for again"),
        (
            replace(STATE, reading="b_2.csv", waits=True),
            "b_2.csv is read and is added when you have finished what you are doing",
        ),
    ],
)
def test_that_one_line_says_what_the_watch_does(state: WatchState, text: str) -> None:
    assert state.text == f"Watching “runs” · {text}"


def test_that_the_status_line_needs_a_few_words() -> None:
    assert STATE.short == "watching runs"
    assert replace(STATE, reading="b_2.csv").short == "watching runs, reading b_2.csv"
