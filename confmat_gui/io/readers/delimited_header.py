"""The first line of a delimited text: which delimiter, which names."""

from __future__ import annotations

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.delimited_records import Layout, decode, is_blank, records
from confmat_gui.io.table import read_number

_DELIMITER_NAMES = {b",": "commas", b"\t": "tabs", b";": "semicolons"}


def read_header(start: bytes, name: str, expected: bytes) -> tuple[Layout, int, int]:
    """Return the layout, how many bytes the header takes, and how many lines.

    `expected` is the delimiter of the suffix; a header without it that has tabs or commas has those.
    """
    text, size = _first_lines(start, name)
    delimiter = _delimiter(text, name, expected)
    for _, last, fields in records(text, name, delimiter.decode(), 1):
        if is_blank(fields):
            continue
        consumed = _bytes_of_lines(start[:size], last)
        return Layout(name, delimiter, _names(fields, name)), consumed, last
    raise InputError(f"{name} holds no text; the first line must name the columns.")


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


def _delimiter(header: str, name: str, expected: bytes) -> bytes:
    if expected.decode() in header:
        return expected
    for other in (b"\t", b","):
        if other.decode() in header:
            return other
    if ";" in header:
        raise InputError(
            f"{name}, line 1: the columns are separated by {_DELIMITER_NAMES[b';']}; "
            f"save it with {_DELIMITER_NAMES[expected]} between the columns and points in the numbers."
        )
    return expected


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
