"""The file that is kept, made of the stream that was written batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from confmat_gui.io.atomic import write_atomically

SUFFIXES = (".parquet", ".arrow", ".feather")
GROUP_ROWS = 2**20
GROUP_BYTES = 64 * 2**20
"""A row group ends where one of these is reached: large enough to be read fast, small enough to be held."""


def finish(partial: Path, path: Path) -> None:
    """Write the rows of a stream to `path` in row groups, and remove the stream.

    Raises
    ------
    InputError
        `path` cannot be written; then the stream stays.
    """
    import pyarrow as pa

    with pa.OSFile(str(partial)) as source:
        reader = pa.ipc.open_stream(source)
        with write_atomically(path) as stream, _writer(path, stream, reader.schema) as writer:
            for group in _groups(reader):
                writer.write_table(group)
    with suppress(OSError):  # the file is complete; what is left beside it is only in the way
        partial.unlink()


def _writer(path: Path, stream: IO[bytes], schema: Any) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if path.suffix.lower() != ".parquet":
        return pa.ipc.new_file(stream, schema)
    texts = [field.name for field in schema if not _is_number(field.type)]
    return pq.ParquetWriter(stream, schema, use_dictionary=texts)


def _is_number(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind))


def _groups(reader: Any) -> Iterator[Any]:
    """Return the batches put together to row groups."""
    import pyarrow as pa

    held: list[Any] = []
    n_rows = n_bytes = 0
    for batch in reader:
        if held and (n_rows + batch.num_rows > GROUP_ROWS or n_bytes + batch.nbytes > GROUP_BYTES):
            yield pa.Table.from_batches(held).combine_chunks()
            held, n_rows, n_bytes = [], 0, 0
        held.append(batch)
        n_rows, n_bytes = n_rows + batch.num_rows, n_bytes + batch.nbytes
    if held:
        yield pa.Table.from_batches(held).combine_chunks()
