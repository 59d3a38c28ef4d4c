"""Arrays in NPY format, alone or inside an archive, checked before they take memory; nothing is unpickled."""

from __future__ import annotations

import math
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.threads import ahead
from confmat_gui.io.limits import check_unpacked

TURNED_BYTES = 2**20
"""Bytes that are turned at a time; as many stay in the cache between reading and turning."""


@contextmanager
def refusing_damage(path: Path, format_name: str = "NPZ") -> Iterator[None]:
    """Raise InputError for every way in which zipfile and NumPy say that the bytes are damaged."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        ValueError,
        OSError,
        KeyError,
        RuntimeError,
        NotImplementedError,
        OverflowError,
        MemoryError,
        TypeError,
        SyntaxError,
        tokenize.TokenError,  # NumPy tokenizes the header of old files
        IndexError,
    ) as error:
        detail = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise InputError(
            f"{path.name} is cut short or damaged: it cannot be read as {format_name} ({detail})."
        ) from error


def read_members(path: Path, progress: Progress = no_progress) -> dict[str, NDArray[Any]]:
    """Return all arrays by name."""
    arrays: dict[str, NDArray[Any]] = {}
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
        check_unpacked(path, sum(info.file_size for info in members))
        for index, info in enumerate(members):
            progress(index / len(members), f"Reading {path.name}")
            name = info.filename.removesuffix(".npy")
            if name in arrays:
                raise InputError(f"{path.name}: two arrays are called “{name}”; give each its own name.")
            arrays[name] = read_npy(partial(archive.open, info), info.file_size, path, name)
    progress(1.0, f"Reading {path.name}")
    return arrays


def read_npy(open_stream: Callable[[], IO[bytes]], size: int, path: Path, name: str) -> NDArray[Any]:
    """Return the array of a stream in NPY format of `size` bytes, opened anew for header and content."""
    with open_stream() as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a file of Python 2 would be read faster if it were saved again
        shape, by_columns, dtype = _header(stream)
        if dtype.hasobject:
            raise InputError(
                f"{path.name}: the array “{name}” holds Python objects, which are never unpacked because "
                "they can run code; save it as numbers or as text (dtype=str)."
            )
        if math.prod(shape) * dtype.itemsize > size:
            raise InputError(
                f"{path.name} is cut short or damaged: the array “{name}” is shorter than it says."
            )
        if len(shape) == 2 and not by_columns and dtype.kind == "f" and dtype.itemsize in (4, 8):
            return _read_turned(stream, (shape[0], shape[1]), dtype)
    with open_stream() as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    for text in [array] if array.dtype.names is None else [array[each] for each in array.dtype.names]:
        _check_text(text)
    return array


def _read_turned(stream: IO[bytes], shape: tuple[int, int], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return numbers that the stream holds row by row, with each column contiguous, as scores are wanted.

    Block by block: a thread turns what has been read while the next block is read; nothing is held twice.
    """
    n_rows, n_columns = shape
    turned = np.empty((n_columns, n_rows), dtype.newbyteorder("="))
    row_bytes = n_columns * dtype.itemsize
    at_once = max(1, TURNED_BYTES // max(row_bytes, 1))

    def turn(block: tuple[int, bytes]) -> None:
        start, data = block
        rows = np.frombuffer(data, dtype).reshape(-1, n_columns)
        turned[:, start : start + len(rows)] = rows.T

    starts = range(0, n_rows if n_columns else 0, at_once)
    read = ((start, _exactly(stream, min(at_once, n_rows - start) * row_bytes)) for start in starts)
    for _ in ahead(turn, read, threads=1):
        pass
    return turned.T


def _exactly(stream: IO[bytes], n_bytes: int) -> bytes:
    data = stream.read(n_bytes)
    while len(data) < n_bytes:
        more = stream.read(n_bytes - len(data))
        if not more:
            raise EOFError("it ends too early")
        data += more
    return data


def _check_text(array: NDArray[Any]) -> None:
    """Raise ValueError where an array of text holds what is no character, which NumPy does not look at."""
    if array.dtype.kind != "U" or not array.size or not array.dtype.itemsize:
        return
    codes = np.ascontiguousarray(array).reshape(-1).view(np.dtype("u4").newbyteorder(array.dtype.byteorder))
    if codes.max() > 0x10FFFF or bool(((codes >= 0xD800) & (codes <= 0xDFFF)).any()):
        raise ValueError("its text holds what is no character")


def _header(stream: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(stream)
    return np.lib.format.read_array_header_2_0(stream)
