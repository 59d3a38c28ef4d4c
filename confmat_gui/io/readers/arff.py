"""ARFF, as WEKA and OpenML write it: dense rows; a nominal attribute declares its labels and their order."""

from __future__ import annotations

import itertools
import re

from confmat_gui.io.content import Start
from confmat_gui.io.readers.arff_header import read_attributes
from confmat_gui.io.readers.arff_rows import as_csv
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.declared_labels import declared_table
from confmat_gui.io.readers.delimited import until
from confmat_gui.io.readers.delimited_records import Layout, line_blocks
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table

_START = re.compile(rb"\s*(%[^\n]*\n\s*)*@relation\b", re.IGNORECASE)


def read_arff(request: ReadRequest) -> Table:
    """Read an ARFF file; a question mark is a missing value, and sparse rows are refused."""
    path = request.path
    with ByteStream(path, request.progress, remark=request.remark) as stream:
        chunks = stream.chunks()
        head, attributes, n_lines = read_attributes(chunks, path.name)
        by_name = {attribute.name: attribute for attribute in attributes}
        layout = Layout(path.name, b",", tuple(by_name))
        cut = until(line_blocks(itertools.chain([head], chunks), n_lines + 1), request.max_rows)
        rows = (as_csv(block, layout) for block in cut)
        return declared_table(
            request, "ARFF", layout, by_name, (block for block in rows if block.data.strip()),
            why_empty=f"{path.name} has attributes but no rows.",
        )  # fmt: skip


def _fits(start: Start) -> bool:
    named = start.inner_name.lower().endswith(".arff") and start.is_text
    return (named and start.head.lstrip().startswith(b"%")) or _START.match(start.head) is not None


READERS = (Reader("ARFF", (".arff",), _fits, read_arff, text=True),)
