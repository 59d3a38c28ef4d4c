"""NPY: one array, called after its file; truth and scores in two files are read side by side."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.array_names import name_from_file
from confmat_gui.io.readers.array_table import table_of_arrays
from confmat_gui.io.readers.npz_members import read_npy, refusing_damage
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table


def read_array(request: ReadRequest) -> Table:
    """Read an NPY file; an array of records gives a column for each field."""
    path = request.path
    request.progress(0.0, f"Reading {path.name}")
    with refusing_damage(path, "NPY"):
        array = read_npy(lambda: path.open("rb"), path.stat().st_size, path, path.stem)
        if array.ndim == 0:
            raise InputError(
                f"{path.name} holds a single value; an array with a row for each sample is needed."
            )
        if array.dtype.names is not None:
            return table_of_arrays(request, "NPY", {name: array[name] for name in array.dtype.names})
        return table_of_arrays(request, "NPY", {name_from_file(path): np.asarray(array)})


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"\x93NUMPY")


READERS = (Reader("NPY", (".npy",), _fits, read_array),)
