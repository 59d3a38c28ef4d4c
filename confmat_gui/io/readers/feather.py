"""Feather and Arrow: Arrow's IPC format, as a file or as a stream."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any

import numpy as np

from confmat_gui.core.threads import ahead
from confmat_gui.io.capture_note import KEY, note_in
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.arrow_batches import BatchColumns
from confmat_gui.io.readers.arrow_columns import left_out
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
        kept, remarks = _read_batches(request)
        names = check_names(path.name, kept.names)
        note, remark = note_in(path.name, kept.schema.metadata, names)
        n_rows = check_rows(path.name, kept.n_rows)
        for name, found in zip(names, kept.columns(), strict=True):
            if not found:
                remarks.append(left_out(path.name, name))
            add_columns(path.name, columns, found)
    if remark is not None:
        remarks.append(remark)
    row_numbers = np.arange(1, n_rows + 1, dtype=np.int32)
    return with_note(Table(path.name, "Feather", columns, row_numbers, remarks=tuple(remarks)), note)


def _read_batches(request: ReadRequest) -> tuple[BatchColumns, list[str]]:
    """Return the rows, and a sentence where a run that was writing them did not finish."""
    import pyarrow as pa

    path, most = request.path, request.max_rows
    n_bytes = 0
    with pa.OSFile(str(path)) as source:
        reader, found, end = _batches(source)
        kept = BatchColumns(reader.schema)
        with closing(found):
            for batch, n_expected in found:
                request.progress(source.tell() / source.size(), f"Reading {path.name}")
                n_bytes += batch.nbytes
                check_unpacked(path, n_bytes)
                kept.add(batch if most is None else batch.slice(0, most - kept.n_rows), n_expected)
                if most is not None and kept.n_rows >= most:
                    break
    return kept, [cut_short(path.name)] if end.missing else []


def _batches(source: Any) -> tuple[Any, Generator[tuple[Any, int]], Ending]:
    """Return the schema's reader, the sound batches, and whether the end was there once they are read.

    Beside each batch stands how many rows are to come in all, 0 where nobody knows.
    """
    import pyarrow as pa

    end = Ending()
    stream = source.read(len(STREAM_START)) == STREAM_START
    source.seek(0)
    if not stream:
        file = pa.ipc.open_file(source)
        return file, _of_file(file), end
    reader = pa.ipc.open_stream(source)
    captured = KEY in (reader.schema.metadata or {})
    found = until_cut(reader, source, end) if captured else iter(reader)
    return reader, ((_sound(batch), 0) for batch in found), end


def _of_file(reader: Any) -> Generator[tuple[Any, int]]:
    """Yield every batch, and how many rows all have where all but the last are as long as the first.

    A thread reads and checks the next batches while the caller takes one.
    """
    n_batches = reader.num_record_batches
    if n_batches == 0:
        return
    first = _sound(reader.get_batch(0))
    last = _sound(reader.get_batch(n_batches - 1)) if n_batches > 1 else first
    n_expected = first.num_rows * (n_batches - 1) + last.num_rows
    yield first, n_expected
    between = ahead(lambda index: _sound(reader.get_batch(index)), range(1, n_batches - 1), threads=1)
    with closing(between):
        for batch in between:
            yield batch, n_expected
    if n_batches > 1:
        yield last, n_expected


def _sound(batch: Any) -> Any:
    """Return a batch whose content was proven.

    The bytes of an Arrow file are used as they are: offsets and codes of categories must be right before
    anything looks at them; the size of a batch follows them too.
    """
    batch.validate(full=True)
    return batch


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"ARROW1") or _is_stream(start.raw)


def _is_stream(raw: bytes) -> bool:
    """Whether the bytes begin with the message of a schema: its mark, then its length."""
    length = int.from_bytes(raw[4:8], "little")
    return raw.startswith(STREAM_START) and 0 < length < 2**24


READERS = (Reader("Feather", (".feather", ".arrow", ".arrows", ".ipc"), _fits, read_feather),)
