"""HDF5: plain datasets, and tables that pandas wrote in its fixed format."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import msgspec

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Start
from confmat_gui.io.readers.array_table import table_of_arrays
from confmat_gui.io.readers.npz_members import read_members, refusing_damage
from confmat_gui.io.readers.request import Reader, ReadRequest
from confmat_gui.io.table import Table

START_SECONDS = 60.0
"""What a process may take to begin and to import the library, which can be long on a cold machine."""
LEAST_SECONDS = 3.0
BYTES_PER_SECOND = 2**22
_POLL_SECONDS = 0.1
_CHILD = "confmat_gui.io.readers.hdf5_datasets"


class _Report(msgspec.Struct):
    names: list[str]
    remarks: list[str]
    refusal: str | None


def read_hdf5(request: ReadRequest) -> Table:
    """Read an HDF5 file in a process of its own: its library never ends on some damaged files."""
    path = request.path
    if find_spec("h5py") is None:
        raise InputError(
            f"{path.name} is an HDF5 file, and the library for them is missing; install it with: "
            'pip install "confmat_gui[hdf5]"'
        )
    with tempfile.TemporaryDirectory(prefix="confmat-") as folder:
        arrays, report = Path(folder) / "arrays.npz", Path(folder) / "report.json"
        started = Path(folder) / "started"
        _run(request, [str(path.resolve()), str(arrays), str(report), str(started)], started)
        if not report.exists():
            raise InputError(f"{path.name} is cut short or damaged: it cannot be read as HDF5.")
        said = msgspec.json.decode(report.read_bytes(), type=_Report)
        if said.refusal is not None:
            raise InputError(said.refusal)
        with refusing_damage(path, "HDF5"):
            found = read_members(arrays) if said.names else {}
            named = {name: found[f"a{index}"] for index, name in enumerate(said.names)}
            return table_of_arrays(request, "HDF5", named, tuple(said.remarks))


def _run(request: ReadRequest, arguments: list[str], started: Path) -> None:
    """Run the child until it ends; a cancel, or more time than the file can need, ends it.

    The time of the file runs from when `started` appears.
    """
    path = request.path
    seconds = LEAST_SECONDS + path.stat().st_size / BYTES_PER_SECOND
    # -P: nothing is imported from the current folder
    command = [sys.executable, "-P", "-m", _CHILD, *arguments]
    places = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=places, stdout=quiet, stderr=quiet) as child:  # noqa: S603 - our own module
        try:
            passed = 0.0
            for _ in range(int((START_SECONDS + seconds) / _POLL_SECONDS) + 1):
                request.progress(min(passed / seconds, 1.0), f"Reading {path.name}")
                try:
                    child.wait(_POLL_SECONDS)
                except subprocess.TimeoutExpired:
                    passed += _POLL_SECONDS if started.exists() else 0.0
                else:
                    return
                if passed > seconds:
                    break
            raise InputError(f"{path.name} is damaged: reading it as HDF5 did not end.")
        finally:
            child.kill()


def _fits(start: Start) -> bool:
    return start.raw.startswith(b"\x89HDF\r\n\x1a\n")


READERS = (Reader("HDF5", (".h5", ".hdf5", ".hdf"), _fits, read_hdf5),)
