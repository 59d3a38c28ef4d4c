"""Parquet, one column at a time."""

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


def read_parquet(request: ReadRequest) -> Table:
    """Read a Parquet file; float32 stays float32, ordered categories keep their order."""
    import pyarrow.parquet as pq

    path = request.path
    columns: dict[str, Column] = {}
    remarks = []
    with refusing_damage(path, "Parquet"), pq.ParquetFile(path) as file:
        names = check_names(path.name, file.schema_arrow.names)
        n_rows = check_rows(path.name, file.metadata.num_rows)
        check_unpacked(path, max(_unpacked(file), n_rows * len(names)))
        for index, name in enumerate(names):
            request.progress(index / len(names), f"Reading {path.name}")
            found = columns_from_arrow(name, _read_column(file, name, request.max_rows))
            if not found:
                remarks.append(left_out(path.name, name))
            add_columns(path.name, columns, found)
    n_read = len(next(iter(columns.values()))) if columns else 0
    request.progress(1.0, f"Reading {path.name}")
    row_numbers = np.arange(1, n_read + 1, dtype=np.int32)
    return Table(path.name, "Parquet", columns, row_numbers, remarks=tuple(remarks))


def _unpacked(file: Any) -> int:
    return sum(
        file.metadata.row_group(index).total_byte_size for index in range(file.metadata.num_row_groups)
    )


def _read_column(file: Any, name: str, max_rows: int | None) -> Any:
    if max_rows is None:
        return file.read(columns=[name]).column(name)
    import pyarrow as pa

    batch = next(file.iter_batches(batch_size=max_rows, columns=[name]))
    return pa.chunked_array([batch.column(name)])


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"PAR1")


READERS = (Reader("Parquet", (".parquet", ".pq"), _fits, read_parquet),)
