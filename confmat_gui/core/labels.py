"""Labels of any type to class names and class indices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError

Labels: TypeAlias = tuple[list[str], Codes]
"""Distinct labels as text, and the index into them of every row (-1: none)."""
MISSING = -1
"""Code of a row without a label."""
_UNKNOWN = -2


def label_texts(labels: ArrayLike, what: str) -> Labels:
    """Return the distinct labels as text and, for every row, the index of its own (-1: none).

    Integers and whole floats become "3", booleans "True" and "False"; None and NaN are no label. The distinct
    labels come in their natural order: numbers as numbers, text with its digits read as numbers.
    """
    array = _one_dimensional(labels, what)
    if array.dtype.kind in "biu":
        values, codes = np.unique(array, return_inverse=True)
        return [str(value) for value in values.tolist()], codes.astype(np.int32)
    if array.dtype.kind == "f":
        return _float_texts(array)
    if array.dtype.kind == "U":
        values, codes = np.unique(array, return_inverse=True)
        return _in_natural_order([str(value) for value in values], codes)
    return _object_texts(array)


def natural_key(text: str) -> tuple[tuple[int, float, str], ...]:
    """Return a sort key under which 2 comes before 10, in and outside of words."""
    try:
        return ((0, float(text), ""),)
    except ValueError:
        parts = re.split(r"(\d+)", text)
        return tuple((1, float(p), "") if p.isdigit() and p.isascii() else (2, 0.0, p) for p in parts if p)


def codes_of(labels: Labels, classes: Sequence[str], what: str, *, missing_ok: bool) -> Codes:
    """Translate labels to class indices; InputError names the first row that does not fit.

    When some label is no class name but every label is a whole number, they are all taken as class indices.
    """
    texts, codes = labels
    known = {name: index for index, name in enumerate(classes)}
    table = np.array([known.get(text, _UNKNOWN) for text in texts] + [MISSING], dtype=np.int32)
    if (table == _UNKNOWN).any():
        as_index = _as_indices(texts, len(classes))
        if as_index is not None:
            table = as_index
    result: Codes = table[codes]
    wrong = np.flatnonzero(result == _UNKNOWN)
    if wrong.size:
        shown = ", ".join(list(classes)[:12])
        raise InputError(
            f"Row {wrong[0] + 1}: the {what} “{texts[codes[wrong[0]]]}” is none of the classes {shown}; "
            "name all classes or correct the label."
        )
    if not missing_ok and (result == MISSING).any():
        row = int(np.argmax(result == MISSING)) + 1
        raise InputError(f"Row {row} has no {what}; leave the row out or give it one.")
    return result


def names_and_codes(values: Iterable[Any] | ArrayLike, what: str) -> tuple[tuple[str, ...], Codes]:
    """Return names by first appearance and the code of every row (batches, groups)."""
    array = _one_dimensional(np.asarray(values) if not isinstance(values, np.ndarray) else values, what)
    if array.dtype.kind == "O":
        array = np.array([str(value) for value in array], dtype=np.str_)
    distinct, first, inverse = np.unique(array, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return tuple(str(distinct[i]) for i in order), rank[inverse]


def _one_dimensional(labels: ArrayLike, what: str) -> NDArray[Any]:
    """Return labels as a one-dimensional array; lists of mixed types stay objects."""
    array = labels if isinstance(labels, np.ndarray) else _array_of(labels)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise InputError(f"The {what}s must be one value a row; these have the shape {array.shape}.")
    return array


def _array_of(labels: ArrayLike) -> NDArray[Any]:
    """Return an array without turning None or mixed lists into text."""
    array = np.asarray(labels)
    if array.dtype.kind == "U" and isinstance(labels, (list, tuple)):
        mixed = any(not isinstance(value, str) for value in labels)
        return np.asarray(labels, dtype=object) if mixed else array
    return array


def _float_texts(array: NDArray[Any]) -> Labels:
    present = np.isfinite(array)
    values, inverse = np.unique(array[present], return_inverse=True)
    codes = np.full(len(array), MISSING, dtype=np.int32)
    codes[present] = inverse
    texts = [str(int(v)) if float(v).is_integer() else repr(float(v)) for v in values]
    return texts, codes


def _object_texts(array: NDArray[Any]) -> Labels:
    texts = [None if _is_missing(value) else _text(value) for value in array.tolist()]
    distinct = sorted({text for text in texts if text is not None})
    index = {text: i for i, text in enumerate(distinct)}
    codes = np.array([MISSING if text is None else index[text] for text in texts], dtype=np.int32)
    return _in_natural_order(distinct, codes)


def _is_missing(value: object) -> bool:
    if isinstance(value, (float, np.floating)):
        return bool(np.isnan(value))
    return value is None or type(value).__name__ in ("NAType", "NaTType")  # of pandas, not imported here


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _in_natural_order(texts: list[str], codes: NDArray[Any]) -> Labels:
    order = sorted(range(len(texts)), key=lambda i: (natural_key(texts[i]), texts[i]))
    rank = np.empty(len(order) + 1, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[-1] = MISSING
    return [texts[i] for i in order], rank[codes]


def _as_indices(texts: Sequence[str], n_classes: int) -> Codes | None:
    """Return the table of class indices if every label is a whole number (-2: too large), else None."""
    if not all(text.isascii() and text.isdigit() for text in texts):
        return None
    indices = [int(text) if int(text) < n_classes else _UNKNOWN for text in texts]
    return np.array([*indices, MISSING], dtype=np.int32)
