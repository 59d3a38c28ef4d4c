"""Plain blocks of delimited text to columns by Arrow's parser, which needs neither interpreter nor its lock.

Only what cannot be read in two ways is taken: no lone carriage returns, no delimiters or line ends inside
quotes, as many rows as lines, all of the same length, every number written as both parsers read it. All else
is left to the careful parser, which also finds the words for what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from confmat_gui.io.readers.delimited_records import Block, Layout, looks_regular
from confmat_gui.io.table import Column, NumberColumn, TextColumn

MISSING = ("", "NA", "NaN", "nan", "null", "NULL", "None", "N/A", "<NA>")
"""The usual ones, which cost no second look; rarer ways to write a missing number are read text by text."""


class PlainParser:
    """Parses blocks of one layout; `columns` may be called by several threads.

    Parameters
    ----------
    layout : Layout
        The delimiter, the sign before decimals and the columns.
    dtypes : mapping of int to str
        "float64" or "str" for the place of each column.
    """

    def __init__(self, layout: Layout, dtypes: Mapping[int, str]) -> None:
        import pyarrow as pa
        from pyarrow import csv

        self._layout = layout
        self._names = [str(index) for index in range(layout.n_columns)]
        types = {"float64": pa.float64(), "str": pa.dictionary(pa.int32(), pa.string())}
        self._parsing = csv.ParseOptions(delimiter=layout.delimiter.decode())
        self._converting = csv.ConvertOptions(
            column_types={str(index): types[dtype] for index, dtype in dtypes.items()},
            null_values=list(MISSING),
            strings_can_be_null=False,
            decimal_point=layout.decimal,
        )

    def columns(self, block: Block) -> dict[int, Column] | None:
        """Return the columns by their places, a row for each line; None where the block is not plain."""
        if len(self._names) == 1 or not _is_plain(block, self._layout):
            return None
        table = self._table(block.data)
        if table is None or table.num_rows != block.n_lines:
            return None
        columns: dict[int, Column] = {}
        for index, values in enumerate(table.columns):
            column = _column(values)
            if column is None:
                return None
            columns[index] = column
        return columns

    def _table(self, data: bytes) -> Any:
        import pyarrow as pa
        from pyarrow import csv

        reading = csv.ReadOptions(use_threads=False, column_names=self._names, block_size=len(data) + 1)
        try:
            return csv.read_csv(pa.BufferReader(data), reading, self._parsing, self._converting)
        except pa.ArrowException:
            return None


def _is_plain(block: Block, layout: Layout) -> bool:
    data = block.data
    if b"\0" in data:
        return False
    if b'"' in data:
        return looks_regular(block, layout)
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")


def _column(values: Any) -> Column | None:
    """Return numbers, or texts as codes; None for numbers of which one is a NaN in an unusual spelling."""
    import pyarrow as pa

    whole = values.combine_chunks()
    if pa.types.is_dictionary(whole.type):
        return TextColumn(whole.indices.to_numpy(), tuple(whole.dictionary.to_pylist()))
    numbers = whole.to_numpy(zero_copy_only=False)
    missing = whole.null_count
    if np.isnan(numbers.min()) and np.count_nonzero(np.isnan(numbers)) != missing:
        return None
    return NumberColumn(numbers)
