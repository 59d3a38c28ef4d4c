"""The first line of a delimited text: which delimiter, which names, which sign before decimals."""

from __future__ import annotations

import itertools
import re

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.delimited_records import Layout, decode, is_blank, records
from confmat_gui.io.readers.delimiters import (
    SAMPLE_LINES,
    choose_delimiter,
    has_row_names,
    rows_of,
    single_spaces,
)
from confmat_gui.io.table import read_number

_COMMA_NUMBER = re.compile(r"\s*[+-]?\d*,\d+([eE][+-]?\d+)?\s*")
_POINT_NUMBER = re.compile(r"\s*[+-]?\d*\.\d+([eE][+-]?\d+)?\s*")
_THOUSANDS = re.compile(r"\s*[+-]?[1-9]\d{0,2},\d{3}\s*")


def read_header(start: bytes, name: str, expected: bytes | None) -> tuple[Layout, int, int]:
    """Return the layout, how many bytes the header takes, and how many lines.

    `expected` is the delimiter of the suffix, if it tells one; another is taken where all lines agree on it.
    """
    text, size = _first_lines(start, name)
    sample = first_lines_of(start)
    delimiter = choose_delimiter(text, sample, expected)
    header = single_spaces(text.encode()).decode() if delimiter == b" " else text
    for _, last, fields in records(header, name, delimiter.decode(), 1):
        if is_blank(fields):
            continue
        consumed = _bytes_of_lines(start[:size], last)
        rows = rows_of(sample, delimiter)[1:]
        names = _names(fields, name)
        if has_row_names(len(fields), rows):
            names = ("column 1", *names)
        return Layout(name, delimiter, names, _decimal(rows, delimiter)), consumed, last
    raise InputError(f"{name} holds no text; the first line must name the columns.")


def first_lines_of(start: bytes) -> str:
    """Return the first whole lines as text, whatever their bytes."""
    lines = list(itertools.islice(start[: 256 * 1024].splitlines(keepends=True), SAMPLE_LINES))
    if len(lines) > 1 and not lines[-1].endswith((b"\n", b"\r")) and len(start) > 256 * 1024:
        lines.pop()
    return b"".join(lines).decode("utf-8", errors="replace")


def _first_lines(start: bytes, name: str) -> tuple[str, int]:
    """Return the leading blank lines and the header as text, and their size in bytes."""
    end = 0
    while True:
        newline = start.find(b"\n", end)
        end = len(start) if newline < 0 else newline + 1
        lines = start[:end]
        if newline < 0 or (lines.strip() and lines.count(b'"') % 2 == 0):
            return decode(lines, name, 1), end


def _bytes_of_lines(data: bytes, n_lines: int) -> int:
    offset = 0
    for _ in range(n_lines):
        newline = data.find(b"\n", offset)
        if newline < 0:
            return len(data)
        offset = newline + 1
    return offset


def _decimal(rows: list[list[str]], delimiter: bytes) -> str:
    """Return the sign before decimals; commas that may as well divide thousands are left alone."""
    if delimiter == b",":
        return "."
    fields = [field for row in rows for field in row]
    commas = [field for field in fields if _COMMA_NUMBER.fullmatch(field)]
    points = sum(1 for field in fields if _POINT_NUMBER.fullmatch(field))
    sure = any(not _THOUSANDS.fullmatch(field) for field in commas)
    return "," if sure and len(commas) > points else "."


def _names(fields: list[str], name: str) -> tuple[str, ...]:
    names = tuple(field.strip() or f"column {index}" for index, field in enumerate(fields, 1))
    if len(set(names)) < len(names):
        twice = next(each for index, each in enumerate(names) if each in names[:index])
        raise InputError(f"{name}, line 1: two columns are called “{twice}”; give each column its own name.")
    if all(read_number(field) is not None for field in fields):
        raise InputError(
            f"{name}, line 1: the first line holds only numbers; put a line above it that names the columns."
        )
    return names
