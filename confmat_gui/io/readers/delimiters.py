"""Which sign stands between the columns of a text, judged by its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from confmat_gui.io.readers.delimited_records import is_blank

SAMPLE_LINES = 200
DELIMITERS: dict[bytes, str] = {
    b",": "commas",
    b"\t": "tabs",
    b";": "semicolons",
    b"|": "upright bars",
    b" ": "spaces",
}
_BY_PREFERENCE = (b"\t", b",", b";", b"|")


def choose_delimiter(header: str, sample: str, expected: bytes | None) -> bytes:
    """Return the delimiter of a table.

    The expected one, where it is in the header and no other one divides all lines alike while it does not;
    else the one that divides all lines alike into most columns; else one that is in the header.
    """
    even = {sign: n for sign in _BY_PREFERENCE if (n := n_even_columns(sample, sign))}
    if expected is not None and expected.decode() in header and (expected in even or not even):
        return expected
    if even:
        return max(even, key=lambda sign: even[sign])
    found = [sign for sign in _BY_PREFERENCE if sign.decode() in header]
    if found:
        return found[0]
    if n_even_columns(sample, b" "):
        return b" "
    return expected or b","


def n_even_columns(sample: str, delimiter: bytes) -> int:
    """Return into how many columns (two or more) a delimiter divides every line alike, 0 if it does not."""
    if delimiter.decode() not in sample:
        return 0
    rows = rows_of(sample, delimiter)
    if len(rows) < 2 or len(rows[0]) < 2:
        return 0
    if delimiter == b" " and not all(rows[0]):
        return 0
    width = len(rows[0])
    return width if has_row_names(width, rows[1:]) or all(len(row) == width for row in rows) else 0


def rows_of(sample: str, delimiter: bytes) -> list[list[str]]:
    """Return the records of a sample, as far as they can be read."""
    text = single_spaces(sample.encode()).decode() if delimiter == b" " else sample
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter.decode())
    rows: list[list[str]] = []
    try:
        rows.extend(fields for fields in reader if not is_blank(fields))
    except csv.Error:
        return rows
    return rows


def has_row_names(n_names: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows have one field more than the header, distinct ones in front (R's write.table)."""
    if len(rows) < 2 or any(len(row) != n_names + 1 for row in rows):
        return False
    return len({row[0] for row in rows}) == len(rows) and any(row[-1] for row in rows)


def single_spaces(data: bytes) -> bytes:
    """Return lines whose columns are padded with spaces with single ones; quoted text is left alone."""
    if b'"' in data:
        return data
    return re.sub(rb"(?m)^ +| +(?=\r?$)", b"", re.sub(rb" {2,}", b" ", data))
