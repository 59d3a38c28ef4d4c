"""Texts in other encodings: read with a doubt where that is likely, refused in one sentence where not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.readers.encodings import MOST_FOREIGN, Encoding

TEXT = "id,y_true,p_schön,p_übel\n" + "1,schön,0.75,0.25\n2,übel,0.25,0.75\n" * 30
# Signs below 0xC0 only behind a blank: behind a letter from 0xC2 on they would look like one letter of UTF-8.
WORDS = st.sampled_from(["a", "1,", ";.", "\n", "\t", " ", "é", "ü", "ß", "ñ", " €", " –", " °C"])
LINES = st.lists(WORDS, max_size=15).map("".join)


def as_utf8(data: bytes, sizes: list[int]) -> tuple[bytes, list[str]]:
    """Hand data over in chunks of these sizes, and return what comes out with what is remarked."""
    chunks, start = [], 0
    for size in sizes:
        chunks.append(data[start : start + size])
        start += size
    chunks = [chunk for chunk in (*chunks, data[start:]) if chunk]
    remarks: list[str] = []
    encoding = Encoding("a.csv", chunks[0] if chunks else b"", remarks.append)
    return b"".join(map(encoding.utf8, (*chunks, b""))), remarks


@given(st.text(min_size=1), st.lists(st.integers(1, 6)))
def test_that_utf8_comes_out_as_it_is_however_it_is_cut(text: str, sizes: list[int]) -> None:
    assume("\0" not in text)
    data = text.encode("utf-8", errors="replace")
    assert as_utf8(data, sizes) == (data, [])


@given(LINES, st.lists(st.integers(1, 6)))
def test_that_windows_1252_becomes_utf8_however_it_is_cut(line: str, sizes: list[int]) -> None:
    text = "a plain line of ASCII, long enough for a text with some foreign letters\n" * 2 + "é a" + line
    data = text.encode("cp1252")
    found, remarks = as_utf8(data, [len(data) - len(line) - 2, *sizes])
    assert found.decode() == text
    assert len(remarks) == 1
    assert "a.csv is not UTF-8, so its letters are read as Windows-1252 (é" in remarks[0]


@given(st.text(st.sampled_from("abc,;.\n\t1 é字"), min_size=1), st.lists(st.integers(1, 5)))
def test_that_unmarked_utf16_becomes_utf8_however_it_is_cut(line: str, sizes: list[int]) -> None:
    text = "a plain line\n" * 3 + line
    for encoding in ("utf-16-le", "utf-16-be"):
        found, remarks = as_utf8(text.encode(encoding), [78, *sizes])
        assert found.decode() == text
        assert len(remarks) == 1
        assert "UTF-16 without its mark" in remarks[0]


def test_that_a_last_letter_that_could_begin_one_of_utf8_is_not_lost() -> None:
    found, remarks = as_utf8(b"y_true,score\nno,0.5\ncaf\xe9", [21])
    assert found.decode().endswith("café")
    assert remarks


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.csv.gz"])
def test_that_it_opens_with_a_doubt(tmp_path: Path, encoding: str, name: str) -> None:
    import gzip

    data = TEXT.encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    loaded = load_predictions([path])
    assert loaded.predictions.classes == ("schön", "übel")
    assert loaded.predictions.n == 60
    (doubt,) = [each.doubt for each in loaded.conclusions if each.doubt]
    assert "where they are wrong, save the file as UTF-8" in doubt
    assert preview(path).in_doubt


def test_that_tools_that_write_latin_1_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.arff"
    names = "@attribute class {schön,übel}\n@attribute p_schön real\n@attribute p_übel real\n"
    path.write_bytes((f"@relation a\n{names}@data\n" + "schön,0.75,0.25\nübel,0.25,0.75\n").encode("latin-1"))
    loaded = load_predictions([path])
    assert loaded.predictions.classes == ("schön", "übel")
    assert loaded.in_doubt


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("y_true,score\nschön,0.5\n".encode() + b"sch\xf6n,0.25\n", "a.csv, line 3: this is not UTF-8 text"),
        ("y_true,score\n合,0.5\n否,0.25\n".encode("shift-jis"), "a.csv, line 2: this is not UTF-8 text"),
        (b"y_true,score\nsch\xf6n,0.5\n\x01,0.25\n", "this is not UTF-8 text; save the file as UTF-8."),
        ("y,s\nπρώτο,1\nδεύτερο,0\n".encode("cp1253"), "a.csv, line 2: this is not UTF-8 text"),
    ],
    ids=["damaged UTF-8", "another code page", "control signs", "mostly foreign letters"],
)
def test_that_what_is_neither_is_refused_with_its_line(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        load_predictions([path])
    assert expected in str(error.value)


def test_that_foreign_letters_are_counted_against_the_whole_text() -> None:
    plain = b"a" * 70
    assert as_utf8(plain + b"\xe9" * 30, [70])[1]
    assert not as_utf8(plain + b"\xe9" * 31, [70])[1]
    assert MOST_FOREIGN == 0.3


def test_that_a_text_that_goes_on_in_another_way_is_refused() -> None:
    with pytest.raises(InputError, match="letters are not what they seemed"):
        as_utf8(b"a plain beginning, caf\xe9 here\n\x81", [29])
    with pytest.raises(InputError, match="cut short or damaged"):
        as_utf8("a plain beginning".encode("utf-16-le")[:-1], [])
