"""CSV, TSV and other tables of text, plain or packed: pandas' C parser on blocks of whole records.

A block at a time keeps the memory small, lets a person cancel, and confines the second, slow look that a
faulty row needs to the block it stands in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.byte_stream import CHUNK_BYTES, ByteStream
from confmat_gui.io.readers.delimited_blocks import parse_blocks
from confmat_gui.io.readers.delimited_header import first_lines_of, read_header
from confmat_gui.io.readers.delimited_records import Block, Layout, blocks
from confmat_gui.io.readers.delimiters import DELIMITERS, n_even_columns, single_spaces
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table


def read_delimited(request: ReadRequest, expected: bytes | None, chunk_bytes: int = CHUNK_BYTES) -> Table:
    """Read a delimited text; see `confmat_gui.io.table.Table` for what comes back.

    `expected` is the delimiter that the suffix promises, or None.
    """
    path = request.path
    with ByteStream(path, request.progress, chunk_bytes, remark=request.remark) as stream:
        chunks = stream.chunks()
        first = next(chunks, b"")
        if not first.strip():
            raise InputError(f"{path.name} is empty.")
        layout, n_bytes, n_lines = read_header(first, path.name, expected)
        cut = blocks(itertools.chain([first[n_bytes:]], chunks), path.name, layout.delimiter, n_lines + 1)
        cut = until(_evened(cut, layout), request.max_rows)
        why_empty = f"{path.name} has a header but no rows."
        n_bytes = stream.n_bytes if request.max_rows is None else 0
        parsed = parse_blocks(cut, layout, request.as_text, why_empty, n_bytes)
    columns, lines = parsed.columns(), parsed.lines()
    remarks = _remarks(layout, expected)
    return Table(path.name, _format_name(layout, expected), columns, lines, row_word="line", remarks=remarks)


def _evened(cut: Iterator[Block], layout: Layout) -> Iterator[Block]:
    if layout.delimiter != b" ":
        return cut
    return (Block(single_spaces(block.data), block.first_line) for block in cut)


def until(cut: Iterator[Block], max_rows: int | None) -> Iterator[Block]:
    """Yield blocks while fewer than `max_rows` lines have been passed on; the last one is shortened."""
    n_lines = 0
    for block in cut:
        n_lines += block.n_lines
        if max_rows is None or n_lines <= max_rows:
            yield block
        else:
            yield _shortened(block, max_rows - (n_lines - block.n_lines))
            return


def _shortened(block: Block, n_lines: int) -> Block:
    """Return the first lines of a block, if no quote may be torn apart there."""
    lines = block.data.split(b"\n", n_lines)
    data = b"\n".join(lines[:n_lines]) + b"\n"
    return Block(data, block.first_line) if data.count(b'"') % 2 == 0 else block


def _format_name(layout: Layout, expected: bytes | None) -> str:
    name = {b",": "CSV", b"\t": "TSV"}.get(expected or layout.delimiter, "text table")
    details = (
        []
        if layout.delimiter in (expected, b",", b"\t")
        else [f"separated by {DELIMITERS[layout.delimiter]}"]
    )
    if layout.decimal == ",":
        details.append("decimal commas")
    return f"{name} ({', '.join(details)})" if details else name


def _remarks(layout: Layout, expected: bytes | None) -> tuple[str, ...]:
    """Say when the suffix promises another delimiter; semicolons are what many spreadsheets mean by CSV."""
    if expected is None or layout.delimiter in (expected, b";") or layout.n_columns == 1:
        return ()
    return (f"{layout.name} is separated by {DELIMITERS[layout.delimiter]}, against its suffix.",)


def _is_text(start: Start) -> bool:
    return start.is_text


def _is_table(start: Start) -> bool:
    """Whether one delimiter, and one only, divides the first lines into the same number of columns."""
    sample = first_lines_of(start.head[: start.head.rfind(b"\n") + 1])
    return start.is_text and any(n_even_columns(sample, sign) for sign in DELIMITERS)


_CSV = partial(read_delimited, expected=b",")
_TSV = partial(read_delimited, expected=b"\t")
_TABLE = partial(read_delimited, expected=None)
READERS = (
    Reader("CSV", (".csv",), _is_text, _CSV, known_by="name", text=True),
    Reader("TSV", (".tsv", ".tab"), _is_text, _TSV, known_by="name", text=True),
    Reader("text table", (".txt", ".dat", ".data"), _is_table, _TABLE, known_by="either", text=True),
)
