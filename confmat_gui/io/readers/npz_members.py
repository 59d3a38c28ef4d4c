"""The arrays inside an NPZ archive, checked before memory is asked for; nothing is unpickled."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.limits import check_unpacked


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
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
        IndexError,
    ) as error:
        detail = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise InputError(
            f"{path.name} is cut short or damaged: it cannot be read as NPZ ({detail})."
        ) from error


def read_members(path: Path, progress: Progress) -> dict[str, NDArray[Any]]:
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
            arrays[name] = _read_member(archive, info, path, name)
    progress(1.0, f"Reading {path.name}")
    return arrays


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, name: str) -> NDArray[Any]:
    with archive.open(info) as stream:
        shape, _, dtype = _header(stream)
        if dtype.hasobject:
            raise InputError(
                f"{path.name}: the array “{name}” holds Python objects, which are never unpacked because "
                "they can run code; save it as numbers or as text (dtype=str)."
            )
        if math.prod(shape) * dtype.itemsize > info.file_size:
            raise InputError(
                f"{path.name} is cut short or damaged: the array “{name}” is shorter than it says."
            )
    with archive.open(info) as stream:
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    return array


def _header(stream: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(stream)
    return np.lib.format.read_array_header_2_0(stream)
