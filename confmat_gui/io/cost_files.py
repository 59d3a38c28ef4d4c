"""Cost matrices as tables: rows = true class, columns = predicted class, names on both edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from confmat_gui.core.cancel import no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION, CostMatrix, cost_matrix
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.content import look
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.delimited_records import decode, is_blank, records
from confmat_gui.io.table import read_number

CORNER = "true \\ predicted"


def read_costs(path: str | Path, classes: Sequence[str]) -> CostMatrix:
    """Read a cost matrix and put it into the order of `classes`.

    The first line names the predicted classes, with "no decision" after them where that has a price, and the
    first field of every other line the true class; what stands in the corner does not matter.

    Raises
    ------
    InputError
        Where the file is no such table of finite numbers, or its classes are not `classes`.
    """
    file = Path(path)
    rows = _rows(file)
    (_, header), body = rows[0], rows[1:]
    predicted = _predicted(file.name, [name.strip() for name in header[1:]], classes)
    true = _order(file.name, [fields[0].strip() for _, fields in body], classes, "true", "first column")
    costs = np.empty((len(classes), len(predicted)))
    for (line, fields), row in zip(body, true, strict=True):
        if len(fields) != len(header):
            raise InputError(
                f"{file.name}, line {line}: there are {len(fields)} fields instead of {len(header)}."
            )
        for name, column, text in zip(header[1:], predicted, fields[1:], strict=True):
            value = read_number(text)
            if value is None or not np.isfinite(value):
                raise InputError(
                    f"{file.name}, line {line}, column “{name}”: “{text}” is not a finite number."
                )
            costs[row, column] = value
    return cost_matrix(costs)


def _rows(file: Path) -> list[tuple[int, list[str]]]:
    if not look(file).is_text:
        raise InputError(f"{file.name} is not a text file; costs are read from CSV.")
    with ByteStream(file, no_progress) as stream:
        text = decode(b"".join(stream.chunks()), file.name, 1)
    first = text.strip().partition("\n")[0]
    delimiter = max((",", "\t", ";"), key=first.count)
    rows = [
        (line, fields) for line, _, fields in records(text, file.name, delimiter, 1) if not is_blank(fields)
    ]
    if len(rows) < 2:
        raise InputError(
            f"{file.name} holds no cost matrix: the first line names the predicted classes, each other "
            "line is a true class and its costs."
        )
    return rows


def _predicted(file: str, names: list[str], classes: Sequence[str]) -> list[int]:
    """Return the column of each name; a last one may be that of no decision."""
    wide = len(names) == len(classes) + 1 and names[-1] == NO_DECISION
    columns = _order(file, names[:-1] if wide else names, classes, "predicted", "first line")
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
