"""The classes of what was read before and of the rows of more files together."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError
from confmat_gui.io.classes import (
    BY_SCORES,
    CODES,
    CODES_FROM_ONE,
    DECLARED,
    DECLARED_ORDER,
    OCCURRING,
    Classes,
    find_classes,
)
from confmat_gui.io.columns import Parts, listed
from confmat_gui.io.facts import Facts
from confmat_gui.io.joined import Joined
from confmat_gui.io.loaded import Conclusion, Loaded
from confmat_gui.io.score_columns import ScoreMatch, match_labels
from confmat_gui.io.set_aside import unknown_label
from confmat_gui.io.table import Column, TextColumn, join_columns

Texts: TypeAlias = tuple[str, ...]


def known_match(loaded: Loaded) -> ScoreMatch:
    """Return which score column is of which class, as it was concluded."""
    columns = loaded.columns
    if loaded.predictions.score_kind == "confidence":
        return ScoreMatch(columns.scores, ("",), "confidence")
    if not columns.scores:
        return ScoreMatch()
    if len(columns.scores) == 1:
        style = "named" if columns.score_classes[0] else "single"
        return ScoreMatch(columns.scores, columns.score_classes, style)
    about = _about(loaded, "classes")
    return ScoreMatch(columns.scores, columns.score_classes, "named", doubt=about.doubt if about else None)


def classes_of_both(loaded: Loaded, joined: Joined, parts: Parts) -> Classes:
    """Find the classes as if the old rows and the new ones had been read together.

    Raises
    ------
    InputError
        True labels that can be none; another list of classes; a class for which there is no score column.
    """
    true = parts.map.true[0]
    if Facts({true: joined.columns[true]}).labels(true) is None:
        raise InputError(f"The column “{true}” holds fractions or too many values to be class labels.")
    declared = _declared(loaded, joined)
    columns = {true: _of_both(loaded, loaded.predictions.y_true, joined, true)}
    if parts.map.pred is not None and loaded.predictions.y_pred is not None:
        pred = parts.map.pred
        columns[pred] = _of_both(loaded, loaded.predictions.y_pred, joined, pred)
    facts = Facts(columns)
    classes = find_classes(facts, parts, loaded.options, declared)
    strange = [label for label in facts.labels(true) or () if label not in classes.index_of]
    if strange and _columns_tell_nothing(loaded, joined, classes):
        raise InputError(
            f"It has the label “{strange[0]}”, and none of the score columns {listed(classes.scores)} is of "
            "that; open all files anew with --classes or --scores."
        )
    return classes


def old_places(loaded: Loaded, classes: Classes) -> Codes:
    """Return where each of the old classes is among those of both; -1 for one that no row had."""
    return np.array([classes.index_of.get(text, -1) for text in _written(loaded)], dtype=np.int32)


def _about(loaded: Loaded, subject: str) -> Conclusion | None:
    return next((each for each in loaded.conclusions if each.subject == subject), None)


def _reason(loaded: Loaded) -> str:
    about = _about(loaded, "classes")
    return about.reason if about is not None else ""


def _written(loaded: Loaded) -> Texts:
    """Return each class as the labels in the files write it: its name, or its number."""
    first = {CODES: 0, CODES_FROM_ONE: 1}
    bases = [first[each.reason] for each in loaded.conclusions if each.reason in first]
    names = loaded.predictions.classes
    return tuple(str(index + bases[0]) for index in range(len(names))) if bases else names


def _declared(loaded: Loaded, joined: Joined) -> Texts:
    """Return the classes that all files declare."""
    if _reason(loaded) != DECLARED:
        return ()
    if joined.class_names != loaded.predictions.classes:
        raise InputError(
            f"{joined.tables[0].name} declares other classes than {loaded.sources[0].name}; "
            "files that are added must have the same classes."
        )
    return joined.class_names


def _of_both(loaded: Loaded, codes: Codes, joined: Joined, name: str) -> Column:
    """Return old and new labels of a column as they are written, those of rows set aside in front."""
    texts, new = _written(loaded), joined.columns[name]
    ordered = isinstance(new, TextColumn) and new.ordered and _reason(loaded) == DECLARED_ORDER
    if ordered and isinstance(new, TextColumn) and set(texts) <= set(new.texts):
        places = np.array([*(new.texts.index(text) for text in texts), -1], dtype=np.int32)
        return join_columns([TextColumn(places[codes], new.texts, ordered=True), new])
    parts: list[Column] = [_not_used(loaded, name), TextColumn(codes, texts), new]
    if _reason(loaded) == OCCURRING:  # also those that occurred only in rows that were set aside
        parts.insert(0, TextColumn(np.arange(len(texts), dtype=np.int32), texts))
    return join_columns(parts)


def _not_used(loaded: Loaded, name: str) -> TextColumn:
    """Return the labels of the rows that were set aside: those that are no class, nothing for the others."""
    strange = [
        unknown_label(row) if row.code == "unknown_label" and row.column == name else None
        for row in loaded.set_aside
    ]
    texts = tuple(dict.fromkeys(label for label in strange if label is not None))
    codes = [-1 if label is None else texts.index(label) for label in strange]
    return TextColumn(np.array(codes, dtype=np.int32), texts)


def _columns_tell_nothing(loaded: Loaded, joined: Joined, classes: Classes) -> bool:
    """Whether the score columns are matched with the classes by their order alone."""
    by_order = len(classes.scores) > 1 and _reason(loaded) == BY_SCORES
    return by_order and match_labels(Facts(joined.columns), classes.scores, classes.names) is None
