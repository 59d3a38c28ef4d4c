"""LIBSVM: the output of `svm-predict -b 1`, and the data files that hold the true labels."""

from __future__ import annotations

import re

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.text_lines import head_lines, is_number, label_column, numbered, read_lines
from confmat_gui.io.table import Column, NumberColumn, Table, read_number

_SAMPLE = re.compile(r"\s*[^\s:]+(\s+\d+:[^\s:]+)*\s*(#.*)?")


def read_predictions(request: ReadRequest) -> Table:
    """Read label and probabilities; the first line, "labels 1 -1", gives the classes in their order."""
    name = request.path.name
    header, *lines = read_lines(request)
    classes = header.split()[1:]
    if not lines:
        raise InputError(f"{name} has a header but no rows.")
    labels, rows_of_values = [], []
    for number, line in numbered(request, lines, 2):
        tokens = line.split()
        numbers = [read_number(token) for token in tokens[1:]]
        if len(numbers) != len(classes) or None in numbers:
            raise InputError(
                f"{name}, line {number}: there must be a label and {len(classes)} probabilities, one for "
                "each class of the first line."
            )
        labels.append(tokens[0])
        rows_of_values.append(np.array(numbers, dtype=np.float64))
    values = np.array(rows_of_values, order="F")
    predicted = label_column(labels, declared=classes)
    names = predicted.texts[: len(classes)]
    scores = {f"p_{label}": NumberColumn(values[:, index]) for index, label in enumerate(names)}
    columns: dict[str, Column] = {"predicted": predicted, **scores}
    rows = np.arange(2, len(lines) + 2, dtype=np.int32)
    return Table(name, "LIBSVM predictions", columns, rows, row_word="line")


def read_samples(request: ReadRequest) -> Table:
    """Read the label at the beginning of every line of a data file; the features are left out."""
    name = request.path.name
    lines = read_lines(request)
    labels = []
    for line, text in numbered(request, lines):
        label = (text.split() or [""])[0]
        if not _SAMPLE.fullmatch(text) or "," in label:
            what = "several labels, and one is needed" if "," in label else "no label followed by index:value"
            raise InputError(f"{name}, line {line}: there are {what}.")
        labels.append(label)
    rows = np.arange(1, len(lines) + 1, dtype=np.int32)
    return Table(name, "LIBSVM samples", {"true": label_column(labels)}, rows, row_word="line")


def _are_predictions(start: Start) -> bool:
    lines = [line.split() for line in head_lines(start)[:2]]
    if len(lines) < 2 or lines[0][0] != "labels" or len(lines[1]) != len(lines[0]):
        return False
    return all(is_number(token) for token in (*lines[0][1:], *lines[1]))


def _are_samples(start: Start) -> bool:
    lines = head_lines(start)
    return (
        bool(lines)
        and any(":" in line for line in lines)
        and all(_SAMPLE.fullmatch(line) and is_number(line.split()[0].partition(",")[0]) for line in lines)
    )


READERS = (
    Reader("LIBSVM predictions", (".predict",), _are_predictions, read_predictions, text=True),
    Reader("LIBSVM samples", (".libsvm", ".svm", ".txt"), _are_samples, read_samples, text=True),
)
