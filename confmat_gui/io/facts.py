"""What the content of a column says about its part, found once and kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.labels import natural_key
from confmat_gui.io.table import (
    Column,
    NumberColumn,
    TextColumn,
    blocks,
    distinct_values,
    few_distinct_values,
    label_text,
    numbers_of,
    read_number,
    texts_of,
)

MOST_LABELS = 5_000
"""A column with more distinct values holds no class labels."""
MOST_BAD = 0.5
"""Share of the distinct texts in a column of numbers that may be no numbers; their rows are set aside."""
SAMPLE_ROWS = 2_000
SUM_TOLERANCE = 5e-3


class Facts:
    """Answers questions about the columns of all files together."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns = columns
        self._labels: dict[str, tuple[str, ...] | None] = {}
        self._numeric: dict[str, bool] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the file's order."""
        return tuple(self.columns)

    def is_numeric(self, name: str) -> bool:
        """Whether nearly every distinct value is a number."""
        if name not in self._numeric:
            column = self.columns[name]
            self._numeric[name] = isinstance(column, NumberColumn) or _reads_as_numbers(column)
        return self._numeric[name]

    def labels(self, name: str) -> tuple[str, ...] | None:
        """Return the distinct labels in natural order (declared order where there is one).

        None if the column holds fractions or too many different values to be labels.
        """
        if name not in self._labels:
            self._labels[name] = _labels(self.columns[name])
        return self._labels[name]

    def is_declared(self, name: str) -> bool:
        """Whether the file declares the order of the column's labels."""
        column = self.columns[name]
        return isinstance(column, TextColumn) and column.ordered

    def share(self, name: str, labels: frozenset[str]) -> float:
        """Return the share of rows that have one of `labels`."""
        column = texts_of(self.columns[name])
        chosen = np.array([*(text.strip() in labels for text in column.texts), False])
        return float(chosen[column.codes].mean())

    def are_sizes(self, name: str, *, whole: bool) -> bool:
        """Whether all values are numbers from 0 up that could be weights, or counts where `whole`."""
        if not self.is_numeric(name):
            return False
        numbers = numbers_of(self.columns[name])
        if numbers.bad:
            return False
        values = _widened(numbers.values)
        usable = bool((values >= 0).all() and np.isfinite(values).all())
        return usable and (not whole or bool((values == np.floor(values)).all()))

    def n_distinct(self, name: str) -> int:
        """Return the number of distinct values."""
        column = self.columns[name]
        if isinstance(column, TextColumn):
            return len(column.texts)
        return len(distinct_values(column.values))

    def distance_from_one(self, names: tuple[str, ...]) -> float:
        """Return how far the rows of these columns are from summing to 1, on average over a sample of rows.

        Infinite unless nearly all rows are within `SUM_TOLERANCE` and all values in [0, 1].
        """
        sample = np.column_stack([self._sample(name) for name in names])
        sample = sample[np.isfinite(sample).all(axis=1)]
        if not len(sample) or sample.min() < -1e-9 or sample.max() > 1 + 1e-3:
            return float("inf")
        off = np.abs(sample.sum(axis=1) - 1)
        return float(off.mean()) if np.mean(off < SUM_TOLERANCE) > 0.95 else float("inf")

    def within_unit(self, name: str) -> bool:
        """Whether the usable values of a sample are in [0, 1]."""
        sample = self._sample(name)
        sample = sample[np.isfinite(sample)]
        return bool(len(sample) and sample.min() >= 0 and sample.max() <= 1 + 1e-3)

    def _sample(self, name: str) -> Floats:
        column = self.columns[name]
        step = max(1, len(column) // SAMPLE_ROWS)
        if isinstance(column, TextColumn):
            column = numbers_of(TextColumn(column.codes[::step], column.texts))
            return column.values.astype(np.float64)
        return _widened(column.values[::step])


def _widened(values: NDArray[Any]) -> Floats:
    with np.errstate(invalid="ignore"):  # a damaged file may hold signalling nans
        return np.asarray(values, dtype=np.float64)


def _reads_as_numbers(column: TextColumn) -> bool:
    head = TextColumn(np.arange(min(len(column.texts), 1_000), dtype=np.int32), column.texts)
    numbers = numbers_of(head)
    usable = np.isfinite(numbers.values).sum()
    return bool(usable > 0 and len(numbers.bad) <= MOST_BAD * len(head))


def _labels(column: Column) -> tuple[str, ...] | None:
    written = _written_numbers(column) if isinstance(column, NumberColumn) else _written_texts(column)
    if written is None:
        return None
    if isinstance(column, TextColumn) and column.ordered:
        return tuple(dict.fromkeys(text.strip() for text in column.texts))
    texts = list({text.strip() for text in written if text.strip()})
    if _are_fractions(texts):
        return None
    return tuple(sorted(texts, key=lambda text: (natural_key(text), text)))


def _written_numbers(column: NumberColumn) -> list[str] | None:
    """Return the labels that occur as numbers; None for fractions and where they are too many."""
    if column.values.dtype.kind == "f" and not _all_whole(column):
        return None
    distinct = few_distinct_values(column.values, MOST_LABELS)
    if distinct is None:
        return None
    texts = [*map(label_text, distinct), *column.bad.values()]
    return None if len(texts) > MOST_LABELS else texts


def _written_texts(column: TextColumn) -> list[str] | None:
    """Return the texts that occur; None where there are too many."""
    if len(column.texts) > MOST_LABELS:
        return None
    occurs = np.zeros(len(column.texts) + 1, dtype=np.bool_)
    for part in blocks(len(column)):
        occurs[column.codes[part]] = True
        if occurs[:-1].all():
            break
    return [text for text, there in zip(column.texts, occurs.tolist(), strict=False) if there]


def _all_whole(column: NumberColumn) -> bool:
    parts = (column.values[part] for part in blocks(len(column)))
    with np.errstate(invalid="ignore"):  # a damaged file may hold signalling nans
        return all(bool(((part == np.floor(part)) | ~np.isfinite(part)).all()) for part in parts)


def _are_fractions(texts: list[str]) -> bool:
    """Whether most of these are numbers, and some have a fraction other than .0."""
    numbers = [number for number in map(read_number, texts) if number is not None]
    if len(numbers) < (1 - MOST_BAD) * len(texts):
        return False
    return any(np.isfinite(number) and not number.is_integer() for number in numbers)
