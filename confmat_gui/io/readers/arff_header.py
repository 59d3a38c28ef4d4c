"""The lines of an ARFF file above its rows: names and types of the attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.arff_rows import split_row
from confmat_gui.io.readers.column_checks import check_names
from confmat_gui.io.readers.declared_labels import Attribute
from confmat_gui.io.readers.delimited_records import decode

MOST_HEADER_BYTES = 64 * 2**20
_ATTRIBUTE = re.compile(
    r"@attribute\s+(?P<name>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s{]+)\s*(?P<type>\S.*)", re.IGNORECASE
)
_NUMERIC = ("numeric", "real", "integer")
_TEXT = ("string", "date")


def read_attributes(chunks: Iterator[bytes], name: str) -> tuple[bytes, list[Attribute], int]:
    """Return what of the chunks comes after the line @data, the attributes, and the number of that line."""
    data = b""
    start = 0
    line = 0
    attributes: list[Attribute] = []
    for chunk in chunks:
        data += chunk
        while (end := data.find(b"\n", start)) >= 0:
            line += 1
            text = decode(data[start:end], name, line).strip()
            start = end + 1
            if text.lower().startswith("@data"):
                check_names(name, [attribute.name for attribute in attributes])
                return data[start:], attributes, line
            if text.lower().startswith("@attribute"):
                attributes.append(_attribute(text, name, line))
        if len(data) > MOST_HEADER_BYTES:
            break
    raise InputError(f"{name} has no line @data, so it holds no rows.")


def _attribute(text: str, name: str, line: int) -> Attribute:
    match = _ATTRIBUTE.match(text)
    if match is None:
        raise InputError(f"{name}, line {line}: this attribute has no type; write @attribute NAME TYPE.")
    kind = match["type"].strip()
    try:
        called = split_row(match["name"])[0]
        labels = split_row(kind[1 : kind.rindex("}")]) if kind.startswith("{") else []
    except ValueError:
        raise InputError(
            f"{name}, line {line}: a quote or a brace that is opened here is not closed properly."
        ) from None
    if labels:
        return Attribute(called, "nominal", tuple(dict.fromkeys(filter(None, labels))))
    word = kind.split()[0].lower()
    if word in _NUMERIC:
        return Attribute(called, "numeric")
    if word in _TEXT:
        return Attribute(called, "text")
    raise InputError(
        f"{name}, line {line}: attributes of the type “{word}” are not read, only numeric, nominal, string "
        "and date."
    )
