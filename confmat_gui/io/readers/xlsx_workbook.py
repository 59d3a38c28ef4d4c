"""The parts of an Excel workbook that are not cells, and XML that is read without entities."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

CHUNK_BYTES = 2**20
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and the file in the archive that holds its cells."""

    name: str
    member: str


def local(tag: str) -> str:
    """Return a tag or attribute without its namespace."""
    return tag.rpartition(":")[2]


def fed(
    archive: zipfile.ZipFile,
    member: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _tag: None,
    data: Callable[[str], None] = lambda _text: None,
) -> Iterator[None]:
    """Give a file of XML to handlers, and yield after each piece.

    Document types are refused: they are how XML is made to grow, or to reach for other files.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
    except expat.ExpatError as error:
        raise ValueError(f"{member}: {error}") from error


def _refuse(*_: Any) -> None:
    raise ValueError("it declares a document type, which no workbook needs")


def visible_sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    """Return the sheets that are not hidden, in their order; charts are none."""
    targets: dict[str, str] = {}
    sheets: list[Sheet] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "sheet" or attributes.get("state", "visible") != "visible":
            return
        key = next((value for name, value in attributes.items() if local(name) == "id" and name != "id"), "")
        if key in targets:
            sheets.append(Sheet(attributes.get("name", ""), targets[key]))

    for member, handler in ((_RELATIONS, relation), (_WORKBOOK, sheet)):
        for _ in fed(archive, member, handler):
            pass
    return sheets
