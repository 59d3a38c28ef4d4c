"""A ready-made confusion matrix: each cell becomes a row with its true class, predicted class and count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats, Integers
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import ScoreKind
from confmat_gui.io.column_names import PRED_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.columns import Parts
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, MatrixRows
from confmat_gui.io.score_columns import ScoreMatch, match_labels
from confmat_gui.io.table import NumberColumn, Table, TextColumn, numbers_of, text_array

TRUE, PREDICTED, COUNT = "true", "predicted", "count"
MATRIX_PARTS = Parts(
    ColumnMap(true=(TRUE,), pred=PREDICTED, count=COUNT), ScoreMatch(reason="a matrix has no scores"), ()
)
MATRIX_KIND: tuple[ScoreKind, Conclusion] = (
    "matrix",
    Conclusion("kind", "matrix", "only the counts of true and predicted classes are known"),
)
_TOTALS = frozenset({"all", "total", "totals", "sum", "margin", "support"})
_LARGEST = 2**53
_WHY_COUNTS = "from which the number of samples that every interval and test rests on cannot be told"
_ONE_OF_EACH = Conclusion(
    "samples",
    "one of each class",
    "each row is taken for a sample",
    "Each class has one row and one column, as in a confusion matrix of shares or weights, and the rows are "
    "taken for samples; if it is such a matrix, open the counts behind it, because shares do not tell how "
    "many samples there are.",
)


def as_cells(table: Table, options: InputOptions) -> Table:
    """Return a matrix of counts as the table of its cells, and any other table as it is.

    A table is a matrix where it is said (`--matrix`), or where its rows and columns have the same class names
    and all else in it is whole numbers. Costs (nothing on the diagonal) are not taken for counts unless said.

    Raises
    ------
    InputError
        Where it is said to be a matrix and is none, or looks like costs.
    """
    said = options.kind == "matrix"
    if not said and (options.kind is not None or _names_columns(options) or table.note is not None):
        return table
    edges = _edges(table) or (_array_edges(table) if said else None)
    if edges is None:
        if said:
            raise InputError(
                f"{table.name} is no matrix of counts: that has one row and one column for each class, with "
                "the same class names in its first line and in its first column, or is an array of K x K."
            )
        return table
    corner, classes, rows, columns = edges
    numbers = np.column_stack([_numbers(table, name)[rows] for name in columns])
    if not said and not _look_like_counts(numbers):
        if [*table.columns] == [corner, *classes] and rows == sorted(rows) and _look_like_weights(numbers):
            return replace(table, conclusions=(*table.conclusions, _ONE_OF_EACH))
        return table
    _check(table, numbers, classes, said=said)
    meaning, conclusion = _orientation(corner, len(classes), options)
    conclusions = (*table.conclusions, conclusion, *_about_percent(numbers, said=said))
    counts, places = numbers.astype(np.int64), table.row_numbers[rows]
    return replace(_cells(table, counts, classes, places, meaning), conclusions=conclusions)


def about_other_classes(tables: Sequence[Table]) -> list[Conclusion]:
    """Doubt matrices that are added up although their classes differ: right only where some did not occur."""
    if not all(table.is_matrix for table in tables):
        return []
    named = [_classes_of(table) for table in tables]
    for table, classes in zip(tables, named, strict=True):
        if set(classes) != set(named[0]):
            differing = sorted(set(classes) ^ set(named[0]))
            doubt = (
                f"{table.name} and {tables[0].name} have different classes ({', '.join(differing[:6])} only "
                "in one of them), and their counts are added all the same."
            )
            return [Conclusion("matrix", "all files", "their counts are added", doubt)]
    return []


def _classes_of(table: Table) -> tuple[str, ...]:
    column = table.columns[TRUE]
    return column.texts if isinstance(column, TextColumn) else ()


def _names_columns(options: InputOptions) -> bool:
    """Whether a person gave a part to any column: then it is a table of samples."""
    single = (options.pred, options.batch, options.id, options.group, options.weight, options.count)
    return bool(options.true or options.scores or any(single))


def _edges(table: Table) -> tuple[str, list[str], list[int], list[str]] | None:
    """Return corner, classes, and rows and columns in class order; None where the edges do not agree."""
    if abs(table.n_rows - len(table.columns)) > len(_TOTALS):
        return None  # by far the most tables, told without looking at a value
    facts = Facts(table.columns)
    names = list(table.columns)
    words = [name for name in names[1:-1] if not facts.is_numeric(name)]
    for corner in dict.fromkeys([names[0], names[-1], *words]):
        labels = [label.strip() for label in text_array(table.columns[corner]).tolist()]
        place = {label: row for row, label in enumerate(labels) if label.lower() not in _TOTALS}
        columns = [
            name for name in table.columns if name != corner and name.strip().lower() not in _TOTALS
        ]
        if len(place) < 2 or len(place) != len(columns) or len(set(labels)) < len(labels):
            continue
        if not all(facts.is_numeric(name) for name in columns):
            continue
        match = match_labels(facts, columns, tuple(place))
        if match is not None and set(match.labels) == set(place):
            named = dict(zip(match.labels, match.columns, strict=True))
            classes = sorted(place, key=lambda label: columns.index(named[label]))
            return corner, classes, [place[label] for label in classes], [named[label] for label in classes]
    return None


def _array_edges(table: Table) -> tuple[str, list[str], list[int], list[str]] | None:
    """Return the edges of a square of numbers: its columns, or a list of classes beside it, name them."""
    facts = Facts(table.columns)
    names = [name for name in table.columns if facts.is_numeric(name)]
    words = [name for name in table.columns if name not in names]
    if table.n_rows != len(names) or len(words) > 1:
        return None
    rows, classes = list(range(len(names))), _endings(names)
    if len(table.class_names) == len(names):
        classes = list(table.class_names)
    elif words:
        if classes != [str(row) for row in rows]:
            return None  # rows and columns have names that contradict each other
        classes = [text.strip() for text in text_array(table.columns[words[0]]).tolist()]
    return ("", classes, rows, names) if len(set(classes)) == len(classes) and all(classes) else None


def _endings(names: list[str]) -> list[str]:
    """Return what is left of the names without a beginning up to "_" that all share."""
    start = names[0].rfind("_") + 1 if names else 0
    alike = all(name[:start] == names[0][:start] and len(name) > start for name in names)
    return [name[start:] for name in names] if alike else names


def _numbers(table: Table, name: str) -> Floats:
    numbers = numbers_of(table.columns[name])
    return np.asarray(numbers.values, dtype=np.float64)


def _look_like_counts(numbers: Floats) -> bool:
    """Whether all are whole, and not simply one 1 in each row, which may as well be samples and scores."""
    whole = np.isfinite(numbers).all() and (numbers == np.floor(numbers)).all()
    return bool(whole and not (numbers.sum(axis=1) == 1).all())


def _look_like_weights(numbers: Floats) -> bool:
    """Whether a row and a column for each class, in the same order, hold shares or sums of weights."""
    whole = numbers == np.floor(numbers)
    return bool(np.isfinite(numbers).all() and (numbers >= 0).all() and not whole.all())


def _about_percent(numbers: Floats, *, said: bool) -> list[Conclusion]:
    """Doubt counts that are percentages for all that can be seen."""
    if said or not any((numbers.sum(axis=axis) == 100).all() for axis in (0, 1)):
        return []
    doubt = (
        "Every class sums to 100: if these are percentages and no counts, the number of samples and every "
        "interval are wrong; say --matrix if they are counts."
    )
    return [Conclusion("matrix", "counts", "whole numbers", doubt)]


def _check(table: Table, numbers: Floats, classes: Sequence[str], *, said: bool) -> None:
    fine = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers)) & (numbers < _LARGEST)
    if not fine.all():
        row, column = np.argwhere(~fine)[0]
        value = float(numbers[row, column])
        weight = value > 0 and not value.is_integer()
        why = f"a share or a weight, {_WHY_COUNTS}; give the counts, whole numbers from 0 up"
        raise InputError(
            f"{table.name} holds {value:g} where row “{classes[row]}” and column “{classes[column]}” meet, "
            f"{why if weight else 'and counts are whole numbers from 0 up'}."
        )
    if not numbers.any():
        raise InputError(f"Every count of {table.name} is 0; one sample is needed.")
    if not said and not np.diagonal(numbers).any():
        raise InputError(
            f"{table.name} has only zeros on its diagonal, so it looks like a matrix of costs; give it with "
            "--costs beside predictions, or say --matrix if these are counts of a model that is always wrong."
        )


def _orientation(corner: str, n_classes: int, options: InputOptions) -> tuple[MatrixRows, Conclusion]:
    value = f"{n_classes} × {n_classes} counts, rows are {{}} classes"
    if options.rows is not None:
        word = "true" if options.rows == "true" else "predicted"
        return options.rows, Conclusion("matrix", value.format(word), "chosen")
    name = normalised(corner)
    reason = f"their column is called “{corner}”"
    if name in PRED_NAMES:
        return "pred", Conclusion("matrix", value.format("predicted"), reason)
    if name in TRUE_NAMES or name.startswith(("true", "actual")):
        return "true", Conclusion("matrix", value.format("true"), reason)
    return "true", Conclusion(
        "matrix",
        value.format("true"),
        "the same class names in the first line and in a column, and whole numbers",
        "The rows are taken for the true classes and the columns for the predicted ones; choose --rows pred "
        "if it is the other way round.",
    )


def _cells(table: Table, counts: Counts, classes: list[str], places: Integers, meaning: MatrixRows) -> Table:
    row, column = np.nonzero(counts)
    true, pred = (row, column) if meaning == "true" else (column, row)
    names = tuple(classes)
    return Table(
        table.name,
        f"{table.format} matrix",
        {
            TRUE: TextColumn(_codes(true), names, ordered=True),
            PREDICTED: TextColumn(_codes(pred), names, ordered=True),
            COUNT: NumberColumn(counts[row, column]),
        },
        places[row],
        row_word=table.row_word,
        remarks=table.remarks,
        is_matrix=True,
    )


def _codes(positions: NDArray[np.intp]) -> NDArray[np.int32]:
    return positions.astype(np.int32)
