"""The cells of an Excel sheet, row by row."""

from __future__ import annotations

import re
import zipfile
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

from confmat_gui.io.readers.xlsx_workbook import fed, local

Cell: TypeAlias = float | bool | str | None
_TEXTS = "xl/sharedStrings.xml"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
MOST_COLUMNS = 16_384


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number, and its cells by column, counted from 0."""

    number: int
    cells: dict[int, Cell]


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts to which cells refer by number; those of phonetic hints are none."""
    if _TEXTS not in archive.namelist():
        return []
    reader = _Texts()
    for _ in fed(archive, _TEXTS, reader.start, reader.end, reader.data):
        pass
    return reader.texts


def rows_of(archive: zipfile.ZipFile, member: str, texts: list[str]) -> Generator[Row, None, None]:
    """Yield the rows of a sheet that hold anything."""
    reader = _Sheet(texts)
    for _ in fed(archive, member, reader.start, reader.end, reader.data):
        while reader.rows:
            yield reader.rows.popleft()


class _Texts:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._inside = ""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._inside = "hint"
        elif name == "t" and self._inside != "hint":
            self._inside = "text"

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "si":
            self.texts.append("".join(self._parts))
        elif name == "rPh" or (name == "t" and self._inside == "text"):
            self._inside = ""

    def data(self, text: str) -> None:
        if self._inside == "text":
            self._parts.append(text)


class _Sheet:
    """Takes the events of a sheet's XML and puts whole rows into `rows`."""

    def __init__(self, texts: list[str]) -> None:
        self.rows: deque[Row] = deque()
        self._texts = texts
        self._number = 0
        self._column = -1
        self._cells: dict[int, Cell] = {}
        self._kind = ""
        self._parts: list[str] = []
        self._reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._kind = attributes.get("t", "n")
            self._column = _column_of(attributes["r"]) if "r" in attributes else self._column + 1
            if self._column >= MOST_COLUMNS:
                raise ValueError("it has more columns than a sheet can have")
            self._parts = []
        elif name in ("v", "t"):
            self._reading = True
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._column, self._cells = -1, {}

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in ("v", "t"):
            self._reading = False
        elif name == "c":
            value = self._value("".join(self._parts))
            if value not in (None, ""):
                self._cells[self._column] = value
        elif name == "row" and self._cells:
            self.rows.append(Row(self._number, self._cells))

    def data(self, text: str) -> None:
        if self._reading:
            self._parts.append(text)

    def _value(self, text: str) -> Cell:
        if not text:
            return None
        if self._kind == "s":
            return self._texts[int(text)]
        if self._kind == "b":
            return text.strip() in ("1", "true")
        return float(text) if self._kind == "n" else text


def _column_of(place: str) -> int:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(f"“{place[:20]}” is no place of a cell")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
