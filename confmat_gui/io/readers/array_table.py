"""Named arrays, as NPZ and other files hold them, to a table: one for each column, or one for all scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.column_checks import check_names, check_rows
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.table import Column, NumberColumn, Table, TextColumn, label_text

CLASS_KEYS = ("classes", "class_names", "target_names", "label_names", "labels", "classes_")
_POSITIVE_KEYS = ("positive", "positive_class", "pos_label")
_TRUE_KEYS = ("y_true", "true", "truth", "target", "targets", "label", "labels", "y")


def table_of_arrays(
    request: ReadRequest, format_name: str, arrays: Mapping[str, NDArray[Any]], remarks: tuple[str, ...] = ()
) -> Table:
    """Return the table of arrays of equal length; one of two dimensions gives a column for each of its own.

    Names of the classes and the positive class may stand in arrays of their own.
    """
    file = request.path.name
    arrays = {name: array for name, array in arrays.items() if array.size}
    n_rows = check_rows(file, _n_rows(arrays))
    class_names = _class_names(arrays, n_rows)
    columns: dict[str, Column] = {}
    said = list(remarks)
    for name, array in arrays.items():
        if array.ndim == 0 or name in _POSITIVE_KEYS or (name in CLASS_KEYS and len(array) != n_rows):
            continue
        if array.ndim > 2 or array.dtype.kind not in "biufUS":
            said.append(f"The array “{name}” of {file} is neither numbers nor text in rows and is left out.")
            continue
        _check_length(file, name, len(array), n_rows)
        columns.update(_columns(name, array[: request.max_rows], class_names))
    check_names(file, list(columns))
    n_read = len(next(iter(columns.values())))
    return Table(
        file,
        format_name,
        columns,
        np.arange(1, n_read + 1, dtype=np.int32),
        class_names=class_names,
        positive=_positive(arrays),
        remarks=tuple(said),
    )


def _positive(arrays: Mapping[str, NDArray[Any]]) -> str | None:
    found = (arrays[key] for key in _POSITIVE_KEYS if key in arrays and arrays[key].size == 1)
    return next((str(array.item()) for array in found), None)


def _n_rows(arrays: Mapping[str, NDArray[Any]]) -> int:
    """Return the length of the true labels, else the length that most arrays have."""
    for key in _TRUE_KEYS:
        if key in arrays and arrays[key].ndim == 1 and (key not in CLASS_KEYS or "y_true" not in arrays):
            return len(arrays[key])
    lengths = Counter(len(array) for array in arrays.values() if array.ndim > 0)
    return lengths.most_common(1)[0][0] if lengths else 0


def _class_names(arrays: Mapping[str, NDArray[Any]], n_rows: int) -> tuple[str, ...]:
    for key in CLASS_KEYS:
        array = arrays.get(key)
        if array is not None and array.ndim == 1 and len(array) != n_rows and array.dtype.kind in "biufUS":
            return _texts(array)
    return ()


def _texts(array: NDArray[Any]) -> tuple[str, ...]:
    if array.dtype.kind == "S":
        array = np.char.decode(array, "utf-8")
    return tuple(str(value) if array.dtype.kind == "U" else label_text(value) for value in array)


def _check_length(file: str, name: str, length: int, n_rows: int) -> None:
    if length != n_rows:
        raise InputError(f"{file}: the array “{name}” has {length} rows where the others have {n_rows}.")


def _columns(name: str, array: NDArray[Any], class_names: tuple[str, ...]) -> dict[str, Column]:
    if array.ndim == 1:
        return {name: _column(array)}
    if array.shape[1] == 1:
        return {name: _column(array[:, 0])}
    named = class_names if len(class_names) == array.shape[1] else tuple(map(str, range(array.shape[1])))
    return {f"{name}_{each}": _column(array[:, index]) for index, each in enumerate(named)}


def _column(array: NDArray[Any]) -> Column:
    if array.dtype.kind in "US":
        distinct, codes = np.unique(array, return_inverse=True)
        return TextColumn(codes.astype(np.int32), _texts(distinct))
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    return NumberColumn(native.astype(np.float32) if native.dtype == np.float16 else native)
