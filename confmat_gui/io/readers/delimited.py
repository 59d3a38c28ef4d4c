"""CSV and TSV, plain or gzip-packed: pandas' C parser on blocks of whole records.

A block at a time keeps the memory small, lets a person cancel, and confines the second, slow look that a
faulty row needs to the block it stands in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.byte_stream import CHUNK_BYTES, ByteStream
from confmat_gui.io.readers.delimited_blocks import BlockParser, choose_storage
from confmat_gui.io.readers.delimited_header import read_header
from confmat_gui.io.readers.delimited_records import Block, blocks
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table


def read_delimited(request: ReadRequest, expected: bytes, chunk_bytes: int = CHUNK_BYTES) -> Table:
    """Read a delimited text; see `confmat_gui.io.table.Table` for what comes back."""
    path = request.path
    with ByteStream(path, request.progress, chunk_bytes) as stream:
        chunks = stream.chunks()
        first = next(chunks, b"")
        if not first.strip():
            raise InputError(f"{path.name} is empty.")
        layout, n_bytes, n_lines = read_header(first, path.name, expected)
        cut = blocks(itertools.chain([first[n_bytes:]], chunks), path.name, layout.delimiter, n_lines + 1)
        parser: BlockParser | None = None
        for block in _until(cut, request.max_rows):
            parser = parser or BlockParser(layout, choose_storage(block, layout, request.as_text))
            parser.add(block)
    if parser is None or parser.n_rows == 0:
        raise InputError(f"{path.name} has a header but no rows.")
    remarks = () if layout.delimiter == expected else (_other_delimiter(path, layout.delimiter),)
    columns = parser.columns()
    lines = np.concatenate(parser.lines)
    return Table(path.name, _format_name(expected), columns, lines, row_word="line", remarks=remarks)


def _until(cut: Iterator[Block], max_rows: int | None) -> Iterator[Block]:
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


def _format_name(expected: bytes) -> str:
    return "CSV" if expected == b"," else "TSV"


def _other_delimiter(path: Path, delimiter: bytes) -> str:
    word = "tabs" if delimiter == b"\t" else "commas"
    return f"{path.name} is separated by {word}, against its suffix."


_CSV = partial(read_delimited, expected=b",")
_TSV = partial(read_delimited, expected=b"\t")
READERS = (
    Reader("CSV", (".csv",), "text", _CSV),
    Reader("TSV", (".tsv",), "text", _TSV),
    Reader("packed CSV", (".csv.gz",), "gzip", _CSV),
    Reader("packed TSV", (".tsv.gz",), "gzip", _TSV),
)
