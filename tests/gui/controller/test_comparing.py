"""Comparing with other sessions."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.controller import Controller, comparing
from confmat_gui.present.notices import Notice
from confmat_gui.session import changes
from confmat_gui.session.files import save_session
from confmat_gui.session.opening import new_session, open_data_set
from confmat_gui.session.state import Session
from confmat_gui.session.wish import accept_suggestion
from tests.gui.kit import PATIENCE, wait_for_screen, write_predictions


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


@pytest.fixture
def other(session: Session, tmp_path: Path) -> Path:
    path = tmp_path / "last week.confmat"
    save_session(changes.rename(changes.set_threshold(session, 2, 0.1), "last week"), path)
    return path


def add(qtbot: QtBot, controller: Controller, *paths: Path) -> None:
    before = controller.comparing.state
    controller.comparing.add(list(paths))
    qtbot.waitUntil(lambda: controller.comparing.state is not before, timeout=PATIENCE)


def test_that_the_session_on_the_screen_comes_first(qtbot: QtBot, ready: Controller, other: Path) -> None:
    add(qtbot, ready, other)
    state = ready.comparing.state
    assert state is not None
    assert ready.store.session is not None
    assert state.names[0].startswith(ready.store.session.name)
    assert "last week" in state.names[1]


def test_that_the_comparison_follows_the_rule(qtbot: QtBot, ready: Controller, other: Path) -> None:
    add(qtbot, ready, other)
    before = ready.comparing.state
    ready.deciding.type_threshold((2, 0.1))
    qtbot.waitUntil(lambda: ready.comparing.state is not before, timeout=PATIENCE)
    assert ready.comparing.state is not None
    assert all("0" in row.differences[0] or row.differences[0] == "–" for row in ready.comparing.state.rows)


def test_that_others_can_be_taken_away(qtbot: QtBot, ready: Controller, other: Path, tmp_path: Path) -> None:
    add(qtbot, ready, other)
    add(qtbot, ready, write_predictions(tmp_path / "other.csv", ("ok", "dent", "crack"), seed=5))
    assert ready.comparing.n_others == 2
    ready.comparing.remove(0)
    assert ready.comparing.n_others == 2
    ready.comparing.remove(2)
    ready.comparing.remove(1)
    assert ready.comparing.state is None


def test_that_a_file_that_cannot_be_read_changes_nothing(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    with qtbot.waitSignal(ready.comparing.ended, timeout=PATIENCE):
        ready.comparing.add([tmp_path / "missing.confmat"])
    assert notices[0].severity == "error"
    assert ready.comparing.n_others == 0


def test_that_closing_ends_the_comparison(qtbot: QtBot, ready: Controller, other: Path) -> None:
    add(qtbot, ready, other)
    ready.store.close()
    assert ready.comparing.state is None
    assert ready.comparing.n_others == 0


def test_that_a_session_that_cannot_be_compared_is_taken_away_again(
    qtbot: QtBot, ready: Controller, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("The sessions have no class in common.")

    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    monkeypatch.setattr(comparing, "compare_state", refuse)
    ready.comparing.add([other])
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
    assert notices[0].text == "The sessions have no class in common."
    assert ready.comparing.n_others == 0


def test_that_opening_files_with_other_classes_ends_the_comparison_without_an_error(
    qtbot: QtBot, ready: Controller, other: Path, two_classes: Path
) -> None:
    add(qtbot, ready, other)
    said: list[Notice] = []
    ready.messages.said.connect(said.append)
    ready.store.open(new_session(open_data_set([two_classes])))
    qtbot.waitUntil(lambda: ready.comparing.state is None, timeout=PATIENCE)
    wait_for_screen(qtbot, ready)
    assert ready.comparing.n_others == 0
    assert [notice.severity for notice in said] == ["info"]


def test_that_the_comparison_follows_the_switch_to_what_all_held_back(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    session = ready.store.session
    assert session is not None
    tuned = accept_suggestion(session, session.point.rule, Tuning(0.5, 1))
    path = tmp_path / "tuned too.confmat"
    save_session(changes.rename(changes.set_threshold(tuned, 2, 0.1), "tuned too"), path)
    ready.store.dispatch(lambda _: tuned)
    wait_for_screen(qtbot, ready)
    add(qtbot, ready, path)
    state = ready.comparing.state
    assert state is not None
    assert "of the part that every session held back" in state.sentences[0]
    ready.deciding.choose_samples("all")
    qtbot.waitUntil(lambda: ready.comparing.state is not state, timeout=PATIENCE)
    assert ready.comparing.state is not None
    assert "compares them on these alone" in ready.comparing.state.sentences[2]
