"""JSON Lines: one object for each row, with numbers, texts, vectors or objects of scores by class."""

from __future__ import annotations

import re

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.arrow_columns import left_out
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.delimited import until
from confmat_gui.io.readers.delimited_records import decode, line_blocks
from confmat_gui.io.readers.json_rows import columns_of_lines
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.value_columns import BlockColumns
from confmat_gui.io.table import Table

SUFFIXES = (".jsonl", ".ndjson")
_TWO_OBJECTS = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")


def read_json_lines(request: ReadRequest) -> Table:
    """Read JSON Lines in blocks of whole lines."""
    name = request.path.name
    blocks = BlockColumns()
    lines: list[int] = []
    lost: dict[str, None] = {}
    with ByteStream(request.path, request.progress, remark=request.remark) as stream:
        for block in until(line_blocks(stream.chunks()), request.max_rows):
            decode(block.data, name, block.first_line)
            columns, left, numbers = columns_of_lines(block, name, "line")
            if numbers:
                blocks.add(columns, len(numbers))
            lines += numbers
            lost.update(dict.fromkeys(left))
    if not lines:
        raise InputError(f"{name} holds no rows.")
    remarks = tuple(left_out(name, each) for each in lost)
    where = np.array(lines, dtype=np.int32)
    return Table(name, "JSON Lines", blocks.columns(), where, row_word="line", remarks=remarks)


def fits(start: Start) -> bool:
    """Whether there is an object on each of the first lines."""
    if start.inner_name.lower().endswith(SUFFIXES):
        return start.is_text and start.head.lstrip()[:1] == b"{"
    return _TWO_OBJECTS.match(start.head) is not None


READERS = (Reader("JSON Lines", SUFFIXES, fits, read_json_lines, text=True),)
