"""Tables of text as spreadsheets and R write them: other delimiters, decimal commas, packings, encodings."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io import limits
from confmat_gui.io.load import load_predictions
from tests.io.layouts import CLASSES, doubts, load_text, multiclass, write_text

SCORES = ["p_ok", "p_scratch", "p_crack"]


@pytest.mark.parametrize("sep", [";", "\t", "|", " "])
def test_that_decimal_commas_give_the_same_scores(tmp_path: Path, sep: str) -> None:
    frame = multiclass()
    loaded = load_text(tmp_path, frame.to_csv(index=False, sep=sep, decimal=","), "a.csv")
    assert loaded.predictions.y_score is not None
    np.testing.assert_array_equal(loaded.predictions.y_score, frame[SCORES])
    assert "decimal commas" in loaded.sources[0].format


def test_that_semicolons_in_a_csv_raise_no_doubt_but_are_named(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, multiclass().to_csv(index=False, sep=";", decimal=","))
    assert not loaded.in_doubt
    assert loaded.sources[0].format == "CSV (separated by semicolons, decimal commas)"


@pytest.mark.parametrize(("sep", "word"), [("\t", "tabs"), ("|", "upright bars"), (" ", "spaces")])
def test_that_any_other_delimiter_in_a_csv_is_said(tmp_path: Path, sep: str, word: str) -> None:
    loaded = load_text(tmp_path, multiclass().to_csv(index=False, sep=sep))
    assert doubts(loaded) == [f"preds.csv is separated by {word}, against its suffix."]


def test_that_decimal_commas_are_read_below_whole_numbers_and_faulty_fields(tmp_path: Path) -> None:
    rows = "no;0\nyes;1\n" * 600 + "no;0,25\nyes;x\nyes;0.5\nno;NA\n"
    first = "y_true;score\nyes;0,5\n"
    loaded = load_text(tmp_path, first + rows)
    assert loaded.predictions.y_score is not None
    assert loaded.predictions.y_score[[0, -2, -1], 0].tolist() == [0.5, 0.25, 0.5]
    assert [each.code for each in loaded.set_aside] == ["bad_number", "nan_score"]
    whole = "y_true;score;note\n" + "no;0;a,b\nyes;1;c\n" * 150 + "no;0,25;1,5\n"
    later = load_text(tmp_path, whole)
    assert later.predictions.y_score is not None


def test_that_commas_that_may_divide_thousands_are_left_alone(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true;score;price\nno;0.5;1,000\nyes;0.25;2,500\n")
    assert loaded.extra["price"].tolist() == ["1,000", "2,500"]


def test_that_a_comma_inside_the_header_does_not_hide_the_semicolons(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "y_true;score;size (w,h)\nno;0.5;1\nyes;0.25;2\n")
    assert loaded.columns.scores == ("score",)


def test_that_columns_padded_with_spaces_are_read(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "  y_true   score\n     no    0.50\n    yes    0.25\n", "a.txt")
    assert loaded.predictions.classes == ("no", "yes")
    assert loaded.sources[0].format == "text table (separated by spaces)"


def test_that_the_row_names_of_r_are_ids(tmp_path: Path) -> None:
    text = '"y_true" "score"\n"7" "no" 0.5\n"8" "yes" 0.25\n'
    loaded = load_text(tmp_path, text, "a.txt")
    assert loaded.columns.id == "column 1"
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == ["7", "8"]


def test_that_a_comma_at_the_end_of_every_row_is_no_row_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the row has 3 fields but the header has 2"):
        load_text(tmp_path, "y_true,score\nno,0.5,\nyes,0.25,\n")


@pytest.mark.parametrize("name", ["a.parquet", "a", "a.result"])
def test_that_a_clear_table_opens_under_any_suffix(tmp_path: Path, name: str) -> None:
    loaded = load_text(tmp_path, multiclass().to_csv(index=False), name)
    assert loaded.predictions.classes == CLASSES
    said = "is named like a Parquet file but holds text table" in str(doubts(loaded))
    assert said is (name == "a.parquet")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-8-sig"])
def test_that_texts_with_a_byte_order_mark_open(tmp_path: Path, encoding: str) -> None:
    text = "y_true,p_schön,p_übel\n" + "schön,0.75,0.25\nübel,0.25,0.75\n" * 30
    mark = "\ufeff" if encoding[-2:] in ("be", "le") else ""
    (tmp_path / "a.csv").write_bytes((mark + text).encode(encoding))
    loaded = load_predictions([tmp_path / "a.csv"])
    assert loaded.predictions.classes == ("schön", "übel")
    assert not loaded.in_doubt


def test_that_half_a_character_at_the_end_of_utf16_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("y_true,score\nno,0.5\nyes,0.25\n".encode("utf-16")[:-1])
    with pytest.raises(InputError, match="is cut short or damaged"):
        load_predictions([tmp_path / "a.csv"])


def test_that_a_packing_that_the_suffix_does_not_name_is_said(tmp_path: Path) -> None:
    import gzip

    text = multiclass().to_csv(index=False)
    (tmp_path / "a.csv").write_bytes(gzip.compress(text.encode()))
    assert doubts(load_predictions([tmp_path / "a.csv"])) == [
        "a.csv is packed with gzip, against its suffix."
    ]
    write_text(tmp_path / "b.csv.gz", text)
    assert doubts(load_predictions([tmp_path / "b.csv.gz"])) == [
        "b.csv.gz is not packed, against its suffix."
    ]


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_that_a_zip_from_a_mac_holds_one_file(tmp_path: Path) -> None:
    text = multiclass().to_csv(index=False)
    path = zipped(tmp_path / "a.zip", {"preds/a.csv": text, "__MACOSX/preds/._a.csv": "\0\0"})
    assert load_predictions([path]).predictions.n == 60


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"a.csv": "y", "b.csv": "y"}, r"holds 2 files \(a.csv, b.csv\); unpack it"),
        ({"../a.csv": "y_true,score\n1,0.5\n"}, "points outside of the archive"),
        ({"/a.csv": "y_true,score\n1,0.5\n"}, "points outside of the archive"),
        ({"C:\\a.csv": "y_true,score\n1,0.5\n"}, "points outside of the archive"),
        ({}, "holds a zip archive that is empty or damaged"),
    ],
)
def test_that_other_archives_are_refused(tmp_path: Path, members: dict[str, str], expected: str) -> None:
    path = zipped(tmp_path / "a.csv.zip", members)
    with pytest.raises(InputError, match=expected):
        load_predictions([path])


@pytest.mark.parametrize("name", ["a.csv.zip", "a.csv.zst"])
def test_that_zip_and_zstandard_bombs_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import pyarrow as pa

    monkeypatch.setattr(limits, "FREE_BYTES", 1000)
    text = "y_true,p_ok,p_crack\n" + "ok,0.5,0.5\n" * 400_000
    if name.endswith(".zip"):
        zipped(tmp_path / name, {"a.csv": text})
    else:
        with pa.CompressedOutputStream(str(tmp_path / name), "zstd") as stream:
            stream.write(text.encode())
    with pytest.raises(InputError, match="unpacks to more than"):
        load_predictions([tmp_path / name])


@pytest.mark.parametrize("suffix", [".csv.zst", ".csv.zip"])
def test_that_packed_files_cut_short_are_refused(tmp_path: Path, suffix: str) -> None:
    from tests.io.layouts import write

    path = write(multiclass(500), tmp_path, "a" + suffix)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(
        InputError, match=r"is cut short or damaged|holds a zip archive that is empty or damaged"
    ):
        load_predictions([path])


def test_that_batches_of_packed_files_have_short_names(tmp_path: Path) -> None:
    from tests.io.layouts import write

    paths = [write(multiclass(9, seed), tmp_path, f"{name}.csv.zst") for seed, name in enumerate("ab")]
    assert load_predictions(paths).predictions.batch_names == ("a", "b")


def test_that_numbers_of_spreadsheets_are_exact(tmp_path: Path) -> None:
    values = np.random.default_rng(1).random(500)
    frame = pd.DataFrame({"y_true": np.arange(500) % 2, "score": values})
    loaded = load_text(tmp_path, frame.to_csv(index=False, sep=";", decimal=","))
    assert loaded.predictions.y_score is not None
    np.testing.assert_array_equal(loaded.predictions.y_score[:, 0], values)


def test_that_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.csv.zip", {"a.csv": multiclass().to_csv(index=False)})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the mark of a password, in front of the file and in the list of files
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="or locked by a password: it cannot be unpacked"):
        load_predictions([path])


def test_that_a_packed_file_that_breaks_far_down_is_refused(tmp_path: Path) -> None:
    import gzip

    text = "y_true,score\n" + "".join(f"{row % 2},{row / 90_001:.9f}\n" for row in range(90_000))
    data = bytearray(gzip.compress(text.encode()))
    data[-9] ^= 255
    (tmp_path / "a.csv.gz").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.csv\.gz is cut short or damaged: it cannot be unpacked"):
        load_predictions([tmp_path / "a.csv.gz"])


def test_that_a_quoted_space_divides_nothing(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, 'y_true note score\n"a b" "x  y" 0.5\nc d 0.25\n', "a.txt")
    assert loaded.predictions.classes == ("a b", "c")
    assert loaded.extra["note"].tolist() == ["x  y", "d"]
