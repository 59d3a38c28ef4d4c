"""Broken input: one sentence that names file, row and column; no other exception, no row lost."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io import limits
from confmat_gui.io.load import load_predictions
from tests.io.layouts import load_text, multiclass, write, write_text

GOOD = "y_true,p_ok,p_crack\nok,0.9,0.1\ncrack,0.2,0.8\n"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions([path])
    text = str(error.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "preds.csv is empty"),
        ("\n \n\n", "preds.csv is empty"),
        ('""\n', "holds no text; the first line must name the columns"),
        ("y_true,p_ok,p_crack\nok,,\ncrack,,\n", "were found"),
        ("y_true,p_ok,p_crack\n", "has a header but no rows"),
        ("y_true,p_ok,p_crack\n\n\n", "has a header but no rows"),
        ("p_ok,p_crack\n0.9,0.1\n", "no column that looks like the true class; name it with --true"),
        (GOOD + "ok,0.5\n", "preds.csv, line 4: the row has 2 fields but the header has 3"),
        (GOOD + "ok,0.5,0.5,0.1\n", "preds.csv, line 4: the row has 4 fields but the header has 3"),
        ("y_true,p_ok,p_crack\nok,0.9,0.1,7\nok,0.9\n", "line 2: the row has 4 fields"),
        (GOOD + "ok,0.9,0.1,7\nok,0.9\n", "line 4: the row has 4 fields"),
        (GOOD + '"ok,0.5,0.5\n', "preds.csv, line 4: a quote that is opened here is not closed"),
        (
            GOOD + '"ok,0.5,0.5\n"crack",0.1,0.9\n',
            "preds.csv, line 4: a quote that is opened here is not closed",
        ),
        ('"y_true,p_ok\nok,0.5\n', "line 1: a quote that is opened here is not closed"),
        ("y_true,p_ok,p_ok\nok,1,2\n", "two columns are called “p_ok”"),
        ("0.1,0.2,0.7\n0.1,0.2,0.7\n", "holds only numbers; put a line above it"),
        ("y_true\nok\ncrack\n", "neither scores nor predicted labels"),
        ("y_true,p_ok,p_crack\n,0.5,0.5\nok,,1\n", "No row of preds.csv can be used"),
        (GOOD + "ok,0.5,0.5\n" * 1000 + "ok,0.5,0.5\0\n", "preds.csv, line 1004: there is a zero byte"),
    ],
)
def test_that_a_broken_table_is_refused_in_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    path = write_text(tmp_path / "preds.csv", text)
    message = refused(path)
    assert expected in message
    assert "preds.csv" in message


def test_that_a_row_far_down_is_named_by_its_line(tmp_path: Path) -> None:
    rows = "ok,0.25,0.75\n" * 300_000
    path = write_text(
        tmp_path / "preds.csv", "y_true,p_ok,p_crack\ncrack,0.5,0.5\n" + rows + "ok,0.1\n" + rows
    )
    assert "line 300003: the row has 2 fields" in refused(path)


def test_that_a_quote_left_open_far_down_is_named_by_its_line(tmp_path: Path) -> None:
    rows = '"ok",0.25,0.75\n' * 700_000
    path = write_text(
        tmp_path / "preds.csv", "y_true,p_ok,p_crack\ncrack,0.5,0.5\n" + rows + '"ok,0.1,0.9\n' + rows
    )
    assert "line 700003: a quote" in refused(path)


def test_that_a_folder_a_missing_file_and_no_file_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)
    assert "There is no file" in refused(tmp_path / "nowhere.csv")
    assert "There is no file" in refused(Path("a\0b.csv"))
    with pytest.raises(InputError, match="No file was named"):
        load_predictions([])


def test_that_a_device_is_refused() -> None:
    assert "is not a regular file" in refused(Path("/dev/null"))


def test_that_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", GOOD)
    with pytest.raises(InputError, match="named twice"):
        load_predictions([path, tmp_path / "." / "a.csv"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", "has the suffix “.md” and holds plain text without clear columns (suffixes that are read: "),
        ("a", "has no suffix and holds plain text"),
        ("a.txt", "is named like a text table file but holds plain text without clear columns"),
        ("a.parquet", "is named like a Parquet file but holds plain text"),
        ("a.npz", "is named like an NPZ file but holds plain text"),
    ],
)
def test_that_text_that_is_no_table_is_refused_under_any_other_suffix(
    tmp_path: Path, name: str, expected: str
) -> None:
    assert expected in refused(
        write_text(tmp_path / name, "Dear reader,\nthis is a letter, no table,\nwith lines like this.\n")
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PAR1" + bytes(50), "a.csv is cut short or damaged: it cannot be read as Parquet"),
        (b"PK\x03\x04" + bytes(50), "holds a zip archive"),
        (b"\x1f\x8b" + bytes(50), "a.csv is cut short or damaged, or locked by a password"),
        (b"\x80\x04" + bytes(50), "holds a Python pickle, which can run code and is never opened"),
        (b"FEA1" + bytes(50), "Feather file of version 1"),
        (bytes(range(256)), "holds binary data"),
    ],
)
def test_that_other_content_under_csv_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert expected in refused(path)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.parquet", "a.feather", "a.npz"])
def test_that_a_file_cut_short_is_refused(tmp_path: Path, name: str) -> None:
    path = write(multiclass(200), tmp_path, name)
    path.write_bytes(path.read_bytes()[:-40])
    assert "is cut short or damaged" in refused(path)


def test_that_a_pickle_inside_npz_is_refused_and_not_run(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", y_true=np.array(["ok", 1], dtype=object), score=np.array([0.5, 0.1]))
    assert "“y_true” holds Python objects, which are never unpacked" in refused(tmp_path / "a.npz")


def test_that_an_npz_that_says_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive, archive.open("y_true.npy", "w") as stream:
        np.lib.format.write_array_header_2_0(
            stream, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)}
        )
    assert "is shorter than it says" in refused(path)


def test_that_an_npz_without_arrays_or_with_doubled_ones_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "empty.npz")
    (tmp_path / "empty.npz").write_bytes((tmp_path / "empty.npz").read_bytes() or b"PK\x05\x06" + bytes(18))
    assert "has columns but no rows" in refused(tmp_path / "empty.npz")
    np.savez(tmp_path / "a.npz", y_true=[1, 0])
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(tmp_path / "a.npz", "a") as archive,
    ):
        archive.writestr("y_true.npy", b"")
    assert "two arrays are called “y_true”" in refused(tmp_path / "a.npz")


def test_that_tables_without_rows_or_with_doubled_columns_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import feather

    pq.write_table(pa.table({"y_true": pa.array([], pa.string())}), tmp_path / "none.parquet")
    assert "has columns but no rows" in refused(tmp_path / "none.parquet")
    doubled = pa.table([pa.array(["a"]), pa.array(["b"])], names=["y_true", "y_true"])
    pq.write_table(doubled, tmp_path / "twice.parquet")
    assert "two columns are called “y_true”" in refused(tmp_path / "twice.parquet")
    feather.write_feather(pa.table({}), tmp_path / "bare.feather")
    assert "holds no columns" in refused(tmp_path / "bare.feather")


def test_that_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE_BYTES", 1000)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"y_true,p_ok,p_crack\n" + b"ok,0.5,0.5\n" * 400_000))
    assert "unpacks to more than" in refused(path)


@pytest.mark.parametrize("name", ["a.npz", "a.parquet", "a.feather"])
def test_that_other_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    frame = multiclass(60_000)
    frame[["p_ok", "p_scratch", "p_crack"]] = 0.25
    path = write(frame.drop(columns="id"), tmp_path, name)
    monkeypatch.setattr(limits, "FREE_BYTES", 1000)
    monkeypatch.setattr(limits, "MAX_RATIO", 0)
    assert "unpacks to more than" in refused(path)


def test_that_one_class_only_opens(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true,score\nok,0.5\nok,0.75\n")
    assert loaded.predictions.classes == ("ok",)
    both = load_text(tmp_path, "y_true,score\nYes,0.5\nYes,0.75\n")
    assert both.predictions.classes == ("No", "Yes")
    named = load_text(tmp_path, "y_true,score\nok,0.5\nok,0.75\n", positive="crack")
    assert named.predictions.classes == ("crack", "ok")
    assert named.predictions.positive == 0



def test_that_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "a.csv", GOOD)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert "a.csv cannot be read: Permission denied" in refused(path)
