"""The plain datasets of an HDF5 file, as arrays; run as a program it writes them to an NPZ file.

The HDF5 library never ends on some damaged files. So the reader runs this module in a process of its own,
with bounded memory, which can be stopped.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.limits import check_unpacked, unpacked_limit
from confmat_gui.io.readers.array_table import CLASS_KEYS

KNOWN_FILTERS = frozenset({1, 2, 3, 4, 5, 6, 32000})
"""Those inside the library, and LZF inside h5py; any other is code that would be loaded from elsewhere."""
PROGRAM_BYTES = 4 * 2**30
"""Addresses that Python and its libraries reserve for themselves."""


class Collected:
    """Arrays by name, and a sentence for each dataset that gives none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._n_bytes = 0
        self.arrays: dict[str, NDArray[Any]] = {}
        self.remarks: list[str] = []

    def collect(self) -> None:
        """Read the file."""
        import h5py

        with h5py.File(self._path, "r") as file:
            for key in CLASS_KEYS:
                if key in file.attrs:
                    self.arrays[key] = np.asarray(file.attrs[key]).astype(str)
            self._group(file, depth=0)

    def _group(self, group: Any, depth: int) -> None:
        import h5py

        if _text(group.attrs.get("pandas_type", "")) == "frame":
            self._frame(group)
            return
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                self._leave_out(f"{group.name}/{name}", "is a link to another place")
            elif isinstance(group[name], h5py.Dataset):
                self._dataset(group[name], name)
            elif depth < 8:
                self._group(group[name], depth + 1)

    def _frame(self, group: Any) -> None:
        """Read a table that pandas wrote in its fixed format; its columns of texts are pickles."""
        for name in group:
            if not name.endswith("_values") or not name.startswith("block"):
                continue
            items = [_text(each) for each in group[name.replace("_values", "_items")][()]]
            values = self._values(group[name])
            if values is None or values.ndim != 2 or values.shape[1] != len(items):
                self._leave_out(", ".join(items), "holds Python objects, which are never unpickled")
                continue
            for index, item in enumerate(items):
                self._add(item, values[:, index])

    def _dataset(self, dataset: Any, name: str) -> None:
        values = self._values(dataset)
        if values is None:
            self._leave_out(dataset.name, "is not a plain array of numbers or texts")
        elif values.dtype.names is None:
            self._add(name, values)
        else:
            for field in values.dtype.names:
                self._add(field, values[field])

    def _values(self, dataset: Any) -> NDArray[Any] | None:
        """Return a dataset whose bytes lie in this very file, packed in no foreign way."""
        import h5py

        if dataset.external or dataset.is_virtual or dataset.shape is None or dataset.ndim > 2:
            return None
        properties = dataset.id.get_create_plist()
        filters = {properties.get_filter(index)[0] for index in range(properties.get_nfilters())}
        is_text = h5py.check_string_dtype(dataset.dtype) is not None
        if not filters <= KNOWN_FILTERS or (dataset.dtype.hasobject and not is_text):
            return None
        self._n_bytes += dataset.size * dataset.dtype.itemsize
        check_unpacked(self._path, self._n_bytes)
        return self._texts(dataset) if is_text else np.asarray(dataset[()])

    def _texts(self, dataset: Any) -> NDArray[Any]:
        found = dataset.asstr()[()]
        longest = max((len(each) for each in np.ravel(found)), default=1)
        check_unpacked(self._path, 4 * longest * dataset.size)
        return np.asarray(found).astype(str)

    def _add(self, name: str, values: NDArray[Any]) -> None:
        if name in self.arrays:
            self._leave_out(name, "is there twice")
        else:
            self.arrays[name] = values

    def _leave_out(self, name: str, why: str) -> None:
        self.remarks.append(f"“{name.lstrip('/')}” of {self._path.name} {why} and is left out.")


def limit_memory(path: Path) -> None:
    """Bound the memory of this process, where the system can, by what the file may unpack to."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = 3 * unpacked_limit(path.stat().st_size) + PROGRAM_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def main(source: str, arrays: str, report: str, started: str) -> None:
    """Write the arrays to one file, and what there is to say, or the reason of a refusal, to another.

    The file `started` is made when all is imported that reading needs.
    """
    import h5py  # noqa: F401

    Path(started).touch()
    collected = Collected(Path(source))
    refusal = None
    try:
        collected.collect()
        names = {f"a{index}": values for index, values in enumerate(collected.arrays.values())}
        np.savez(arrays, **names)  # type: ignore[arg-type]
    except InputError as error:
        refusal = str(error)
    said = {"names": list(collected.arrays), "remarks": collected.remarks, "refusal": refusal}
    Path(report).write_bytes(msgspec.json.encode(said))


if __name__ == "__main__":
    limit_memory(Path(sys.argv[1]))
    main(*sys.argv[1:])
