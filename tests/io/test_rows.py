"""Rows that cannot be used are set aside with their place; all others keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.readers import byte_stream, delimited
from tests.io.layouts import load_frame, load_text, multiclass, write_text

HEADER = "y_true,p_ok,p_crack\n"


def aside(folder: Path, body: str, **options: Any) -> list[tuple[int, str, str]]:
    loaded = load_text(folder, HEADER + "ok,0.75,0.25\ncrack,0.5,0.5\n" + body, **options)
    assert (
        loaded.predictions.n_rows + len(loaded.set_aside)
        == loaded.sources[0].n + loaded.sources[0].n_set_aside
    )
    return [(each.row, each.column, each.code) for each in loaded.set_aside]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ok,,0.5", ("p_ok", "nan_score")),
        ("ok,NaN,0.5", ("p_ok", "nan_score")),
        ("ok,NA,0.5", ("p_ok", "nan_score")),
        ("ok,0.5,inf", ("p_crack", "infinite_score")),
        ("ok,0.5,-Infinity", ("p_crack", "infinite_score")),
        ("ok,0.5,1e999", ("p_crack", "infinite_score")),
        ("ok,0.5,abc", ("p_crack", "bad_number")),
        ("ok,0.5,1_0", ("p_crack", "bad_number")),
        (",0.5,0.5", ("y_true", "missing_label")),
        ("  ,0.5,0.5", ("y_true", "missing_label")),
    ],
)
def test_that_an_unusable_row_is_set_aside_with_its_line(
    tmp_path: Path, row: str, expected: tuple[str, str]
) -> None:
    assert aside(tmp_path, row + "\nok,1,0\n") == [(4, *expected)]


def test_that_a_label_outside_of_the_given_classes_is_set_aside(tmp_path: Path) -> None:
    body = "\n".join(["ok,0.5,0.5"] * 20) + "\ndent,0.5,0.5\n"
    assert aside(tmp_path, body, classes=("crack", "ok")) == [(24, "y_true", "unknown_label")]


def test_that_each_row_is_listed_once_and_in_order(tmp_path: Path) -> None:
    assert aside(tmp_path, "ok,x,0.5\n,y,z\nok,,inf\n") == [
        (4, "p_ok", "bad_number"),
        (5, "y_true", "missing_label"),
        (6, "p_ok", "nan_score"),
    ]


def test_that_weights_and_counts_that_make_no_sense_are_set_aside(tmp_path: Path) -> None:
    text = "y_true,score,weight,count\n0,0.5,1,1\n1,0.5,-1,1\n1,0.5,1,1.5\n1,0.5,,1\n1,0.5,1,-2\n1,0.25,2,0\n"
    loaded = load_text(tmp_path, text, weight="weight", count="count")
    assert [(each.row, each.code, each.text) for each in loaded.set_aside] == [
        (3, "bad_weight", "The weight -1 is not 0 or more."),
        (4, "bad_count", "The count 1.5 is not a whole number from 0 up."),
        (5, "nan_weight", "The weight is missing."),
        (6, "bad_count", "The count -2 is not a whole number from 0 up."),
    ]
    assert loaded.row_numbers.tolist() == [2, 7]


def test_that_a_missing_prediction_beside_scores_is_no_fault(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true,y_pred,p_a,p_b\na,,0.5,0.5\nb,b,0.25,0.75\n")
    assert loaded.predictions.y_pred is not None
    assert loaded.predictions.y_pred.tolist() == [-1, 1]
    alone = load_text(tmp_path, "y_true,y_pred\na,\nb,b\na,b\n")
    assert [each.code for each in alone.set_aside] == ["missing_label"]


def test_that_words_for_missing_stay_labels(tmp_path: Path) -> None:
    text = "y_true,p_NA,p_None,p_nan\nNA,0.5,0.25,0.25\nNone,0,1,0\nnan,0,0,1\n"
    loaded = load_text(tmp_path, text)
    assert loaded.predictions.classes == ("NA", "None", "nan")
    assert loaded.set_aside == ()


def test_that_ids_and_numeric_labels_stay_as_they_are_written(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "id,y_true,score,zip\n00001,01,0.5,0123\n1e5,02,0.25,0456\n")
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == ["00001", "1e5"]
    assert loaded.predictions.classes == ("01", "02")
    assert loaded.extra["zip"].tolist() == ["0123", "0456"]


def test_that_float_labels_are_the_whole_numbers_they_are(tmp_path: Path) -> None:
    frame = multiclass(6)[["y_true"]]
    frame["y_true"] = [0.0, 1.0, np.nan, 1.0, 0.0, 1.0]
    frame["score"] = np.linspace(0, 1, 6)
    loaded = load_frame(tmp_path, frame, "a.parquet")
    assert loaded.predictions.classes == ("0", "1")
    assert [(each.row, each.code) for each in loaded.set_aside] == [(3, "missing_label")]


def test_that_quoted_line_breaks_and_blank_lines_keep_the_line_numbers(tmp_path: Path) -> None:
    text = (
        'note,y_true,p_ok,p_crack\n"two\nlines",ok,0.5,0.5\n\n"a ""quote"", and comma",crack,0.1,0.9\n'
        "   \nlast,ok,x,0.5\nplain,ok,0.25,0.75"
    )
    loaded = load_text(tmp_path, text)
    assert loaded.row_numbers.tolist() == [2, 5, 8]
    assert [each.row for each in loaded.set_aside] == [7]
    assert loaded.extra["note"].tolist() == ["two\nlines", 'a "quote", and comma', "plain"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_that_other_line_ends_read_the_same(tmp_path: Path, end: str) -> None:
    text = (HEADER + "ok,0.75,0.25\ncrack,x,0.5\nok,0.5,0.5\n").replace("\n", end)
    loaded = load_text(tmp_path, text)
    assert loaded.row_numbers.tolist() == [2, 4]
    assert [each.row for each in loaded.set_aside] == [3]


def test_that_a_lone_carriage_return_is_counted_as_a_line(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, HEADER + "ok,0.75,0.25\rcrack,0.25,0.75\nok,0.5,0.5\n")
    assert loaded.row_numbers.tolist() == [2, 3, 4]


def test_that_a_byte_order_mark_blank_first_lines_and_nameless_columns_are_no_obstacle(
    tmp_path: Path,
) -> None:
    loaded = load_text(tmp_path, "\ufeff\n\n,y_true,score\n0,ok,0.5\n1,bad,0.25\n")
    assert loaded.columns.id == "column 1"
    assert loaded.row_numbers.tolist() == [4, 5]


def test_that_tabs_in_a_csv_are_read_and_said(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true\tscore\n0\t0.5\n1\t0.25\n")
    assert loaded.predictions.n == 2
    assert any("separated by tabs" in (each.doubt or "") for each in loaded.conclusions)
    commas = load_text(tmp_path, "y_true,score\n0,0.5\n1,0.25\n", "a.tsv")
    assert any("separated by commas" in (each.doubt or "") for each in commas.conclusions)


@pytest.mark.parametrize("chunk", [40, 64, 1000])
def test_that_small_chunks_read_the_same_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    rows = [
        'ok,0.75,0.25,"a\nb"',
        'crack,0.5,0.5,5" pipe',
        'ok,x,0.25,"say ""no"""',
        "ok,1,0,",
        "",
        'ok,0,1,"c,d"',
    ] * 20
    path = write_text(tmp_path / "a.csv", "y_true,p_ok,p_crack,note\n" + "\n".join(rows) + "\n")
    whole = load_predictions([path])

    def small(
        path: Path, progress: Progress, _: int, remark: Callable[[str], None]
    ) -> byte_stream.ByteStream:
        return original(path, progress, chunk, remark=remark)

    original = byte_stream.ByteStream
    monkeypatch.setattr(delimited, "ByteStream", small)
    parts = load_predictions([path])
    assert parts.row_numbers.tolist() == whole.row_numbers.tolist()
    assert parts.set_aside == whole.set_aside
    assert parts.extra["note"].tolist() == whole.extra["note"].tolist()
    assert len(whole.set_aside) == 20
    np.testing.assert_array_equal(parts.predictions.y_score, whole.predictions.y_score)


