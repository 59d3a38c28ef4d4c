"""The rows behind a selection: ids, truth, decision, scores and further columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts, Scores
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.loaded import Loaded
from confmat_gui.present import texts
from confmat_gui.session.state import Display, Session

MANY_CLASSES = 12
"""Beyond this number of classes a sample shows two scores, of its true and of its predicted class."""

ROW = "row in file"
ROW_HINT = "where the row stands in its file: the line a text editor shows, else the row counted from 1"
OWN_WORDS = frozenset({"row", ROW, "file", "true", "predicted", "batch", "group", "weight", "count"})
"""Headers with a meaning of their own; a column of the file that is called so too says what it is."""

LOOKED_AT = 200
"""Rows by which the decimals of a column are chosen."""

NO_SAMPLES = "A ready-made matrix has counts only, so there are no samples to list."


@dataclass(frozen=True, eq=False)
class _Column:
    header: str
    values: NDArray[Any]
    names: tuple[str, ...] | None = None
    hint: str = ""


@dataclass(frozen=True, eq=False)
class SamplesState:
    """A table of samples, by reference to whole columns; only visible cells are turned into text.

    Attributes
    ----------
    title : "true crack → predicted ok · 18 samples"
    headers : column names as shown
    columns : one array per header, over ALL rows of the data
    rows : (m,) int64, the rows of the selection in display order
    sorted_by, ascending : current order (None: file order)
    """

    title: str
    headers: tuple[str, ...]
    columns: tuple[NDArray[Any], ...]
    rows: Counts
    sorted_by: int | None = None
    ascending: bool = True
    names: tuple[tuple[str, ...] | None, ...] = ()
    """For a column of codes, what each code means (-1: nothing, K: no decision); None: values."""
    decimals: tuple[int | None, ...] = ()
    """Of the numbers of each column that are no whole numbers; None: of none."""
    hints: tuple[str, ...] = ()
    """What a column holds, where its header does not say all; else ""."""

    def text(self, position: int, column: int) -> str:
        """Text of the cell at display position `position`."""
        value = self.columns[column][self.rows[position]]
        names = self._names(column)
        if names is not None:
            return names[value] if value >= 0 else texts.UNDEFINED
        if isinstance(value, float | np.floating):
            return texts.plain(float(value), self.decimals[column] if self.decimals else None)
        return str(value)

    def sorted(self, column: int, *, ascending: bool) -> SamplesState:
        """Return the same rows in another order (stable; ties in file order, undefined values last)."""
        in_file_order = np.sort(self.rows)
        order = _stable_order(self.columns[column][in_file_order], ascending=ascending)
        return replace(self, rows=in_file_order[order], sorted_by=column, ascending=ascending)

    def _names(self, column: int) -> tuple[str, ...] | None:
        return self.names[column] if self.names else None


def _stable_order(values: NDArray[Any], *, ascending: bool) -> Counts:
    distinct, ranks = np.unique(values, return_inverse=True)
    keys = ranks if ascending else -ranks
    if distinct.dtype.kind == "f" and len(distinct) and np.isnan(distinct[-1]):
        keys = np.where(np.isnan(values), len(distinct), keys)
    return np.argsort(keys, kind="stable")


def samples_state(session: Session, evaluation: Evaluation) -> SamplesState:
    """Return the rows behind the selected cell; without one the errors of a class, or of all."""
    loaded = session.data.loaded
    selected, title = _selection(evaluation, session.display)
    rows = np.flatnonzero(selected)
    columns = _columns(loaded, evaluation)
    return SamplesState(
        title=f"{title} · {texts.counted(len(rows), loaded_noun(loaded))}",
        headers=tuple(column.header for column in columns),
        columns=tuple(column.values for column in columns),
        rows=rows,
        names=tuple(column.names for column in columns),
        decimals=tuple(_decimals(column, rows) for column in columns),
        hints=tuple(column.hint for column in columns),
    )


def _decimals(column: _Column, rows: Counts) -> int | None:
    """Return the decimals of a column by its first rows; looking at all of them would take too long."""
    if column.values.dtype.kind != "f":
        return None
    first = column.values[rows[:LOOKED_AT]].astype(np.float64)
    return texts.decimals_of(first[np.isfinite(first)].tolist(), texts.plain, texts.MOST_DIGITS)


def sample_count(session: Session, evaluation: Evaluation) -> int:
    """Return how many rows `samples_state` would list, from the matrix: no row is looked at.

    Only where a row stands for several samples it takes the rows themselves.
    """
    predictions, counts = evaluation.prepared.predictions, evaluation.outcomes
    display = session.display
    if predictions.count is not None:
        return int(np.count_nonzero(_selection(evaluation, display)[0]))
    if display.selected_cell is not None:
        return int(counts[display.selected_cell])
    if display.selected_class is None:
        return predictions.n_rows - int(np.trace(counts))
    chosen = display.selected_class
    right = int(counts[chosen, chosen])
    return int(np.count_nonzero(predictions.y_true == chosen)) + int(counts[:, chosen].sum()) - 2 * right


def no_samples(loaded: Loaded) -> str:
    """Return why there are no samples to list; empty where there are."""
    return NO_SAMPLES if loaded.predictions.score_kind == "matrix" else ""


def loaded_noun(loaded: Loaded) -> str:
    """Return what a row is: a sample, or (with frequency counts) a row that stands for several."""
    return "sample" if loaded.predictions.count is None else "row"


def _selection(evaluation: Evaluation, display: Display) -> tuple[Bools, str]:
    y_true, decided = evaluation.prepared.predictions.y_true, evaluation.decided
    names = evaluation.classes
    if display.selected_cell is not None:
        true, pred = display.selected_cell
        answer = f"predicted {names[pred]}" if pred < len(names) else NO_DECISION
        return (y_true == true) & (decided == pred), f"true {names[true]} → {answer}"
    abstains = evaluation.no_decision is not None
    wrong = y_true != decided
    if display.selected_class is not None:
        chosen = display.selected_class
        title = f"errors of {names[chosen]}" + (f", and its samples with {NO_DECISION}" if abstains else "")
        return wrong & ((y_true == chosen) | (decided == chosen)), title
    return wrong, "all errors" + (f", and samples with {NO_DECISION}" if abstains else "")


def _columns(loaded: Loaded, evaluation: Evaluation) -> list[_Column]:
    predictions = loaded.predictions
    columns = [*_origin(loaded), _Column("true", predictions.y_true, predictions.classes)]
    columns.append(_Column("predicted", evaluation.decided, (*predictions.classes, NO_DECISION)))
    columns += _scores(predictions, evaluation)
    if predictions.batch is not None:
        columns.append(_Column("batch", predictions.batch, predictions.batch_names))
    if predictions.group is not None:
        columns.append(_Column("group", predictions.group, predictions.group_names))
    if predictions.sample_weight is not None:
        columns.append(_Column("weight", predictions.sample_weight))
    if predictions.count is not None:
        columns.append(_Column("count", predictions.count))
    return columns + [
        _Column(f"{name} (column)" if name.lower() in OWN_WORDS else name, values)
        for name, values in loaded.extra.items()
    ]


def _origin(loaded: Loaded) -> list[_Column]:
    """Return what tells a row apart: its id, its file where there are several, and its row number.

    A row of files side by side stands in each of them: the row number says of which one it is, and those of
    the others are further columns.
    """
    columns = []
    if loaded.predictions.sample_id is not None:
        columns.append(_id_column(loaded.columns.id or "id", loaded.predictions.sample_id))
    if loaded.side_by_side and len(loaded.source_index):
        main = loaded.sources[loaded.source_index[0]].name
        return [*columns, _Column(f"row of {main}", loaded.row_numbers)]
    if len(loaded.sources) > 1:
        columns.append(_Column("file", loaded.source_index, tuple(s.name for s in loaded.sources)))
    return [*columns, _Column(ROW, loaded.row_numbers, hint=ROW_HINT)]


def _id_column(name: str, ids: NDArray[Any]) -> _Column:
    header = f"id ({name})" if name.lower() in OWN_WORDS else name
    return _Column(header, ids, hint=f"the id that the file gives each sample, its column “{name}”")


def _scores(predictions: Predictions, evaluation: Evaluation) -> list[_Column]:
    scores = predictions.y_score
    if scores is None:
        return []
    if predictions.score_class is not None and scores.shape[1] == 1:
        return [_Column(f"score {predictions.classes[predictions.score_class]}", scores[:, 0])]
    if predictions.n_classes <= MANY_CLASSES:
        return [_Column(f"score {name}", scores[:, k]) for k, name in enumerate(predictions.classes)]
    return [
        _Column("score of true class", _score_of(scores, predictions.y_true)),
        _Column("score of predicted class", _score_of(scores, evaluation.decided)),
    ]


def _score_of(scores: Scores, codes: Codes) -> Scores:
    """Return the score of one class in every row, nan where the code is of none."""
    n_rows, n_classes = scores.shape
    chosen = scores[np.arange(n_rows), np.clip(codes, 0, n_classes - 1)]
    return np.where((codes >= 0) & (codes < n_classes), chosen, np.nan).astype(scores.dtype)
