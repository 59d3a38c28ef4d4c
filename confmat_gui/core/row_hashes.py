"""Numbers that follow from what a row says, so that drawing rows does not depend on their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.predictions import Predictions

_STEP, _FIRST, _SECOND = (np.uint64(c) for c in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_PART_BITS = 4
"""Rows are sorted in so many parts, 2 to this power."""


def row_hashes(
    predictions: Predictions, seed: int, report: Report = no_report
) -> NDArray[np.uint64]:
    """Return a number for each row that looks drawn at random, (n,), by the row's content and the seed.

    The content is the true class, the scores (those before they were recalibrated or adapted), and the file's
    own label where there are no scores; classes count by name, in any order. Rows with the same content get
    numbers of their own, by how many such rows stand above: other rows that come in between change nothing.
    `report` is called for each column of scores.
    """
    names = name_hashes(predictions.classes, 0)
    content = mixed(names[predictions.y_true])
    scores = predictions.y_score if predictions.drawn_by is None else predictions.drawn_by
    if scores is None:
        content += _of_labels(predictions.y_pred, names)
    else:
        owners = names if predictions.score_class is None else names[[predictions.score_class]]
        for name, column in zip(owners, scores.T, strict=True):
            report()
            content += mixed(name ^ _bits(column))
    report()
    number: NDArray[np.uint64] = _number_among_equals(content, report) * _STEP
    report()
    return mixed(content + number + mixed(np.array([seed], dtype=np.uint64)))


def name_hashes(names: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """Return a number for each name that looks drawn at random, by the name's letters and the seed."""
    letters = np.array(names, dtype=np.str_)
    columns = letters.view(np.uint32).reshape(len(names), -1).T
    content = np.broadcast_to(mixed(np.array([seed], dtype=np.uint64)), len(names)).copy()
    for column in columns:  # 0 fills up short names and must not count: it depends on the longest one
        content = np.where(column == 0, content, mixed(content ^ column))
    return content


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the values stirred so that each bit depends on each (Steele et al. 2014, SplitMix64)."""
    stirred = values + _STEP
    stirred = (stirred ^ (stirred >> np.uint64(30))) * _FIRST
    stirred = (stirred ^ (stirred >> np.uint64(27))) * _SECOND
    return stirred ^ (stirred >> np.uint64(31))


def _of_labels(y_pred: Codes | None, names: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a number for each of the file's own labels; -1 stands for none."""
    known = np.append(mixed(~names), np.uint64(0))
    found: NDArray[np.uint64] = known[np.asarray(y_pred)]
    return found


def _bits(column: NDArray[Any]) -> NDArray[np.uint64]:
    """Return the bits of numbers, (n,); those of -0.0 are those of 0.0."""
    whole: NDArray[Any] = (column + column.dtype.type(0)).view(np.dtype(f"u{column.dtype.itemsize}"))
    return whole.astype(np.uint64)


def _number_among_equals(content: NDArray[np.uint64], report: Report) -> NDArray[Any]:
    """Return how many rows above have the same content, (n,).

    Equal content begins with equal bits, so a part of the rows is sorted at a time: `report` is then called
    often enough to stop at once.
    """
    number = np.empty(len(content), dtype=np.uint64)
    first_bits = (content >> np.uint64(64 - _PART_BITS)).astype(np.uint8)
    for part in range(1 << _PART_BITS):
        report()
        rows = np.flatnonzero(first_bits == part)
        if len(rows):
            number[rows] = _numbered(content[rows])
    return number


def _numbered(content: NDArray[np.uint64]) -> NDArray[np.intp]:
    order = np.argsort(content, kind="stable")
    ordered = content[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    number = np.empty(len(content), dtype=np.intp)
    number[order] = np.arange(len(content)) - np.repeat(starts, np.diff(np.append(starts, len(content))))
    return number
