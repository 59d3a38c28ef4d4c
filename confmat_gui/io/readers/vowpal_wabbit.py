"""Vowpal Wabbit: predictions of several classes, "1:0.2 2:0.5 3:0.3" and perhaps a tag on each line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.scored_lines import ScoredLines
from confmat_gui.io.readers.text_lines import head_lines, is_number, label_column, numbered, read_lines
from confmat_gui.io.table import Column, Table

_LABEL = re.compile(r"[^\s:|]+")


def read_vowpal_wabbit(request: ReadRequest) -> Table:
    """Read `--probabilities` or the scores of `--oaa`; the true labels are in another file."""
    name = request.path.name
    scores = ScoredLines(name)
    tags = []
    lines = read_lines(request)
    for line, text in numbered(request, lines):
        pairs, tag = _taken_apart(text)
        if pairs is None:
            raise InputError(f"{name}, line {line}: “{text[:60]}” is no list of class:number.")
        scores.add(line, [label for label, _ in pairs], [number for _, number in pairs])
        tags.append(tag)
    columns: dict[str, Column] = {"id": label_column(tags)} if all(tags) else {}
    columns |= scores.columns("score_")
    rows = np.arange(1, len(lines) + 1, dtype=np.int32)
    return Table(name, "Vowpal Wabbit predictions", columns, rows, row_word="line")


def _taken_apart(text: str) -> tuple[Sequence[tuple[str, str]] | None, str]:
    """Return the pairs of a line, None where there are others, and its tag."""
    tokens = text.split()
    tag = tokens.pop() if len(tokens) > 1 and ":" not in tokens[-1] else ""
    pairs = [(label, number) for label, _, number in (token.rpartition(":") for token in tokens)]
    fine = all(_LABEL.fullmatch(label) and is_number(number) for label, number in pairs)
    return (pairs if fine else None), tag


def _fits(start: Start) -> bool:
    lines = head_lines(start)
    return bool(lines) and all(pairs is not None and len(pairs) > 1 for pairs, _ in map(_taken_apart, lines))


READERS = (Reader("Vowpal Wabbit", (".predict",), _fits, read_vowpal_wabbit, text=True),)
