"""safetensors: a header in JSON, then the raw bytes of the tensors."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.array_table import CLASS_KEYS, table_of_arrays
from confmat_gui.io.readers.raw_arrays import flat_array, item_size
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table

_TYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
}
MOST_HEADER_BYTES = 100 * 2**20


class _Entry(msgspec.Struct):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def read_safetensors(request: ReadRequest) -> Table:
    """Read the tensors as arrays; names of the classes may stand in the metadata as a JSON list."""
    path = request.path
    request.progress(0.0, f"Reading {path.name}")
    data = memoryview(path.read_bytes())
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or size > min(len(data) - 8, MOST_HEADER_BYTES):
        raise InputError(f"{path.name} is cut short or damaged: its header is longer than the file.")
    try:
        header = msgspec.json.decode(data[8 : 8 + size], type=dict[str, Any])
        metadata = header.pop("__metadata__", {})
        entries = {name: msgspec.convert(each, _Entry) for name, each in header.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{path.name} is cut short or damaged: its header cannot be read ({error})."
        ) from error
    body = data[8 + size :]
    check_unpacked(
        path, sum(max(0, each.data_offsets[1] - each.data_offsets[0]) for each in entries.values())
    )
    known = {name: each for name, each in entries.items() if each.dtype in _TYPES}
    arrays = {name: _array(body, each, path.name, name) for name, each in known.items()}
    remarks = tuple(
        f"The tensor “{name}” of {path.name} is of the type {each.dtype}, which is not read, and is left out."
        for name, each in entries.items()
        if name not in known
    )
    return table_of_arrays(request, "safetensors", _class_names(metadata) | arrays, remarks)


def _array(body: memoryview, entry: _Entry, file: str, name: str) -> NDArray[Any]:
    start, end = entry.data_offsets
    kind = _TYPES[entry.dtype]
    fits = 0 <= start <= end <= len(body) and all(size >= 0 for size in entry.shape)
    if not fits or end - start != math.prod(entry.shape) * item_size(kind):
        raise InputError(f"{file} is cut short or damaged: the tensor “{name}” does not fit its place.")
    return flat_array(body[start:end], kind).reshape(entry.shape)


def _class_names(metadata: Any) -> dict[str, NDArray[Any]]:
    if not isinstance(metadata, dict):
        return {}
    for key in CLASS_KEYS:
        try:
            return {key: np.array(msgspec.json.decode(metadata[key], type=list[str]))}
        except (KeyError, TypeError, msgspec.MsgspecError, RecursionError):
            continue
    return {}


def _fits(start: Start) -> bool:
    size = int.from_bytes(start.raw[:8], "little")
    return start.raw[8:10].startswith(b"{") and 1 <= size <= MOST_HEADER_BYTES


READERS = (Reader("safetensors", (".safetensors",), _fits, read_safetensors),)
