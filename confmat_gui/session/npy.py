"""Arrays as the bytes of .npy files: written in pieces, read with every claim of the header checked."""

from __future__ import annotations

import ast
import io
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIECE = 1 << 20
MAGIC = b"\x93NUMPY\x01\x00"
LONGEST_HEADER = 1024
PLAIN_NUMBERS = re.compile(r"[<|][biuf][1248]")
"""Booleans, integers and floats; nothing that could hold an object."""


def npy_pieces(array: NDArray[Any]) -> Iterator[bytes | memoryview]:
    """Yield a .npy file (version 1.0, no pickles) of numbers in pieces, so that progress can be shown."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if not (little.flags.c_contiguous or little.flags.f_contiguous):
        little = np.ascontiguousarray(little)
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, np.lib.format.header_data_from_array_1_0(little))
    yield head.getvalue()
    flat = little.reshape(-1, order="A").view(np.uint8)
    for start in range(0, len(flat), PIECE):
        yield flat[start : start + PIECE].data


def array_from_npy(data: bytes) -> NDArray[Any]:
    """Return the read-only array in the bytes of a .npy file, without a copy.

    Raises
    ------
    ValueError
        If the header is not one that `npy_pieces` writes, or does not fit the number of bytes.
    """
    if len(data) < 10 or data[:8] != MAGIC:
        raise ValueError("no .npy header of version 1.0")
    start = 10 + int.from_bytes(data[8:10], "little")
    if start > min(len(data), LONGEST_HEADER):
        raise ValueError("a .npy header of impossible length")
    dtype, fortran, shape = _header(data[10:start].decode("latin-1"))
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise ValueError("a shape that does not fit the data")
    flat = np.frombuffer(data, dtype=dtype, offset=start) if len(data) > start else np.empty(0, dtype)
    return flat.reshape(shape, order="F" if fortran else "C")


def _header(text: str) -> tuple[np.dtype[Any], bool, tuple[int, ...]]:
    """Return type, order and shape that a .npy header states."""
    try:
        header = ast.literal_eval(text.strip())
        descr, fortran, shape = header["descr"], header["fortran_order"], header["shape"]
    except (SyntaxError, ValueError, TypeError, KeyError, RecursionError, MemoryError) as error:
        raise ValueError("a .npy header that cannot be read") from error
    if not isinstance(descr, str) or not PLAIN_NUMBERS.fullmatch(descr) or not isinstance(fortran, bool):
        raise ValueError("a .npy header with a type that sessions do not hold")
    if not isinstance(shape, tuple) or len(shape) > 2 or any(type(n) is not int or n < 0 for n in shape):
        raise ValueError("a .npy header with an impossible shape")
    return np.dtype(descr), fortran, shape
