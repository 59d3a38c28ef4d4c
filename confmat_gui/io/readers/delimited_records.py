"""Where records of a delimited text begin and end, checked line by line where a quick count leaves doubt.

The rules are those of RFC 4180: a quote counts only where it opens a field, a quoted field may hold the
delimiter, line breaks and doubled quotes. The csv module in its strict mode is the judge; it is slow, so it
is asked only about blocks in which the numbers of lines and delimiters do not settle the matter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from confmat_gui.core.arrays import Counts
from confmat_gui.core.errors import InputError


def count_byte(data: bytes, byte: bytes) -> int:
    """Return how often a byte occurs; bytes.count takes ten times as long where it occurs often."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == byte[0]))


@dataclass(frozen=True)
class Layout:
    """The file's name, its delimiter (one byte), its header and the sign before decimals."""

    name: str
    delimiter: bytes
    header: tuple[str, ...]
    decimal: str = "."

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.header)


@dataclass(frozen=True)
class Block:
    """Whole records, and the line of the file on which the first of them begins."""

    data: bytes
    first_line: int

    @property
    def n_lines(self) -> int:
        """Lines in the block, the last one counted also without a line end."""
        return self.n_line_ends + (not self.data.endswith(b"\n"))

    @cached_property
    def n_line_ends(self) -> int:
        """Line ends in the block."""
        return count_byte(self.data, b"\n")


def decode(data: bytes, name: str, first_line: int) -> str:
    """Return the bytes as UTF-8 text; InputError names the line that is not."""
    if b"\0" in data:
        line = first_line + data.count(b"\n", 0, data.index(b"\0"))
        raise InputError(f"{name}, line {line}: there is a zero byte; this is no text file or a damaged one.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise InputError(f"{name}, line {line}: this is not UTF-8 text; save the file as UTF-8.") from error


def records(text: str, name: str, delimiter: str, first_line: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first line, last line, fields) of every record; InputError where a quote stays open."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                f"{name}, line {first_line + start}: a quote that is opened here is not closed properly "
                f"({error}); correct the line, doubling a quote that is part of the text."
            ) from error
        yield first_line + start, first_line + reader.line_num - 1, fields
        start = reader.line_num


def is_blank(fields: list[str]) -> bool:
    """Whether a record is an empty line, which is passed over."""
    return not fields or (len(fields) == 1 and not fields[0].strip(" \t"))


def inspect_block(block: Block, layout: Layout) -> Counts:
    """Return the line of every record; InputError names the first ragged row or unclosed quote."""
    text = decode(block.data, layout.name, block.first_line)
    lines = []
    for first, _, fields in records(text, layout.name, layout.delimiter.decode(), block.first_line):
        if is_blank(fields):
            continue
        if len(fields) != layout.n_columns:
            raise InputError(
                f"{layout.name}, line {first}: the row has {_fields(len(fields))} but the header has "
                f"{layout.n_columns}; correct the row or quote a field that holds the delimiter."
            )
        lines.append(first)
    return np.array(lines, dtype=np.int64)


def _fields(number: int) -> str:
    return "1 field" if number == 1 else f"{number} fields"


def looks_regular(block: Block, layout: Layout) -> bool:
    """Whether counting alone shows that no line is short, so that row i stands on line first_line + i."""
    data, delimiter = block.data, layout.delimiter
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if count_byte(data, delimiter) != block.n_lines * (layout.n_columns - 1):
        return False
    first = data[: data.find(b"\n")] if b"\n" in data else data
    return first.count(delimiter) == layout.n_columns - 1


def blocks(chunks: Iterable[bytes], name: str, delimiter: bytes, first_line: int = 1) -> Iterator[Block]:
    """Cut the chunks where a record ends; no record is torn apart."""
    rest = b""
    wanted = 0
    for chunk in chunks:
        if len(rest) + len(chunk) < wanted:
            rest += chunk
            continue
        data, rest = _cut(rest, chunk, chunk.rfind(b"\n") + 1)
        end = _last_record_end(data, name, delimiter, first_line)
        if end < len(data):
            data, rest = data[:end], data[end:] + rest
        if end:
            block = Block(data, first_line)
            yield block
            first_line += block.n_line_ends
        # A record longer than a chunk: look again only when as much again has been read, or time is squared.
        wanted = 0 if end else 2 * len(rest)
    if rest:
        yield Block(rest, first_line)


def line_blocks(chunks: Iterable[bytes], first_line: int = 1) -> Iterator[Block]:
    """Cut the chunks at the ends of lines, for formats in which no row spans two."""
    rest = b""
    for chunk in chunks:
        data, rest = _cut(rest, chunk, chunk.rfind(b"\n") + 1)
        if data:
            block = Block(data, first_line)
            yield block
            first_line += block.n_line_ends
    if rest:
        yield Block(rest, first_line)


def _cut(rest: bytes, chunk: bytes, end: int) -> tuple[bytes, bytes]:
    """Return the rest with the chunk up to `end`, and what follows; nothing and all where `end` is 0."""
    if not end:
        return b"", rest + chunk
    return b"".join((rest, memoryview(chunk)[:end])), chunk[end:]


def _last_record_end(data: bytes, name: str, delimiter: bytes, first_line: int) -> int:
    """Return where the last whole record of whole lines ends."""
    end = len(data)
    if b'"' not in data or _quotes_pair_up(data, delimiter):
        return end
    # A line break inside a quoted field, or a quote that is plain text: only reading field by field tells.
    text = decode(data, name, first_line)
    complete = first_line - 1
    try:
        for _, last, _ in records(text, name, delimiter.decode(), first_line):
            complete = last
    except InputError:
        return _offset_of_line(data, complete - first_line + 1)
    return end


def _quotes_pair_up(data: bytes, delimiter: bytes) -> bool:
    """Whether the quotes open and close fields in turn, so that the data end outside of a quoted field."""
    codes = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(codes == ord('"'))
    if len(places) % 2 or (len(places) and places[-1] == len(codes) - 1):
        return False
    is_edge = np.zeros(256, dtype=np.bool_)  # asking a table takes a tenth of the time of np.isin
    is_edge[np.frombuffer(b'\n\r"' + delimiter, dtype=np.uint8)] = True
    opening = places[0::2]
    before = codes[opening[opening > 0] - 1]
    return bool(is_edge[before].all() and is_edge[codes[places[1::2] + 1]].all())


def _offset_of_line(data: bytes, n_lines: int) -> int:
    """Return where so many lines end, which a lone carriage return ends too for the csv module."""
    return sum(len(line) for line in data.splitlines(keepends=True)[:n_lines])
