"""Orange's .tab: three lines above the rows, with names, types and parts of the columns."""

from __future__ import annotations

import itertools
import re

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.column_checks import check_names
from confmat_gui.io.readers.declared_labels import Attribute, declared_table
from confmat_gui.io.readers.delimited import until
from confmat_gui.io.readers.delimited_records import Layout, blocks, decode
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table

_NUMBERS = frozenset({"c", "continuous"})
_TEXTS = frozenset({"d", "discrete", "s", "string", "t", "time", ""})
_PART = re.compile(r"(c|class|m|meta|i|ignore|w|weight|([\w-]+=\S*)?)", re.IGNORECASE)
_BACKSLASHED_SPACE = re.compile(r"(?<!\\) ")


def read_tab(request: ReadRequest) -> Table:
    """Read a .tab file; values that the second line lists are the classes in their order."""
    path = request.path
    with ByteStream(path, request.progress, remark=request.remark) as stream:
        chunks = stream.chunks()
        lines = next(chunks, b"").split(b"\n", 3)
        if len(lines) < 4:
            raise InputError(
                f"{path.name} ends before its first row, below names, types and parts."
            )
        names, types = (_fields(line, path.name, number) for number, line in enumerate(lines[:2], 1))
        check_names(path.name, names)
        attributes = {name: _attribute(name, kind) for name, kind in zip(names, types, strict=True)}
        layout = Layout(path.name, b"\t", tuple(names))
        cut = blocks(itertools.chain([lines[3]], chunks), path.name, b"\t", 4)
        return declared_table(
            request, "Orange", layout, attributes, until(cut, request.max_rows),
            why_empty=f"{path.name} has names but no rows.",
        )  # fmt: skip


def _fields(line: bytes, name: str, number: int) -> list[str]:
    return [field.strip() for field in decode(line, name, number).rstrip("\r").split("\t")]


def _attribute(name: str, kind: str) -> Attribute:
    if kind.lower() in _NUMBERS:
        return Attribute(name, "numeric")
    if kind.lower() in _TEXTS:
        return Attribute(name, "text")
    labels = tuple(label.replace("\\ ", " ") for label in _BACKSLASHED_SPACE.split(kind) if label)
    return Attribute(name, "nominal", tuple(dict.fromkeys(labels)))


def _fits(start: Start) -> bool:
    """Whether the second line holds types or lists of values, and the third nothing but parts."""
    if not start.is_text:
        return False
    lines = start.head.split(b"\n", 3)
    if len(lines) < 4:
        return False
    try:
        names, types, parts = (_fields(line, "", 1) for line in lines[:3])
    except InputError:
        return False
    if not len(names) == len(types) == len(parts) > 1:
        return False
    some = any(kind.lower() in (_NUMBERS | _TEXTS) - {""} for kind in types)
    return some and any(parts) and all(_PART.fullmatch(part) for part in parts)


READERS = (Reader("Orange", (".tab",), _fits, read_tab, text=True),)
