"""Repairs of a session: everything decided stays, nothing that was read is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session import changes
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.opening import open_any
from confmat_gui.session.repairing import added, removed, set_repairs
from confmat_gui.session.state import Session

ROWS = """id,true,ok,crack,day
1,ok,0.9,0.1,mon
2,crack,0.3,0.7,mon
3,ok,0.6,0.4,tue
4,crack,0.8,0.2,tue
1,ok,0.9,0.1,tue
5,ok,0.7,0.3,wed
"""
WITHOUT = Repair("leave-out", ("tue",))
ONCE = Repair("drop-repeated")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "parts.csv"
    path.write_text(ROWS, encoding="utf-8")
    opened = open_any([path], InputOptions(batch="day", positive="crack"))
    return changes.set_cost(changes.set_rule(opened, Rule.thresholds({"crack": 0.35})), 1, 0, 5.0)


def matrix(session: Session) -> list[list[int]]:
    found = evaluate(session.data.prepared, session.point).confusion.tolist()
    assert isinstance(found, list)
    return found


def test_that_rule_and_prices_stay_and_a_repair_can_be_taken_back(session: Session) -> None:
    without = set_repairs(session, (WITHOUT,))
    assert (without.point, without.display) == (session.point, session.display)
    assert matrix(session) == [[3, 1], [1, 1]]
    assert matrix(without) == [[2, 0], [0, 1]]
    assert without.data.loaded.row_numbers.tolist() == [2, 3, 7]
    assert without.data.loaded.set_aside == ()
    assert without.data.original.predictions is session.data.loaded.predictions
    back = set_repairs(without, removed(without.data.repairs, WITHOUT))
    assert back.data.unrepaired is None
    assert matrix(back) == matrix(session)


def test_that_repeated_rows_are_set_aside_with_their_place(session: Session) -> None:
    once = set_repairs(session, (ONCE,))
    (row,) = once.data.loaded.set_aside
    assert (row.source, row.row, row.column, row.code) == ("parts.csv", 6, "id", "repeated_row")
    assert once.data.prepared.predictions.n == 5
    both = set_repairs(once, added(once.data.repairs, WITHOUT))
    assert both.data.loaded.set_aside == ()  # it stands in the batch that is left out anyway


def test_that_repairs_in_a_row_are_kept_in_their_order() -> None:
    turn = Repair("reverse-scores")
    assert added((WITHOUT,), WITHOUT) == (WITHOUT,)
    assert added((turn,), turn) == (turn, turn)
    assert removed((turn, WITHOUT, turn), turn) == (turn, WITHOUT)
    assert removed((WITHOUT,), turn) == (WITHOUT,)


def test_that_a_saved_session_has_its_repairs_and_all_that_was_read(session: Session, tmp_path: Path) -> None:
    repaired = set_repairs(session, (WITHOUT, ONCE, Repair("map-classes", ("crack", "ok"))))
    save_session(repaired, tmp_path / "a.confmat")
    again = read_session(tmp_path / "a.confmat")
    assert again.data.repairs == repaired.data.repairs
    assert matrix(again) == matrix(repaired)
    whole = set_repairs(again, ())
    np.testing.assert_array_equal(
        whole.data.loaded.predictions.score_of(1), session.data.loaded.predictions.score_of(1)
    )
    save_session(repaired, tmp_path / "b.confmat", refer=True)
    assert matrix(read_session(tmp_path / "b.confmat")) == matrix(repaired)


def test_that_options_override_the_repairs_of_a_session(session: Session, tmp_path: Path) -> None:
    save_session(set_repairs(session, (WITHOUT,)), tmp_path / "a.confmat")
    other = open_any([tmp_path / "a.confmat"], InputOptions(repairs=(Repair("leave-out", ("mon",)),)))
    assert other.data.repairs == (Repair("leave-out", ("mon",)),)
    assert other.data.prepared.predictions.n == 4


def test_that_an_impossible_repair_leaves_the_session_as_it_was(session: Session) -> None:
    with pytest.raises(InputError, match="no batch “thu”"):
        set_repairs(session, (Repair("leave-out", ("thu",)),))
    assert set_repairs(session, ()) is session
