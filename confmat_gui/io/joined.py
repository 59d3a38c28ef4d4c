"""The rows of several files below one another, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from confmat_gui.core.arrays import Codes, Integers
from confmat_gui.core.errors import InputError
from confmat_gui.io.capture_note import CaptureNote, shared_note
from confmat_gui.io.content import PACKING_SUFFIXES
from confmat_gui.io.loaded import Conclusion, InputOptions
from confmat_gui.io.partners import Partner
from confmat_gui.io.side_by_side import are_parts, joined_table
from confmat_gui.io.table import Column, Table, join_columns


@dataclass(frozen=True, eq=False)
class Joined:
    """All rows, where each stood, and what the files declare."""

    columns: dict[str, Column]
    row_numbers: Integers
    source_index: Codes
    tables: tuple[Table, ...]
    class_names: tuple[str, ...]
    positive: str | None
    remarks: tuple[str, ...]
    conclusions: tuple[Conclusion, ...]
    partners: tuple[Partner, ...] = ()
    """The other files, where these are the parts of one table; all rows count as those of one of them."""
    note: CaptureNote | None = None
    """What all files say alike about their columns."""

    @property
    def side_by_side(self) -> bool:
        """Whether the files are the parts of one table."""
        return bool(self.partners)

    @property
    def n_rows(self) -> int:
        """Rows of the whole."""
        return len(self.row_numbers)

    @property
    def is_matrix(self) -> bool:
        """Whether the rows are the cells of ready-made matrices."""
        return self.tables[0].is_matrix

    @property
    def name(self) -> str:
        """The file's name, or the first one's and how many more there are; all of those side by side."""
        if self.side_by_side:
            return " + ".join(table.name for table in self.tables)
        more = len(self.tables) - 1
        return self.tables[0].name if more == 0 else f"{self.tables[0].name} (and {more} more)"

    @property
    def source_names(self) -> tuple[str, ...]:
        """File names in the order of opening."""
        return tuple(table.name for table in self.tables)


def join_tables(tables: list[Table], options: InputOptions) -> Joined:
    """Put the files together: parts of one table side by side, all else below one another.

    Below one another, their columns must have the same names, in any order. The tables give up their columns
    one by one, so that no more than one column is held twice.
    """
    if are_parts(tables, options):
        return _side_by_side(tables, options)
    first = tables[0]
    for table in tables[1:]:
        _check_same(first, table)
    remarks = tuple(dict.fromkeys(remark for table in tables for remark in table.remarks))
    names = tuple(first.columns)
    columns = {name: join_columns([table.columns.pop(name) for table in tables]) for name in names}
    return Joined(
        columns,
        _joined_row_numbers(tables),
        _source_index(tables),
        tuple(tables),
        first.class_names,
        first.positive,
        remarks,
        tuple(dict.fromkeys(each for table in tables for each in table.conclusions)),
        note=shared_note(table.note for table in tables),
    )


def _side_by_side(tables: list[Table], options: InputOptions) -> Joined:
    parts = joined_table(tables, options)
    table = parts.table
    return Joined(
        table.columns,
        table.row_numbers,
        np.broadcast_to(np.int32(parts.main_index), table.n_rows),
        tuple(tables),
        table.class_names,
        table.positive,
        table.remarks,
        table.conclusions,
        parts.partners,
    )


def _joined_row_numbers(tables: list[Table]) -> Integers:
    return tables[0].row_numbers if len(tables) == 1 else np.concatenate([t.row_numbers for t in tables])


def _source_index(tables: list[Table]) -> Codes:
    """Return which table each row is of; of one table, a single 0 that stands for all rows."""
    if len(tables) == 1:
        return np.broadcast_to(np.int32(0), tables[0].n_rows)
    return np.repeat(np.arange(len(tables), dtype=np.int32), [table.n_rows for table in tables])


def _check_same(first: Table, table: Table) -> None:
    lacking = [name for name in first.columns if name not in table.columns]
    beyond = [name for name in table.columns if name not in first.columns]
    if lacking or beyond:
        what = (
            f"lacks the column “{lacking[0]}” of" if lacking else f"has a column “{beyond[0]}” that is not in"
        )
        raise InputError(
            f"{table.name} {what} {first.name}; files opened together must have the same columns."
        )
    if table.class_names != first.class_names:
        raise InputError(
            f"{table.name} declares other classes than {first.name}; "
            "files opened together must have the same classes."
        )


def batch_names(paths: list[PurePath]) -> tuple[str, ...]:
    """Return a short name for every file: without suffix, or with as much of the path as tells them apart."""
    stems = [short_name(path.name) for path in paths]
    for names in (
        stems,
        [path.name for path in paths],
        [f"{path.parent.name}/{path.name}" for path in paths],
    ):
        if len(set(names)) == len(names):
            return tuple(names)
    return tuple(f"{index}: {path.name}" for index, path in enumerate(paths, 1))


def short_name(name: str) -> str:
    """Return the name without its suffix, also where that of a packing comes after it."""
    path = PurePath(name)
    return PurePath(path.stem).stem if path.suffix.lower() in PACKING_SUFFIXES else path.stem
