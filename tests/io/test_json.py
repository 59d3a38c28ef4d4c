"""JSON of every shape that holds a table, and JSON Lines; strict about numbers, bounded in depth and size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.readers import json_document, json_rows, json_tables
from tests.io.layouts import CLASSES, doubts, load_text, multiclass, write_text

FRAME = multiclass()
SCORES = FRAME[["p_ok", "p_scratch", "p_crack"]].to_numpy()
COLUMNS = FRAME.to_dict("list")
ROWS = FRAME.to_numpy().tolist()
NAMES = list(FRAME.columns)
CODES = [CLASSES.index(name) for name in FRAME["y_true"]]

SHAPES: dict[str, Any] = {
    "records": FRAME.to_dict("records"),
    "records inside": {"run": "x", "predictions": FRAME.to_dict("records")},
    "split, as pandas and MLflow write it": {"columns": NAMES, "index": list(range(60)), "data": ROWS},
    "table of W&B": {"columns": NAMES, "data": ROWS, "ncols": 6, "nrows": 60, "_type": "table"},
    "columns": COLUMNS,
    "columns by row, as pandas writes it": json.loads(FRAME.to_json(orient="columns", double_precision=15)),
    "rows by number": {f"row {index}": row for index, row in enumerate(FRAME.to_dict("records"))},
    "rows below their names": [NAMES, *ROWS],
    "vectors in columns": {"y_true": CODES, "y_score": SCORES.tolist(), "classes": CLASSES},
    "vectors in records": {
        "class_names": CLASSES,
        "rows": [
            {"label": code, "probabilities": row} for code, row in zip(CODES, SCORES.tolist(), strict=True)
        ],
    },
    "scores by class": [
        {"truth": truth, "scores": dict(zip(CLASSES, row, strict=True))}
        for truth, row in zip(FRAME["y_true"], SCORES.tolist(), strict=True)
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
def test_that_every_shape_gives_the_same_predictions(tmp_path: Path, shape: str, indent: int | None) -> None:
    text = json.dumps(SHAPES[shape], indent=indent)
    found = load_text(tmp_path, text, "a.json").predictions
    assert found.classes == CLASSES
    assert [CLASSES[code] for code in found.y_true] == FRAME["y_true"].tolist()
    assert found.y_score is not None
    np.testing.assert_allclose(found.y_score, SCORES, rtol=0, atol=1e-15 if "pandas" in shape else 0)


@pytest.mark.parametrize("key", ["records", "scores by class"])
def test_that_lines_of_objects_give_the_same_predictions(tmp_path: Path, key: str) -> None:
    text = "\n".join(json.dumps(row) for row in SHAPES[key])
    found = load_text(tmp_path, text, "a.jsonl").predictions
    assert found.y_score is not None
    np.testing.assert_array_equal(found.y_score, SCORES)


def test_that_arrow_and_msgspec_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {
            "y_true": truth,
            "probs": row,
            "n": index,
            "share": None if index == 7 else index / 60,
            "flag": index % 2 == 0,
            "maybe": None if index == 3 else True,
            "day": f"2024-01-{index % 28 + 1:02d}",
            "nothing": None,
            "late": None if index < 50 else "x",
            "parts": None if index == 5 else {"a": index, "b": "t"},
            "deep": [[1]],
            "few": None if index == 2 else [1, 2],
        }
        for index, (truth, row) in enumerate(zip(FRAME["y_true"], SCORES.tolist(), strict=True))
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    first = load_text(tmp_path, text, "a.jsonl")
    monkeypatch.setattr(json_rows, "MOST_NESTED", 0)
    second = load_text(tmp_path, text, "a.jsonl")
    np.testing.assert_array_equal(first.predictions.y_score, second.predictions.y_score)
    assert first.extra.keys() == second.extra.keys()
    assert {
        "n",
        "share",
        "flag",
        "maybe",
        "day",
        "nothing",
        "late",
        "parts_a",
        "parts_b",
        "few_0",
    } <= first.extra.keys()
    for name, values in first.extra.items():
        np.testing.assert_array_equal(values, second.extra[name], err_msg=name)
    assert first.extra["day"][0] == "2024-01-01"
    assert doubts(first) == doubts(second)
    assert "“deep” of a.jsonl holds bytes, or lists" in str(doubts(first))


def test_that_blocks_with_other_columns_and_types_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_tables, "ROWS_AT_ONCE", 1)
    rows = [
        {"y_true": "a", "score": 1, "id": 7},
        {"y_true": "b", "score": 0.25, "id": "x"},
        {"y_true": "b", "score": None},
        {"y_true": "a", "score": 0.5, "more": 1},
    ]
    loaded = load_text(tmp_path, json.dumps(rows), "a.json")
    assert loaded.predictions.y_score is not None
    assert loaded.predictions.y_score[:, 0].tolist() == [1, 0.25, 0.5]
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == ["7", "x", ""]
    assert [each.row for each in loaded.set_aside] == [3]


def test_that_numbers_among_texts_are_texts_and_great_numbers_stay_numbers(tmp_path: Path) -> None:
    rows = [{"y_true": 1, "score": 0.5, "big": 10**30}, {"y_true": "x", "score": 1e-3, "big": 1}]
    loaded = load_text(tmp_path, json.dumps(rows), "a.json")
    assert loaded.predictions.classes == ("1", "x")
    assert loaded.extra["big"][0] == 1e30


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.jsonl", '{"y_true": "a", "score": 0.5}\n{"y_true": "b", "score": WORD}\n', "a.jsonl, line 2"),
        ("a.json", '[{"y_true": "a", "score": 0.5}, {"y_true": "b", "score": WORD}]', "a.json"),
        ("a.json", '{"y_true": ["a", "b"], "score": [0.5, WORD]}', "a.json"),
        ("a.json", '{"columns": ["y_true", "score"], "data": [["a", 0.5], ["b", WORD]]}', "a.json"),
    ],
)
def test_that_what_is_no_number_in_json_is_refused(
    tmp_path: Path, word: str, name: str, text: str, place: str
) -> None:
    with pytest.raises(InputError) as error:
        load_text(tmp_path, text.replace("WORD", word), name)
    assert str(error.value).startswith(place)
    assert "NaN and Infinity are no JSON; write null" in str(error.value)


def test_that_a_text_that_reads_nan_is_a_label(tmp_path: Path) -> None:
    text = '{"y_true": "NaN", "score": 0.5}\n{"y_true": "b", "score": 0.25}\n'
    assert load_text(tmp_path, text, "a.jsonl").predictions.classes == ("NaN", "b")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", "[]", "a.json holds no rows"),
        ("a.json", "[1, 2]", "a.json holds a list of single values"),
        ("a.json", '[["y_true", "score"]]', "a.json holds no rows"),
        ("a.json", "{}", "a.json has columns but no rows"),
        (
            "a.json",
            '{"y_true": [0, 1], "y_score": [[0.1, 0.9], [0.5]]}',
            "the rows of “y_score” differ in length",
        ),
        ("a.json", '{"y_true": [0, 1], "y_score": [[0.1], [[0.5]]]}', "a.json is no JSON that holds a table"),
        ("a.json", '{"y_true": [0, 1], "y_score": [0.1]}', "“y_score” has 1 rows where the others have 2"),
        (
            "a.json",
            '{"columns": ["a", "b"], "data": [[1, 2], [3]]}',
            "a.json, row 2: there are 1 values for 2",
        ),
        ("a.json", '{"columns": ["a", "a"], "data": [[1, 2]]}', "two columns are called “a”"),
        ("a.json", '{"a": {"0": 1}, "b": {"1": 1}}', "the column “b” has other rows"),
        ("a.json", '{"a": {"0": 1}, "b": {}}', "the column “b” has other rows"),
        ("a.json", '{"a": {}, "b": {}}', "a.json holds no rows"),
        ("a.json", '{"y_true": [0, 1', "a.json is no JSON"),
        ("a.json", '[{"y_true": 0}, {"y_true": }]', "a.json is no JSON"),
        ("a.jsonl", '{"y_true": 0}\n\n{"y_true": }\n', "a.jsonl, line 3: this is no row of JSON"),
        ("a.jsonl", '{"y_true": 0}\n[1]\n', "a.jsonl, line 2: this is no row of JSON"),
        ("a.jsonl", '{"y_true": 0}\n{"y_true": 0, "y', "a.jsonl, line 2: this is no row of JSON"),
        (
            "a.jsonl",
            '{"y_true": 0}\n{"y_true": "' + "x" * 9_000 + '\0"}\n',
            "a.jsonl, line 2: there is a zero byte",
        ),
        ("a.jsonl", "[1, 2]\n[3, 4]\n", "a.jsonl is no JSON that holds a table"),
    ],
)
def test_that_faulty_json_is_refused(tmp_path: Path, name: str, text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load_text(tmp_path, text, name)
    assert expected in str(error.value)


DEEP = 100_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "[" * DEEP),
        ("a.json", "[" * DEEP + "]" * DEEP),
        ("a.json", '{"y_true": ' + "[" * DEEP + "]" * DEEP + "}"),
        ("a.json", '{"y_true": [' + "[" * DEEP + "]" * DEEP + "]}"),
        ("a.json", '[{"y_true": ' + "[" * DEEP + "]" * DEEP + "}]"),
        ("a.json", '{"a": ' * DEEP + "1" + "}" * DEEP),
        ("a.json", '{"columns": ["a"], "data": [[' + "[" * DEEP + "]" * DEEP + "]]}"),
        ("a.jsonl", '{"a": ' * DEEP + "1" + "}" * DEEP + "\n"),
        ("a.jsonl", '{"y_true": 1}\n{"y_true": ' + "[" * DEEP + "]" * DEEP + "}\n"),
        ("a.jsonl", '{"y_true": "' + "]" * DEEP + '", "b": ' + "[" * DEEP + "]" * DEEP + "}\n"),
    ],
)
def test_that_deep_nesting_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=r"a\.json"):
        load_text(tmp_path, text, name)


def test_that_a_document_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "MOST_BYTES", 100)
    with pytest.raises(InputError, match=r"must be held at once; write one object a line"):
        load_text(tmp_path, json.dumps(COLUMNS), "a.json")


def test_that_what_is_not_a_column_of_values_is_left_out_of_a_document(tmp_path: Path) -> None:
    text = json.dumps(
        {**COLUMNS, "config": {"lr": 1}, "note": "x", "loss": 0.5, "none": None, "rows": [{"a": 1}]}
    )
    loaded = load_text(tmp_path, text, "a.json")
    assert loaded.predictions.classes == CLASSES
    assert sum("is left out" in each for each in doubts(loaded)) == 3


def test_that_missing_values_in_a_document_are_missing(tmp_path: Path) -> None:
    document = {
        "y_true": ["a", "b", None],
        "y_score": [[0.5, 0.5], [0.25, None], [0.5, 0.5]],
        "n": [1, None, 2],
    }
    loaded = load_text(tmp_path, json.dumps(document), "a.json")
    assert [(each.row, each.code) for each in loaded.set_aside] == [(2, "nan_score"), (3, "missing_label")]
    assert loaded.extra["n"].tolist() == [1]


def test_that_blank_lines_are_passed_over_and_nothing_else_is_refused(tmp_path: Path) -> None:
    loaded = load_text(
        tmp_path, '\n{"y_true": "a", "y_pred": "b"}\n\n{"y_true": "b", "y_pred": "b"}\n', "a.jsonl"
    )
    assert loaded.row_numbers.tolist() == [2, 4]


def test_that_json_lines_are_known_in_a_json_file(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "\n".join(json.dumps(row) for row in SHAPES["records"]), "a.json")
    assert loaded.sources[0].format == "JSON Lines"
    assert doubts(loaded) == ["a.json is named like a JSON file but holds JSON Lines; it was read as that."]


def test_that_one_line_is_a_row_of_json_lines(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, '{"y_true": "a", "y_pred": "b"}\n', "a.jsonl")
    assert (loaded.predictions.n, loaded.predictions.classes) == (1, ("a", "b"))


def test_that_a_preview_of_json_reads_the_first_rows_only(tmp_path: Path) -> None:
    frame = multiclass(12_000)
    for key, document in {
        "records": frame.to_dict("records"),
        "list": frame.to_dict("list"),
        "split": {"columns": list(frame), "data": frame.to_numpy().tolist()},
        "columns": json.loads(frame.to_json(orient="columns")),
    }.items():
        path = write_text(tmp_path / f"{key}.json", json.dumps(document))
        assert preview(path).n_rows_read == 10_000, key


def test_that_lines_of_a_real_file_read_as_its_csv(cases: Callable[[str], Path]) -> None:
    found = load_predictions([cases("11_yardstick/hpc_cv_first500.jsonl")]).predictions
    csv = load_predictions([cases("11_yardstick/hpc_cv.csv")]).predictions
    assert found.n == 500
    assert found.classes == csv.classes
    assert csv.y_score is not None
    np.testing.assert_array_equal(found.y_score, csv.y_score[:500])
