"""What tools write opens to the predictions that were in it; what is broken is refused with its line."""

from __future__ import annotations

import contextlib
import random
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.rules import Rule
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.readers import text_lines
from tests.io.attempts import attempt
from tests.io.layouts import CLASSES, doubts, multiclass, subjects, write, write_text
from tests.io.mutations import mutated
from tests.io.tool_layouts import (
    CODES,
    LABELLED,
    PLACES,
    SCORED,
    Writer,
    fasttext,
    libsvm,
    tsml,
    vowpal_wabbit,
)

FRAME = multiclass(40, seed=3)
WEKA = "inst#,actual,predicted,error,"
CUT = {name: name[:5] for name in CLASSES}
SPELLED: Mapping[str, Mapping[str, str]] = {
    "libsvm": CODES, "tsml": {name: str(place) for name, place in PLACES.items()}, "weka_text": CUT,
}  # fmt: skip


def labels_of(loaded: Loaded, codes: np.ndarray) -> list[str]:
    return [loaded.predictions.classes[code] for code in codes]


@pytest.mark.parametrize("writer", [*SCORED, *LABELLED], ids=lambda writer: writer.__name__)
def test_that_the_layout_of_a_tool_opens_to_what_was_written(tmp_path: Path, writer: Writer) -> None:
    loaded = load_predictions(writer(FRAME, tmp_path))
    spelled = SPELLED.get(writer.__name__, {name: name for name in CLASSES})
    predictions = loaded.predictions
    assert sorted(predictions.classes) == sorted(spelled.values())
    assert labels_of(loaded, predictions.y_true) == [spelled[name] for name in FRAME.y_true]
    assert not doubts(loaded)
    if predictions.y_pred is not None:
        assert labels_of(loaded, predictions.y_pred) == [spelled[name] for name in FRAME.y_pred]
    if writer in SCORED:
        assert predictions.y_score is not None
        for name in CLASSES:
            column = predictions.y_score[:, predictions.classes.index(spelled[name])]
            np.testing.assert_array_equal(column, FRAME["p_" + name].to_numpy())
    else:
        assert predictions.y_pred is not None
        assert predictions.score_kind in ("labels", "confidence")


@pytest.mark.parametrize("writer", SCORED, ids=lambda writer: writer.__name__)
def test_that_every_layout_gives_the_matrix_of_the_plain_table(tmp_path: Path, writer: Writer) -> None:
    spelled = SPELLED.get(writer.__name__, {name: name for name in CLASSES})
    order = tuple(spelled[name] for name in CLASSES)
    loaded = [
        load_predictions([write(FRAME, tmp_path)]).predictions,
        load_predictions(writer(FRAME, tmp_path)).predictions,
    ]
    matrices = []
    for predictions, names in zip(loaded, (CLASSES, order), strict=True):
        matrix = evaluate(prepare(predictions), Rule.argmax(), intervals=False).confusion
        places = [predictions.classes.index(name) for name in names]
        matrices.append(matrix[np.ix_(places, places)].tolist())
    assert matrices[0] == matrices[1]


def test_that_the_first_line_of_libsvm_orders_the_classes(tmp_path: Path) -> None:
    assert load_predictions(libsvm(FRAME, tmp_path)).predictions.classes == ("-1", "1", "2")


def test_that_fasttext_of_a_little_over_one_is_a_probability(tmp_path: Path) -> None:
    samples = write_text(tmp_path / "test.txt", "__label__a x\n__label__b y\n")
    found = write_text(
        tmp_path / "prob.txt", "__label__b 1.00001 __label__a 1e-05\n__label__b 0.7 __label__a 0.3\n"
    )
    predictions = load_predictions([found, samples]).predictions
    assert predictions.score_kind == "probability"
    assert predictions.y_score is not None
    assert predictions.y_score.tolist() == [[1e-05, 1.00001], [0.3, 0.7]]


