"""Tables for other programs: all decisions, some samples, the rows set aside. CSV, UTF-8, written atomically.

A text that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a line break, and is not
a number) gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.table import read_number

_ROWS_AT_ONCE = 100_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_samples(path: str | Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write any table, row by row."""
    with write_atomically(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([harmless(name) for name in headers])
        writer.writerows([_cell(value) for value in row] for row in rows)
        text.flush()
        text.detach()


def write_set_aside(path: str | Path, loaded: Loaded) -> None:
    """Write the rows that could not be used, each with its place and reason."""
    rows = ((each.source, each.row, each.column, each.code, each.text) for each in loaded.set_aside)
    write_samples(path, ("source", "row", "column", "code", "reason"), rows)


def write_decisions(path: str | Path, loaded: Loaded, evaluation: Evaluation) -> None:
    """Write one line for every row used: where it stood, its id, true and predicted class, scores, the rest.

    The column "predicted" is what the rule decides; the file's own label, where it has one, is
    "predicted_in_file". A sample that the rule leaves without a decision has "no decision"; one without a
    label in the file has an empty field.
    """
    import pandas as pd

    columns = _decision_columns(loaded, evaluation)
    n_rows = len(loaded.row_numbers)
    with write_atomically(path) as stream:
        for start in range(0, n_rows, _ROWS_AT_ONCE):
            part = {name: _safe(values[start : start + _ROWS_AT_ONCE]) for name, values in columns.items()}
            frame = pd.DataFrame(part)
            frame.to_csv(stream, index=False, header=start == 0, lineterminator="\n", encoding="utf-8")


def _decision_columns(loaded: Loaded, evaluation: Evaluation) -> dict[str, NDArray[Any]]:
    predictions = evaluation.prepared.predictions
    names = np.array([*predictions.classes, NO_DECISION, ""])  # codes 0 to K - 1, K and -1
    sources = np.array([source.name for source in loaded.sources])
    columns: dict[str, NDArray[Any]] = {"source": sources[loaded.source_index], "row": loaded.row_numbers}
    if predictions.sample_id is not None:
        columns["id"] = predictions.sample_id
    if predictions.batch is not None:
        columns["batch"] = np.array(predictions.batch_names)[predictions.batch]
    columns["true"] = names[predictions.y_true]
    columns["predicted"] = names[evaluation.decided]
    if predictions.y_pred is not None:
        columns["predicted_in_file"] = names[predictions.y_pred]
    if predictions.y_score is not None:
        for index, name in enumerate(_score_names(loaded)):
            columns[name] = predictions.y_score[:, index]
    for name, values in (
        ("weight", predictions.sample_weight),
        ("count", predictions.count),
        *loaded.extra.items(),
    ):
        if values is not None:
            columns[_free(name, columns)] = values
    return {harmless(name): values for name, values in columns.items()}


def _score_names(loaded: Loaded) -> list[str]:
    predictions = loaded.predictions
    if predictions.score_class is not None:
        return [f"score_{predictions.classes[predictions.score_class]}"]
    return [f"score_{name}" for name in predictions.classes]


def _free(name: str, taken: dict[str, NDArray[Any]]) -> str:
    while name in taken:
        name += "_in_file"
    return name


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    if text.startswith(_FORMULA_SIGNS) and read_number(text) is None:
        return "'" + text
    return text


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _safe(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind != "U":
        return values
    distinct, codes = np.unique(values, return_inverse=True)
    return np.array([harmless(str(text)) for text in distinct])[codes]
