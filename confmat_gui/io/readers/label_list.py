"""One value on each line: a list of true or predicted labels, or of scores, beside another file."""

from __future__ import annotations

import re

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import PRED_NAMES, SINGLE_SCORE_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.text_lines import head_lines, label_column, read_lines
from confmat_gui.io.table import Column, NumberColumn, Table, read_number

LIST_OF_LABELS = "list of labels"
LABEL = "label"
_VALUE = re.compile(r"\s*[^\s,;|\"'{}\[\]<>=:%@]+\s*")
_KNOWN = frozenset({*TRUE_NAMES, *PRED_NAMES, *SINGLE_SCORE_NAMES})


def read_label_list(request: ReadRequest) -> Table:
    """Read one label or number a line; a first line that names a column is its header."""
    path = request.path
    values = [line.strip() for line in read_lines(request)]
    named = normalised(values[0]) in _KNOWN
    name, values, first_line = (values[0], values[1:], 2) if named else (LABEL, values, 1)
    if not values:
        raise InputError(f"{path.name} has a header but no rows.")
    numbers = [read_number(value) for value in values]
    column: Column = label_column(values)
    if None not in numbers and any(number is not None and number % 1 for number in numbers):
        column = NumberColumn(np.array(numbers, dtype=np.float64))
        name = name if named else "score"
    rows = np.arange(first_line, first_line + len(values), dtype=np.int32)
    return Table(path.name, LIST_OF_LABELS, {name: column}, rows, row_word="line")


def _fits(start: Start) -> bool:
    lines = head_lines(start)
    return bool(lines) and all(_VALUE.fullmatch(line) for line in lines)


READERS = (
    Reader(
        LIST_OF_LABELS,
        (".txt", ".predict", ".labels"),
        _fits,
        read_label_list,
        known_by="either",
        text=True,
    ),
)
