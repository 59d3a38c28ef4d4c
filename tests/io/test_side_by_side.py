"""Predictions in one file and truth in another: joined on an id or by line, said so, and checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.api import open_session, save_session
from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.lost_batch import lost_batch
from confmat_gui.present.command import command_text
from confmat_gui.present.data_notices import loading_notices
from tests.io.layouts import doubts, load_text, multiclass, subjects, write, write_text

FRAME = multiclass(30, seed=5)
TRUTH, SCORES = FRAME[["id", "y_true"]], FRAME.drop(columns=["y_true"])


def two(folder: Path, truth: pd.DataFrame, scores: pd.DataFrame, suffix: str = ".csv") -> list[Path]:
    return [write(truth, folder, "truth.csv"), write(scores, folder, "scores" + suffix)]


def same_as_one_file(folder: Path, loaded: Loaded) -> None:
    whole = load_predictions([write(FRAME, folder, "whole.csv")]).predictions
    found = loaded.predictions
    assert found.classes == whole.classes
    for name in ("y_true", "y_pred", "y_score", "sample_id"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".npz"])
def test_that_an_id_joins_in_any_order_of_rows_and_files(tmp_path: Path, suffix: str, turned: bool) -> None:
    shuffled = TRUTH.sample(frac=1.0, random_state=1)
    paths = two(tmp_path, shuffled, SCORES, suffix)
    loaded = load_predictions(paths[::-1] if turned else paths)
    same_as_one_file(tmp_path, loaded)
    assert subjects(loaded)["join"] == f"scores{suffix} with truth.csv"
    assert loaded.predictions.batch is None
    assert [source.n for source in loaded.sources] == [30, 30]
    assert not doubts(loaded)
    assert [n.text for n in loading_notices(loaded) if n.code == "files_joined"] == [
        f"Joined: scores{suffix} with truth.csv, by the ids in “id”; 30 rows have their partner."
    ]


def test_that_files_without_an_id_are_joined_by_line(tmp_path: Path) -> None:
    loaded = load_predictions(two(tmp_path, TRUTH[["y_true"]], SCORES))
    same_as_one_file(tmp_path, loaded)
    reason = next(each.reason for each in loaded.conclusions if each.subject == "join")
    assert reason == "line by line; both have 30 rows"


@pytest.mark.parametrize("ids", [True, False])
def test_that_three_files_are_parts_too(tmp_path: Path, ids: bool) -> None:
    key = ["id"] if ids else []
    parts = {"labels": ["y_pred"], "truth": ["y_true"], "scores": ["p_ok", "p_scratch", "p_crack"]}
    paths = [write(FRAME[key + columns], tmp_path, f"{name}.csv") for name, columns in parts.items()]
    extra = [] if ids else [write(FRAME[["id"]], tmp_path, "ids.csv")]
    loaded = load_predictions([*paths, *extra])
    same_as_one_file(tmp_path, loaded)
    assert {source.n for source in loaded.sources} == {30}
    assert len(preview(paths[0], partners=paths[1:]).headers) == (6 if ids else 5)


def test_that_the_way_to_join_can_be_chosen(tmp_path: Path) -> None:
    paths = two(tmp_path, TRUTH.rename(columns={"id": "photo"}), SCORES.rename(columns={"id": "photo"}))
    with pytest.raises(InputError, match="must have the same columns"):
        load_predictions(paths)
    same_as_one_file(tmp_path, load_predictions(paths, InputOptions(join="photo", id="photo")))
    by_line = load_predictions(paths, InputOptions(join="line", id="photo"))
    same_as_one_file(tmp_path, by_line)
    assert "photo (truth.csv)" in by_line.columns.extra
    with pytest.raises(InputError, match=r"no column “name” in both .* \(photo\), or say --join line"):
        load_predictions(paths, InputOptions(join="name"))
    with pytest.raises(InputError, match="needs two or more"):
        load_predictions(paths[:1], InputOptions(join="line"))


def test_that_rows_without_a_partner_are_set_aside_and_said(tmp_path: Path) -> None:
    paths = two(tmp_path, TRUTH[3:], SCORES[:25])
    loaded = load_predictions(paths)
    assert loaded.predictions.n == 22
    assert [(row.source, row.row, row.code) for row in loaded.set_aside] == [
        ("scores.csv", line, "no_partner") for line in (2, 3, 4)
    ]
    assert loaded.set_aside[0].text == "It has no partner in truth.csv."
    assert "3 without a partner in the other file" in str(loading_notices(loaded))
    assert doubts(loaded) == [
        "3 rows of scores.csv have no partner in truth.csv. "
        "5 rows of truth.csv have no partner in scores.csv and are not used."
    ]


def test_that_numbers_beside_rows_without_a_partner_are_missing(tmp_path: Path) -> None:
    truth = TRUTH[3:].assign(age=range(27), weight=np.linspace(0.5, 2, 27))
    loaded = load_predictions(two(tmp_path, truth, SCORES, ".parquet"), InputOptions(weight="weight"))
    assert loaded.extra["age"].tolist() == [str(age) for age in range(27)]
    assert loaded.predictions.sample_weight is not None
    np.testing.assert_allclose(loaded.predictions.sample_weight, truth["weight"])


@pytest.mark.parametrize(
    ("truth", "scores", "expected"),
    [
        (TRUTH[["y_true"]][:29], SCORES, "scores.csv has 30 rows and truth.csv has 29, so their lines do"),
        (pd.concat([TRUTH, TRUTH[:1]]), SCORES, "truth.csv has the id “00000” more than once"),
        (TRUTH.assign(id=TRUTH["id"] + "x"), SCORES, "No id in the column “id” of scores.csv is in truth"),
        (FRAME, SCORES, "must have the same columns"),
    ],
)
def test_that_files_that_do_not_fit_are_refused(
    tmp_path: Path, truth: pd.DataFrame, scores: pd.DataFrame, expected: str
) -> None:
    with pytest.raises(InputError, match=r"^[^\n]*\.$") as error:
        load_predictions(two(tmp_path, truth, scores))
    assert expected in str(error.value)


def test_that_a_lost_last_batch_is_named(tmp_path: Path) -> None:
    truth = pd.concat([TRUTH] * 4, ignore_index=True).assign(id=[f"{row:05}" for row in range(120)])
    scores = pd.concat([SCORES] * 4, ignore_index=True).assign(id=truth["id"])[:96]
    sentence = (
        "96 rows are 3 batches of 32, so the last, incomplete batch, 24 rows, was most likely left out "
        "(drop_last, or a number of whole steps): predict it too."
    )
    with pytest.raises(InputError) as error:
        load_predictions(two(tmp_path, truth[["y_true"]], scores))
    assert str(error.value) == (
        f"scores.csv has 96 rows and truth.csv has 120, so their lines do not belong together. {sentence}"
    )
    loaded = load_predictions(two(tmp_path, truth, scores))
    assert doubts(loaded) == [f"24 rows of truth.csv have no partner in scores.csv. {sentence}"]


@pytest.mark.parametrize(
    ("n", "expected", "size"),
    [
        (992, 1000, 32), (64, 65, 32), (48, 60, 16), (300, 340, 100), (33, 40, None), (8, 10, None),
        (64, 64, None),
    ],
)
def test_that_whole_batches_are_recognised(n: int, expected: int, size: int | None) -> None:
    assert (f"batches of {size}," in lost_batch(n, expected)) if size else not lost_batch(n, expected)


def test_that_two_lists_of_labels_are_truth_and_prediction_in_this_order(tmp_path: Path) -> None:
    paths = [
        write_text(tmp_path / "a.txt", "ok\nok\ncrack\n"),
        write_text(tmp_path / "b.txt", "ok\ncrack\ncrack\n"),
    ]
    loaded = load_predictions(paths)
    predictions = loaded.predictions
    assert predictions.classes == ("crack", "ok")
    assert predictions.y_true.tolist() == [1, 1, 0]
    assert predictions.y_pred is not None
    assert predictions.y_pred.tolist() == [1, 0, 0]
    assert "a.txt are taken for the true ones because it was named first" in doubts(loaded)[0]


def test_that_a_file_alone_says_that_the_other_may_be_given(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="or give the file that holds it as well"):
        load_text(tmp_path, "bad,good\n0.5,0.5\n0.25,0.75\n")
    with pytest.raises(InputError, match="or give the file that holds them as well"):
        load_text(tmp_path, "class\ngood\nbad\n")


def test_that_a_preview_shows_both_files(tmp_path: Path) -> None:
    truth, scores = two(tmp_path, TRUTH, SCORES)
    seen = preview(truth, partners=[scores])
    assert (seen.name, seen.problem, seen.are_parts, seen.shared) == ("scores.csv", None, True, ("id",))
    assert set(seen.headers) == set(FRAME.columns)
    assert preview(scores, partners=[scores]).headers == preview(scores).headers
    other = write(TRUTH.assign(id="x"), tmp_path, "other.csv")
    assert "more than once" in (preview(other, partners=[scores]).problem or "")


def test_that_a_preview_of_parts_in_another_order_can_be_opened(tmp_path: Path) -> None:
    frame = multiclass(21_000)
    truth, scores = two(tmp_path, frame[["id", "y_true"]][::-1], frame.drop(columns="y_true"))
    seen = preview(scores, partners=[truth])
    assert (seen.problem, seen.are_parts, seen.shared) == (None, True, ("id",))
    assert "no ids in common" in (seen.conclusions[0].doubt or "")
    assert load_predictions([scores, truth]).predictions.n == 21_000


def test_that_a_session_remembers_how_its_files_were_joined(tmp_path: Path) -> None:
    paths = two(tmp_path, TRUTH, SCORES)
    session = open_session(*paths, join="line")
    assert "--join line" in command_text(session)
    for refer in (False, True):
        save_session(session, tmp_path / "s.confmat", refer=refer)
        again = open_session(tmp_path / "s.confmat")
        assert again.data.loaded.options.join == "line"
        same_as_one_file(tmp_path, again.data.loaded)
    with pytest.raises(InputError, match="--join cannot choose anything else"):
        open_session(tmp_path / "s.confmat", join="id")


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(12)), st.integers(0, 12), st.booleans())
def test_that_joining_by_id_is_a_look_up_row_by_row(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], n_truth: int, numbers: bool
) -> None:
    folder = tmp_path_factory.mktemp("join")
    ids = [index * 7 if numbers else f"s{index}" for index in range(12)]
    labels = [("a", "b", "c")[index % 3] for index in range(12)]
    known = {ids[index]: labels[index] for index in order[: max(n_truth, 1)]}
    truth = pd.DataFrame({"id": known.keys(), "y_true": known.values()})
    scores = pd.DataFrame({"id": ids, "y_pred": labels[1:] + labels[:1]})
    loaded = load_predictions(two(folder, truth, scores))
    wanted = [known[each] for each in ids if each in known]
    assert [loaded.predictions.classes[code] for code in loaded.predictions.y_true] == wanted
    assert len(loaded.set_aside) == 12 - len(known)
