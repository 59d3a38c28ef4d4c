"""JSON documents: a list of rows, an object of columns, and the tables of pandas, MLflow and W&B."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import msgspec

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers import json_lines
from confmat_gui.io.readers.array_table import CLASS_KEYS, table_of_arrays
from confmat_gui.io.readers.arrow_columns import left_out
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.delimited_records import decode
from confmat_gui.io.readers.json_parts import array_of, decoded
from confmat_gui.io.readers.json_tables import table_of_columns, table_of_objects, table_of_rows
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table

MOST_BYTES = 2**30
_START = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\d\]-])")
_Parts: TypeAlias = dict[str, msgspec.Raw]


def read_json(request: ReadRequest) -> Table:
    """Read a JSON document of any of the shapes that hold a table."""
    name = request.path.name
    data = _whole(request)
    if data.lstrip()[:1] == b"{":
        return _of_object(decoded(data, name, _Parts), request)
    return _of_list(decoded(data, name, list[msgspec.Raw]), request, ())


def _of_object(document: _Parts, request: ReadRequest) -> Table:
    name = request.path.name
    classes = _class_names(document, name)
    if _is(document, "columns", b"[") and _is(document, "data", b"["):
        header = decoded(document["columns"], name, list[str | int | float])
        rows = decoded(document["data"], name, list[msgspec.Raw])
        return table_of_rows(rows, [str(each) for each in header], request, classes)
    lists = [key for key in document if _is(document, key, b"[") and key not in CLASS_KEYS]
    if len(lists) == 1 and _holds_objects(document[lists[0]]):
        return _of_list(decoded(document[lists[0]], name, list[msgspec.Raw]), request, classes)
    if document and all(bytes(each).startswith(b"{") for each in document.values()):
        first = decoded(next(iter(document.values())), name, _Parts)
        if first and all(key.isdigit() for key in first):
            return table_of_columns(document, request)
        return table_of_objects(list(document.values()), request)
    arrays = {key: array_of(key, each, name) for key, each in document.items()}
    found = {key: each for key, each in arrays.items() if each is not None}
    return table_of_arrays(
        request, "JSON", found, tuple(left_out(name, key) for key in arrays if key not in found)
    )


def _of_list(items: list[msgspec.Raw], request: ReadRequest, classes: tuple[str, ...]) -> Table:
    """Read a list of objects, or of rows, the first of which may be the names."""
    name = request.path.name
    if not items:
        raise InputError(f"{name} holds no rows.")
    if bytes(items[0]).startswith(b"{"):
        return table_of_objects(items, request, classes)
    if not bytes(items[0]).startswith(b"["):
        raise InputError(f"{name} holds a list of single values; a table needs objects, or rows as lists.")
    first = decoded(items[0], name, list[Any])
    if first and all(isinstance(each, str) for each in first) and len(set(first)) == len(first):
        return table_of_rows(items[1:], first, request, classes, first_row=2)
    return table_of_rows(items, [f"column {index}" for index in range(1, len(first) + 1)], request, classes)


def _whole(request: ReadRequest) -> bytes:
    name = request.path.name
    data = bytearray()
    with ByteStream(request.path, request.progress, remark=request.remark) as stream:
        for chunk in stream.chunks():
            data += chunk
            if len(data) > MOST_BYTES:
                raise InputError(
                    f"{name} is one JSON document of more than {MOST_BYTES // 2**20:,} MiB, which must "
                    "be held at once; write one object a line (.jsonl) or Parquet."
                )
    decode(bytes(data), name, 1)
    return bytes(data)


def _is(document: _Parts, key: str, start: bytes) -> bool:
    return key in document and bytes(document[key]).startswith(start)


def _holds_objects(raw: msgspec.Raw) -> bool:
    start = bytes(memoryview(raw)[:200])
    return start[:1] == b"[" and start[1:].lstrip()[:1] == b"{"


def _class_names(document: _Parts, name: str) -> tuple[str, ...]:
    for key in CLASS_KEYS:
        if _is(document, key, b"["):
            found = decoded(document[key], name, list[Any])
            if all(isinstance(each, str) for each in found):
                return tuple(found)
    return ()


def _fits(start: Start) -> bool:
    if not start.is_text or json_lines.fits(start):
        return False
    named = start.inner_name.lower().endswith(".json") and start.head.lstrip()[:1] in (b"{", b"[")
    return named or _START.match(start.head) is not None


READERS = (Reader("JSON", (".json",), _fits, read_json, text=True),)
