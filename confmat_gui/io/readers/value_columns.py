"""Python values to columns: for the rows and cells that no library turns into arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from confmat_gui.io.readers.arrow_columns import MOST_PARTS
from confmat_gui.io.table import Column, NumberColumn, TextColumn, join_columns, label_text

_NUMBERS = frozenset({int, float, bool})
_MOST_WHOLE = 2**63


def columns_of_values(name: str, values: Sequence[Any]) -> dict[str, Column]:
    """Return the columns of one value for each row: one, or one for each part of a vector or a record.

    None is missing. Numbers among texts are texts. Vectors that differ in length and what lies deeper give no
    column.
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {list, tuple}:
        return _of_vectors(name, values)
    if kinds == {dict}:
        return _of_records(name, values)
    column = column_of_values(values)
    return {} if column is None else {name: column}


def column_of_values(values: Sequence[Any]) -> Column | None:
    """Return the column of one number or text for each row, None where there is anything else."""
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return _nothing(len(values))
    if kinds <= _NUMBERS:
        return _of_numbers(values, kinds)
    return _of_texts(values) if kinds <= _NUMBERS | {str} else None


def _of_numbers(values: Sequence[Any], kinds: set[type]) -> NumberColumn:
    missing = None in values
    if kinds == {bool} and not missing:
        return NumberColumn(np.array(values, dtype=np.bool_))
    if kinds == {int} and not missing and all(-_MOST_WHOLE <= value < _MOST_WHOLE for value in values):
        return NumberColumn(np.array(values, dtype=np.int64))
    return NumberColumn(np.array([_as_float(value) for value in values], dtype=np.float64))


def _as_float(value: float | None) -> float:
    try:
        return math.nan if value is None else float(value)
    except OverflowError:
        return math.inf


def _of_texts(values: Sequence[Any]) -> TextColumn:
    known: dict[str, int] = {}
    codes = np.empty(len(values), dtype=np.int32)
    for row, value in enumerate(values):
        if value is None:
            codes[row] = -1
        else:
            codes[row] = known.setdefault(value if isinstance(value, str) else label_text(value), len(known))
    return TextColumn(codes, tuple(known))


def _of_vectors(name: str, values: Sequence[Any]) -> dict[str, Column]:
    sizes = {len(value) for value in values if value is not None}
    size = sizes.pop()
    if sizes or not 1 <= size <= MOST_PARTS:
        return {}
    parts = {
        f"{name}_{index}": column_of_values([None if value is None else value[index] for value in values])
        for index in range(size)
    }
    return {each: column for each, column in parts.items() if column is not None}


def _of_records(name: str, values: Sequence[Mapping[str, Any] | None]) -> dict[str, Column]:
    fields = dict.fromkeys(str(field) for value in values if value is not None for field in value)
    if len(fields) > MOST_PARTS:
        return {}
    parts = {
        f"{name}_{field}": column_of_values([None if value is None else value.get(field) for value in values])
        for field in fields
    }
    return {each: column for each, column in parts.items() if column is not None}


class BlockColumns:
    """Collects blocks of rows whose columns may differ; what a block lacks is missing in its rows."""

    def __init__(self) -> None:
        self._blocks: list[dict[str, Column]] = []
        self._sizes: list[int] = []

    @property
    def n_rows(self) -> int:
        """Number of rows so far."""
        return sum(self._sizes)

    def add(self, columns: dict[str, Column], n_rows: int) -> None:
        """Append a block."""
        self._blocks.append(columns)
        self._sizes.append(n_rows)

    def columns(self) -> dict[str, Column]:
        """Return all blocks as columns; the blocks are let go one column at a time."""
        names = dict.fromkeys(name for block in self._blocks for name in block)
        found: dict[str, Column] = {}
        for name in names:
            blocks = zip(self._blocks, self._sizes, strict=True)
            found[name] = join_columns([block.pop(name, _nothing(size)) for block, size in blocks])
        return found


def _nothing(n_rows: int) -> Column:
    return TextColumn(np.full(n_rows, -1, np.int32), ())
