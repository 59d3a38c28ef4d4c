"""The rows of an ARFF file, with its quotes and comments, to plain CSV with as many lines."""

from __future__ import annotations

import csv
import io
import re

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.delimited_records import Block, Layout, decode

_FIELD = re.compile(r"\s*(?:'((?:[^'\\]|\\.)*)'\s*|\"((?:[^\"\\]|\\.)*)\"\s*|([^,]*))(,|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)")
_SPECIAL = (b"'", b'"', b"\\", b"%", b"{", b"\t")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def as_csv(block: Block, layout: Layout) -> Block:
    """Return the rows as CSV; a comment becomes an empty line, so that every row stays on its line."""
    if not any(sign in block.data for sign in _SPECIAL):
        return block
    text = decode(block.data, layout.name, block.first_line)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line, row in enumerate(text.split("\n")[: block.n_lines], block.first_line):
        stripped = row.strip()
        if not stripped or stripped.startswith("%"):
            out.write("\n")
        elif stripped.startswith("{"):
            raise InputError(
                f"{layout.name}, line {line}: sparse rows are not read; save the file as dense ARFF "
                "(in WEKA with the filter SparseToNonSparse) or as CSV."
            )
        else:
            writer.writerow(_fields(stripped, layout, line))
    return Block(out.getvalue().encode("utf-8"), block.first_line)


def _fields(row: str, layout: Layout, line: int) -> list[str]:
    try:
        fields = split_row(row if "," in row else row.replace("\t", ","))
    except ValueError:
        raise InputError(
            f"{layout.name}, line {line}: a quote that is opened here is not closed properly."
        ) from None
    return [" ".join(field.splitlines()) for field in fields]


def split_row(row: str) -> list[str]:
    """Return the fields of a row without their quotes; ValueError where a quote is not closed properly."""
    fields = []
    place = 0
    while True:
        match = _FIELD.match(row, place)
        if match is None or (match[3] or "").startswith(("'", '"')):
            raise ValueError(row)
        quoted = match[1] if match[1] is not None else match[2]
        fields.append(match[3].strip() if quoted is None else _ESCAPE.sub(_unescaped, quoted))
        if match[4] == "":
            return fields
        place = match.end()


def _unescaped(match: re.Match[str]) -> str:
    return _PLAIN_ESCAPES.get(match[1], match[1])
