"""A first look at a file for the open dialog: its first rows, and what would be concluded from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import ScoreKind
from confmat_gui.io.assemble import assemble
from confmat_gui.io.facts import Facts
from confmat_gui.io.gathering import gathered
from confmat_gui.io.layouts import layout_of
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.reading import read_table
from confmat_gui.io.side_by_side import are_parts, joined_table, shared_columns
from confmat_gui.io.stack_values import Stack, seen_stacks
from confmat_gui.io.table import Table, first_rows, text_array

MOST_ROWS = 10_000
MOST_PARTS = 5
"""Of more files that are opened together, some share a column or they are no parts of one table."""
SHOWN_ROWS = 100
APART = Conclusion(
    "join",
    "by the ids",
    "the files are parts of one table",
    f"The first {MOST_ROWS:,} rows of the files have no ids in common, so what the columns are is found when "
    "the files are opened.",
)


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as text, and what they lead to.

    Attributes
    ----------
    name, format : str
    headers : tuple of str
    rows : at most 100 rows of text
    row_numbers : where each of them stands in the file
    n_rows_read : int
        How many rows the conclusions rest on (at most 10,000).
    columns, conclusions, classes, score_kind : as after loading, from these rows alone
    problem : str or None
        The sentence why the file cannot be read with these options; then columns and classes are empty.
    """

    name: str
    format: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    n_rows_read: int
    columns: ColumnMap = field(default_factory=ColumnMap)
    conclusions: tuple[Conclusion, ...] = ()
    classes: tuple[str, ...] = ()
    score_kind: ScoreKind = "labels"
    problem: str | None = None
    shared: tuple[str, ...] = ()
    """Columns by which files that are parts of one table could be joined."""
    are_parts: bool = False
    stacks: tuple[Stack, ...] = ()
    """Columns that stack several sets of predictions, with the values in these rows."""
    layout: str = ""
    """The fingerprint that files of the same layout share (see `confmat_gui.io.layouts`)."""

    @property
    def in_doubt(self) -> bool:
        """Whether a person should look before the file is opened."""
        return self.problem is not None or any(each.doubt for each in self.conclusions)


def preview(
    path: str | Path, options: InputOptions | None = None, partners: Sequence[str | Path] = ()
) -> Preview:
    """Read the beginning of a file, and of those that are to be joined with it side by side.

    Partners that are batches of their own have no part in the preview.

    Raises
    ------
    InputError
        Where the file cannot be read at all. Columns that cannot be found are the preview's `problem`
        instead, so that a person can choose them.
    """
    options = options or InputOptions()
    paths = gathered((path, *partners))[: 1 + MOST_PARTS]
    tables = [read_table(each, options, no_progress, MOST_ROWS) for each in paths]
    layout = layout_of(tables)
    look = replace(_first_look(tables[0]), layout=layout)
    try:
        if are_parts(tables, options):
            tables = _evened(tables)
            joined = _joined(tables, options)
            if joined is None:
                return replace(look, **_about_parts(tables), conclusions=(APART,))
            look = replace(_first_look(joined), layout=layout, **_about_parts(tables))
        else:
            paths, tables = paths[:1], tables[:1]
        loaded = assemble(tables, paths, [""] * len(paths), options)
    except InputError as error:
        return replace(look, problem=str(error))
    return replace(
        look,
        columns=loaded.columns,
        conclusions=loaded.conclusions,
        classes=loaded.predictions.classes,
        score_kind=loaded.predictions.score_kind,
    )


def _joined(tables: list[Table], options: InputOptions) -> Table | None:
    """Return the parts as one table; None where too little of them was read to match their ids."""
    try:
        return joined_table(tables, options).table
    except InputError:
        if max(table.n_rows for table in tables) < MOST_ROWS - 1:
            raise
        return None


def _evened(tables: list[Table]) -> list[Table]:
    """Return tables of one length where one of them was cut short by the preview."""
    if max(table.n_rows for table in tables) < MOST_ROWS - 1:
        return tables
    n_rows = min(table.n_rows for table in tables)
    return [
        replace(
            table,
            columns={name: first_rows(column, n_rows) for name, column in table.columns.items()},
            row_numbers=table.row_numbers[:n_rows],
        )
        for table in tables
    ]


def _about_parts(tables: list[Table]) -> dict[str, Any]:
    return {"shared": shared_columns(tables), "are_parts": True}


def _first_look(table: Table) -> Preview:
    texts = [text_array(first_rows(column, SHOWN_ROWS)).tolist() for column in table.columns.values()]
    return Preview(
        name=table.name,
        format=table.format,
        headers=tuple(table.columns),
        rows=tuple(zip(*texts, strict=True)),
        row_numbers=tuple(table.row_numbers[:SHOWN_ROWS].tolist()),
        n_rows_read=table.n_rows,
        stacks=seen_stacks(Facts(table.columns)),
    )
