"""ARFF: what an attribute declares holds, quotes and comments are read, faults are named by their line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.readers.arff import read_arff
from confmat_gui.io.readers.request import ReadRequest
from tests.io.layouts import CLASSES, arff_text, load_text, multiclass, write_text

HEADER = "@relation r\n@attribute actual {no, yes}\n@attribute score NUMERIC\n@data\n"


def load_arff(folder: Path, rows: str, header: str = HEADER) -> Any:
    return load_text(folder, header + rows, "a.arff")


def test_that_nominal_labels_give_the_classes_in_their_order(tmp_path: Path) -> None:
    labels = "{'very bad', good, never}"
    header = HEADER.replace("{no, yes}", labels).replace("score NUMERIC", f"y_pred {labels}")
    loaded = load_arff(tmp_path, "good,good\n'very bad', good\ngood,never\n", header)
    assert loaded.predictions.classes == ("very bad", "good", "never")
    assert loaded.predictions.y_true.tolist() == [1, 0, 1]


def test_that_comments_blank_lines_and_spaces_are_passed_over_and_lines_stay_counted(tmp_path: Path) -> None:
    loaded = load_arff(tmp_path, "% first\n\n yes , 0.5\n%% second\nno,  ?\nno, 0.25\n")
    assert loaded.predictions.y_score is not None
    assert loaded.predictions.y_score[:, 0].tolist() == [0.5, 0.25]
    assert loaded.row_numbers.tolist() == [7, 10]
    assert [(each.row, each.code) for each in loaded.set_aside] == [(9, "nan_score")]


def test_that_a_missing_label_is_set_aside(tmp_path: Path) -> None:
    loaded = load_arff(tmp_path, "?,0.5\nno,0.25\nyes,0.75\n")
    assert [(each.row, each.code) for each in loaded.set_aside] == [(5, "missing_label")]
    assert loaded.predictions.classes == ("no", "yes")


def test_that_quotes_of_both_kinds_and_escapes_are_read(tmp_path: Path) -> None:
    header = HEADER.replace(
        "@data", "@attribute 'the \\'note\\'' string\n@attribute when date \"yyyy\"\n@data"
    )
    loaded = load_arff(tmp_path, 'yes,0.5,\'it\\\'s, so\',"2020"\nno,0.25,"a \\"b\\"\\nc",?\n', header)
    assert loaded.extra["the 'note'"].tolist() == ["it's, so", 'a "b" c']
    assert loaded.extra["when"].tolist() == ["2020", ""]


def test_that_tabs_between_fields_are_read(tmp_path: Path) -> None:
    assert load_arff(tmp_path, "yes\t0.5\nno\t0.25\n").predictions.n == 2


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "yes,0.5\nmaybe,0.5\n",
            "a.arff, line 6: “maybe” is none of the labels that the attribute “actual” declares",
        ),
        ("{0 yes}\n", "a.arff, line 5: sparse rows are not read; save the file as dense ARFF"),
        ("yes,0.5\n'yes,0.5\n", "a.arff, line 6: a quote that is opened here is not closed"),
        ("yes,0.5\nno\n", "a.arff, line 6: the row has 1 field but the header has 2"),
        ("% nothing\n", "a.arff has attributes but no rows"),
    ],
)
def test_that_faulty_rows_are_refused_with_their_line(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load_arff(tmp_path, rows)
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("@relation r\n@attribute a numeric\n", "a.arff has no line @data"),
        ("@relation r\n@attribute a\n@data\n", "line 2: this attribute has no type"),
        (
            "@relation r\n@attribute a relational\n@data\n",
            "line 2: attributes of the type “relational” are not read",
        ),
        ("@relation r\n@attribute a real\n@attribute a real\n@data\n", "two columns are called “a”"),
        ("@relation r\n@data\n", "holds no columns"),
    ],
)
def test_that_faulty_headers_are_refused(tmp_path: Path, header: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load_arff(tmp_path, "1\n", header)
    assert expected in str(error.value)


def test_that_arff_is_known_under_another_suffix_and_that_is_said(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, arff_text(multiclass(9)), "a.csv")
    assert loaded.predictions.classes == CLASSES
    assert "a.csv is named like a CSV file but holds ARFF; it was read as that." in str(loaded.conclusions)


def test_that_arff_is_known_by_its_suffix_where_a_long_comment_stands_first(tmp_path: Path) -> None:
    text = "% a long story\n" * 2_000 + arff_text(multiclass(9))
    assert load_text(tmp_path, text, "a.arff").predictions.n == 9


def test_that_rows_are_the_same_however_the_chunks_fall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_text(tmp_path / "a.arff", arff_text(multiclass(60)))
    whole = read_arff(ReadRequest(path))
    from confmat_gui.io.readers import byte_stream

    monkeypatch.setattr(byte_stream.ByteStream.__init__, "__defaults__", (41,))
    parts = read_arff(ReadRequest(path))
    assert parts.row_numbers.tolist() == whole.row_numbers.tolist()
    np.testing.assert_array_equal(parts.columns["p_ok"].values, whole.columns["p_ok"].values)  # type: ignore[union-attr]


def test_that_a_preview_reads_the_first_rows_only(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.arff", HEADER + "yes,0.5\nno,0.25\n" * 6_000)
    assert preview(path).n_rows_read == 10_000


def test_that_a_file_of_openml_reads_as_expected(cases: Callable[[str], Path]) -> None:
    loaded = load_predictions([cases("07a_wild_openml_arff/predictions.arff")])
    assert (loaded.columns.true, loaded.columns.pred, loaded.columns.id) == (
        ("correct",),
        "prediction",
        "row_id",
    )
    assert loaded.columns.scores == ("confidence.negative", "confidence.positive")
    assert (loaded.predictions.classes, loaded.predictions.n) == (("negative", "positive"), 958)
    assert loaded.sources[0].format == "ARFF"
    assert not loaded.in_doubt


def test_that_a_file_of_liac_arff_opens_to_the_same_predictions(tmp_path: Path) -> None:
    arff = pytest.importorskip("arff")
    frame = multiclass()
    nominal = {"y_true": list(CLASSES), "y_pred": list(CLASSES), "id": "STRING"}
    document = {
        "relation": "r",
        "attributes": [(name, nominal.get(name, "REAL")) for name in frame.columns],
        "data": frame.to_numpy().tolist(),
    }
    loaded = load_text(tmp_path, arff.dumps(document), "a.arff")
    assert loaded.predictions.y_score is not None
    np.testing.assert_array_equal(loaded.predictions.y_score, frame[["p_ok", "p_scratch", "p_crack"]])
    assert [CLASSES[code] for code in loaded.predictions.y_true] == frame["y_true"].tolist()
