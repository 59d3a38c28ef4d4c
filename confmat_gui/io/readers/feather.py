"""Feather and Arrow: Arrow's IPC format, as a file or as a stream."""

from __future__ import annotations

from typing import Any

import numpy as np

from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.arrow_columns import columns_from_arrow, left_out
from confmat_gui.io.readers.arrow_errors import refusing_damage
from confmat_gui.io.readers.column_checks import add_columns, check_names, check_rows
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Column, Table

STREAM_START = b"\xff\xff\xff\xff"


def read_feather(request: ReadRequest) -> Table:
    """Read Arrow batch by batch; float32 stays float32, ordered categories keep their order."""
    path = request.path
    columns: dict[str, Column] = {}
    remarks = []
    with refusing_damage(path, "Feather"):
        table = _read_table(request)
        names = check_names(path.name, table.column_names)
        n_rows = check_rows(path.name, table.num_rows)
        for index, name in enumerate(names):
            found = columns_from_arrow(name, table.column(index))
            if not found:
                remarks.append(left_out(path.name, name))
            add_columns(path.name, columns, found)
    row_numbers = np.arange(1, n_rows + 1, dtype=np.int32)
    return Table(path.name, "Feather", columns, row_numbers, remarks=tuple(remarks))


def _read_table(request: ReadRequest) -> Any:
    import pyarrow as pa

    path = request.path
    batches: list[Any] = []
    n_bytes = n_rows = 0
    with pa.OSFile(str(path)) as source:
        stream = source.read(len(STREAM_START)) == STREAM_START
        source.seek(0)
        reader = pa.ipc.open_stream(source) if stream else pa.ipc.open_file(source)
        for batch in reader if stream else map(reader.get_batch, range(reader.num_record_batches)):
            request.progress(source.tell() / source.size(), f"Reading {path.name}")
            # The bytes of an Arrow file are used as they are: offsets and category codes must be proven
            # before anything looks at them; the size of a batch follows them too.
            batch.validate(full=True)
            n_bytes += batch.nbytes
            n_rows += batch.num_rows
            check_unpacked(path, n_bytes)
            batches.append(batch)
            if request.max_rows is not None and n_rows >= request.max_rows:
                break
        table = pa.Table.from_batches(batches, reader.schema)
    return table if request.max_rows is None else table.slice(0, request.max_rows)


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"ARROW1") or _is_stream(start.raw)


def _is_stream(raw: bytes) -> bool:
    """Whether the bytes begin with the message of a schema: its mark, then its length."""
    length = int.from_bytes(raw[4:8], "little")
    return raw.startswith(STREAM_START) and 0 < length < 2**24


READERS = (Reader("Feather", (".feather", ".arrow", ".arrows", ".ipc"), _fits, read_feather),)
