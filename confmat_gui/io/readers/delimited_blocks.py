"""Blocks of delimited text to columns of numbers and texts."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from confmat_gui.core.arrays import Counts, Integers
from confmat_gui.core.errors import InputError
from confmat_gui.core.threads import THREADS, ahead
from confmat_gui.io.readers.delimited_plain import MISSING, PlainParser
from confmat_gui.io.readers.delimited_records import Block, Layout, decode, inspect_block, looks_regular
from confmat_gui.io.readers.delimited_table import BlockTable, ParsedBlock, Storage, pointed, with_points
from confmat_gui.io.table import (
    MISSING_TEXTS,
    Column,
    NumberColumn,
    TextColumn,
    numbers_of,
    read_number,
)

if TYPE_CHECKING:
    import pandas as pd

HEAD_ROWS = 1_000
_HEAD_TEXTS = 1_000
MORE_ROWS = 1.05
"""Room for so many times the rows that the first block makes expect."""


def parse(
    block: Block, layout: Layout, dtypes: Mapping[int, str], max_rows: int | None = None
) -> pd.DataFrame:
    """Parse whole records without a header; nothing is taken for missing in a text column.

    Raises ValueError (pandas' ParserError among them) where a number does not read or a row is too long.
    """
    import pandas as pd

    numbers = [index for index, dtype in dtypes.items() if dtype == "float64"]
    missing: Any = {index: list(MISSING) for index in numbers}  # the type stubs do not know keys of numbers
    frame: pd.DataFrame = pd.read_csv(
        io.BytesIO(block.data),
        sep=layout.delimiter.decode(),
        header=None,
        names=list(range(layout.n_columns)),
        index_col=False,
        dtype=dict(dtypes),
        na_values=missing,
        decimal=layout.decimal,
        keep_default_na=False,
        engine="c",
        low_memory=False,
        nrows=max_rows,
        encoding="utf-8",
        **_exact(pd.__version__),
    )
    return frame


def _exact(version: str) -> Any:
    """Return the option that reads numbers to the last digit; from pandas 3.1 on there is no other way."""
    major, minor = version.split(".")[:2]
    return {} if (int(major), int(minor)) >= (3, 1) else {"float_precision": "round_trip"}


def choose_storage(block: Block, layout: Layout, as_text: Callable[[str], bool]) -> list[Storage]:
    """Return how each column is kept, judged by the first rows.

    Numbers with a fraction become numbers. All else stays as it is written: words, but also whole numbers,
    which may be labels or ids with leading zeros; they are turned into numbers where a score is wanted.
    """
    _check(block, layout)
    frame = _parse_as_text(block, layout, HEAD_ROWS)
    return [
        "text" if as_text(name) or not _is_fraction(_texts(frame, index, layout)) else "number"
        for index, name in enumerate(layout.header)
    ]


def _texts(frame: pd.DataFrame, index: int, layout: Layout) -> list[str]:
    return [pointed(str(text), layout) for text in frame[index].unique()[:_HEAD_TEXTS]]


def _is_fraction(texts: list[str]) -> bool:
    """Whether nearly all texts are numbers and one at least has a fraction, an exponent or is infinite."""
    numbers = [(text, read_number(text)) for text in texts]
    read = [text for text, number in numbers if number is not None]
    if len(read) < 0.9 * len(texts):
        return False
    return any(
        not text.strip().lstrip("+-").isdigit() and text.strip().lower() not in MISSING_TEXTS for text in read
    )


def _parse_as_text(block: Block, layout: Layout, max_rows: int | None = None) -> pd.DataFrame:
    try:
        return parse(block, layout, dict.fromkeys(range(layout.n_columns), "str"), max_rows)
    except ValueError as error:
        raise InputError(_why(error, block, layout)) from error


def _check(block: Block, layout: Layout) -> Counts | None:
    """Return the records' lines where they had to be looked at one by one, None where counting settles it."""
    if looks_regular(block, layout):
        decode(block.data, layout.name, block.first_line)
        return None
    return inspect_block(block, layout)


def _why(error: Exception, block: Block, layout: Layout) -> str:
    """Return the sentence for rows that the parser refuses, found by looking line by line."""
    inspect_block(block, layout)
    last = block.first_line + block.n_lines - 1
    return (
        f"{layout.name}, lines {block.first_line} to {last}: the rows cannot be read ({str(error).strip()})."
    )


class BlockParser:
    """Parses blocks, each by itself, so that threads can share them."""

    def __init__(self, layout: Layout, storage: list[Storage]) -> None:
        self._layout = layout
        self._dtypes = {index: "float64" if kind == "number" else "str" for index, kind in enumerate(storage)}
        self._plain = PlainParser(layout, self._dtypes)

    def parse(self, block: Block) -> ParsedBlock:
        """Parse a block; InputError names the line of a fault. A text among numbers is kept as bad."""
        plain = self._plain.columns(block)
        if plain is not None:
            return ParsedBlock(plain, _line_numbers(block))
        lines = _check(block, self._layout)
        try:
            frame = parse(block, self._layout, self._dtypes)
        except ValueError:
            frame = _parse_as_text(block, self._layout)
        columns = {index: self._column(index, frame) for index in self._dtypes}
        return ParsedBlock(columns, self._lines_of(block, len(frame), lines))

    def _lines_of(self, block: Block, n_rows: int, lines: Counts | None) -> Integers:
        if lines is None and n_rows == block.n_lines:
            return _line_numbers(block)
        if lines is None:
            lines = inspect_block(block, self._layout)
        if len(lines) != n_rows:
            raise InputError(
                f"{self._layout.name}, lines {block.first_line} to {block.first_line + block.n_lines - 1}: "
                f"{len(lines)} rows are written but {n_rows} could be read; look for stray quotes there."
            )
        return lines

    def _column(self, index: int, frame: pd.DataFrame) -> Column:
        series = frame[index]
        if self._dtypes[index] == "float64" and series.dtype.kind == "f":
            return NumberColumn(series.to_numpy())
        texts = _text_column(series)
        return numbers_of(with_points(texts, self._layout)) if self._dtypes[index] == "float64" else texts


def _line_numbers(block: Block) -> Integers:
    """Return the line of each row where every line is one."""
    end = block.first_line + block.n_lines
    dtype = np.int32 if end < np.iinfo(np.int32).max else np.int64
    return np.arange(block.first_line, end, dtype=dtype)


def parse_blocks(
    cut: Iterator[Block],
    layout: Layout,
    as_text: Callable[[str], bool],
    why_empty: str,
    n_bytes: int = 0,
) -> BlockTable:
    """Parse all blocks, two at a time; the first one tells how each column is kept.

    `n_bytes` is about how long the text is, where that is known. InputError `why_empty` without rows.
    """
    first = next(cut, None)
    if first is None:
        raise InputError(why_empty)
    storage = choose_storage(first, layout, as_text)
    parser = BlockParser(layout, storage)
    parsed = parser.parse(first)
    expected = int(MORE_ROWS * n_bytes / max(len(first.data), 1) * len(parsed.lines))
    table = BlockTable(layout, storage, max(expected, len(parsed.lines)))
    table.add(parsed)
    for block in ahead(parser.parse, cut, threads=THREADS):
        table.add(block)
    if table.n_rows == 0:
        raise InputError(why_empty)
    return table


def _text_column(series: pd.Series[Any]) -> TextColumn:
    """Return texts as codes. The dtype "category" would do so while parsing, but turns 00001 into 1."""
    codes, texts = series.factorize()
    return TextColumn(codes.astype(np.int32), tuple(str(text) for text in texts))
