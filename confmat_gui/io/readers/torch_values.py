"""What a PyTorch file holds, to named arrays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.value_columns import column_of_values
from confmat_gui.io.table import NumberColumn, text_array

_Arrays = dict[str, NDArray[Any]]


def named_arrays(value: Any, name: str, path: Path) -> tuple[_Arrays, list[str]]:
    """Return the arrays in a value by name, and the names of what is none.

    A tensor alone is called `name`, tensors in a list or tuple “tensor 1”, “tensor 2”, ...; dictionaries in a
    list are batches and are put below one another.
    """
    reader = _Values(path)
    if isinstance(value, np.ndarray):
        return {name: value}, []
    if isinstance(value, list | tuple) and value and all(isinstance(each, dict) for each in value):
        return reader.below_one_another(value), reader.lost
    if isinstance(value, list | tuple):
        value = {f"tensor {index}": each for index, each in enumerate(value, 1)}
    if not isinstance(value, dict):
        raise InputError(f"{path.name} holds no tensors; save a dictionary such as y_true and y_score.")
    return reader.arrays(value), reader.lost


class _Values:
    """Turns values into arrays, and counts their bytes: a pickle may name one list a million times."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._n_bytes = 0
        self.lost: list[str] = []

    def arrays(self, values: dict[Any, Any]) -> _Arrays:
        """Return the arrays of a dictionary."""
        found: _Arrays = {}
        for key, value in values.items():
            array = self._array(value)
            if array is None or not isinstance(key, str):
                self.lost.append(str(key)[:80])
            else:
                self._count(array.nbytes)
                found[key] = array
        return found

    def below_one_another(self, batches: Sequence[dict[Any, Any]]) -> _Arrays:
        """Return the arrays of all batches, joined."""
        found = [self.arrays(batch) for batch in batches]
        self.lost = list(dict.fromkeys(self.lost))
        names = list(found[0])
        if any(list(arrays) != names for arrays in found):
            raise InputError(f"{self._path.name} is a list of dictionaries that differ in their names.")
        return {name: _joined([arrays[name] for arrays in found]) for name in names}

    def _array(self, value: Any) -> NDArray[Any] | None:
        """Return a tensor, a text, a number, or a list of texts or numbers as an array."""
        if isinstance(value, np.ndarray):
            return value
        if isinstance(value, str | int | float):
            return np.array(value if isinstance(value, str) else float(value))
        if not isinstance(value, list | tuple):
            return None
        longest = max((len(each) for each in value if isinstance(each, str)), default=1)
        self._count(4 * longest * len(value))  # one long text may stand in many rows
        column = column_of_values(value)
        if column is None:
            return None
        return column.values if isinstance(column, NumberColumn) else text_array(column)

    def _count(self, n_bytes: int) -> None:
        self._n_bytes += n_bytes + 100
        check_unpacked(self._path, self._n_bytes)


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    alike = parts[0].ndim > 0 and len({part.shape[1:] for part in parts}) == 1
    return np.concatenate(parts) if alike else parts[0]
