"""Checks that all formats with a schema share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from confmat_gui.core.errors import InputError
from confmat_gui.io.table import Column


def check_names(file: str, names: Sequence[str]) -> list[str]:
    """Return the column names; InputError where two are the same or there is none."""
    if not names:
        raise InputError(f"{file} holds no columns.")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"{file}: two columns are called “{name}”; give each column its own name.")
        seen.add(name)
    return list(names)


def check_rows(file: str, n_rows: int) -> int:
    """Return the number of rows; InputError where there is none."""
    if n_rows <= 0:
        raise InputError(f"{file} has columns but no rows.")
    return n_rows


def add_columns(file: str, columns: dict[str, Column], found: Mapping[str, Column]) -> None:
    """Add columns; InputError where one of that name is there already."""
    if found:
        check_names(file, [*columns, *found])
    columns.update(found)