def test_that_a_number_column_that_turns_to_text_far_down_loses_only_those_rows(tmp_path: Path) -> None:
    body = "ok,0.75,0.25\n" * 15_000 + "ok,oops,0.25\n" + "crack,0.5,0.5\n" * 10
    loaded = load_text(tmp_path, HEADER + body)
    assert [(each.row, each.text) for each in loaded.set_aside] == [(15_002, "“oops” is not a number.")]
    assert loaded.predictions.n == 15_010


def test_that_long_bad_texts_are_cut(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, HEADER + "ok,0.5,0.5\ncrack,0.25,0.75\n" * 10 + f"ok,{'x' * 500},0.5\n")
    assert len(loaded.set_aside[0].text) < 100


def test_that_files_are_batches_named_after_them(tmp_path: Path) -> None:
    frame = multiclass(30)
    frame[:10].to_csv(tmp_path / "monday.csv", index=False)
    frame[10:].drop(columns="p_ok").assign(p_ok=frame["p_ok"]).to_parquet(tmp_path / "tuesday.parquet")
    loaded = load_predictions([tmp_path / "monday.csv", tmp_path / "tuesday.parquet"])
    found = loaded.predictions
    assert found.batch_names == ("monday", "tuesday")
    assert found.batch is not None
    assert found.batch.tolist() == [0] * 10 + [1] * 20
    assert loaded.source_index.tolist() == found.batch.tolist()
    assert loaded.row_numbers.tolist() == [*range(2, 12), *range(1, 21)]
    np.testing.assert_array_equal(found.y_score, frame[["p_ok", "p_scratch", "p_crack"]])
    assert [source.n for source in loaded.sources] == [10, 20]


