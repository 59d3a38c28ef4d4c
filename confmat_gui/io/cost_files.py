"""Cost matrices as tables: rows = true class, columns = predicted class, names on both edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION, CostMatrix, cost_matrix
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.content import look
from confmat_gui.io.price_cells import mark_between, read_price, rows_are_predicted, without_prefix
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.delimited_records import decode, is_blank, records

CORNER = "true \\ predicted"


@dataclass(frozen=True)
class CostTable:
    """Prices of a file. `turned`: its rows were predicted classes, so rows and columns were changed over."""

    costs: CostMatrix
    turned: bool = False


def read_costs(path: str | Path, classes: Sequence[str]) -> CostMatrix:
    """Return the prices of a file; see `read_cost_table`."""
    return read_cost_table(path, classes).costs


def read_cost_table(path: str | Path, classes: Sequence[str]) -> CostTable:
    """Read a cost matrix and put it into the order of `classes`.

    The first line names the predicted classes, with "no decision" after them where that has a price, and the
    first field of every other line the true class. Where the corner, words before the names ("true ok") or a
    line for no decision say that it is the other way round, rows and columns are changed over. Numbers alone,
    as many as the matrix has, are in the order of `classes`.

    Raises
    ------
    InputError
        Where the file is no such table of finite numbers, or its classes are not `classes`.
    """
    file = Path(path)
    rows = _rows(file)
    plain = _numbers_alone(rows, len(classes))
    if plain is not None:
        return CostTable(cost_matrix(plain))
    (_, header), body = rows[0], rows[1:]
    values = _values(file.name, header, body)
    true, said_rows = without_prefix([fields[0] for _, fields in body], classes)
    predicted, said_columns = without_prefix(header[1:], classes)
    abstaining = NO_DECISION in true and NO_DECISION not in classes
    turned = rows_are_predicted(header[0], said_rows, said_columns, abstaining_row=abstaining)
    where = ("first column", "first line")
    if turned:
        true, predicted, values, where = predicted, true, values.T, where[::-1]
    columns = _predicted(file.name, predicted, classes, where[1])
    order = _order(file.name, true, classes, "true", where[0])
    costs = np.empty((len(classes), len(columns)))
    costs[np.ix_(order, columns)] = values
    return CostTable(cost_matrix(costs), turned)


def _values(file: str, header: list[str], body: list[tuple[int, list[str]]]) -> Floats:
    values = np.empty((len(body), len(header) - 1))
    for row, (line, fields) in enumerate(body):
        if len(fields) != len(header):
            raise InputError(f"{file}, line {line}: there are {len(fields)} fields instead of {len(header)}.")
        for column, text in enumerate(fields[1:]):
            value = read_price(text)
            if value is None:
                name = header[column + 1].strip()
                raise InputError(f"{file}, line {line}, column “{name}”: “{text}” is not a finite number.")
            values[row, column] = value
    return values


def _numbers_alone(rows: list[tuple[int, list[str]]], n_classes: int) -> list[list[float]] | None:
    """Return the numbers of a table without names; None where it has names or another size."""
    numbers = [[read_price(text) for text in fields] for _, fields in rows]
    widths = {len(fields) for fields in numbers}
    if len(numbers) != n_classes or widths not in ({n_classes}, {n_classes + 1}):
        return None
    known = [[value for value in fields if value is not None] for fields in numbers]
    return known if [len(fields) for fields in known] == [len(fields) for fields in numbers] else None


def _rows(file: Path) -> list[tuple[int, list[str]]]:
    if not look(file).is_text:
        raise InputError(f"{file.name} is not a text file; costs are read from CSV.")
    with ByteStream(file, no_progress) as stream:
        text = decode(b"".join(stream.chunks()), file.name, 1)
    lines = records(text, file.name, mark_between(text), 1)
    rows = [(line, fields) for line, _, fields in lines if not is_blank(fields)]
    if len(rows) < 2:
        raise InputError(
            f"{file.name} holds no cost matrix: the first line names the predicted classes, each other "
            "line is a true class and its costs."
        )
    return rows


def _predicted(file: str, names: list[str], classes: Sequence[str], where: str) -> list[int]:
    """Return the column of each name; a last one may be that of no decision."""
    wide = len(names) == len(classes) + 1 and names[-1] == NO_DECISION
    columns = _order(file, names[:-1] if wide else names, classes, "predicted", where)
    return [*columns, len(classes)] if wide else columns


def _order(file: str, names: list[str], classes: Sequence[str], what: str, where: str) -> list[int]:
    """Return the class index of each name; every class must be there once."""
    for index, name in enumerate(names):
        if name not in classes:
            known = ", ".join(list(classes)[:12])
            raise InputError(
                f"{file}: the {where} names the {what} class “{name}”, but the classes are {known}."
            )
        if name in names[:index]:
            raise InputError(f"{file}: the {where} names the {what} class “{name}” twice.")
    lacking = [name for name in classes if name not in names]
    if lacking:
        raise InputError(f"{file}: the {where} lacks the {what} class “{lacking[0]}”.")
    return [list(classes).index(name) for name in names]


def write_costs(path: str | Path, costs: CostMatrix, classes: Sequence[str]) -> None:
    """Write a cost matrix as CSV that `read_costs` reads back to the same numbers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([CORNER, *classes, *([NO_DECISION] if len(costs[0]) > len(costs) else [])])
    for name, row in zip(classes, costs, strict=True):
        writer.writerow([name, *(repr(value) for value in row)])
    with write_atomically(path) as stream:
        stream.write(text.getvalue().encode("utf-8"))
