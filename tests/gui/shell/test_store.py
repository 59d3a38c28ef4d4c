"""The store: one cell, with undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.gui.store import Store
from confmat_gui.session import changes
from confmat_gui.session.state import Session


@pytest.fixture
def store(qtbot: QtBot, session: Session) -> Store:
    made = Store()
    made.open(session)
    return made


def test_that_a_change_is_one_step_and_undo_takes_it_back(store: Store, session: Session) -> None:
    store.dispatch(lambda s: changes.set_threshold(s, 2, 0.1))
    assert store.session is not None
    assert store.session.point != session.point
    store.undo()
    assert store.session.point == session.point
    store.redo()
    assert store.session.point.rule.kind == "thresholds"


def test_that_all_moves_of_one_drag_are_one_step(store: Store, session: Session) -> None:
    for shown in (0.3, 0.2, 0.1):
        store.dispatch(partial(changes.set_threshold, class_index=2, shown=shown), "drag-1")
    store.dispatch(lambda s: changes.set_threshold(s, 1, 0.2), "drag-2")
    store.undo()
    store.undo()
    assert store.session is not None
    assert store.session.point == session.point
    assert not store.can_undo


def test_that_a_selection_is_no_step_and_survives_undo(store: Store) -> None:
    store.dispatch(lambda s: changes.set_threshold(s, 2, 0.1))
    store.display(lambda s: changes.select_class(s, 1))
    store.undo()
    assert store.session is not None
    assert store.session.display.selected_class == 1
    assert not store.can_undo


def test_that_a_change_to_the_same_values_is_no_step(store: Store) -> None:
    store.dispatch(lambda s: replace(s, name=s.name))
    assert not store.can_undo


def test_that_a_refused_change_leaves_everything_as_it_was(store: Store, session: Session) -> None:
    with pytest.raises(InputError):
        store.dispatch(lambda s: changes.set_threshold(s, 2, -1.0))
    assert store.session is session


def test_that_changed_tells_the_new_session(qtbot: QtBot, store: Store) -> None:
    with qtbot.waitSignal(store.changed) as blocker:
        store.dispatch(lambda s: changes.rename(s, "week 46"))
    assert blocker.args is not None
    assert blocker.args[0].name == "week 46"


def unsaved(store: Store) -> bool:
    return store.modified


def test_that_only_what_is_worth_saving_counts_as_unsaved(store: Store, tmp_path: Path) -> None:
    assert not unsaved(store)
    store.display(lambda s: changes.select_class(s, 1))
    assert not unsaved(store)
    store.dispatch(lambda s: changes.set_notes(s, "because cracks are dear"))
    assert unsaved(store)
    assert store.session is not None
    store.mark_saved(store.session, tmp_path / "a.confmat")
    assert not unsaved(store)
    store.undo()
    assert store.can_redo
    assert unsaved(store)


def test_that_opening_forgets_the_history(store: Store, session: Session) -> None:
    store.dispatch(lambda s: changes.rename(s, "other"))
    store.open(session)
    assert not store.can_undo
    store.close()
    assert store.session is None
    assert not store.modified


def test_that_a_dropped_step_cannot_be_done_again(store: Store, session: Session) -> None:
    store.dispatch(lambda s: changes.rename(s, "other"))
    store.drop_step()
    assert store.session is not None
    assert store.session.name == session.name
    assert not store.can_redo


def test_that_nothing_happens_without_a_session(qtbot: QtBot) -> None:
    store = Store()
    store.dispatch(lambda s: changes.rename(s, "other"))
    store.display(lambda s: changes.select_class(s, 1))
    store.undo()
    store.redo()
    store.drop_step()
    assert store.session is None
