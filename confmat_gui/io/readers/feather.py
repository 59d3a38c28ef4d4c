"""Feather and Arrow: Arrow's IPC format, as a file or as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from confmat_gui.io.capture_note import KEY, note_in
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.arrow_columns import columns_from_arrow, left_out
from confmat_gui.io.readers.arrow_errors import refusing_damage
from confmat_gui.io.readers.column_checks import add_columns, check_names, check_rows
from confmat_gui.io.readers.cut_streams import Ending, cut_short, until_cut
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Column, Table, with_note

STREAM_START = b"\xff\xff\xff\xff"


def read_feather(request: ReadRequest) -> Table:
    """Read Arrow batch by batch; float32 stays float32, ordered categories keep their order."""
    path = request.path
    columns: dict[str, Column] = {}
    with refusing_damage(path, "Feather"):
        table, remarks = _read_table(request)
        names = check_names(path.name, table.column_names)
        note, remark = note_in(path.name, table.schema.metadata, names)
        n_rows = check_rows(path.name, table.num_rows)
        for index, name in enumerate(names):
            found = columns_from_arrow(name, table.column(index))
            if not found:
                remarks.append(left_out(path.name, name))
            add_columns(path.name, columns, found)
    if remark is not None:
        remarks.append(remark)
    row_numbers = np.arange(1, n_rows + 1, dtype=np.int32)
    return with_note(Table(path.name, "Feather", columns, row_numbers, remarks=tuple(remarks)), note)


def _read_table(request: ReadRequest) -> tuple[Any, list[str]]:
    """Return the rows, and a sentence where a run that was writing them did not finish."""
    import pyarrow as pa

    path = request.path
    batches: list[Any] = []
    n_bytes = n_rows = 0
    with pa.OSFile(str(path)) as source:
        reader, found, end = _batches(source)
        for batch in found:
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
    remarks = [cut_short(path.name)] if end.missing else []
    return table if request.max_rows is None else table.slice(0, request.max_rows), remarks


def _batches(source: Any) -> tuple[Any, Iterator[Any], Ending]:
    """Return the schema's reader, the batches, and whether the end was there once they are read."""
    import pyarrow as pa

    end = Ending()
    stream = source.read(len(STREAM_START)) == STREAM_START
    source.seek(0)
    if not stream:
        file = pa.ipc.open_file(source)
        return file, map(file.get_batch, range(file.num_record_batches)), end
    reader = pa.ipc.open_stream(source)
    if KEY not in (reader.schema.metadata or {}):
        return reader, iter(reader), end
    return reader, until_cut(reader, source, end), end


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"ARROW1") or _is_stream(start.raw)


def _is_stream(raw: bytes) -> bool:
    """Whether the bytes begin with the message of a schema: its mark, then its length."""
    length = int.from_bytes(raw[4:8], "little")
    return raw.startswith(STREAM_START) and 0 < length < 2**24


READERS = (Reader("Feather", (".feather", ".arrow", ".arrows", ".ipc"), _fits, read_feather),)
