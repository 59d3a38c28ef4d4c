"""Batches of Arrow's rows to columns: floats go to where they stay at once, texts become codes at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from confmat_gui.io.number_rows import FLOATS, GrowingRows
from confmat_gui.io.readers.arrow_columns import columns_from_arrow
from confmat_gui.io.table import Column, NumberColumn


class BatchColumns:
    """The columns of the batches that were added, of which no more than one is held as it came."""

    def __init__(self, schema: Any) -> None:
        import pyarrow as pa

        self.schema = schema
        self._kept: dict[int, list[Any]] = {}
        self._floats: dict[np.dtype[Any], list[int]] = {dtype: [] for dtype in FLOATS}
        arrow_types: dict[Any, np.dtype[Any]] = {pa.float32(): FLOATS[0], pa.float64(): FLOATS[1]}
        for index, field in enumerate(schema):
            if field.type in arrow_types:
                self._floats[arrow_types[field.type]].append(index)
            else:
                self._kept[index] = []
        self._rows: dict[np.dtype[Any], GrowingRows] = {}
        self.n_rows = 0

    @property
    def names(self) -> list[str]:
        """Names in the file's order; some may be the same."""
        return [field.name for field in self.schema]

    def add(self, batch: Any, n_expected: int) -> None:
        """Append the rows of a batch, which is sound; about `n_expected` are to come in all."""
        if not batch.num_rows:
            return
        for dtype, places in self._floats.items():
            if dtype not in self._rows:
                self._rows[dtype] = GrowingRows(len(places), max(n_expected, batch.num_rows), dtype)
            self._rows[dtype].add([batch.column(index).to_numpy(zero_copy_only=False) for index in places])
        for index, chunks in self._kept.items():
            chunks.append(_coded(batch.column(index)))
        self.n_rows += batch.num_rows

    def columns(self) -> Iterator[dict[str, Column]]:
        """Yield what comes of every column, once."""
        import pyarrow as pa

        rows: dict[int, Any] = {}
        for dtype, places in self._floats.items():
            rows.update(zip(places, self._rows.pop(dtype).rows() if places else (), strict=True))
        for index, field in enumerate(self.schema):
            if index in rows:
                yield {field.name: NumberColumn(rows.pop(index))}
            else:
                chunks = self._kept.pop(index)
                kind = chunks[0].type if chunks else field.type
                yield columns_from_arrow(field.name, pa.chunked_array(chunks, type=kind))


def _coded(values: Any) -> Any:
    """Return texts as codes, which do not hold on to the bytes of the batch."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return pc.dictionary_encode(pc.cast(values, pa.large_string()))
    return values
