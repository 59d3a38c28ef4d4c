"""NPZ: arrays saved by NumPy, one for each column, or one for all scores."""

from __future__ import annotations

from confmat_gui.io.content import Start
from confmat_gui.io.readers.array_table import table_of_arrays
from confmat_gui.io.readers.npz_members import read_members, refusing_damage
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table


def read_npz(request: ReadRequest) -> Table:
    """Read an NPZ file; an array of two dimensions gives one column for each of its own."""
    with refusing_damage(request.path):
        return table_of_arrays(request, "NPZ", read_members(request.path, request.progress))


def _fits(start: Start) -> bool:
    if start.path.name.lower().endswith(".npz"):  # a damaged or empty one is refused by the reader
        return start.packing == "zip"
    return bool(start.members) and all(name.endswith(".npy") for name in start.members)


READERS = (Reader("NPZ", (".npz",), _fits, read_npz),)
