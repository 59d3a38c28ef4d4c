from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import SetAsideRow
from confmat_gui.session import changes
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.files import is_session, read_session, read_summary, save_session
from confmat_gui.session.opening import new_session, open_any
from confmat_gui.session.state import Session
from tests.session.made import (
    binary_session,
    labels_session,
    loaded_of,
    ranking_session,
    same,
    three_class_session,
)
from tests.session.sealed import members_of

TEXT = st.text(max_size=6)
NAMES = st.lists(st.text(min_size=1, max_size=5).filter(str.strip), min_size=2, max_size=4, unique=True)


def assert_same_session(a: Session, b: Session) -> None:
    """All that a session holds is equal; prepared figures follow from it."""
    for name in (
        "predictions",
        "set_aside",
        "columns",
        "conclusions",
        "options",
        "row_numbers",
        "source_index",
        "extra",
    ):
        assert same(getattr(a.data.loaded, name), getattr(b.data.loaded, name)), name
    assert [(s.name, s.sha256, s.n, s.n_set_aside, s.format) for s in a.data.loaded.sources] == [
        (s.name, s.sha256, s.n, s.n_set_aside, s.format) for s in b.data.loaded.sources
    ]
    assert (a.point, a.display, a.name, a.notes) == (b.point, b.display, b.name, b.notes)
    assert a.data.prepared.default_rule == b.data.prepared.default_rule
    assert same(a.data.default_evaluation.confusion, b.data.default_evaluation.confusion)


