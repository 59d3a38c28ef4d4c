"""WEKA: predictions as CSV and as plain text, with distributions or the confidence of the predicted class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.text_lines import head_lines, numbered, read_lines
from confmat_gui.io.table import Column, NumberColumn, Table, TextColumn, read_number

MOST_CLASSES = 10_000
"""A class of a higher number is damage; every number up to it would get a name."""
_HEADER = re.compile(r"\s*inst#[\s,]+actual[\s,]+predicted[\s,]+error[\s,]+(distribution|prediction)\b.*")
_CLASS = r"(\d+:.*?|\?)"
_TEXT_ROW = re.compile(rf"\s*(\d+)\s+{_CLASS}\s+{_CLASS}\s+(?:\+\s+)?([*\d.,eE+?-]+)(?:\s+\(.*\))?\s*")
_NAMED = re.compile(r"(\d+):(.*)")


@dataclass(frozen=True)
class _Row:
    line: int
    number: str
    actual: str
    predicted: str
    values: tuple[float, ...]


def read_weka(request: ReadRequest) -> Table:
    """Read predictions. Classes are written "2:good" and count from 1; plain text cuts their names short."""
    name = request.path.name
    lines = read_lines(request)
    at = next((index for index, line in enumerate(lines) if _HEADER.fullmatch(line)), None)
    if at is None:
        raise InputError(f"{name} lacks the line with inst#, actual, predicted, error that WEKA writes.")
    header = lines[at]
    distributed = "distribution" in header
    take = _csv_row if "inst#," in header else _text_row
    rows = [
        take(name, number, line, distributed=distributed)
        for number, line in numbered(request, lines[at + 1 :], at + 2)
        if line.strip()
    ]
    if not rows:
        raise InputError(f"{name} has a header but no rows.")
    classes = _class_names(name, rows)
    columns: dict[str, Column] = {
        "actual": _labels([row.actual for row in rows], classes),
        "predicted": _labels([row.predicted for row in rows], classes),
        **_scores(name, rows, classes, distributed=distributed),
        "inst#": NumberColumn(np.array([int(row.number) for row in rows])),
    }
    places = np.array([row.line for row in rows], dtype=np.int32)
    return Table(name, "WEKA predictions", columns, places, row_word="line")


def _text_row(name: str, line: int, text: str, *, distributed: bool) -> _Row:
    match = _TEXT_ROW.fullmatch(text)
    if match is None:
        raise _refusal(name, line)
    number, actual, predicted, values = match.groups()
    taken = _values(name, line, values.split(","), distributed=distributed)
    return _Row(line, number, actual, predicted, taken)


def _csv_row(name: str, line: int, text: str, *, distributed: bool) -> _Row:
    fields = [field.strip().strip("'\"") for field in text.split(",")]
    if len(fields) < 5 or not fields[0].isdigit():
        raise _refusal(name, line)
    values = fields[4:] if distributed else fields[4:5]
    return _Row(line, fields[0], fields[1], fields[2], _values(name, line, values, distributed=distributed))


def _values(name: str, line: int, fields: Sequence[str], *, distributed: bool) -> tuple[float, ...]:
    values = [read_number(field.removeprefix("*")) for field in fields]
    if any(value is None for value in values) or (not distributed and len(values) != 1):
        raise _refusal(name, line)
    return tuple(value for value in values if value is not None)


def _refusal(name: str, line: int) -> InputError:
    return InputError(
        f"{name}, line {line}: this is no prediction of a class as WEKA writes it (number, 1:actual, "
        "2:predicted, +, probability); numeric predictions and further attributes are not read."
    )


def _class_names(name: str, rows: Sequence[_Row]) -> tuple[str, ...]:
    """Return the names by number; one that never occurs, and names cut to the same text, get their number."""
    known: dict[int, str] = {}
    for row in rows:
        for text in (row.actual, row.predicted):
            match = _NAMED.fullmatch(text)
            if match is None or match[2] == "?":
                continue
            if len(match[1]) > len(str(MOST_CLASSES)) or not 1 <= int(match[1]) <= MOST_CLASSES:
                raise InputError(
                    f"{name}, line {row.line}: “{text[:60]}” numbers a class beyond 1 to {MOST_CLASSES:,}."
                )
            known[int(match[1])] = match[2]
    n_classes = max([*known, *(len(row.values) for row in rows)], default=0)
    names = [known.get(index, f"class {index}") for index in range(1, n_classes + 1)]
    times = Counter(names)
    return tuple(f"{text} ({i})" if times[text] > 1 else text for i, text in enumerate(names, 1))


def _labels(texts: Sequence[str], classes: tuple[str, ...]) -> TextColumn:
    def code(text: str) -> int:
        match = _NAMED.fullmatch(text)
        return -1 if match is None or match[2] == "?" else int(match[1]) - 1

    return TextColumn(np.array([code(text) for text in texts], dtype=np.int32), classes, ordered=True)


def _scores(
    name: str, rows: Sequence[_Row], classes: tuple[str, ...], *, distributed: bool
) -> dict[str, Column]:
    if not distributed:
        return {"confidence": NumberColumn(np.array([row.values[0] for row in rows]))}
    for row in rows:
        if len(row.values) != len(classes):
            raise InputError(
                f"{name}, line {row.line}: the distribution has {len(row.values)} values for {len(classes)} "
                "classes."
            )
    values = np.array([row.values for row in rows], order="F")
    return {f"p_{label}": NumberColumn(values[:, index]) for index, label in enumerate(classes)}


def _fits(start: Start) -> bool:
    lines = head_lines(start)[:20]
    return any(_HEADER.fullmatch(line) for line in lines)


READERS = (Reader("WEKA predictions", (".csv", ".txt"), _fits, read_weka, text=True),)
