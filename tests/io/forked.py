"""The child of the HDF5 reader, forked from a process that has the library: many files in little time."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

import h5py

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers import hdf5_datasets
from confmat_gui.io.readers.request import ReadRequest

_POLL_SECONDS = 0.002
SECONDS = 3.0
LIBRARY = h5py.version.hdf5_version
"""What is forked with the process."""


def run(request: ReadRequest, arguments: list[str], started: Path) -> None:
    """Do what `confmat_gui.io.readers.hdf5` does in a process of its own."""
    child = os.fork()
    if child == 0:
        _read(arguments)
    end = time.monotonic() + SECONDS
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(child, 9)
            os.waitpid(child, 0)
            raise InputError(f"{request.path.name} is damaged: reading it as HDF5 did not end.")
        time.sleep(_POLL_SECONDS)


def _read(arguments: list[str]) -> None:
    with contextlib.suppress(BaseException), Path(os.devnull).open("w", encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), sys.stderr.fileno())
        hdf5_datasets.limit_memory(Path(arguments[0]))
        hdf5_datasets.main(*arguments)
    os._exit(0)
