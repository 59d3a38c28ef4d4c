"""Raw bytes of tensors to arrays, whatever their type is called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS: dict[str, str] = {
    "float64": "f8",
    "float32": "f4",
    "float16": "f2",
    "bfloat16": "u2",
    "int64": "i8",
    "int32": "i4",
    "int16": "i2",
    "int8": "i1",
    "uint64": "u8",
    "uint32": "u4",
    "uint16": "u2",
    "uint8": "u1",
    "bool": "u1",
}
"""NumPy's type behind each type of tensors; the two without one of their own are turned into one."""


def item_size(kind: str) -> int:
    """Return how many bytes one element takes."""
    return np.dtype(KINDS[kind]).itemsize


def flat_array(data: bytes | memoryview, kind: str, order: str = "<") -> NDArray[Any]:
    """Return all elements; bfloat16 becomes float32, without loss."""
    array = np.frombuffer(data, dtype=np.dtype(KINDS[kind]).newbyteorder("<" if order == "<" else ">"))
    if kind == "bfloat16":
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array != 0 if kind == "bool" else array
