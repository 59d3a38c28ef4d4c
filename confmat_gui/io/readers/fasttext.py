"""fastText: `predict`, `predict-prob`, and the labelled samples they were made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from confmat_gui.io.content import Start
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.scored_lines import ScoredLines
from confmat_gui.io.readers.text_lines import head_lines, is_number, label_column, numbered, read_lines
from confmat_gui.io.table import Column, NumberColumn, Table

_PREFIX = "__label__"


def read_fasttext(request: ReadRequest) -> Table:
    """Read labels, labels with probabilities, or samples of text of which only the label is kept.

    A line of `predict-prob` names the likeliest class first, so each has its own order of classes; where it
    names only some of them, the probability of the first one is the confidence of the predicted class.
    """
    name = request.path.name
    lines = [line.split() for _, line in numbered(request, read_lines(request))]
    filled = [tokens for tokens in lines if tokens]
    if all(_are_pairs(tokens) for tokens in filled):
        return _table(name, "fastText predictions", *_scored(name, lines))
    labels = [_label(tokens[0]) if tokens else "" for tokens in lines]
    several = sum(len(tokens) > 1 and tokens[1].startswith(_PREFIX) for tokens in lines)
    if all(token.startswith(_PREFIX) for tokens in filled for token in tokens):
        remark = f"{name} names several classes on a line; the first one is the likeliest and is taken."
        remarks = (remark,) if several else ()
        return _table(name, "fastText predictions", {"predicted": label_column(labels)}, remarks)
    remark = f"{several} lines of {name} have several labels; the first one is taken."
    remarks = (remark,) if several else ()
    return _table(name, "fastText samples", {"true": label_column(labels)}, remarks)


def _scored(name: str, lines: Sequence[list[str]]) -> tuple[dict[str, Column], tuple[str, ...]]:
    scores = ScoredLines(name)
    for line, tokens in enumerate(lines, 1):
        scores.add(line, [_label(token) for token in tokens[::2]], tokens[1::2])
    columns: dict[str, Column] = {"predicted": label_column([_label(t[0]) if t else "" for t in lines])}
    if scores.is_complete:
        return columns | scores.columns("p_"), ()
    columns["confidence"] = NumberColumn(scores.first_values())
    return columns, (
        f"{name} has the probabilities of the likeliest classes only; `predict-prob … -1` writes all.",
    )


def _table(name: str, format_name: str, columns: dict[str, Column], remarks: tuple[str, ...]) -> Table:
    rows = np.arange(1, len(next(iter(columns.values()))) + 1, dtype=np.int32)
    return Table(name, format_name, columns, rows, row_word="line", remarks=remarks)


def _label(token: str) -> str:
    return token.removeprefix(_PREFIX)


def _are_pairs(tokens: Sequence[str]) -> bool:
    """Whether labels and numbers take turns."""
    return (
        len(tokens) % 2 == 0
        and all(token.startswith(_PREFIX) for token in tokens[::2])
        and all(is_number(token) for token in tokens[1::2])
    )


def _fits(start: Start) -> bool:
    lines = head_lines(start)
    return bool(lines) and all(line.lstrip().startswith(_PREFIX) for line in lines)


READERS = (Reader("fastText", (".txt",), _fits, read_fasttext, text=True),)
