"""The models, tasks or splits that files stack, to choose from: those of the first rows, then of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.labels import natural_key
from confmat_gui.io.column_names import normalised
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.reading import read_table
from confmat_gui.io.stacked import MOST_STACKED, STACK_NAMES, stacks
from confmat_gui.io.table import Column, texts_of


@dataclass(frozen=True)
class Stack:
    """A column that stacks several sets of predictions.

    Attributes
    ----------
    column : str
    values : tuple of str
        At most 200, in natural order (where there are more: those with the most rows).
    counts : tuple of int
        The rows of each value; empty where only the first rows of a file were looked at.
    n_values : int
        How many values there are.
    """

    column: str
    values: tuple[str, ...]
    counts: tuple[int, ...] = ()
    n_values: int = 0


def may_stack(names: Iterable[str]) -> bool:
    """Whether one of these columns is called like one that tells stacked predictions apart."""
    return any(normalised(name) in STACK_NAMES for name in names)


def seen_stacks(facts: Facts) -> tuple[Stack, ...]:
    """Return the stacks that the first rows show."""
    return tuple(Stack(name, values, (), len(values)) for name, values in stacks(facts).items())


def counted_stacks(
    paths: Sequence[Path], options: InputOptions, progress: Progress = no_progress
) -> tuple[Stack, ...]:
    """Read the files completely and return their stacks with the rows of each value.

    Raises
    ------
    InputError
        Where a file cannot be read.
    """
    found: dict[str, Counter[str]] = {}
    for path in paths:
        as_written = replace(options, where=())
        for name, column in read_table(path, as_written, progress).columns.items():
            if normalised(name) in STACK_NAMES:
                found.setdefault(name, Counter()).update(_counted(column))
    return tuple(_stack(name, rows) for name, rows in found.items() if len(rows) > 1)


def _counted(column: Column) -> dict[str, int]:
    """Return the rows of each value, without blanks around it; an empty field is no value."""
    texts = texts_of(column)
    rows = np.bincount(texts.codes[texts.codes >= 0], minlength=len(texts.texts)).tolist()
    counts: Counter[str] = Counter()
    for text, n_rows in zip(texts.texts, rows, strict=True):
        if n_rows and text.strip():
            counts[text.strip()] += n_rows
    return counts


def _stack(name: str, rows: Counter[str]) -> Stack:
    values = sorted((value for value, _ in rows.most_common(MOST_STACKED)), key=natural_key)
    return Stack(name, tuple(values), tuple(rows[value] for value in values), len(rows))
