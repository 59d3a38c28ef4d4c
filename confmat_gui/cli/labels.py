"""Options such as `crack=0.4` and `crack:ok=5`, matched against the classes that the data have."""

from __future__ import annotations

import math
from collections.abc import Sequence

from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION


def class_and_number(option: str, text: str, classes: Sequence[str]) -> tuple[int, float]:
    """Split "CLASS=NUMBER"; the class may hold "=" itself, a number cannot."""
    label, number = _label_and_number(option, text, "CLASS=NUMBER")
    return _index(option, label, classes), number


def cell_and_number(option: str, text: str, classes: Sequence[str]) -> tuple[int, int, float]:
    """Split "TRUE:PRED=NUMBER"; a class may hold ":" where only one way to split names two classes.

    Where PRED is "no decision", and no class is called so, it is the column K behind those of the classes.
    """
    columns = [*classes, NO_DECISION]
    cell, number = _label_and_number(option, text, "TRUE:PRED=NUMBER")
    parts = cell.split(":")
    splits = [(":".join(parts[:i]).strip(), ":".join(parts[i:]).strip()) for i in range(1, len(parts))]
    known = [(true, pred) for true, pred in splits if true in classes and pred in columns]
    if len(known) > 1:
        raise InputError(
            f"{option} “{text}” can be read as more than one pair of classes; give the costs with --costs."
        )
    if not known and len(splits) == 1:
        _index(option, splits[0][0], classes)
        _index(option, splits[0][1], columns)
    if not known:
        raise InputError(
            f"{option} “{text}” does not name a true and a predicted class; write it as TRUE:PRED=NUMBER "
            f"with two of the classes {_listed(classes)}."
        )
    (true, pred), = known
    return list(classes).index(true), columns.index(pred), number


def _label_and_number(option: str, text: str, form: str) -> tuple[str, float]:
    label, equals, number = text.rpartition("=")
    if not equals or not label.strip():
        raise InputError(f"{option} “{text}” has no number after an equals sign; write it as {form}.")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in number:
        raise InputError(f"{option} “{text}” does not end in a number such as 0.4; write it as {form}.")
    return label.strip(), value


def _index(option: str, label: str, classes: Sequence[str]) -> int:
    if label not in classes:
        raise InputError(f"{option} names “{label}”, which is none of the classes {_listed(classes)}.")
    return list(classes).index(label)


def _listed(classes: Sequence[str]) -> str:
    return ", ".join(classes[:12]) + (", …" if len(classes) > 12 else "")
