"""Parts of a JSON document, decoded with a sentence where they are wrong, and lists as arrays."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.value_columns import column_of_values
from confmat_gui.io.table import NumberColumn, text_array


def decoded(data: bytes | msgspec.Raw, name: str, kind: Any) -> Any:
    """Return JSON as a Python type; InputError where it is no JSON or another type."""
    try:
        return msgspec.json.decode(data, type=kind)
    except RecursionError:
        raise InputError(f"{name}: the values are nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = bytes(data)
        hint = " (NaN and Infinity are no JSON; write null)" if b"NaN" in text or b"Inf" in text else ""
        raise InputError(f"{name} is no JSON that holds a table: {error}{hint}.") from error


def array_of(key: str, raw: msgspec.Raw, name: str) -> NDArray[Any] | None:
    """Return a list of numbers, of texts or of rows of numbers as an array; None for what is no such list.

    A single text or number is an array without dimensions.
    """
    data = bytes(raw)
    if data[:1] in (b"{", b"n") or data[1:200].lstrip()[:1] == b"{":
        return None
    if data[:1] != b"[":
        return np.array(decoded(raw, name, str | bool | int | float))
    if data[1:200].lstrip()[:1] == b"[":
        return _rows(key, data, name)
    numbers = _by_arrow(data)
    if numbers is not None:
        return numbers
    column = column_of_values(decoded(raw, name, list[str | int | float | bool | None]))
    return (
        None if column is None else column.values if isinstance(column, NumberColumn) else text_array(column)
    )


def _rows(key: str, data: bytes, name: str) -> NDArray[Any]:
    """Return a list of rows of numbers with two dimensions; a null is nan."""
    rows = [bytes(row) for row in decoded(data, name, list[msgspec.Raw])]
    if len({row.count(b",") for row in rows}) != 1:
        raise InputError(f"{name}: the rows of “{key}” differ in length.")
    inside = b",".join(row[1:-1] for row in rows)
    flat = _by_arrow(b"[" + inside + b"]")
    if flat is None:
        values = decoded(b"[" + inside + b"]", name, list[float | None])
        flat = np.array(values, dtype=np.float64)
    return flat.reshape(len(rows), -1)


def _by_arrow(data: bytes) -> NDArray[Any] | None:
    """Return a flat list of numbers, without a Python object for each; None for anything else."""
    import pyarrow as pa
    from pyarrow import json as arrow_json

    if data.count(b"[") > 1 or b'"' in data or b"{" in data or b"N" in data or b"I" in data:
        return None
    line = b'{"v":' + data.replace(b"\n", b" ").replace(b"\r", b" ") + b"}"
    try:
        table = arrow_json.read_json(
            pa.BufferReader(line),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(line) + 1),
        )
    except pa.ArrowException:
        return None
    flat = table.column("v").combine_chunks().flatten()
    if flat.null_count or not (pa.types.is_floating(flat.type) or pa.types.is_integer(flat.type)):
        return None
    array: NDArray[Any] = flat.to_numpy()
    return array
