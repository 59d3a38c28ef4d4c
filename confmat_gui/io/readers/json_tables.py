"""Rows and columns inside a JSON document to tables, some thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec
import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.arrow_columns import left_out
from confmat_gui.io.readers.column_checks import add_columns, check_names
from confmat_gui.io.readers.delimited_records import Block
from confmat_gui.io.readers.json_parts import decoded
from confmat_gui.io.readers.json_rows import columns_of_lines
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.readers.value_columns import BlockColumns, columns_of_values
from confmat_gui.io.table import Column, Table

ROWS_AT_ONCE = 20_000
_Part: TypeAlias = tuple[dict[str, Column], list[str], int]
"""Columns, the names of what gives none, and the number of rows."""


def table_of_objects(items: list[msgspec.Raw], request: ReadRequest, classes: tuple[str, ...] = ()) -> Table:
    """Return the table of one object for each row."""
    return _table(_parts_of_objects(items[: request.max_rows], request), request, classes)


def table_of_rows(
    items: list[msgspec.Raw],
    header: list[str],
    request: ReadRequest,
    classes: tuple[str, ...] = (),
    first_row: int = 1,
) -> Table:
    """Return the table of one list for each row below the names of its columns."""
    check_names(request.path.name, header)
    return _table(_parts_of_rows(items[: request.max_rows], header, request, first_row), request, classes)


def table_of_columns(document: dict[str, msgspec.Raw], request: ReadRequest) -> Table:
    """Return the table of {column: {row: value}}, as pandas writes it."""
    name = request.path.name
    columns: dict[str, Column] = {}
    lost: list[str] = []
    rows: list[str] | None = None
    for key, raw in document.items():
        cells = decoded(raw, name, dict[str, Any])
        if rows is not None and list(cells) != rows:
            raise InputError(f"{name}: the column “{key}” has other rows than the column before it.")
        rows = list(cells)
        _take(name, columns, lost, key, list(cells.values())[: request.max_rows])
    return _table(iter([(columns, lost, len((rows or [])[: request.max_rows]))]), request, ())


def _table(parts: Iterator[_Part], request: ReadRequest, classes: tuple[str, ...]) -> Table:
    name = request.path.name
    blocks = BlockColumns()
    lost: dict[str, None] = {}
    for part, left, n_rows in parts:
        blocks.add(part, n_rows)
        lost.update(dict.fromkeys(left))
    columns = _named(blocks.columns(), classes)
    if not columns or blocks.n_rows == 0:
        raise InputError(f"{name} holds no rows.")
    numbers = np.arange(1, blocks.n_rows + 1, dtype=np.int32)
    remarks = tuple(left_out(name, each) for each in lost)
    return Table(name, "JSON", columns, numbers, class_names=classes, remarks=remarks)


def _named(columns: dict[str, Column], classes: tuple[str, ...]) -> dict[str, Column]:
    """Return the parts of a vector with as many numbers as there are classes under the names of these."""
    last = f"_{len(classes) - 1}"
    stems = [
        name.removesuffix(last)
        for name in columns
        if name.endswith(last) and f"{name[: -len(last)]}_{len(classes)}" not in columns
    ]
    parts = {
        f"{stem}_{index}": f"{stem}_{each}"
        for stem in stems
        if all(f"{stem}_{index}" in columns for index in range(len(classes)))
        for index, each in enumerate(classes)
    }
    return {parts.get(name, name): column for name, column in columns.items()}


def _parts_of_objects(items: list[msgspec.Raw], request: ReadRequest) -> Iterator[_Part]:
    for start in range(0, len(items), ROWS_AT_ONCE):
        request.progress(1.0, f"Reading {request.path.name}")
        part = items[start : start + ROWS_AT_ONCE]
        lines = b"\n".join(bytes(each).replace(b"\n", b" ").replace(b"\r", b" ") for each in part)
        columns, lost, rows = columns_of_lines(Block(lines, start + 1), request.path.name, "row")
        yield columns, lost, len(rows)


def _parts_of_rows(
    items: list[msgspec.Raw], header: list[str], request: ReadRequest, first_row: int
) -> Iterator[_Part]:
    name = request.path.name
    for start in range(0, len(items), ROWS_AT_ONCE):
        request.progress(1.0, f"Reading {name}")
        part = items[start : start + ROWS_AT_ONCE]
        rows = decoded(b"[" + b",".join(map(bytes, part)) + b"]", name, list[list[Any]])
        for row, cells in enumerate(rows, start + first_row):
            if len(cells) != len(header):
                raise InputError(
                    f"{name}, row {row}: there are {len(cells)} values for {len(header)} columns."
                )
        columns: dict[str, Column] = {}
        lost: list[str] = []
        for index, key in enumerate(header):
            _take(name, columns, lost, key, [cells[index] for cells in rows])
        yield columns, lost, len(rows)


def _take(name: str, columns: dict[str, Column], lost: list[str], key: str, values: list[Any]) -> None:
    found = columns_of_values(key, values)
    if not found:
        lost.append(key)
    add_columns(name, columns, found)
