"""Writes the layout of torch.save without PyTorch: a zip of raw storages and a pickle that names them."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STORAGE_OF = {
    "f8": "DoubleStorage",
    "f4": "FloatStorage",
    "f2": "HalfStorage",
    "i8": "LongStorage",
    "i4": "IntStorage",
    "u1": "ByteStorage",
    "b1": "BoolStorage",
}


class _Writer:
    def __init__(self) -> None:
        self.storages: list[bytes] = []

    def value(self, value: Any) -> bytes:
        """Return the opcodes that put a value on the stack."""
        if isinstance(value, np.ndarray):
            return self._tensor(value)
        if isinstance(value, dict):
            items = b"".join(self.value(key) + self.value(each) for key, each in value.items())
            return b"}(" + items + b"u"
        if isinstance(value, list):
            return b"](" + b"".join(map(self.value, value)) + b"e"
        if isinstance(value, tuple):
            return b"(" + b"".join(map(self.value, value)) + b"t"
        return pickle.dumps(value, protocol=2)[2:-1]

    def _tensor(self, array: NDArray[Any]) -> bytes:
        kind = STORAGE_OF[array.dtype.str[1:]]
        key = str(len(self.storages))
        self.storages.append(np.ascontiguousarray(array).tobytes())
        steps = tuple(step // array.itemsize for step in np.ascontiguousarray(array).strides)
        place = f"ctorch\n{kind}\n".encode()
        storage = b"(" + self.value("storage") + place + self.value(key) + self.value("cpu")
        storage += self.value(array.size) + b"tQ"
        sizes = self.value(0) + self.value(array.shape) + self.value(steps) + b"\x89"
        hooks = b"ccollections\nOrderedDict\n)R"
        return b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + sizes + hooks + b"tR"


def write_torch(path: Path, value: Any) -> Path:
    """Write a value as torch.save does."""
    writer = _Writer()
    opcodes = b"\x80\x02" + writer.value(value) + b"."
    return write_archive(path, opcodes, writer.storages)


def write_archive(path: Path, opcodes: bytes, storages: list[bytes]) -> Path:
    """Write a pickle and storages into an archive of PyTorch."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", opcodes)
        archive.writestr("archive/byteorder", b"little")
        for index, data in enumerate(storages):
            archive.writestr(f"archive/data/{index}", data)
    return path
