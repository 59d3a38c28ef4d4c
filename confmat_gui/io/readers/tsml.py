"""UCR and tsml results: three lines about the experiment, then true, predicted, time and probabilities."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.text_lines import head_lines, label_column, numbered, read_lines
from confmat_gui.io.table import Column, NumberColumn, Table, read_number

_FIRST_LINE = re.compile(r"[^,]*,[^,]*,(train|test)(,.*)?", re.IGNORECASE)
_ROW = re.compile(r"\s*\d+\s*,\s*\d+\s*,.*")
_N_ABOUT = 3
_ACCURACY_DIGITS = 1e-6


def read_tsml(request: ReadRequest) -> Table:
    """Read results; classes are counted from 0, as the file has them. The stated accuracy is checked."""
    name = request.path.name
    lines = read_lines(request)
    about, rows = lines[:_N_ABOUT], [line.split(",") for _, line in numbered(request, lines[_N_ABOUT:])]
    if not rows:
        raise InputError(f"{name} has a header but no rows.")
    n_classes = _n_classes(about[2], rows)
    for line, fields in enumerate(rows, _N_ABOUT + 1):
        if len(fields) != _N_ABOUT + n_classes or not all(map(_filled, (*fields[:2], *fields[3:]))):
            raise InputError(
                f"{name}, line {line}: there must be true class, predicted class, time and {n_classes} "
                "probabilities; correct the row or write the results again."
            )
    declared = [str(code) for code in range(n_classes)]
    true, predicted = (label_column([fields[i].strip() for fields in rows], declared) for i in (0, 1))
    columns: dict[str, Column] = {"true": true, "predicted": predicted}
    if all(_filled(fields[2]) for fields in rows):
        columns["time"] = _numbers(rows, 2)
    columns |= {f"p_{code}": _numbers(rows, _N_ABOUT + index) for index, code in enumerate(declared)}
    whole = request.max_rows is None or len(lines) < request.max_rows
    right = float(np.mean(true.codes == predicted.codes))
    remarks = _remarks(name, about[2], right) if whole else ()
    places = np.arange(_N_ABOUT + 1, len(lines) + 1, dtype=np.int32)
    return Table(name, "tsml results", columns, places, row_word="line", remarks=remarks)


def _n_classes(third_line: str, rows: Sequence[Sequence[str]]) -> int:
    """Return what the third line states in its sixth field, else what the first row has."""
    fields = third_line.split(",")
    stated = read_number(fields[5]) if len(fields) > 5 else None
    if stated is not None and stated.is_integer() and stated > 0:
        return int(stated)
    return max(len(rows[0]) - _N_ABOUT, 1)


def _filled(field: str) -> bool:
    number = read_number(field)
    return number is not None and not np.isnan(number)


def _numbers(rows: Sequence[Sequence[str]], column: int) -> NumberColumn:
    return NumberColumn(np.array([float(fields[column]) for fields in rows]))


def _remarks(name: str, third_line: str, right: float) -> tuple[str, ...]:
    stated = read_number(third_line.partition(",")[0])
    if stated is None or np.isnan(stated) or abs(stated - right) < _ACCURACY_DIGITS:
        return ()
    return (f"Line 3 of {name} states an accuracy of {stated:g}, but the predicted classes give {right:g}.",)


def _fits(start: Start) -> bool:
    lines = head_lines(start)
    if len(lines) <= _N_ABOUT or not _FIRST_LINE.fullmatch(lines[0]):
        return False
    return read_number(lines[2].partition(",")[0]) is not None and _ROW.fullmatch(lines[3]) is not None


READERS = (Reader("tsml results", (".csv",), _fits, read_tsml, text=True),)
