"""What every reader hands over: named columns of numbers or of texts, and where each row stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Integers
from confmat_gui.io.capture_note import CaptureNote
from confmat_gui.io.loaded import Conclusion

BLOCK = 1 << 16
FEW = 5_000
MOST_PLACES = 1 << 16
"""Whole numbers that lie as close together are looked up by their distance from the lowest."""

MISSING_TEXTS = frozenset({"", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "<na>", "?"})
"""What stands for a missing number (in lower case); as labels all but the empty text are themselves."""


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """Numbers as the file stores them; nan where there is none.

    Attributes
    ----------
    values : (n,) bool, integer, float32 or float64 array
    bad : mapping of row index to the text that stood there instead of a number
    """

    values: NDArray[Any]
    bad: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class TextColumn:
    """Texts as codes into a list of distinct texts.

    Attributes
    ----------
    codes : (n,) int32, -1 where the file has nothing
    texts : tuple of str
    ordered : bool
        Whether the file itself declares `texts` to be all categories in their order.
    """

    codes: Codes
    texts: tuple[str, ...]
    ordered: bool = False

    def __len__(self) -> int:
        return len(self.codes)


Column: TypeAlias = NumberColumn | TextColumn


@dataclass(frozen=True, eq=False)
class Table:
    """The content of one file.

    Attributes
    ----------
    name : str
        The file's name, for every sentence about it.
    format : str
        "CSV", "Parquet", ...
    columns : dict of name to column, in the file's order
    row_numbers : (n,) integers
        Where each row stands: the line a text editor shows (header = line 1), or the row counted from 1.
    row_word : str
        "line" or "row".
    class_names : tuple of str
        Class names that the file declares for whole-number labels 0 to K - 1, else empty.
    positive : str or None
        The positive class that the file declares.
    remarks : tuple of str
        Sentences about parts that were left out.
    conclusions : tuple of Conclusion
        What was concluded about the table as a whole, before its columns were looked at.
    is_matrix : bool
        Whether the rows are the cells of a ready-made matrix.
    note : CaptureNote or None
        What the file itself says about its columns.
    """

    name: str
    format: str
    columns: dict[str, Column]
    row_numbers: Integers
    row_word: str = "row"
    class_names: tuple[str, ...] = ()
    positive: str | None = None
    remarks: tuple[str, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    is_matrix: bool = False
    note: CaptureNote | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.row_numbers)


def with_note(table: Table, note: CaptureNote | None) -> Table:
    """Return a table with what its file says about itself."""
    if note is None:
        return table
    return replace(table, note=note, class_names=note.classes, positive=note.positive)


def read_number(text: str) -> float | None:
    """Return the number that `text` writes, nan for a word that means missing, None where it is no number."""
    stripped = text.strip()
    if stripped.lower() in MISSING_TEXTS:
        return float("nan")
    if "_" in stripped:  # float() would take 1_000
        return None
    try:
        return float(stripped)
    except ValueError:
        return None


def numbers_of(column: Column) -> NumberColumn:
    """Return the column as numbers; texts that are none become nan and are listed in `bad`."""
    if isinstance(column, NumberColumn):
        return column
    parsed = [read_number(text) for text in column.texts]
    lookup = np.array([np.nan if value is None else value for value in parsed] + [np.nan])
    values = lookup[column.codes]
    wrong = np.array([value is None for value in parsed] + [False])
    rows = np.flatnonzero(wrong[column.codes])
    return NumberColumn(values, {int(row): column.texts[column.codes[row]] for row in rows})


def label_text(value: Any) -> str:
    """Return a number as the label a person writes: 1 and 1.0 are "1"."""
    if isinstance(value, bool | np.bool_):
        return "True" if value else "False"
    if isinstance(value, int | np.integer):
        return str(int(value))
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(value)


def texts_of(column: Column) -> TextColumn:
    """Return the column as texts; numbers are written as `label_text` does, nan has code -1."""
    if isinstance(column, TextColumn):
        return column
    distinct = distinct_values(column.values)
    codes = np.empty(len(column), np.int32)
    places = _places(distinct)
    for part in blocks(len(column)):
        values = column.values[part]
        if places is None:
            codes[part] = np.where(_is_there(values), np.searchsorted(distinct, values), -1)
        else:
            codes[part] = places[_offsets(values, distinct[0])]
    texts = [label_text(value) for value in distinct]
    for row, text in column.bad.items():
        if text not in texts:
            texts.append(text)
        codes[row] = texts.index(text)
    return TextColumn(codes, tuple(texts))


def distinct_values(values: NDArray[Any]) -> NDArray[Any]:
    """Return the distinct values in their order, nan left out."""
    few = few_distinct_values(values, FEW)
    return np.unique(values[_is_there(values)]) if few is None else few


def few_distinct_values(values: NDArray[Any], most: int) -> NDArray[Any] | None:
    """Return the distinct values in their order, nan left out; None where there are more than `most`.

    Takes one block of rows after the other, so that a column of labels is never copied as a whole.
    """
    if (narrow := _few_whole_numbers(values)) is not None:
        return narrow if len(narrow) <= most else None
    found = values[:0]
    for part in blocks(len(values)):
        found = np.union1d(found, values[part])
        found = found[_is_there(found)]
        if len(found) > most:
            return None
    return found


def _few_whole_numbers(values: NDArray[Any]) -> NDArray[Any] | None:
    """Return the distinct values where they are whole numbers close together, found without sorting."""
    if values.dtype.kind not in "iu" or not len(values):
        return None
    lowest, highest = values.min(), values.max()
    if int(highest) - int(lowest) > MOST_PLACES:
        return None
    occurs = np.zeros(int(highest) - int(lowest) + 1, dtype=np.bool_)
    for part in blocks(len(values)):
        occurs[_offsets(values[part], lowest)] = True
    return np.array([int(lowest) + int(place) for place in np.flatnonzero(occurs)], dtype=values.dtype)


def _places(distinct: NDArray[Any]) -> Codes | None:
    """Return the place of every whole number from the lowest on among the distinct ones; None if too far."""
    if distinct.dtype.kind not in "iu" or not len(distinct):
        return None
    if int(distinct[-1]) - int(distinct[0]) > MOST_PLACES:
        return None
    offsets = _offsets(distinct, distinct[0])
    places = np.zeros(int(offsets[-1]) + 1, dtype=np.int32)
    places[offsets] = np.arange(len(distinct), dtype=np.int32)
    return places


def _offsets(values: NDArray[Any], lowest: Any) -> NDArray[np.intp]:
    """Return values - lowest, which no type of whole numbers is too narrow for."""
    wide = values if values.dtype == np.uint64 else values.astype(np.int64)
    offsets: NDArray[np.intp] = (wide - wide.dtype.type(lowest)).astype(np.intp, copy=False)
    return offsets


def _is_there(values: NDArray[Any]) -> Bools:
    return ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), dtype=np.bool_)


def blocks(n_rows: int) -> Iterator[slice]:
    """Return slices that cover all rows, each small enough to stay in a processor's cache."""
    return (slice(start, start + BLOCK) for start in range(0, n_rows, BLOCK))