def test_that_only_the_likeliest_classes_of_fasttext_are_a_confidence(tmp_path: Path) -> None:
    samples = write_text(tmp_path / "test.txt", "__label__a x\n__label__c y\n__label__b z\n")
    lines = "__label__b 0.8 __label__a 0.1\n__label__c 0.6 __label__b 0.3\n__label__b 0.5 __label__c 0.4\n"
    loaded = load_predictions([write_text(tmp_path / "prob.txt", lines), samples])
    assert loaded.predictions.score_kind == "confidence"
    assert loaded.extra["confidence"].tolist() == [0.8, 0.6, 0.5]
    assert any("predict-prob … -1" in doubt for doubt in doubts(loaded))


def test_that_several_labels_of_fasttext_are_said(tmp_path: Path) -> None:
    samples = write_text(tmp_path / "test.txt", "__label__a __label__b x\n__label__b y\n")
    found = write_text(tmp_path / "pred.txt", "__label__a __label__b\n__label__b __label__a\n")
    loaded = load_predictions([found, samples])
    assert len([doubt for doubt in doubts(loaded) if "several" in doubt]) == 2


def test_that_an_empty_line_of_fasttext_keeps_the_others_in_place(tmp_path: Path) -> None:
    samples = write_text(tmp_path / "test.txt", "__label__a x\n__label__b y\n__label__b z\n")
    loaded = load_predictions([write_text(tmp_path / "p.txt", "__label__a\n\n__label__b\n"), samples])
    assert [(row.row, row.code) for row in loaded.set_aside] == [(2, "missing_label")]
    assert labels_of(loaded, loaded.predictions.y_true) == ["a", "b"]


def test_that_signed_scores_and_tags_of_vowpal_wabbit_are_read(tmp_path: Path) -> None:
    lines = write_text(tmp_path / "vw.predict", "1:-0.5 2:0.25 a1\n1:0.5 2:-0.25 a2\n")
    loaded = load_predictions([lines, write_text(tmp_path / "labels.txt", "2\n2\n")])
    assert loaded.predictions.score_kind == "score"
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == ["a1", "a2"]


def test_that_scores_one_a_line_go_with_labels_one_a_line(tmp_path: Path) -> None:
    scores = write_text(tmp_path / "scores.txt", "0.25\n0.75\n0.5\n")
    loaded = load_predictions([scores, write_text(tmp_path / "y.labels", "label\nno\nyes\nyes\n")])
    assert subjects(loaded)["scores"] == "score"
    assert loaded.predictions.classes == ("no", "yes")
    assert loaded.row_numbers.tolist() == [1, 2, 3]


def test_that_classes_cut_to_the_same_text_keep_their_numbers(tmp_path: Path) -> None:
    head = " inst#     actual  predicted error prediction\n"
    text = " 1 1:Iris-ver 2:Iris-ver   + 0.5\n 2 2:Iris-ver 2:Iris-ver     0.75\n 3 1:? 2:Iris-ver 1\n"
    loaded = load_predictions([write_text(tmp_path / "weka.txt", head + text)])
    assert loaded.predictions.classes == ("Iris-ver (1)", "Iris-ver (2)")
    assert [row.code for row in loaded.set_aside] == ["missing_label"]


def test_that_a_class_that_never_occurs_has_its_number(tmp_path: Path) -> None:
    head = "inst#,actual,predicted,error,distribution,,\n"
    text = "1,1:a,1:a,,*0.5,0.25,0.25\n2,3:c,1:a,+,*0.5,0.25,0.25\n"
    loaded = load_predictions([write_text(tmp_path / "weka.csv", head + text)])
    assert loaded.predictions.classes == ("a", "class 2", "c")


