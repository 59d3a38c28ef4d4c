"""True classes that stand in one column each, 1 where the sample is of the class and 0 elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import STEMS, TRUE_NAMES, normalised
from confmat_gui.io.loaded import Conclusion, InputOptions
from confmat_gui.io.table import Column, TextColumn, numbers_of

_TRUE_STEMS = frozenset({*TRUE_NAMES, "is"})
_SPLIT = re.compile(r"[\s_.:\-/|#(\[{]+|(?<=[A-Za-z])(?=\d+$)")
_TRUTHS = {"true": "1", "false": "0"}


@dataclass(frozen=True, eq=False)
class OneHot:
    """The columns of the truth, and the single column of labels that says the same.

    Attributes
    ----------
    names : the columns, in class order
    name : what the single column is called
    column : TextColumn
    conclusion : Conclusion
    """

    names: tuple[str, ...]
    name: str
    column: TextColumn
    conclusion: Conclusion

    def in_place(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        """Return the columns with the single one in place of those of the truth."""
        rest = {name: column for name, column in columns.items() if name not in self.names}
        return {self.name: self.column, **rest}


def find_one_hot(columns: Mapping[str, Column], options: InputOptions, where: str) -> OneHot | None:
    """Return the truth that stands in several columns, None where a single column may hold it.

    Raises
    ------
    InputError
        Where a row has several labels, or a column that was named holds something else than 0 and 1.
    """
    if len(options.true) > 1:
        given = len(options.classes) == len(options.true)
        labels = options.classes if given else [_label_of(name, options.true) for name in options.true]
        return _one_hot(dict(zip(options.true, labels, strict=True)), columns, where, "chosen")
    if options.true or any(normalised(name) in TRUE_NAMES for name in columns):
        return None
    groups = [group for group in truth_groups(columns).values() if _all_flags(columns, group)]
    if len(groups) != 1:
        return None
    return _one_hot(groups[0], columns, where, "one column for each class, with a single 1 in every row")


def truth_groups(columns: Mapping[str, Column] | Sequence[str]) -> dict[str, dict[str, str]]:
    """Return columns whose names begin alike, as a truth is called, and the label in each name."""
    groups: dict[str, dict[str, str]] = {}
    for name in columns:
        stem, label = _taken_apart(name, _TRUE_STEMS)
        if stem:
            groups.setdefault(stem, {})[name] = label
    return {stem: group for stem, group in groups.items() if 1 < len(group) == len(set(group.values()))}


def score_of_label(columns: Mapping[str, Column], true: str) -> str | None:
    """Return the score column of the label that a true column is about, where rows may have several."""
    group = next((group for group in truth_groups(columns).values() if true in group), None)
    if group is None or not _all_flags(columns, group):
        return None
    alike = [
        name for name in columns if name not in group and _taken_apart(name, STEMS)[1] == group[true] != ""
    ]
    return alike[0] if len(alike) == 1 else None


def _taken_apart(name: str, stems: frozenset[str]) -> tuple[str, str]:
    """Return stem and label of a name with the longest stem that is known; empty where there is none."""
    for match in reversed(list(_SPLIT.finditer(name))):
        stem, label = normalised(name[: match.start()]), name[match.end() :].rstrip(")]}")
        if stem in stems and label:
            return stem, label
    return "", ""


def _label_of(name: str, names: Sequence[str]) -> str:
    """Return the label in a column's name: what is left when the beginning that all share is taken off."""
    apart = [_taken_apart(each, _TRUE_STEMS) for each in names]
    alike = len({stem for stem, _ in apart}) == 1 and apart[0][0]
    return _taken_apart(name, _TRUE_STEMS)[1] if alike else name


def _all_flags(columns: Mapping[str, Column], group: Mapping[str, str]) -> bool:
    return all(_flags(columns[name]) is not None for name in group)


def _flags(column: Column) -> Floats | None:
    """Return 0, 1 and nan; None where the column holds something else."""
    if isinstance(column, TextColumn):
        texts = tuple(_TRUTHS.get(text.strip().lower(), text) for text in column.texts)
        column = TextColumn(column.codes, texts)
    numbers = numbers_of(column)
    with np.errstate(invalid="ignore"):  # a damaged file may hold signalling nans
        values = np.asarray(numbers.values, dtype=np.float64)
    fine = np.isnan(values) | (values == 0) | (values == 1)
    return values if not numbers.bad and bool(fine.all()) and not bool(np.isnan(values).all()) else None


def _one_hot(group: Mapping[str, str], columns: Mapping[str, Column], where: str, reason: str) -> OneHot:
    flags = []
    for name in group:
        values = _flags(columns[name]) if name in columns else None
        if values is None:
            raise InputError(
                f"{where} has no column “{name}” of 0 and 1; several columns of the truth must be one for "
                "each class, with 1 where the sample is of it."
            )
        flags.append(values)
    matrix = np.column_stack(flags)
    missing = np.isnan(matrix).any(axis=1)
    per_row = np.where(missing, 1, matrix.sum(axis=1))
    if (per_row != 1).any():
        names = ", ".join(list(group)[:12])
        raise InputError(
            f"{where} has {per_row[per_row != 1][0]:g} labels in some rows, not one of them ({names}), so "
            "each label is a question of its own; open one as two classes, such as "
            f"--true {next(iter(group))}."
        )
    codes = np.where(missing, -1, matrix.argmax(axis=1)).astype(np.int32)
    shown = ", ".join(group)
    column = TextColumn(codes, tuple(group.values()), ordered=True)
    return OneHot(tuple(group), shown, column, Conclusion("true", shown, reason))
