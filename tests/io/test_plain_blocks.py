"""Arrow's parser reads plain blocks as the careful one does, and leaves every other block to it."""

from __future__ import annotations

import math
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.readers.delimited_blocks import BlockParser
from confmat_gui.io.readers.delimited_plain import PlainParser
from confmat_gui.io.readers.delimited_records import Block, Layout, blocks, records
from confmat_gui.io.reading import read_table
from confmat_gui.io.table import Column, NumberColumn, TextColumn

DTYPES = {0: "str", 1: "float64", 2: "float64"}
NUMBERS = (
    *("0.5", "1", "-0", "+0.25", ".5", "5.", "1e-3", "1E+5", "00012", " 0.5 ", "\t.5", "inf", "-Infinity"),
    *("1e400", "1e-400", "4.9e-324", "0.1000000000000000055511151231257827", "2.2250738585072011e-308"),
    *("1.7976931348623159e308", "", "NA", "NaN", "nan", "null", "None", "N/A", "<NA>"),
)
ODD = (
    "NAN",
    "-nan",
    "nan(1)",
    "0x1p3",
    "1_000",
    "1e",
    "--1",
    "true",
    "0,5",
    " ",
    "１",
    "ok",
    "0.5.1",
    '"NA"',
    '"0.5"',
)
TEXTS = (
    "ok",
    "00001",
    "",
    "NA",
    "naïve",
    " spaced ",
    '"quoted"',
    '"a""b"',
    '5" pipe',
    "it's",
    "-",
    '""',
    "a\rb",
)


def _careful(block: Block, layout: Layout) -> dict[int, Column]:
    with mock.patch.object(PlainParser, "columns", return_value=None):
        return BlockParser(layout, ["text", "number", "number"]).parse(block).columns


def _same(left: float, right: float) -> bool:
    return (math.isnan(left) and math.isnan(right)) or (
        left == right and math.copysign(1, left) == math.copysign(1, right)
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TEXTS),
            st.one_of(st.sampled_from(NUMBERS), st.floats().map(repr)),
            st.one_of(st.sampled_from(NUMBERS + ODD), st.floats(width=32).map(str)),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from((",", ";", "\t")),
    st.sampled_from(("\n", "\r\n")),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_that_a_plain_block_is_read_as_the_careful_parser_reads_it(
    rows: list[tuple[str, str, str]], delimiter: str, line_end: str, ends: bool
) -> None:
    data = line_end.join(delimiter.join(row) for row in rows) + (line_end if ends else "")
    layout = Layout("x.csv", delimiter.encode(), ("y", "a", "b"))
    block = Block(data.encode(), 2)
    found = PlainParser(layout, DTYPES).columns(block)
    if found is None:
        return
    careful = _careful(block, layout)
    for left, right in ((found[index], careful[index]) for index in DTYPES):
        if isinstance(left, TextColumn):
            assert isinstance(right, TextColumn)
            assert [left.texts[code] for code in left.codes] == [right.texts[code] for code in right.codes]
        else:
            assert isinstance(right, NumberColumn)
            assert right.bad == {}
            assert all(map(_same, left.values.tolist(), right.values.tolist()))


@pytest.mark.parametrize("number", NUMBERS)
def test_that_usual_numbers_are_no_reason_for_the_slow_way(number: str) -> None:
    layout = Layout("x.csv", b";", ("y", "a", "b"))
    block = Block(f'"ok";{number};0.5\nbad;1;{number}\n'.encode(), 2)
    found = PlainParser(layout, DTYPES).columns(block)
    assert found is not None
    left, right = found[1], found[2]
    assert isinstance(left, NumberColumn)
    assert isinstance(right, NumberColumn)
    assert left.values[1] == 1
    assert right.values[0] == 0.5
    assert _same(float(left.values[0]), float(right.values[1]))


@pytest.mark.parametrize(
    "text",
    [
        *(f"ok,0.5,{odd}\n" for odd in ODD if "0,5" not in odd and '"' not in odd),
        "ok,0.5\n",
        "ok,0.5,0.5,0.5\n",
        "ok,0.5,0.5\n\nok,1,1\n",
        'ok,0.5,0.5\n"a\nb",1,1\n',
        '"a,b",1,1\n',
        '"open,1,1\n',
        "a\rb,1,1\n",
        "a\0b,1,1\n",
        "\n\r",
    ],
)
def test_that_what_can_be_read_in_two_ways_is_left_to_the_careful_parser(text: str) -> None:
    layout = Layout("x.csv", b",", ("y", "a", "b"))
    assert PlainParser(layout, DTYPES).columns(Block(text.encode(), 2)) is None


def test_that_letters_that_are_no_utf_8_are_left_to_the_careful_parser() -> None:
    layout = Layout("x.csv", b",", ("y", "a", "b"))
    assert PlainParser(layout, DTYPES).columns(Block(b"na\xefve,1,1\n", 2)) is None


def test_that_a_fault_deep_in_a_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [f'"c{row % 3}",0.{row},0.5' for row in range(200_000)]
    rows[150_000] += ",1"
    path.write_text("y_true,p_a,p_b\n" + "\n".join(rows) + "\n")
    with pytest.raises(InputError, match="line 150002: the row has 4 fields"):
        read_table(path, InputOptions(), no_progress)


@given(
    st.lists(
        st.sampled_from(("a", "bb", '"q"', '"a\nb"', '"x""y"', '5" pipe', "", "\r")), min_size=1, max_size=40
    ),
    st.integers(1, 25),
    st.booleans(),
)
@settings(deadline=None)
def test_that_blocks_are_the_text_and_end_where_records_end(
    fields: list[str], chunk: int, ends: bool
) -> None:
    text = ("\n".join(f"{field},1" for field in fields) + ("\n" if ends else "")).encode()
    found = list(blocks((text[at : at + chunk] for at in range(0, len(text), chunk)), "x.csv", b",", 2))
    assert b"".join(block.data for block in found) == text
    first_line = 2
    for block in found:
        assert block.first_line == first_line
        first_line += block.data.count(b"\n")
    try:
        whole = [record for _, _, record in records(text.decode(), "x.csv", ",", 2)]
    except InputError:
        return
    assert whole == [
        record
        for block in found
        for _, _, record in records(block.data.decode(), "x.csv", ",", block.first_line)
    ]
