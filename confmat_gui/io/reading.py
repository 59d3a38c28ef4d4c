"""One file to a table, by the reader for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from confmat_gui.core.cancel import Progress
from confmat_gui.io.column_names import BATCH_NAMES, GROUP_NAMES, ID_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.readers.registry import Found, find_reader
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.table import Table

_TEXT_NAMES = frozenset({*ID_NAMES, *BATCH_NAMES, *GROUP_NAMES, *TRUE_NAMES})


def read_table(
    path: Path, options: InputOptions, progress: Progress, max_rows: int | None = None, *,
    found: Found | None = None,
) -> Table:
    """Read one file with the reader for it: the one that was found, where the file was looked at before."""
    found = found or find_reader(path)
    chosen = {*options.true, options.pred, options.id, options.batch, options.group, options.join}
    chosen |= {text.partition("=")[0].strip() for text in options.where}

    def as_text(name: str) -> bool:
        return name in chosen or (name not in options.scores and normalised(name) in _TEXT_NAMES)

    remarks = [] if found.remark is None else [found.remark]
    table = found.reader.read(ReadRequest(path, as_text, progress, max_rows, remarks.append))
    return replace(table, remarks=(*remarks, *table.remarks)) if remarks else table
