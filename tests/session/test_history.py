from __future__ import annotations

from dataclasses import replace

from confmat_gui.session.changes import rename, set_threshold
from confmat_gui.session.history import History
from tests.session.made import binary_session

FIRST = binary_session()


def named(name: str) -> History:
    return History(rename(FIRST, name))


def test_that_undo_and_redo_go_back_and_forth_over_each_step() -> None:
    history = History(FIRST).push(rename(FIRST, "one")).push(rename(FIRST, "two"))
    assert [history.undo().present.name, history.undo().undo().present.name] == ["one", FIRST.name]
    assert history.undo().undo().redo().redo().present.name == "two"


def test_that_all_moves_of_one_drag_are_one_step() -> None:
    history = History(FIRST)
    for value in (0.3, 0.35, 0.4):
        history = history.push(set_threshold(history.present, 1, value), "drag 1")
    assert history.present.point.rule.thresholds_by_class == {"crack": 0.4}
    assert history.undo().present is FIRST
    assert not history.undo().can_undo


def test_that_a_second_drag_of_the_same_threshold_is_a_second_step() -> None:
    history = History(FIRST).push(set_threshold(FIRST, 1, 0.3), "drag").close_merge()
    history = history.push(set_threshold(history.present, 1, 0.7), "drag")
    assert history.undo().present.point.rule.thresholds_by_class == {"crack": 0.3}


def test_that_another_key_starts_another_step() -> None:
    history = History(FIRST).push(rename(FIRST, "a"), "name").push(rename(FIRST, "b"), "title")
    assert len(history.past) == 2


def test_that_pushes_without_a_key_are_never_merged() -> None:
    history = History(FIRST).push(rename(FIRST, "a")).push(rename(FIRST, "b"))
    assert len(history.past) == 2


def test_that_undo_ends_a_merge() -> None:
    history = History(FIRST).push(rename(FIRST, "a"), "k").undo().push(rename(FIRST, "b"), "k")
    assert history.undo().present is FIRST


def test_that_a_new_step_forgets_what_was_undone() -> None:
    history = History(FIRST).push(rename(FIRST, "a")).undo()
    assert history.can_redo
    assert not history.push(rename(FIRST, "b")).can_redo
    merged = history.push(rename(FIRST, "b"), "k").undo().redo()
    assert merged.present.name == "b"


def test_that_no_change_is_no_step() -> None:
    assert not History(FIRST).push(FIRST).can_undo


def test_that_the_oldest_steps_are_forgotten_beyond_the_limit() -> None:
    history = replace(History(FIRST), limit=3)
    for i in range(10):
        history = history.push(rename(FIRST, str(i)))
    assert [session.name for session in history.past] == ["6", "7", "8"]


def test_that_undo_and_redo_at_the_ends_change_nothing() -> None:
    history = History(FIRST)
    assert history.undo() is history
    assert history.redo() is history
