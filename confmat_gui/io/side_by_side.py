"""Files that are the parts of one table: predictions in one, true labels in another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from confmat_gui.core.arrays import Counts
from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import ID_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.loaded import Conclusion, InputOptions
from confmat_gui.io.lost_batch import lost_batch
from confmat_gui.io.partners import Partner
from confmat_gui.io.readers.label_list import LABEL, LIST_OF_LABELS
from confmat_gui.io.table import Column, NumberColumn, Table, TextColumn, text_array, texts_of

LINE = "line"
"""What `--join` calls a join row by row; any other value is a column of both files."""


@dataclass(frozen=True, eq=False)
class Parts:
    """The file whose rows are the samples, its place, and the file that adds columns to them."""

    main: Table
    other: Table
    main_index: int


@dataclass(frozen=True, eq=False)
class SideBySide:
    """The parts as one table, which file its rows are of, and the other files."""

    table: Table
    main_index: int
    partners: tuple[Partner, ...]


def are_parts(tables: list[Table], options: InputOptions) -> bool:
    """Whether files are to be joined side by side and not below one another.

    They are where a person says so, where two are mere lists of labels, and where no two of them share a
    column but an id: then they could not be batches of one table.
    """
    if len(tables) == 1 or any(table.is_matrix for table in tables):
        if options.join is not None:
            raise InputError("To join files needs two or more: the predictions in one, the truth in another.")
        return False
    if options.join is not None or (len(tables) == 2 and all(_is_list(table) for table in tables)):
        return True
    own = [{name for name in table.columns if normalised(name) not in ID_NAMES} for table in tables]
    differ = any(table.columns.keys() != tables[0].columns.keys() for table in tables)
    return differ and len(set().union(*own)) == sum(map(len, own))


def shared_columns(tables: Iterable[Table]) -> tuple[str, ...]:
    """Return the columns that all tables have, which could join them."""
    first, *others = tables
    return tuple(name for name in first.columns if all(name in other.columns for other in others))


def joined_table(tables: list[Table], options: InputOptions) -> SideBySide:
    """Return one table with the columns of all files, which of them the rows come from, and the others.

    Raises
    ------
    InputError
        Where the rows do not fit: other numbers of rows by line; ids that repeat or never meet.
    """
    table, main = tables[0], 0
    partners: tuple[Partner, ...] = ()
    for index, other in enumerate(tables[1:], 1):
        parts = _parts(_with_roles([table, other]))
        key = _key(parts, options)
        rows, conclusion = _by_line(parts) if key is None else _by_id(parts, key)
        names = _new_names(parts, key)
        table = _together(parts, rows, names, conclusion)
        partners = _partners(parts, rows, names, partners)
        main = main if parts.main_index == 0 else index
    if options.join is not None:
        told = (replace(each, reason=f"{each.reason}, as chosen") for each in table.conclusions)
        table = replace(table, conclusions=tuple(told))
    return SideBySide(table, main, partners)


def _is_list(table: Table) -> bool:
    return table.format == LIST_OF_LABELS and tuple(table.columns) == (LABEL,)


def _has_truth(table: Table) -> bool:
    return any(normalised(name) in TRUE_NAMES for name in table.columns)


def _with_roles(tables: list[Table]) -> list[Table]:
    """Give a mere list of labels the part that the other file lacks."""
    first, second = tables
    if _is_list(first) and _is_list(second):
        doubt = f"The labels of {first.name} are taken for the true ones because it was named first."
        told = Conclusion("join", first.name, "true labels, because it was named first", doubt)
        return [replace(_renamed(first, "true"), conclusions=(told,)), _renamed(second, "predicted")]
    return [
        _renamed(table, "predicted" if _has_truth(partner) else "true") if _is_list(table) else table
        for table, partner in ((first, second), (second, first))
    ]


def _renamed(table: Table, name: str) -> Table:
    return replace(table, columns={name: table.columns[LABEL]})


def _parts(tables: list[Table]) -> Parts:
    """Take the file without true labels for the one whose rows count, else the one with more columns."""
    first, second = tables
    if _has_truth(first) == _has_truth(second):
        main = 0 if len(first.columns) >= len(second.columns) else 1
    else:
        main = 1 if _has_truth(first) else 0
    return Parts(tables[main], tables[1 - main], main)


def _key(parts: Parts, options: InputOptions) -> str | None:
    """Return the column that joins the files; None: line by line."""
    shared = shared_columns((parts.main, parts.other))
    if options.join is not None:
        if options.join in shared:
            return options.join
        if options.join == LINE:
            return None
        raise InputError(
            f"There is no column “{options.join}” in both {parts.main.name} and {parts.other.name} to join "
            f"them by; name one of both ({', '.join(shared) or 'there is none'}), or say --join line."
        )
    known = {normalised(name): name for name in reversed(shared)}
    return next((known[name] for name in ID_NAMES if name in known), None)


def _by_line(parts: Parts) -> tuple[Counts, Conclusion]:
    main, other = parts.main, parts.other
    if main.n_rows != other.n_rows:
        raise InputError(
            f"{main.name} has {main.n_rows:,} rows and {other.name} has {other.n_rows:,}, so their lines do "
            f"not belong together. {_lost(main.n_rows, other.n_rows)}"
        )
    reason = f"line by line; both have {main.n_rows:,} rows"
    return np.arange(main.n_rows), Conclusion("join", _names(parts), reason)


def _lost(n: int, other: int) -> str:
    """Return what to do about files of different lengths."""
    return lost_batch(min(n, other), max(n, other)) or (
        "Give the files of the same samples, or both an id column of the same name."
    )


def _by_id(parts: Parts, key: str) -> tuple[Counts, Conclusion]:
    main, other = parts.main, parts.other
    wanted, offered = (text_array(table.columns[key]) for table in (main, other))
    known, first, times = np.unique(offered, return_index=True, return_counts=True)
    if (times > 1).any():
        twice = known[np.argmax(times > 1)]
        raise InputError(
            f"{other.name} has the id “{twice}” more than once in its column “{key}”, so its rows cannot be "
            f"matched with {main.name}; make the ids unique, or say --join line."
        )
    place = np.clip(np.searchsorted(known, wanted), 0, len(known) - 1)
    meets = known[place] == wanted
    rows = np.where(meets, first[place], -1)
    if not meets.any():
        raise InputError(
            f"No id in the column “{key}” of {main.name} is in {other.name}, so they are of other samples; "
            "give the files of the same samples, or say --join line."
        )
    doubts = _unmatched(parts, int((~meets).sum()), len(known) - len(np.unique(place[meets])))
    reason = f"by the ids in “{key}”; {int(meets.sum()):,} rows have their partner"
    return rows, Conclusion("join", _names(parts), reason, " ".join(doubts) or None)


def _unmatched(parts: Parts, lost: int, unused: int) -> list[str]:
    doubts = []
    n = parts.main.n_rows
    if unused and not lost and (sentence := lost_batch(n, n + unused)):
        return [f"{unused:,} rows of {parts.other.name} have no partner in {parts.main.name}. {sentence}"]
    if lost:
        rows = "1 row" if lost == 1 else f"{lost:,} rows"
        has = "has" if lost == 1 else "have"
        doubts.append(f"{rows} of {parts.main.name} {has} no partner in {parts.other.name}.")
    if unused:
        rows = "1 row" if unused == 1 else f"{unused:,} rows"
        have, are = ("has", "is") if unused == 1 else ("have", "are")
        doubts.append(
            f"{rows} of {parts.other.name} {have} no partner in {parts.main.name} and {are} not used."
        )
    return doubts


def _names(parts: Parts) -> str:
    return f"{parts.main.name} with {parts.other.name}"


def _new_names(parts: Parts, key: str | None) -> dict[str, str]:
    """Return what the columns of the other table are called beside those of the main one."""
    main, other = parts.main, parts.other
    return {
        name: name if name not in main.columns else f"{name} ({other.name})"
        for name in other.columns
        if name != key
    }


def _partners(
    parts: Parts, rows: Counts, names: dict[str, str], before: tuple[Partner, ...]
) -> tuple[Partner, ...]:
    """Return the files beside the rows that count; those of before go where their table goes."""
    known = () if parts.main_index == 0 else before
    columns = frozenset(parts.other.columns).difference(*(each.columns for each in known))
    other = Partner(parts.other.name, parts.other.row_numbers, columns).taken(rows, names)
    if parts.main_index == 0:
        return (*before, other)
    return (*(each.taken(rows, names) for each in before), other)


def _together(parts: Parts, rows: Counts, names: dict[str, str], conclusion: Conclusion) -> Table:
    """Return the main table with the columns of the other one, its row `rows[i]` (-1: none) beside row i."""
    main, other = parts.main, parts.other
    columns = dict(main.columns)
    columns.update({new: _taken(other.columns[name], rows) for name, new in names.items()})
    return replace(
        main,
        columns=columns,
        class_names=main.class_names or other.class_names,
        positive=main.positive or other.positive,
        remarks=(*main.remarks, *other.remarks),
        conclusions=(*main.conclusions, *other.conclusions, conclusion),
    )


def _taken(column: Column, rows: Counts) -> Column:
    """Return chosen rows of a column, with nothing where the row is -1."""
    if isinstance(column, NumberColumn) and not column.bad:
        values = column.values[rows]
        if (rows >= 0).all():
            return NumberColumn(values)
        if values.dtype.kind == "f":
            return NumberColumn(np.where(rows >= 0, values, np.array(np.nan, values.dtype)))
    text = texts_of(column)
    return TextColumn(np.where(rows >= 0, text.codes[rows], -1).astype(np.int32), text.texts, text.ordered)