def test_that_an_accuracy_that_does_not_fit_is_said(tmp_path: Path) -> None:
    (path,) = tsml(FRAME, tmp_path)
    first, second, _, *rest = path.read_text(encoding="utf-8").split("\n")
    write_text(path, "\n".join([first, second, "0.999,1,2", *rest]))
    assert "Line 3 of results.csv states an accuracy of 0.999" in doubts(load_predictions([path]))[0]
    timed = "\n".join([first, second, "1.0,1,2,-1,-1,2", "0,0,12.5,0.75,0.25", "1,1,13,0.25,0.75"])
    assert load_predictions([write_text(path, timed)]).extra["time"].tolist() == [12.5, 13.0]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("p.txt", "__label__a 0.5 __label__a 0.5\n", "line 1: the class “a” stands there twice"),
        ("p.predict", "1:0.5 2:0.5\n" * 3000 + "1:0.5 2:x\n", "line 3001: “1:0.5 2:x” is no list of class"),
        ("p", "labels 1 2\n1 0.5 0.5\n1 0.5\n", "line 3: there must be a label and 2 probabilities"),
        ("p", "labels 1 2\n1 0.5 0.5\n1 0.5 x\n", "line 3: there must be a label and 2 probabilities"),
        ("d", "+1 1:0.5\n+1,2 1:0.5\n", "line 2: there are several labels"),
        ("d", "+1 1:0.5\n" * 3000 + "1:0.5 2:1\n", "line 3001: there are no label"),
        ("w.csv", WEKA + "prediction\n", "has a header but no rows"),
        ("w.csv", WEKA + "prediction\n1,2.5,2.1,-0.4\n", "line 2: this is no prediction"),
        ("w.csv", WEKA + "distribution\n1,1:a,1:a,,*x,0\n", "line 2: this is no prediction"),
        (
            "w.csv",
            WEKA + "distribution\n1,1:a,1:a,,*1,0\n2,1:a,1:a,,*1\n",
            "line 3: the distribution has 1 values for 2 classes",
        ),
        ("w.txt", WEKA.replace(",", " ") + "prediction\n 1 1:a 1:a what\n", "line 2: this is no prediction"),
        ("t.csv", "d,c,TEST,0\n{}\n1.0,1\n0,0,,0.5,0.5\n1,1,,\n", "line 5: there must be true class"),
        ("t.csv", "d,c,TEST,0\n{}\n1.0,1,1,1,1,2\n0,0,,0.5\n", "line 4: there must be true class"),
        ("l.txt", "label\n", "has a header but no rows"),
    ],
)
def test_that_a_broken_layout_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    with pytest.raises(InputError, match=r"^[^\n]*\.$") as error:
        load_predictions([write_text(tmp_path / name, text)])
    assert expected in str(error.value)
    assert name in str(error.value)


@pytest.mark.parametrize("writer", [*SCORED, *LABELLED], ids=lambda writer: writer.__name__)
def test_that_mutated_layouts_are_read_or_refused(tmp_path: Path, writer: Writer) -> None:
    paths = writer(multiclass(12), tmp_path)
    whole = [path.read_bytes() for path in paths]
    chance = random.Random(writer.__name__)
    outcomes = {"read": 0, "refused": 0}
    for turn in range(150):
        at = turn % len(paths)
        paths[at].write_bytes(mutated(whole[at], chance))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcomes[attempt(paths)] += 1
            with contextlib.suppress(InputError):
                preview(paths[0], partners=paths[1:])
        paths[at].write_bytes(whole[at])
    assert min(outcomes.values()) > 0


@pytest.mark.parametrize("writer", SCORED, ids=lambda writer: writer.__name__)
def test_that_a_cancel_is_let_through(
    tmp_path: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_lines, "LINES_AT_ONCE", 10)
    steps: list[float] = []

    def stop(fraction: float, text: str = "") -> None:
        steps.append(fraction)
        if len(steps) > 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        load_predictions(writer(FRAME, tmp_path), progress=stop)
    assert steps == sorted(steps)


def test_that_a_preview_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confmat_gui.io.preview.MOST_ROWS", 1_000)
    many = multiclass(1_200)
    for writer in (fasttext, vowpal_wabbit, libsvm):
        first, second = writer(many, tmp_path)
        seen = preview(first, partners=[second])
        assert seen.problem is None
        assert 900 < seen.n_rows_read <= 1_000
        assert seen.are_parts
