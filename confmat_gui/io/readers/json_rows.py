"""Lines of JSON, each an object, to columns: by Arrow where it may, by msgspec where it may not."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.arrow_columns import columns_from_arrow
from confmat_gui.io.readers.delimited_records import Block
from confmat_gui.io.readers.value_columns import columns_of_values
from confmat_gui.io.table import Column

MOST_NESTED = 1_000
"""So many brackets opened in one line are given to msgspec, which refuses what is nested too deeply; Arrow
would run out of its stack."""

_NOT_JSON = (b"NaN", b"Inf")  # what Arrow takes, and JSON does not know
_ROW = msgspec.json.Decoder(dict[str, Any])


def columns_of_lines(block: Block, name: str, word: str) -> tuple[dict[str, Column], list[str], list[int]]:
    """Return the columns of the rows in a block, the names of what gives none, and where each row stands.

    `word` is "line" or "row", as sentences shall call it.
    """
    rows = [index for index, line in enumerate(block.data.split(b"\n"), block.first_line) if line.strip()]
    if _suits_arrow(block.data):
        found = _by_arrow(block.data, len(rows))
        if found is not None:
            return *found, rows
    values = [_decoded(line, f"{name}, {word} {row}") for line, row in _lines(block)]
    return *_by_values(values), rows


def _lines(block: Block) -> list[tuple[bytes, int]]:
    lines = enumerate(block.data.split(b"\n"), block.first_line)
    return [(line, row) for row, line in lines if line.strip()]


def _suits_arrow(data: bytes) -> bool:
    """Whether the text holds no number that is none in JSON, and no line that may be nested deeply."""
    if any(word in data for word in _NOT_JSON):
        return False
    codes = np.frombuffer(data, dtype=np.uint8)
    opened = np.flatnonzero((codes == ord("[")) | (codes == ord("{")))
    ends = np.append(np.flatnonzero(codes == ord("\n")), len(codes))
    return int(np.diff(np.searchsorted(opened, ends), prepend=0).max()) < MOST_NESTED


def _by_arrow(data: bytes, n_rows: int) -> tuple[dict[str, Column], list[str]] | None:
    import pyarrow as pa
    from pyarrow import json as arrow_json

    def read(schema: Any = None) -> Any:
        return arrow_json.read_json(
            pa.BufferReader(data),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=arrow_json.ParseOptions(explicit_schema=schema),
        )

    try:
        table = read()
        moments = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
        if moments:  # a text that looks like a date is a text
            table = read(pa.schema([(each, pa.string()) for each in moments]))
    except pa.ArrowException:
        return None
    if table.num_rows != n_rows:  # Arrow also takes two objects on a line, or one on two
        return None
    columns: dict[str, Column] = {}
    lost = []
    for name in table.column_names:
        found = columns_from_arrow(name, table.column(name))
        if not found or set(found) & set(columns):
            lost.append(name)
        else:
            columns |= found
    return columns, lost


def _decoded(line: bytes, place: str) -> dict[str, Any]:
    try:
        return _ROW.decode(line)
    except RecursionError:
        raise InputError(f"{place}: the values are nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = (
            " (NaN and Infinity are no JSON; write null)" if any(word in line for word in _NOT_JSON) else ""
        )
        raise InputError(f"{place}: this is no row of JSON: {error}{hint}.") from error


def _by_values(rows: list[dict[str, Any]]) -> tuple[dict[str, Column], list[str]]:
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, Column] = {}
    lost = []
    for name in names:
        found = columns_of_values(name, [row.get(name) for row in rows])
        if not found or set(found) & set(columns):
            lost.append(name)
        else:
            columns |= found
    return columns, lost
