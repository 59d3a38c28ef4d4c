"""Files that arrive count in every step that undo and redo lead to, and are no step themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.repairs import Repair
from confmat_gui.session import changes
from confmat_gui.session.arriving import arrived
from confmat_gui.session.growing import grown
from confmat_gui.session.history import History
from confmat_gui.session.opening import open_any
from confmat_gui.session.repairing import set_repairs
from confmat_gui.session.state import Session

HEAD = "id,true,ok,crack\n"


def write(path: Path, rows: str) -> Path:
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


@pytest.fixture
def session(tmp_path: Path) -> Session:
    first = write(tmp_path / "b_1.csv", "1,ok,0.9,0.1\n2,crack,0.3,0.7\n")
    return open_any([first, write(tmp_path / "b_2.csv", "3,ok,0.8,0.2\n")])


@pytest.fixture
def third(tmp_path: Path) -> Path:
    return write(tmp_path / "b_3.csv", "4,crack,0.4,0.6\n")


def test_that_every_step_gets_the_new_samples_and_keeps_what_it_decided(
    session: Session, third: Path
) -> None:
    cheap = changes.set_cost(session, 1, 0, 2.0)
    dear = changes.set_cost(cheap, 1, 0, 9.0)
    without = set_repairs(dear, (Repair("leave-out", ("b_2",)),))
    history = History(session).push(cheap).push(without).push(dear).undo()
    assert history.data_sets == (without.data, session.data)
    came = arrived(history.data_sets, [third])
    assert came.added == (third,)
    now = history.with_data(came.data_of)
    assert [len(now.past), len(now.future), now.merge_key] == [2, 1, None]
    assert now.present.point == without.point
    assert now.present.data.loaded.predictions.n == 3
    assert now.present.data.repairs == without.data.repairs
    assert now.undo().present.data.loaded.predictions.n == 4
    assert now.undo().present.point == cheap.point
    assert now.redo().present.point == dear.point


def test_that_a_step_that_cannot_take_the_files_is_forgotten(session: Session, third: Path) -> None:
    labels = third.parent / "labels.csv"
    labels.write_text("y_true,y_pred\na,b\nb,b\n", encoding="utf-8")
    history = History(open_any([labels])).push(session)
    came = arrived(history.data_sets, [third])
    assert list(came.data_of) == [session.data]
    assert not history.with_data(came.data_of).can_undo


def test_that_a_bad_file_keeps_no_other_from_being_added(session: Session, third: Path) -> None:
    bad = third.parent / "b_0.csv"
    bad.write_text("nothing\n1\n", encoding="utf-8")
    worse = write(third.parent / "b_4.csv", '"ok,0.5\n')
    came = arrived([session.data], [bad, third, worse])
    assert came.added == (third,)
    assert [path for path, _ in came.refused] == [bad, worse]
    assert "b_0.csv" in came.refused[0][1]
    assert came.data_of[session.data].loaded.predictions.batch_names == ("b_1", "b_2", "b_3")


def test_that_files_that_are_open_as_they_are_or_gone_are_passed_over(session: Session, third: Path) -> None:
    folder = third.parent
    came = arrived([session.data], [folder / "b_1.csv", folder / "b_2.csv", folder / "gone.csv"])
    assert (came.added, came.refused, len(came.data_of)) == ((), (), 0)


def test_that_a_file_that_grew_replaces_its_batch(session: Session, tmp_path: Path) -> None:
    first = write(tmp_path / "b_1.csv", "1,ok,0.9,0.1\n2,crack,0.3,0.7\n5,ok,0.6,0.4\n")
    came = arrived([session.data], [first])
    loaded = came.data_of[session.data].loaded
    assert loaded.predictions.batch_names == ("b_1", "b_2")
    assert loaded.source_index.tolist() == [0, 0, 0, 1]
    assert [source.n for source in loaded.sources] == [3, 1]


def test_that_a_repair_that_does_not_go_with_the_new_samples_refuses_them(tmp_path: Path) -> None:
    labels = tmp_path / "a.csv"
    labels.write_text("y_true,y_pred\na,b\nb,a\n", encoding="utf-8")
    mapped = set_repairs(open_any([labels]), (Repair("map-classes", ("b", "a")),))
    more = tmp_path / "b.csv"
    more.write_text("y_true,y_pred\nc,a\n", encoding="utf-8")
    came = arrived([mapped.data], [more])
    assert came.data_of == {}
    assert came.refused[0][0] == more
    assert "must name each class once" in came.refused[0][1]


def test_that_what_arrives_is_the_same_as_what_is_added(session: Session, third: Path) -> None:
    came = arrived([session.data], [third])
    by_hand = grown(session, [third])
    one, other = came.data_of[session.data].loaded, by_hand.data.loaded
    assert one.predictions.y_true.tolist() == other.predictions.y_true.tolist()
    assert one.sources == other.sources
