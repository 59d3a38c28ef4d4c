"""Lines of class and number in pairs, in an order of classes that may differ from line to line."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import natural_key
from confmat_gui.io.limits import MAX_RATIO
from confmat_gui.io.table import NumberColumn, read_number

FREE_CELLS = 1_000_000

class ScoredLines:
    """Collects the pairs of every line; afterwards each class has a column, nan where a line lacks it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._code_of: dict[str, int] = {}
        self._codes = array("i")
        self._values = array("d")
        self._lengths = array("i")

    def add(self, line: int, labels: Sequence[str], numbers: Sequence[str]) -> None:
        """Add the pairs of a line; InputError names it where a class stands twice or a number is none."""
        if len(set(labels)) < len(labels):
            twice = next(label for index, label in enumerate(labels) if label in labels[:index])
            raise InputError(f"{self._name}, line {line}: the class “{twice}” stands there twice.")
        for label, text in zip(labels, numbers, strict=True):
            value = read_number(text)
            if value is None:
                raise InputError(f"{self._name}, line {line}: “{text}” is not a number.")
            self._codes.append(self._code_of.setdefault(label, len(self._code_of)))
            self._values.append(value)
        self._lengths.append(len(labels))

    @property
    def is_complete(self) -> bool:
        """Whether every line that has pairs at all has one for every class."""
        return all(length in (0, len(self._code_of)) for length in self._lengths)

    def first_values(self) -> Floats:
        """Return the first number of every line."""
        lengths = np.asarray(self._lengths)
        starts, present = np.cumsum(lengths) - lengths, lengths > 0
        values = np.full(len(lengths), np.nan)
        values[present] = np.asarray(self._values)[starts[present]]
        return values

    def columns(self, prefix: str) -> dict[str, NumberColumn]:
        """Return one column for each class, in natural order of the classes.

        InputError where so few lines name each class that the columns would be far larger than the file.
        """
        n_rows, n_classes, n_pairs = len(self._lengths), len(self._code_of), len(self._codes)
        if n_rows * n_classes > FREE_CELLS + MAX_RATIO * n_pairs:
            raise InputError(
                f"{self._name} names {n_classes:,} classes, but a line has {n_pairs / n_rows:.1f} of them on "
                "average; write the scores of all classes on every line."
            )
        matrix = np.full((n_rows, n_classes), np.nan, order="F")
        rows = np.repeat(np.arange(n_rows), np.asarray(self._lengths))
        matrix[rows, np.asarray(self._codes)] = np.asarray(self._values)
        order = sorted(self._code_of, key=lambda label: (natural_key(label), label))
        return {prefix + label: NumberColumn(matrix[:, self._code_of[label]]) for label in order}
