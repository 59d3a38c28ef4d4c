"""A first look at a file for the open dialog: its first rows, and what would be concluded from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import ScoreKind
from confmat_gui.io.assemble import assemble
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.reading import read_table
from confmat_gui.io.table import Table, first_rows, text_array

MOST_ROWS = 10_000
SHOWN_ROWS = 100


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

    @property
    def in_doubt(self) -> bool:
        """Whether a person should look before the file is opened."""
        return self.problem is not None or any(each.doubt for each in self.conclusions)


def preview(path: str | Path, options: InputOptions | None = None) -> Preview:
    """Read the beginning of a file.

    Raises
    ------
    InputError
        Where the file cannot be read at all. Columns that cannot be found are the preview's `problem`
        instead, so that a person can choose them.
    """
    options = options or InputOptions()
    table = read_table(Path(path), options, no_progress, MOST_ROWS)
    look = _first_look(table)
    try:
        loaded = assemble([table], [Path(path)], [""], options)
    except InputError as error:
        return replace(look, problem=str(error))
    return replace(
        look,
        columns=loaded.columns,
        conclusions=loaded.conclusions,
        classes=loaded.predictions.classes,
        score_kind=loaded.predictions.score_kind,
    )


def _first_look(table: Table) -> Preview:
    texts = [text_array(first_rows(column, SHOWN_ROWS)).tolist() for column in table.columns.values()]
    return Preview(
        name=table.name,
        format=table.format,
        headers=tuple(table.columns),
        rows=tuple(zip(*texts, strict=True)),
        row_numbers=tuple(table.row_numbers[:SHOWN_ROWS].tolist()),
        n_rows_read=table.n_rows,
    )
