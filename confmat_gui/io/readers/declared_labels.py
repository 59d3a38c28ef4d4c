"""Tables whose file declares the type of each column, and all labels of a nominal one in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from confmat_gui.core.arrays import Codes, Integers
from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.delimited_blocks import parse_blocks
from confmat_gui.io.readers.delimited_records import Block, Layout
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.table import Column, NumberColumn, Table, TextColumn, texts_of


@dataclass(frozen=True)
class Attribute:
    """A column: its name, and the labels of a nominal one in their order."""

    name: str
    kind: Literal["numeric", "text", "nominal"]
    labels: tuple[str, ...] = ()


def declared_table(
    request: ReadRequest,
    format_name: str,
    layout: Layout,
    attributes: Mapping[str, Attribute],
    cut: Iterator[Block],
    *,
    why_empty: str,
) -> Table:
    """Parse blocks of rows and give every column what its attribute declares; InputError without rows."""

    def as_text(name: str) -> bool:
        return request.as_text(name) or attributes[name].kind != "numeric"

    parsed = parse_blocks(cut, layout, as_text, why_empty)
    name, lines = request.path.name, parsed.lines()
    columns = {
        each: declared_column(column, attributes[each], name, lines)
        for each, column in parsed.columns().items()
    }
    return Table(name, format_name, columns, lines, row_word="line")


def declared_column(column: Column, attribute: Attribute, name: str, lines: Integers) -> Column:
    """Return the column with the labels that its attribute declares; InputError for any other label."""
    if isinstance(column, NumberColumn) and attribute.kind == "numeric":
        return column
    text = texts_of(column)
    missing = {"?": -1, "": -1}
    if attribute.kind != "nominal":
        codes = {each: missing.get(each.strip(), code) for code, each in enumerate(text.texts)}
        return TextColumn(_recoded(text, codes), text.texts)
    known = {label: code for code, label in enumerate(attribute.labels)} | missing
    codes = {each: known.get(each.strip(), -2) for each in text.texts}
    recoded = _recoded(text, codes)
    if (recoded == -2).any():
        row = int(np.flatnonzero(recoded == -2)[0])
        raise InputError(
            f"{name}, line {lines[row]}: “{text.texts[text.codes[row]]}” is none of the labels that the "
            f"attribute “{attribute.name}” declares; add it there or correct the row."
        )
    return TextColumn(recoded, attribute.labels, ordered=True)


def _recoded(column: TextColumn, codes: Mapping[str, int]) -> Codes:
    return np.array([*(codes[text] for text in column.texts), -1], dtype=np.int32)[column.codes]
