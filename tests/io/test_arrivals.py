"""A file in a watched folder is read when two looks find it unchanged, and not again until it changes."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from confmat_gui.io.arrivals import Look, states_in

A, B = Path("a.csv"), Path("b.csv")


def test_that_a_file_is_ready_in_the_second_look_that_finds_it_unchanged() -> None:
    first = Look().next({A: (10, 1, 1)})
    assert (first.growing, first.ready) == ((A,), ())
    grew = first.next({A: (20, 2, 1)})
    assert (grew.growing, grew.ready) == ((A,), ())
    still = grew.next({A: (20, 2, 1), B: (5, 2, 1)})
    assert (still.growing, still.ready) == ((B,), (A,))


def test_that_a_file_of_the_same_size_written_anew_is_waited_for() -> None:
    assert Look().next({A: (10, 1, 1)}).next({A: (10, 2, 1)}).ready == ()


def test_that_an_empty_file_is_waited_for() -> None:
    look = Look().next({A: (0, 1, 1)}).next({A: (0, 1, 1)})
    assert (look.growing, look.ready) == ((A,), ())


def test_that_a_file_that_was_handled_is_left_alone_until_it_changes() -> None:
    look = Look().next({A: (10, 1, 1)}).next({A: (10, 1, 1)}).handle({A: (10, 1, 1)})
    again = look.next({A: (10, 1, 1)})
    assert (again.growing, again.ready) == ((), ())
    grew = again.next({A: (15, 3, 1)})
    assert grew.growing == (A,)
    assert grew.next({A: (15, 3, 1)}).ready == (A,)


def test_that_a_file_that_changed_while_it_was_read_is_read_again() -> None:
    ready = Look().next({A: (10, 1, 1)}).next({A: (10, 1, 1)})
    later = ready.handle({A: (10, 1, 1)}).next({A: (12, 2, 1)})
    assert later.next({A: (12, 2, 1)}).ready == (A,)


def test_that_the_states_are_those_of_the_prediction_files(tmp_path: Path) -> None:
    assert states_in(tmp_path) == {}
    for name in ("b_10.csv", "b_9.csv", "note.log", ".b.csv"):
        (tmp_path / name).write_text("xy", encoding="utf-8")
        os.utime(tmp_path / name, ns=(5, 7))
    found = states_in(tmp_path)
    assert found == {tmp_path / "b_9.csv": (2, 7, 1), tmp_path / "b_10.csv": (2, 7, 1)}
    assert [path.name for path in found] == ["b_9.csv", "b_10.csv"]


def test_that_a_folder_of_parts_has_one_state(tmp_path: Path) -> None:
    frame = pd.DataFrame({"true": ["ok"], "p": [0.5]})
    frame.to_parquet(tmp_path / "part-0.parquet")
    one = states_in(tmp_path)
    frame.to_parquet(tmp_path / "part-1.parquet")
    two = states_in(tmp_path)
    assert list(one) == list(two) == [tmp_path]
    assert (one[tmp_path][2], two[tmp_path][2]) == (1, 2)


def test_that_a_file_that_goes_while_it_is_looked_at_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    gone = tmp_path / "gone.csv"
    monkeypatch.setattr("confmat_gui.io.arrivals.gathered", lambda _: [tmp_path / "a.csv", gone])
    assert list(states_in(tmp_path)) == [tmp_path / "a.csv"]


def test_that_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        states_in(tmp_path / "nowhere")
