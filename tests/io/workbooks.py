"""Writes Excel workbooks cell by cell, good ones and bad ones."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value: Any, place: str = "") -> str:
    """Return the XML of a cell; a pair is its type and its text."""
    where = f' r="{place}"' if place else ""
    if isinstance(value, float | int):
        return f"<c{where}><v>{value!r}</v></c>"
    kind, text = value if isinstance(value, tuple) else ("str", value)
    content = f"<is><t>{escape(text)}</t></is>" if kind == "inlineStr" else f"<v>{escape(text)}</v>"
    return f'<c{where} t="{kind}">{content}</c>' if text is not None else "<c/>"


def sheet(rows: list[list[Any]]) -> str:
    """Return the XML of the rows of a sheet; None is an empty cell."""
    cells = [["<c/>" if value is None else cell(value) for value in row] for row in rows]
    return "".join(f"<row>{''.join(row)}</row>" for row in cells)


def write_workbook(path: Path, sheets: list[str], texts: str = "", prolog: str = "") -> Path:
    """Write a workbook whose sheets hold the given rows as XML."""
    names = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, len(sheets) + 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {NAMESPACE} xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        if texts:
            archive.writestr("xl/sharedStrings.xml", f"<sst {NAMESPACE}>{texts}</sst>")
        for index, rows in enumerate(sheets, 1):
            content = f"{prolog}<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"
            archive.writestr(f"xl/worksheets/sheet{index}.xml", content)
    return path
