"""Tables that stack several models, tasks or data sets: which rows are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from confmat_gui.core.arrays import Bools
from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import normalised
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.table import Column, NumberColumn, Table, TextColumn, text_array

STACK_NAMES = frozenset(
    {
        "model",
        "model_name",
        "model_id",
        "estimator",
        "classifier",
        "algorithm",
        "method",
        "system",
        "learner",
        "approach",
        "task",
        "task_id",
        "dataset",
        "data_set",
        "experiment",
        "run",
        "run_id",
        "split",
        "subset",
        "partition",
    }
)
"""Columns that say which of several stacked sets of predictions a row belongs to."""
MOST_STACKED = 200
MOST_APART = 20
"""So many sets of predictions can still be compared side by side."""


def chosen_rows(tables: Sequence[Table], options: InputOptions) -> list[Table]:
    """Return the tables with the rows that `--where` asks for.

    Values of one column are alternatives, conditions on several columns must all hold.

    Raises
    ------
    InputError
        For a column or a value that does not exist; names those that do.
    """
    found = list(tables)
    for name, values in _conditions(tables, options.where).items():
        found = [_where(table, name, values) if name in table.columns else table for table in found]
    return found


def stacks(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Return the columns that stack several sets of predictions, with their values."""
    found = {}
    for name in facts.names:
        labels = (facts.labels(name) or ()) if normalised(name) in STACK_NAMES else ()
        if 1 < len(labels) <= MOST_STACKED:
            found[name] = labels
    return found


def values_apart(
    tables: Sequence[Table], column: str, options: InputOptions
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of a column that are to be set side by side, and the conditions on other columns.

    Raises
    ------
    InputError
        For a column that does not exist, holds one value only, or more than can be compared.
    """
    wanted = _conditions(tables, (*options.where, f"{column}="))
    chosen = tuple(dict.fromkeys(value for value in wanted.pop(column) if value))
    others = tuple(f"{name}={value}" for name, values in wanted.items() for value in values)
    kept = chosen_rows(tables, replace(options, where=others))
    holding = [table for table in kept if column in table.columns]
    found = chosen or tuple(dict.fromkeys(value for table in holding for value in _values(table, column)))
    if len(found) > MOST_APART:
        raise InputError(
            f"{tables[0].name} has {len(found)} values in the column “{column}”, and at most {MOST_APART} "
            f"can be set side by side; choose some, such as --where {column}={found[0]}."
        )
    if len(found) < 2:
        held = f"one value only (“{found[0]}”)" if found else "no value"
        raise InputError(
            f"{tables[0].name} has {held} in the column “{column}”, so there is nothing to set side by side."
        )
    return found, others


def _values(table: Table, column: str) -> tuple[str, ...]:
    labels = Facts(table.columns).labels(column)
    if labels is None:
        raise InputError(
            f"The column “{column}” of {table.name} holds numbers with fractions or too many values to tell "
            "sets of predictions apart; name another one."
        )
    return labels


def about_stacks(facts: Facts, columns: ColumnMap, options: InputOptions) -> list[Conclusion]:
    """Say which further columns show that several sets of predictions are counted together."""
    said = []
    for name, values in stacks(facts).items():
        if name in columns.extra and not any(text.strip().startswith(name) for text in options.where):
            shown = ", ".join(values[:6]) + (", …" if len(values) > 6 else "")
            doubt = (
                f"The table holds {len(values)} of “{name}” below one another ({shown}) and all rows count; "
                f"choose one with --where {name}={values[0]}."
            )
            said.append(Conclusion("where", "all rows", f"nothing was chosen in “{name}”", doubt))
    return said


def _conditions(tables: Sequence[Table], where: Iterable[str]) -> dict[str, list[str]]:
    """Return the values that are wanted by column; a name may itself hold an equals sign."""
    columns = dict.fromkeys(name for table in tables for name in table.columns)
    wanted: dict[str, list[str]] = {}
    for text in where:
        places = [index for index, sign in enumerate(text) if sign == "="]
        if not places:
            raise InputError(f"“{text}” is no condition on rows; write it as COLUMN=VALUE, such as model=rf.")
        names = [text[:place].strip() for place in places]
        known = [(name, place) for name, place in zip(names, places, strict=True) if name in columns]
        if not known:
            raise InputError(
                f"{tables[0].name} has no column called “{names[0]}” to choose rows by; its columns are "
                f"{', '.join(list(columns)[:20])}."
            )
        name, place = known[0]
        wanted.setdefault(name, []).append(text[place + 1 :].strip())
    return wanted


def _where(table: Table, name: str, values: Sequence[str]) -> Table:
    texts = np.char.strip(text_array(table.columns[name]))
    for value in values:
        if value not in texts:
            known = ", ".join(dict.fromkeys(texts[:100_000].tolist()))
            raise InputError(
                f"{table.name} has no row with “{value}” in the column “{name}”; it holds {known[:200]}."
            )
    keep = np.isin(texts, list(values))
    reason = f"chosen; {int(keep.sum()):,} of {table.n_rows:,} rows of {table.name}"
    columns = {each: _kept(column, keep) for each, column in table.columns.items()}
    column = columns[name]
    if isinstance(column, TextColumn):  # what the file declared beyond the chosen values is gone
        columns[name] = replace(column, ordered=False)
    return replace(
        table,
        columns=columns,
        row_numbers=table.row_numbers[keep],
        conclusions=(*table.conclusions, Conclusion("where", f"{name} = {' or '.join(values)}", reason)),
    )


def _kept(column: Column, keep: Bools) -> Column:
    if isinstance(column, TextColumn):
        return replace(column, codes=column.codes[keep])
    return NumberColumn(column.values[keep], _moved(column.bad, keep))


def _moved(bad: Mapping[int, str], keep: Bools) -> dict[int, str]:
    """Return texts that are no numbers under the rows where they stand now."""
    place = np.cumsum(keep) - 1
    return {int(place[row]): text for row, text in bad.items() if keep[row]}
