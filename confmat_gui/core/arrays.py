"""Names for the array types that cross module borders."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.int32]
"""Class indices, shape (n,); -1 where a row has none."""

NarrowCodes: TypeAlias = NDArray[Any]
"""The same in the smallest type that holds them, see `narrow_type`; int32 where -1 may occur."""

Integers: TypeAlias = NDArray[np.integer[Any]]
"""Whole numbers in any type."""

Counts: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Scores: TypeAlias = NDArray[np.floating[Any]]
"""float32 or float64, shape (n, C), each column contiguous (Fortran order)."""


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return `array` with its write flag cleared (a view if the flag cannot be cleared in place)."""
    view = array.view()
    view.flags.writeable = False
    return view


def narrow_type(n_codes: int) -> Any:
    """Return the smallest unsigned type of the numbers 0 to n_codes - 1."""
    return np.min_scalar_type(max(0, n_codes - 1)).type
