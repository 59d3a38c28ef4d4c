"""A truth in one column for each class: one class a row, or one label of several."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.api import open_session, save_session
from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions
from tests.io.layouts import CLASSES, load_frame, load_text, multiclass, subjects, write

PLAIN = multiclass(30, seed=2)


def one_hot(prefix: str, *, flags: bool = False) -> pd.DataFrame:
    """Return the plain table with its truth in one column for each class, in another order."""
    frame = PLAIN.drop(columns="y_true")
    for name in ("crack", "ok", "scratch"):
        column = PLAIN["y_true"] == name
        frame[prefix + name] = column if flags else column.astype(int)
    return frame


@pytest.mark.parametrize("prefix", ["true_", "y_true_", "target.", "is_", "true label: ", "label["])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_that_a_truth_in_columns_is_the_truth_in_one(tmp_path: Path, prefix: str, suffix: str) -> None:
    whole = load_predictions([write(PLAIN, tmp_path, "plain.csv")]).predictions
    loaded = load_frame(tmp_path, one_hot(prefix), "hot" + suffix)
    found = loaded.predictions
    assert sorted(found.classes) == sorted(whole.classes)
    assert [found.classes[code] for code in found.y_true] == [whole.classes[code] for code in whole.y_true]
    assert loaded.columns.true == tuple(prefix + name for name in ("crack", "ok", "scratch"))
    assert subjects(loaded)["true"] == ", ".join(loaded.columns.true)
    assert found.y_score is not None
    for name in CLASSES:
        np.testing.assert_array_equal(found.y_score[:, found.classes.index(name)], PLAIN["p_" + name])


def test_that_true_and_false_are_flags_too_and_the_columns_can_be_named(tmp_path: Path) -> None:
    frame = one_hot("", flags=True).rename(columns={name: f"{name}?" for name in CLASSES})
    chosen = ("ok?", "scratch?", "crack?")
    scores = ("p_ok", "p_scratch", "p_crack")
    loaded = load_frame(tmp_path, frame, true=chosen, scores=scores, classes=CLASSES)
    assert loaded.columns.true == chosen
    assert loaded.predictions.classes == CLASSES
    assert loaded.predictions.support.tolist() == [10, 10, 10]


def test_that_a_plain_truth_goes_before_flags(tmp_path: Path) -> None:
    frame = PLAIN.assign(is_ok=(PLAIN.y_true == "ok").astype(int), is_bad=(PLAIN.y_true != "ok").astype(int))
    assert load_frame(tmp_path, frame).columns.true == ("y_true",)


def test_that_a_row_without_flags_is_set_aside(tmp_path: Path) -> None:
    text = "true_a,true_b,p_a,p_b\n1,0,0.9,0.1\n,,0.5,0.5\n0,1,0.2,0.8\n"
    loaded = load_text(tmp_path, text)
    assert [(row.row, row.code) for row in loaded.set_aside] == [(3, "missing_label")]
    assert loaded.predictions.y_true.tolist() == [0, 1]


SEVERAL = (
    "true_cat,true_dog,true_car,score_cat,score_dog,score_car\n"
    "1,1,0,0.9,0.8,0.1\n0,0,0,0.2,0.3,0.4\n0,0,1,0,1,0.5\n"
)


def test_that_several_labels_a_row_are_refused_with_the_way_on(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"2 labels in some rows.*as two classes, such as --true true_cat"):
        load_text(tmp_path, SEVERAL)


def test_that_one_label_of_several_opens_with_its_own_score(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, SEVERAL, true=("true_dog",))
    predictions = loaded.predictions
    assert (predictions.classes, predictions.positive) == (("0", "1"), 1)
    assert predictions.y_true.tolist() == [1, 0, 0]
    assert loaded.columns.scores == ("score_dog",)
    assert predictions.y_score is not None
    assert predictions.y_score[:, 0].tolist() == [0.8, 0.3, 1.0]


@pytest.mark.parametrize("columns", [("true_cat", "what"), ("true_cat", "score_cat")])
def test_that_named_columns_must_be_flags(tmp_path: Path, columns: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match=f"has no column “{columns[1]}” of 0 and 1"):
        load_text(tmp_path, SEVERAL, true=columns)


def test_that_a_session_keeps_the_columns_of_its_truth(tmp_path: Path) -> None:
    path = write(one_hot("true_"), tmp_path)
    session = open_session(path)
    save_session(session, tmp_path / "s.confmat", refer=True)
    again = open_session(tmp_path / "s.confmat", true=session.data.loaded.columns.true)
    assert again.data.loaded.columns == session.data.loaded.columns
