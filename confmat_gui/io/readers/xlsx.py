"""Excel workbooks (.xlsx): the first sheet that holds anything, its first row being the names."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.arrow_columns import MOST_PARTS
from confmat_gui.io.readers.column_checks import check_names
from confmat_gui.io.readers.npz_members import refusing_damage
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.value_columns import BlockColumns, columns_of_values
from confmat_gui.io.readers.xlsx_cells import Row, rows_of, shared_texts
from confmat_gui.io.readers.xlsx_workbook import Sheet, visible_sheets
from confmat_gui.io.table import Table

ROWS_AT_ONCE = 20_000


def read_xlsx(request: ReadRequest) -> Table:
    """Read a workbook cell by cell, without a grid: a grid takes memory for every cell that is not there."""
    path = request.path
    with refusing_damage(path, "Excel"), zipfile.ZipFile(path) as archive:
        check_unpacked(path, sum(info.file_size for info in archive.infolist()))
        sheets = visible_sheets(archive)
        texts = shared_texts(archive)
        for sheet in sheets:
            with closing(rows_of(archive, sheet.member, texts)) as rows:
                header = next(rows, None)
                if header is not None:
                    remarks = _remarks(path.name, sheet, len(sheets))
                    return _table(request, _names(path.name, header), rows, remarks)
    raise InputError(f"{path.name} has no sheet that holds anything.")


def _remarks(name: str, sheet: Sheet, n_sheets: int) -> tuple[str, ...]:
    if n_sheets == 1:
        return ()
    return (f"{name} has {n_sheets} sheets; “{sheet.name}”, the first that holds anything, was read.",)


def _names(file: str, header: Row) -> dict[int, str]:
    """Return the name of each column by its place."""
    last = max(header.cells)
    if last >= MOST_PARTS:
        raise InputError(f"{file} has more than {MOST_PARTS:,} columns.")
    names = {
        place: str(header.cells.get(place, "")).strip() or f"column {place + 1}" for place in range(last + 1)
    }
    check_names(file, list(names.values()))
    return names


def _table(
    request: ReadRequest, names: dict[int, str], rows: Iterator[Row], remarks: tuple[str, ...]
) -> Table:
    path = request.path
    blocks = BlockColumns()
    numbers: list[int] = []
    wanted = islice(rows, request.max_rows)
    while block := list(islice(wanted, ROWS_AT_ONCE)):
        request.progress(min(len(numbers) / 2**20, 1.0), f"Reading {path.name}")
        check_unpacked(path, 8 * (len(numbers) + len(block)) * len(names))
        for row in block:
            if max(row.cells) >= len(names):
                raise InputError(
                    f"{path.name}, row {row.number}: there is a value to the right of all names."
                )
        numbers += [row.number for row in block]
        columns = {
            name: columns_of_values(name, [row.cells.get(place) for row in block])[name]
            for place, name in names.items()
        }
        blocks.add(columns, len(block))
    if not numbers:
        raise InputError(f"{path.name} has a row of names but no rows below it.")
    return Table(path.name, "Excel", blocks.columns(), np.array(numbers, dtype=np.int32), remarks=remarks)


def _fits(start: Start) -> bool:
    return "[Content_Types].xml" in start.members and "xl/workbook.xml" in start.members


READERS = (Reader("Excel", (".xlsx", ".xlsm"), _fits, read_xlsx),)
