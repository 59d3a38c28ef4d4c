"""Ready-made confusion matrices: every count in its place, whole, in the order of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.api import open_session, save_session
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import preview
from confmat_gui.present.data_notices import loading_notices
from confmat_gui.present.screen import screen_state
from tests.io.layouts import doubts, load_text, subjects, write_text

MATRIX = "actual,ok,crack\nok,88,2\ncrack,7,3\n"


def confusion(predictions: Predictions) -> list[list[int]]:
    matrix = evaluate(prepare(predictions), intervals=False).confusion
    return [[int(count) for count in row] for row in matrix]


def test_that_a_matrix_opens_by_itself_with_its_counts(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, MATRIX)
    assert loaded.predictions.classes == ("ok", "crack")
    assert loaded.predictions.n == 100
    assert loaded.predictions.score_kind == "matrix"
    assert confusion(loaded.predictions) == [[88, 2], [7, 3]]
    assert subjects(loaded)["matrix"] == "2 × 2 counts, rows are true classes"
    assert not doubts(loaded)


@pytest.mark.parametrize(
    ("corner", "rows", "transposed", "in_doubt"),
    [
        ("Prediction", None, True, False),
        ("actual", None, False, False),
        ("true \\ predicted", None, False, False),
        ("", None, False, True),
        ("", "pred", True, False),
        ("actual", "pred", True, False),
        ("Prediction", "true", False, False),
    ],
)
def test_that_rows_are_true_classes_unless_the_corner_or_a_person_says_otherwise(
    tmp_path: Path, corner: str, rows: str | None, transposed: bool, in_doubt: bool
) -> None:
    loaded = load_text(tmp_path, MATRIX.replace("actual", corner, 1), rows=rows)
    assert confusion(loaded.predictions) == ([[88, 7], [2, 3]] if transposed else [[88, 2], [7, 3]])
    assert bool(doubts(loaded)) == in_doubt


@pytest.mark.parametrize(
    "text",
    [
        "actual,b,a,c\na,4,5,6\nc,7,8,9\nb,1,2,3\n",
        "actual,pred_b,pred_a,pred_c\na,4,5,6\nc,7,8,9\nb,1,2,3\n",
        "b,a,c,actual\n4,5,6,a\n7,8,9,c\n1,2,3,b\n",
        "actual,b,a,c,All\na,4,5,6,15\nc,7,8,9,24\nb,1,2,3,6\nAll,12,15,18,45\n",
    ],
)
def test_that_rows_find_their_columns_by_name_and_totals_are_left_out(tmp_path: Path, text: str) -> None:
    loaded = load_text(tmp_path, text)
    assert loaded.predictions.classes == ("b", "a", "c")
    assert confusion(loaded.predictions) == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("actual,good,bad\ngood,0,1\nbad,5,0\n", {}, "looks like a matrix of costs; give it with --costs"),
        (MATRIX.replace("88", "0.9"), {"kind": "matrix"}, "holds 0.9 where row “ok” and column “ok” meet"),
        (MATRIX.replace("88", "-8"), {"kind": "matrix"}, "column “ok” meet, and counts are whole numbers"),
        (MATRIX.replace("88", ""), {"kind": "matrix"}, "holds nan where row “ok” and column “ok” meet"),
        ("actual,ok,crack\nok,0,0\ncrack,0,0\n", {"kind": "matrix"}, "Every count of preds.csv is 0"),
        ("y_true,y_pred\nok,ok\ncrack,ok\n", {"kind": "matrix"}, "is no matrix of counts"),
        ("actual,ok,dent\nok,8,1\ncrack,1,8\n", {"kind": "matrix"}, "is no matrix of counts"),
    ],
)
def test_that_what_is_no_matrix_of_counts_is_refused_with_what_to_do(
    tmp_path: Path, text: str, options: dict[str, str], expected: str
) -> None:
    with pytest.raises(InputError, match=r"^[^\n]*\.$") as error:
        load_text(tmp_path, text, **options)
    assert expected in str(error.value)


def test_that_a_model_that_is_always_wrong_opens_when_it_is_said(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "actual,good,bad\ngood,0,1\nbad,5,0\n", kind="matrix")
    assert confusion(loaded.predictions) == [[0, 1], [5, 0]]


@pytest.mark.parametrize("declared", [True, False])
def test_that_a_square_array_is_a_matrix_when_it_is_said(tmp_path: Path, declared: bool) -> None:
    counts = np.array([[88, 2], [7, 3]])
    path = tmp_path / ("counts.npz" if declared else "counts.npy")
    if declared:
        np.savez(path, confusion=counts, classes=np.array(["ok", "crack"]))
    else:
        np.save(path, counts)
    loaded = load_predictions([path], InputOptions(kind="matrix"))
    assert loaded.predictions.classes == (("ok", "crack") if declared else ("0", "1"))
    assert confusion(loaded.predictions) == counts.tolist()
    assert "choose --rows pred" in doubts(loaded)[0]
    plain = load_text(tmp_path, "ok,crack\n88,2\n7,3\n", kind="matrix")
    assert (plain.predictions.classes, confusion(plain.predictions)) == (("ok", "crack"), counts.tolist())
    with pytest.raises(InputError, match="is no matrix of counts"):
        load_text(tmp_path, "ok,crack\n88,2\n7,3\n1,1\n", kind="matrix")


@pytest.mark.parametrize(
    "text",
    [
        "true,ok,crack\nok,0.9,0.1\ncrack,0.2,0.8\n",
        "actual,ok,crack\nok,90.5,2\ncrack,7.25,3\n",
        "label,ok,crack\nok,0.5,0.125\ncrack,0.125,0.25\n",
    ],
    ids=["shares of a row", "sums of weights", "shares of all"],
)
def test_that_shares_and_weights_are_doubted_as_samples_and_refused_as_a_matrix(
    tmp_path: Path, text: str
) -> None:
    loaded = load_text(tmp_path, text)
    assert "as in a confusion matrix of shares or weights" in doubts(loaded)[0]
    assert "as in a confusion matrix" in str(loading_notices(loaded))
    with pytest.raises(InputError, match="meet, a share or a weight, from which the number of"):
        load_text(tmp_path, text, kind="matrix")


def test_that_one_sample_of_each_class_is_no_doubt_where_it_is_said_or_looks_like_no_matrix(
    tmp_path: Path,
) -> None:
    text = "true,ok,crack\nok,0.9,0.1\ncrack,0.2,0.8\n"
    assert not doubts(load_text(tmp_path, text, kind="probability"))
    assert not doubts(load_text(tmp_path, text, true=("true",)))
    assert not doubts(load_text(tmp_path, "true,ok,crack\ncrack,0.2,0.8\nok,0.9,0.1\n"))
    assert not doubts(load_text(tmp_path, text.replace(",ok", ",p_ok").replace(",crack", ",p_crack")))


@pytest.mark.parametrize(
    "text", ["actual,a,b\na,90,10\nb,25,75\n", "actual,a,b\na,90,25\nb,10,75\n"], ids=["rows", "columns"]
)
def test_that_whole_percentages_are_doubted_unless_they_are_said_to_be_counts(
    tmp_path: Path, text: str
) -> None:
    (doubt,) = doubts(load_text(tmp_path, text))
    assert "Every class sums to 100: if these are percentages" in doubt
    assert not doubts(load_text(tmp_path, text, kind="matrix"))


def test_that_samples_with_whole_scores_are_no_matrix(tmp_path: Path) -> None:
    text = "y_true,ok,crack\nok,1,0\ncrack,0,1\n"
    assert load_text(tmp_path, text).predictions.score_kind == "probability"
    assert confusion(load_text(tmp_path, text, kind="matrix").predictions) == [[1, 0], [0, 1]]
    votes = "y_true,ok,crack\nok,9,3\ncrack,2,5\n"
    assert load_text(tmp_path, votes, true=("y_true",)).predictions.score_kind == "score"


def test_that_matrices_add_up_as_batches(tmp_path: Path) -> None:
    paths = [write_text(tmp_path / name, MATRIX) for name in ("a.csv", "b.csv")]
    loaded = load_predictions(paths)
    assert confusion(loaded.predictions) == [[176, 4], [14, 6]]
    assert loaded.predictions.batch_names == ("a", "b")


def test_that_matrices_of_different_classes_are_added_with_a_doubt(tmp_path: Path) -> None:
    paths = [write_text(tmp_path / "a.csv", MATRIX), write_text(tmp_path / "b.csv", MATRIX)]
    assert not doubts(load_predictions(paths))
    other = write_text(tmp_path / "c.csv", MATRIX.replace("crack", "dent"))
    loaded = load_predictions([*paths, other])
    assert loaded.predictions.classes == ("crack", "dent", "ok")
    assert "c.csv and a.csv have different classes (crack, dent only in one of them)" in doubts(loaded)[0]


def test_that_a_preview_tells_the_matrix(tmp_path: Path) -> None:
    seen = preview(write_text(tmp_path / "m.csv", MATRIX))
    assert seen.headers == ("actual", "ok", "crack")
    assert (seen.score_kind, seen.classes, seen.problem) == ("matrix", ("ok", "crack"), None)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda k: st.lists(st.lists(st.integers(0, 50), min_size=k, max_size=k), min_size=k, max_size=k)
    )
)
def test_that_any_matrix_gives_the_figures_of_its_samples_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, counts: list[list[int]]
) -> None:
    matrix = np.array(counts)
    if not matrix.any():
        return
    names = [f"class {letter}" for letter in "fbdace"[: len(matrix)]]
    path = tmp_path_factory.mktemp("matrix") / "m.csv"
    pd.DataFrame(matrix, index=pd.Index(names, name="actual"), columns=names).to_csv(path)
    found = load_predictions([path], InputOptions(kind="matrix")).predictions
    true, pred = (np.repeat(codes.ravel(), matrix.ravel()) for codes in np.indices(matrix.shape))
    labels = np.array(names)
    single = Predictions.from_arrays(labels[true], classes=names, y_pred=labels[pred])
    expected, seen = (evaluate(prepare(each), intervals=False) for each in (single, found))
    assert found.classes == tuple(names)
    np.testing.assert_array_equal(seen.confusion, matrix)
    for key, value in expected.metrics.items():
        np.testing.assert_equal(seen.metrics[key], value, key)


def test_that_a_matrix_survives_a_session_and_cannot_become_samples_there(tmp_path: Path) -> None:
    path = tmp_path / "m.confmat"
    save_session(open_session(write_text(tmp_path / "m.csv", MATRIX), rows="pred"), path)
    session = open_session(path)
    assert confusion(session.data.loaded.predictions) == [[88, 7], [2, 3]]
    assert session.data.loaded.options.rows == "pred"
    assert open_session(path, positive="ok", kind="matrix").data.loaded.predictions.score_kind == "matrix"
    refused: tuple[dict[str, Any], ...] = ({"kind": "labels"}, {"rows": "true"})
    for options in refused:
        with pytest.raises(InputError, match="give the files themselves"):
            open_session(path, **options)


def test_that_a_session_of_samples_cannot_become_a_matrix(tmp_path: Path) -> None:
    path = tmp_path / "s.confmat"
    text = "y_true,y_pred\nok,ok\ncrack,ok\n"
    save_session(open_session(write_text(tmp_path / "s.csv", text)), path)
    with pytest.raises(InputError, match="holds samples, so its kind cannot be matrix"):
        open_session(path, kind="matrix")


def test_that_what_a_matrix_lacks_is_grey_with_its_reason(tmp_path: Path) -> None:
    session = open_session(write_text(tmp_path / "m.csv", MATRIX))
    evaluation = evaluate(session.data.prepared, session.point)
    state = screen_state(session, evaluation)
    assert "a matrix has counts only" in state.roc.message
    assert "a matrix has counts only" in state.precision_recall.message
    assert "so there are no samples to list" in state.unavailable["samples"]
    assert [choice.kind for choice in state.decide.rules if choice.possible] == ["predicted"]
    assert {choice.reason for choice in state.decide.rules if not choice.possible} == {
        "A matrix of counts holds no scores, so its decisions stand."
    }
    assert state.rule_text.startswith("Decisions as the matrix has them")
    assert "matrix_only" in [notice.code for notice in state.notices]
    assert "a matrix of counts" in state.subtitle
