"""Parquet, a few columns at a time; a file, or a folder of parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.core.threads import THREADS
from confmat_gui.io.capture_note import note_in, shared_note
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.number_rows import NumberRows
from confmat_gui.io.part_folders import SUFFIXES, divisions, parts_of
from confmat_gui.io.readers.arrow_columns import columns_from_arrow, left_out
from confmat_gui.io.readers.arrow_errors import refusing_damage
from confmat_gui.io.readers.column_checks import add_columns, check_names, check_rows
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Column, Table, TextColumn, join_columns, with_note

VALUES_AT_ONCE = 2**21
"""So many values are taken from the file before they are copied to where they stay."""
MOST_AT_ONCE = 32


def read_parquet(request: ReadRequest) -> Table:
    """Read Parquet; float32 stays float32, ordered categories keep their order."""
    return _read_folder(request) if request.path.is_dir() else _read_file(request)


def _read_file(request: ReadRequest) -> Table:
    path = request.path
    columns: dict[str, Column] = {}
    remarks = []
    with refusing_damage(path, "Parquet"), _opened(path) as file:
        names = check_names(path.name, file.schema_arrow.names)
        note, remark = note_in(path.name, file.schema_arrow.metadata, names)
        n_rows = check_rows(path.name, file.metadata.num_rows)
        check_unpacked(path, max(_unpacked(file), n_rows * len(names)))
        rows = NumberRows(len(names), n_rows) if request.max_rows is None else None
        for name, values in _columns_of(file, names, n_rows, request):
            found = columns_from_arrow(name, values, rows if len(values) == n_rows else None)
            if not found:
                remarks.append(left_out(path.name, name))
            add_columns(path.name, columns, found)
    if remark is not None:
        remarks.append(remark)
    n_read = len(next(iter(columns.values()))) if columns else 0
    request.progress(1.0, f"Reading {path.name}")
    row_numbers = np.arange(1, n_read + 1, dtype=np.int32)
    return with_note(Table(path.name, "Parquet", columns, row_numbers, remarks=tuple(remarks)), note)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a file so that its texts come as codes into a list of distinct texts, as most files hold them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        texts = [
            field.name
            for field in file.schema_arrow
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        if not texts:
            yield file
            return
        with pq.ParquetFile(path, metadata=file.metadata, read_dictionary=texts) as coded:
            yield coded


def _unpacked(file: Any) -> int:
    return sum(
        file.metadata.row_group(index).total_byte_size for index in range(file.metadata.num_row_groups)
    )


def _columns_of(file: Any, names: list[str], n_rows: int, request: ReadRequest) -> Iterator[tuple[str, Any]]:
    """Yield every column; some are read at once, because pyarrow gives each of them a thread of its own."""
    import pyarrow as pa

    at_once = min(max(VALUES_AT_ONCE // n_rows, THREADS), MOST_AT_ONCE)
    for start in range(0, len(names), at_once):
        request.progress(start / len(names), f"Reading {request.path.name}")
        part = names[start : start + at_once]
        table = _read_columns(file, part, request.max_rows)
        for name in part:
            values = table.column(name)
            if pa.types.is_dictionary(values.type):  # of a damaged file, codes may point beyond the texts
                values.validate(full=True)
            yield name, values


def _read_columns(file: Any, names: list[str], max_rows: int | None) -> Any:
    if max_rows is None:
        return file.read(columns=names)
    import pyarrow as pa

    batch = next(file.iter_batches(batch_size=max_rows, columns=names), None)
    if batch is None:
        raise ValueError("it holds fewer rows than it says")
    return pa.Table.from_batches([batch])


def _read_folder(request: ReadRequest) -> Table:
    """Read all parts below one another; rows are counted through."""
    folder = request.path
    parts = parts_of(folder)
    tables: list[Table] = []
    n_rows = 0
    for index, part in enumerate(parts):
        request.progress(index / len(parts), f"Reading {folder.name}")
        if request.max_rows is not None and n_rows >= request.max_rows:
            break
        if _is_empty(part):
            continue
        wanted = None if request.max_rows is None else request.max_rows - n_rows
        table = _read_file(ReadRequest(part, request.as_text, max_rows=wanted))
        for name, value in divisions(part, folder).items():
            table.columns.setdefault(name, TextColumn(np.zeros(table.n_rows, np.int32), (value,)))
        _check_alike(folder, tables[0] if tables else table, table)
        tables.append(table)
        n_rows += table.n_rows
    check_rows(folder.name, n_rows)
    names = list(tables[0].columns)
    columns = {name: join_columns([table.columns.pop(name) for table in tables]) for name in names}
    remarks = tuple(dict.fromkeys(remark for table in tables for remark in table.remarks))
    parts_word = f"Parquet ({len(parts)} parts)"
    row_numbers = np.arange(1, n_rows + 1, dtype=np.int32)
    whole = Table(folder.name, parts_word, columns, row_numbers, remarks=remarks)
    return with_note(whole, shared_note(table.note for table in tables))


def _is_empty(part: Path) -> bool:
    """Whether a part has no rows, which a writer leaves where it had nothing to do."""
    import pyarrow.parquet as pq

    with refusing_damage(part, "Parquet"), pq.ParquetFile(part) as file:
        return int(file.metadata.num_rows) == 0


def _check_alike(folder: Path, first: Table, table: Table) -> None:
    odd = sorted(set(first.columns) ^ set(table.columns))
    if odd:
        raise InputError(
            f"{folder.name}: the column “{odd[0]}” is in {first.name} or {table.name}, but not in both; the "
            "parts of one data set must have the same columns."
        )


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"PAR1")


READERS = (Reader("Parquet", SUFFIXES, _fits, read_parquet),)