def text_array(column: Column) -> NDArray[np.str_]:
    """Return one text for each row, "" where the file has nothing."""
    column = texts_of(column)
    lookup = np.array([*column.texts, ""], dtype=np.str_)
    return np.asarray(lookup[column.codes])


def first_rows(column: Column, n_rows: int) -> Column:
    """Return the first rows of a column."""
    if isinstance(column, TextColumn):
        return TextColumn(column.codes[:n_rows], column.texts, column.ordered)
    bad = {row: text for row, text in column.bad.items() if row < n_rows}
    return NumberColumn(column.values[:n_rows], bad)


def join_columns(parts: list[Column]) -> Column:
    """Return one column with the rows of all parts below one another.

    Numbers and texts meet as numbers where all texts are numbers, as texts otherwise.
    """
    if len(parts) == 1:
        return parts[0]
    numeric = [isinstance(part, NumberColumn) for part in parts]
    if any(numeric) and not all(numeric):
        tried = [numbers_of(part) for part in parts]
        if not any(part.bad for part in tried):
            return _join_numbers(tried)
    if all(numeric):
        return _join_numbers([part for part in parts if isinstance(part, NumberColumn)])
    return _join_texts([texts_of(part) for part in parts])


def _join_numbers(parts: list[NumberColumn]) -> NumberColumn:
    bad: dict[int, str] = {}
    start = 0
    for part in parts:
        bad.update({start + row: text for row, text in part.bad.items()})
        start += len(part)
    return NumberColumn(np.concatenate([part.values for part in parts]), bad)


def _join_texts(parts: list[TextColumn]) -> TextColumn:
    merger = TextMerger()
    for part in parts:
        merger.add(part.codes, part.texts)
    same = all(part.ordered and part.texts == parts[0].texts for part in parts)
    joined = merger.column()
    return TextColumn(joined.codes, joined.texts, ordered=same)


class TextMerger:
    """Collects blocks of coded texts whose code lists differ into one column."""

    __slots__ = ("_blocks", "_code_of")

    def __init__(self) -> None:
        self._code_of: dict[str, int] = {}
        self._blocks: list[Codes] = []

    def add(self, codes: NDArray[np.integer[Any]], texts: tuple[str, ...] | list[str]) -> None:
        """Append a block; a code of -1 stays -1."""
        known = self._code_of
        lookup = np.array([known.setdefault(text, len(known)) for text in texts] + [-1], dtype=np.int32)
        self._blocks.append(lookup[codes])

    def column(self) -> TextColumn:
        """Return all blocks as one column, texts in order of first listing."""
        codes = np.concatenate(self._blocks) if self._blocks else np.empty(0, np.int32)
        return TextColumn(codes, tuple(self._code_of))
