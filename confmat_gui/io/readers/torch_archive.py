"""PyTorch's .pt and .pth: read without PyTorch, and without executing anything."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.array_names import name_from_file
from confmat_gui.io.readers.array_table import table_of_arrays
from confmat_gui.io.readers.npz_members import refusing_damage
from confmat_gui.io.readers.raw_arrays import flat_array, item_size
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.readers.torch_pickle import Storage, read_pickle
from confmat_gui.io.readers.torch_values import named_arrays
from confmat_gui.io.table import Table

_PICKLE = "data.pkl"


def read_torch(request: ReadRequest) -> Table:
    """Read a dictionary of tensors, one tensor, or a list of dictionaries with one for each batch."""
    path = request.path
    request.progress(0.0, f"Reading {path.name}")
    with refusing_damage(path, "PyTorch"), zipfile.ZipFile(path) as archive:
        check_unpacked(path, sum(info.file_size for info in archive.infolist()))
        prefix = next(n for n in archive.namelist() if _is_pickle(n)).removesuffix(_PICKLE)
        if f"{prefix}constants.pkl" in archive.namelist():
            raise InputError(f"{path.name} is a TorchScript program, not predictions; save tensors instead.")
        tensors = _Tensors(archive, prefix, path)
        value = read_pickle(archive.read(prefix + _PICKLE), path.name, tensors.rebuild)
        arrays, lost = named_arrays(value, name_from_file(path), path)
    remarks = tuple(
        f"“{name}” of {path.name} is no tensor or list of values and is left out." for name in lost
    )
    return table_of_arrays(request, "PyTorch", arrays, remarks)


class _Tensors:
    """Makes tensors from the storages of an archive; each storage is read once."""

    def __init__(self, archive: zipfile.ZipFile, prefix: str, path: Path) -> None:
        self._archive = archive
        self._prefix = prefix
        self._path = path
        self._storages: dict[str, NDArray[Any]] = {}
        self._n_bytes = 0
        byteorder = f"{prefix}byteorder"
        big = byteorder in archive.namelist() and archive.read(byteorder) == b"big"
        self._order = ">" if big else "<"

    def rebuild(self, storage: Storage, offset: Any, size: Any, stride: Any) -> NDArray[Any]:
        """Return a tensor; ValueError where it does not lie inside of its storage."""
        sizes, strides = _whole(size), _whole(stride)
        (start,) = _whole([offset])
        flat = self._flat(storage)
        if len(sizes) != len(strides) or len(sizes) > 8:
            raise ValueError("a tensor has a stride for each dimension")
        empty = 0 in sizes
        last = start + sum((n - 1) * step for n, step in zip(sizes, strides, strict=True))
        if not empty and last >= len(flat):
            raise ValueError("a tensor lies outside of its storage")
        self._n_bytes += math.prod(sizes) * flat.itemsize
        check_unpacked(self._path, self._n_bytes)
        if empty:
            return np.empty(sizes, flat.dtype)
        steps = [step * flat.itemsize for step in strides]
        return np.lib.stride_tricks.as_strided(flat[start:], sizes, steps, writeable=False)

    def _flat(self, storage: Storage) -> NDArray[Any]:
        key = f"{storage.kind} {storage.key}"
        if key not in self._storages:
            data = self._archive.read(f"{self._prefix}data/{storage.key}")
            if len(data) < storage.n_elements * item_size(storage.kind):
                raise ValueError("a storage is shorter than it says")
            self._storages[key] = flat_array(data, storage.kind, self._order)
        return self._storages[key]


def _whole(values: Any) -> list[int]:
    if not all(type(value) is int and 0 <= value < 2**62 for value in values):
        raise ValueError("sizes are whole numbers from 0 up")
    return list(values)


def _is_pickle(name: str) -> bool:
    return name.endswith("/" + _PICKLE) and name.count("/") == 1


def _fits(start: Start) -> bool:
    return any(_is_pickle(name) for name in start.members)


READERS = (Reader("PyTorch", (".pt", ".pth"), _fits, read_torch),)