@st.composite
def predictions(draw: st.DrawFn) -> Predictions:
    classes, n = draw(NAMES), draw(st.integers(1, 8))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    codes = rng.integers(0, len(classes), n)
    kind: Any = draw(st.sampled_from(["probability", "sigmoid", "logit", "score", "labels"]))
    scores = None
    if kind == "probability":
        scores = rng.dirichlet(np.ones(len(classes)), n).astype(
            draw(st.sampled_from([np.float32, np.float64]))
        )
    elif kind == "sigmoid":
        scores = rng.random((n, len(classes)))
    elif kind != "labels":
        scores = rng.normal(size=(n, 1 if len(classes) == 2 else len(classes))).astype(np.float32)
    names = np.array(classes, dtype=object)

    def maybe(value: Any) -> Any:
        return value if draw(st.booleans()) else None

    return Predictions.from_arrays(
        names[codes],
        scores,
        classes=classes,
        y_pred=names[rng.integers(0, len(classes), n)] if kind == "labels" else maybe(names[codes[::-1]]),
        score_kind=kind,
        sample_weight=maybe(rng.random(n)),
        count=maybe(rng.integers(1, 9, n)),
        batch=maybe(np.array(["x", "y"])[rng.integers(0, 2, n)]),
        group=maybe(rng.integers(0, 3, n)),
        sample_id=maybe(np.array(draw(st.lists(TEXT, min_size=n, max_size=n)), dtype=np.str_)),
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    found = draw(predictions())
    n, n_classes = found.n_rows, found.n_classes
    extra = {
        "text": np.array(draw(st.lists(TEXT, min_size=n, max_size=n)), dtype=np.str_),
        "number": np.array(draw(st.lists(st.floats(), min_size=n, max_size=n))),
        "whole": np.arange(n, dtype=np.int64) - 3,
        "flag": np.arange(n) % 2 == 0,
        "short": np.arange(n, dtype=np.uint8),
    }
    rows = draw(st.lists(st.builds(SetAsideRow, TEXT, st.integers(1, 10**12), TEXT, TEXT, TEXT), max_size=3))
    session = new_session(data_set(loaded_of(found, extra, tuple(rows))), draw(TEXT))
    session = changes.set_notes(session, draw(TEXT))
    if draw(st.booleans()):
        prices = st.floats(allow_nan=False, allow_infinity=False)
        columns = n_classes + draw(st.integers(0, 1))
        row = st.lists(prices, min_size=columns, max_size=columns)
        session = changes.set_costs(session, draw(st.lists(row, min_size=n_classes, max_size=n_classes)))
    if found.score_kind in ("probability", "sigmoid"):
        session = changes.set_threshold(session, 0, draw(st.floats(0.01, 0.99)))
        session = changes.set_boundary(session, draw(st.sampled_from([">=", ">"])))
        if draw(st.booleans()):
            session = changes.set_threshold(changes.set_rule_kind(session, "no-decision"), 0, 0.7)
            return changes.select_cell(session, (0, n_classes))
    return changes.select_cell(session, draw(st.sampled_from([None, (0, 1)])))


@settings(max_examples=60, deadline=None)
@given(session=sessions())
def test_that_a_session_comes_back_to_the_last_bit(
    session: Session, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("round") / "a.confmat"
    save_session(session, path)
    assert_same_session(session, read_session(path))


@pytest.mark.parametrize(
    "session", [binary_session(), ranking_session(), three_class_session(), labels_session()], ids=str
)
def test_that_every_kind_of_predictions_comes_back(session: Session, tmp_path: Path) -> None:
    save_session(session, tmp_path / "a.confmat")
    assert_same_session(session, read_session(tmp_path / "a.confmat"))


def test_that_columns_of_scores_stay_contiguous_and_read_only(tmp_path: Path) -> None:
    save_session(three_class_session(), tmp_path / "a.confmat")
    scores = read_session(tmp_path / "a.confmat").data.loaded.predictions.y_score
    assert scores is not None
    assert scores.flags.f_contiguous
    assert not scores.flags.writeable


def test_that_a_rule_with_its_own_costs_comes_back(tmp_path: Path) -> None:
    session = changes.set_rule(
        three_class_session(), Rule.min_cost(np.array([[0, 1, 2], [3, 0, 4], [0.1, 1e300, -5]]))
    )
    save_session(session, tmp_path / "a.confmat")
    assert read_session(tmp_path / "a.confmat").point == session.point


def test_that_saving_again_replaces_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.confmat"
    for name in ("one", "two"):
        save_session(changes.rename(binary_session(), name), path)
        assert read_session(path).name == name
    assert [p.name for p in tmp_path.iterdir()] == ["a.confmat"]


def test_that_a_cancelled_save_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.confmat"
    save_session(binary_session(), path)
    before = path.read_bytes()

    def stop(fraction: float, text: str = "") -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        save_session(three_class_session(), path, progress=stop)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.confmat"]


def test_that_progress_runs_from_the_start_to_the_end(tmp_path: Path) -> None:
    seen: list[float] = []
    save_session(three_class_session(), tmp_path / "a.confmat", progress=lambda f, _="": seen.append(f))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    seen.clear()
    read_session(tmp_path / "a.confmat", progress=lambda f, _="": seen.append(f))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_that_the_file_says_what_it_is_without_its_arrays(tmp_path: Path) -> None:
    save_session(changes.rename(binary_session(), "line 3"), tmp_path / "a.confmat")
    summary = read_summary(tmp_path / "a.confmat")
    assert (summary.name, summary.sources, summary.n_rows) == ("line 3", ("results.csv",), 10)
    assert summary.saved.endswith("+00:00")


def test_that_no_absolute_path_and_no_pickle_is_stored(tmp_path: Path) -> None:
    data = tmp_path / "secret_folder" / "a.csv"
    data.parent.mkdir()
    data.write_text("label,p,note\nyes,0.9,x\nno,0.2,y\nno,0.4,z\n")
    for refer in (False, True):
        save_session(open_any([data]), tmp_path / "a.confmat", refer=refer)
        content = b"".join(members_of(tmp_path / "a.confmat").values())
        assert os.fsencode(tmp_path) not in content
        assert b"a.csv" in content
    with zipfile.ZipFile(tmp_path / "a.confmat") as archive:
        assert archive.testzip() is None


def test_that_a_folder_or_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match="no file"):
        read_session("/nowhere/a.confmat")


def test_that_a_folder_is_no_session(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        read_session(tmp_path)


def test_that_a_session_may_not_be_written_into_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        save_session(binary_session(), tmp_path / "missing" / "a.confmat")


def test_that_sessions_are_known_by_their_suffix() -> None:
    assert is_session("A.CONFMAT")
    assert not is_session("a.csv")