def test_that_batches_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(write_text(tmp_path / folder / "preds.csv", HEADER + "ok,0.5,0.5\ncrack,0.1,0.9\n"))
    assert load_predictions(paths).predictions.batch_names == ("a/preds.csv", "b/preds.csv")
    by_suffix = [paths[0], write_text(tmp_path / "a" / "preds.tsv", HEADER.replace(",", "\t") + "ok\t1\t0\n")]
    assert load_predictions(by_suffix).predictions.batch_names == ("preds.csv", "preds.tsv")
    (tmp_path / "c" / "a").mkdir(parents=True)
    third = write_text(tmp_path / "c" / "a" / "preds.csv", HEADER + "ok,0.5,0.5\n")
    assert load_predictions([paths[0], third]).predictions.batch_names == ("1: preds.csv", "2: preds.csv")


def test_that_a_batch_column_goes_through_all_files_and_the_ledger_names_the_file(tmp_path: Path) -> None:
    one = write_text(tmp_path / "a.csv", "batch,y_true,score\nx,0,0.5\nx,1,\n")
    two = write_text(tmp_path / "b.csv", "batch,y_true,score\ny,1,bad\ny,1,1\n,0,0\n")
    loaded = load_predictions([one, two])
    assert loaded.predictions.batch_names == ("x", "y", "(none)")
    assert [(each.source, each.row, each.code) for each in loaded.set_aside] == [
        ("a.csv", 3, "nan_score"),
        ("b.csv", 2, "bad_number"),
    ]


def test_that_files_with_other_columns_or_classes_are_refused(tmp_path: Path) -> None:
    one = write_text(tmp_path / "a.csv", HEADER + "ok,0.5,0.5\n")
    two = write_text(tmp_path / "b.csv", "y_true,p_ok\nok,0.5\n")
    with pytest.raises(InputError, match=r"b\.csv lacks the column “p_crack” of a\.csv"):
        load_predictions([one, two])
    with pytest.raises(InputError, match=r"a\.csv has a column “p_crack” that is not in b\.csv"):
        load_predictions([two, one])
    np.savez(tmp_path / "c.npz", y_true=[0, 1, 1], score=[0.5, 0.1, 0.2], classes=["a", "b"])
    np.savez(tmp_path / "d.npz", y_true=[0, 1, 1], score=[0.5, 0.1, 0.2], classes=["b", "a"])
    with pytest.raises(InputError, match="declares other classes"):
        load_predictions([tmp_path / "c.npz", tmp_path / "d.npz"])


def test_that_columns_of_mixed_type_over_files_meet_as_numbers_or_as_text(tmp_path: Path) -> None:
    one = write_text(tmp_path / "a.csv", "y_true,score,note\n0,0.5,1.5\n1,0.25,2.5\n")
    two = write_text(tmp_path / "b.csv", "y_true,score,note\n0,1,x\n1,0,y\n")
    loaded = load_predictions([one, two], InputOptions(scores=("score",)))
    assert loaded.predictions.y_score is not None
    assert loaded.predictions.y_score[:, 0].tolist() == [0.5, 0.25, 1, 0]
    assert loaded.extra["note"].tolist() == ["1.5", "2.5", "x", "y"]


def test_that_ordered_categories_of_all_files_keep_their_order(tmp_path: Path) -> None:
    import pandas as pd

    paths = []
    for name in ("a", "b"):
        frame = multiclass(9)[["y_true", "y_pred"]]
        for column in frame.columns:
            frame[column] = pd.Categorical(frame[column], ["scratch", "ok", "crack", "never"], ordered=True)
        frame["shift"] = pd.Categorical(["late"] * 9, ["early", "late"], ordered=True)
        frame.to_parquet(tmp_path / f"{name}.parquet")
        paths.append(tmp_path / f"{name}.parquet")
    loaded = load_predictions(paths, InputOptions(batch="shift"))
    assert loaded.predictions.classes == ("scratch", "ok", "crack", "never")
    assert loaded.predictions.batch_names == ("late",)


def test_that_arrays_are_read_only(tmp_path: Path) -> None:
    loaded = load_frame(tmp_path, multiclass(9))
    assert loaded.predictions.y_score is not None
    for array in (
        loaded.predictions.y_true,
        loaded.predictions.y_score,
        loaded.row_numbers,
        loaded.source_index,
    ):
        assert not array.flags.writeable
