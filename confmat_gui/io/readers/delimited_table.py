"""Parsed blocks of delimited text below one another: numbers where they stay, texts as codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Integers
from confmat_gui.io.number_rows import GrowingRows
from confmat_gui.io.readers.delimited_records import Layout
from confmat_gui.io.table import (
    Column,
    NumberColumn,
    TextColumn,
    TextMerger,
    numbers_of,
    read_number,
    texts_of,
)

Storage: TypeAlias = Literal["number", "text"]


@dataclass(frozen=True)
class ParsedBlock:
    """The columns of a block by their places, and the line of each row."""

    columns: dict[int, Column]
    lines: Integers


class BlockTable:
    """Keeps the columns of block after block, each in its own storage."""

    def __init__(self, layout: Layout, storage: list[Storage], expected_rows: int) -> None:
        self._layout = layout
        self._numbers = [index for index, kind in enumerate(storage) if kind == "number"]
        self._rows = GrowingRows(len(self._numbers), expected_rows)
        self._bad: dict[int, dict[int, str]] = {index: {} for index in self._numbers}
        self._texts = {index: TextMerger() for index, kind in enumerate(storage) if kind == "text"}
        self._lines: list[Integers] = []
        self.n_rows = 0

    def add(self, block: ParsedBlock) -> None:
        """Append the rows of a block."""
        self._rows.add([numbers_of(block.columns[index]).values for index in self._numbers])
        for index, known in self._bad.items():
            bad = numbers_of(block.columns[index]).bad
            known.update({self.n_rows + row: text for row, text in bad.items()})
        for index, merger in self._texts.items():
            texts = texts_of(block.columns[index])
            merger.add(texts.codes, texts.texts)
        self._lines.append(block.lines)
        self.n_rows += len(block.lines)

    def lines(self) -> Integers:
        """Return the line of each row."""
        return np.concatenate(self._lines)

    def columns(self) -> dict[str, Column]:
        """Return all columns under their names, once."""
        rows = dict(zip(self._numbers, self._rows.rows(), strict=True))
        found: dict[str, Column] = {}
        for index, name in enumerate(self._layout.header):
            if index in self._texts:
                found[name] = with_points(self._texts.pop(index).column(), self._layout)
            else:
                found[name] = NumberColumn(rows[index], self._bad[index])
        return found


def with_points(column: TextColumn, layout: Layout) -> TextColumn:
    """Return numbers with points where all texts of the column that are no blanks are numbers."""
    if layout.decimal != ",":
        return column
    texts = tuple(pointed(text, layout) for text in column.texts)
    numbers = sum(1 for text in texts if read_number(text) is not None)
    return TextColumn(column.codes, texts) if 2 * numbers > len(texts) else column


def pointed(text: str, layout: Layout) -> str:
    """Return a number that is written with a decimal comma with a point; all else as it is."""
    if layout.decimal != "," or "," not in text:
        return text
    changed = text.replace(",", ".")
    return text if "." in text or read_number(changed) is None else changed
