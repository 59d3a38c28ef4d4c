"""The arrays of one call of `PredictionWriter`, checked, as Arrow columns of a fixed type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import ScoreKind
from confmat_gui.core.score_kinds import check_kind
from confmat_gui.io.foreign_arrays import plain_array

_LARGEST = 2**53
"""The largest count that a float64 holds exactly."""


def score_rows(values: Any, n_rows: int, n_classes: int, kind: ScoreKind | None) -> NDArray[Any]:
    """Return the scores of a batch as (n, K) or (n, 1) float32 or float64; NaN and infinity are kept.

    Floats below 32 bits become float32, whole numbers and booleans float64.

    Raises
    ------
    InputError
        Not one row a sample, not one column a class, or no probabilities where these were promised.
    """
    array = plain_array(values, "scores")
    if array.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
        array = _as_float64(array)
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or array.shape[1] == 0:
        raise InputError(
            f"The scores must have one row a sample, and one column or as many as classes; these have the "
            f"shape {array.shape}."
        )
    if len(array) != n_rows:
        raise InputError(f"There are {n_rows} true labels but {len(array)} rows of scores; give as many.")
    if array.shape[1] not in (1, n_classes) or (array.shape[1] == 1 and n_classes > 2):
        columns = "is one score column" if array.shape[1] == 1 else f"are {array.shape[1]} score columns"
        raise InputError(f"There {columns} for {n_classes} classes; give a column for each class, in order.")
    if kind is not None:
        _check_kind(array, kind)
    return array


def _as_float64(array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in "biufO":
        raise InputError(f"The scores must be numbers; these are of the type {array.dtype}.")
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise InputError("The scores must be numbers, with as many columns in every row.") from None


def _check_kind(scores: NDArray[Any], kind: ScoreKind) -> None:
    """Refuse scores of another kind; rows that will be set aside are passed over, and rows count from 1."""
    usable = np.flatnonzero(np.isfinite(scores).all(axis=1))
    if not usable.size:
        return
    stand_in = np.where(np.isfinite(scores).all(axis=1), np.arange(len(scores)), usable[0])
    check_kind(scores[stand_in], kind)


def id_texts(values: Any, what: str, n_rows: int) -> Any:
    """Return ids, or names of groups and batches, as text; a single value stands for all rows."""
    array = plain_array(values, what)
    array = np.broadcast_to(array, (n_rows,)) if array.ndim == 0 else array
    _check_length(array, what, n_rows)
    return _as_text(array if array.dtype.kind in "OS" else array.astype(np.str_), what)


def _as_text(array: NDArray[Any], what: str) -> Any:
    import pyarrow as pa

    values = array.tolist()
    texts = [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in values]
    try:
        return pa.array(texts, pa.string())
    except ValueError:  # UnicodeEncodeError: halves of a pair of UTF-16
        raise InputError(f"The {what} hold text that is no valid Unicode; correct it.") from None


def sizes(values: Any, what: str, n_rows: int) -> Any:
    """Return weights as float64 or counts as int64; InputError for a negative, missing or broken one."""
    import pyarrow as pa

    array = plain_array(values, f"{what}s")
    _check_length(array, f"{what}s", n_rows)
    numbers = _numbers_or_none(array)
    if numbers is None:
        raise InputError(f"The {what}s must be numbers.")
    wrong = ~np.isfinite(numbers) | (numbers < 0)
    if what == "count":
        wrong |= (numbers != np.floor(numbers)) | (numbers >= _LARGEST)
    if wrong.any():
        row = int(np.argmax(wrong))
        rule = "a whole number from 0 up" if what == "count" else "a number from 0 up"
        raise InputError(f"Row {row + 1}: the {what} {float(numbers[row])!r} is not {rule}.")
    return pa.array(numbers.astype(np.int64 if what == "count" else np.float64))


def extra_column(name: str, values: Any, n_rows: int) -> Any:
    """Return a further column: numbers in their type, all else as text; one value stands for all rows."""
    import pyarrow as pa

    array = plain_array(values, f"values of “{name}”")
    if array.ndim == 0:
        array = np.broadcast_to(array, (n_rows,))
    _check_length(array, f"values of “{name}”", n_rows)
    if array.dtype.kind == "O":
        numbers = _numbers_or_none(array)
        array = array if numbers is None else numbers
    if array.dtype.kind in "iu":
        return _whole(name, array)
    if array.dtype.kind in "bf":
        return pa.array(array if array.dtype.itemsize <= 8 else array.astype(np.float64))
    if array.dtype.kind in "USMOmT":
        known = np.array([value is not None for value in array.tolist()], dtype=np.bool_)
        texts = _as_text(array if array.dtype.kind in "OS" else array.astype(np.str_), f"values of “{name}”")
        return texts if known.all() else _with_gaps(texts, ~known)
    raise InputError(f"The values of “{name}” are of the type {array.dtype}, which cannot be written.")


def _with_gaps(texts: Any, gone: NDArray[np.bool_]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(gone), pa.scalar(None, pa.string()), texts)


def _whole(name: str, array: NDArray[Any]) -> Any:
    import pyarrow as pa

    if array.dtype == np.uint64 and array.size and int(array.max()) >= 2**63:
        raise InputError(f"A value of “{name}” is above 2^63, which cannot be written; give it as text.")
    return pa.array(array.astype(np.int64))


def _numbers_or_none(array: NDArray[Any]) -> NDArray[Any] | None:
    """Return objects as float64 where each is a number or None, which becomes nan."""
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    numeric = array.dtype.kind == "O" and all(
        value is None or (isinstance(value, int | float | np.number) and not isinstance(value, bool))
        for value in array.tolist()
    )
    return array.astype(np.float64) if numeric else None


def _check_length(array: NDArray[Any], what: str, n_rows: int) -> None:
    if array.shape != (n_rows,):
        raise InputError(
            f"There are {n_rows} true labels, but the {what} have the shape {array.shape}; give one a sample."
        )


def fitting(columns: Mapping[str, Any], schema: Any) -> list[Any]:
    """Return the columns in the order and types of the batches before; InputError where they are others."""
    lacking = [name for name in schema.names if name not in columns]
    beyond = [name for name in columns if name not in schema.names]
    if lacking or beyond:
        what = f"lacks “{lacking[0]}”" if lacking else f"has “{beyond[0]}”"
        raise InputError(
            f"It {what}, unlike the batches before; every batch must have the same columns."
        )
    return [_fitted(field, columns[field.name]) for field in schema]


def _fitted(field: Any, values: Any) -> Any:
    import pyarrow as pa

    if values.type == field.type:
        return values
    if pa.types.is_float64(field.type) and pa.types.is_integer(values.type):
        return values.cast(field.type, safe=False)
    raise InputError(
        f"“{field.name}” is {values.type}, and in the batches before {field.type}; give every batch in "
        "the same type."
    )
