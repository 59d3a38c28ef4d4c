"""Files that are either the old ones or the new ones, never half of either."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from confmat_gui.core.errors import InputError


@contextmanager
def write_atomically(path: str | Path) -> Iterator[IO[bytes]]:
    """Give a temporary file beside `path`; on leaving, it takes the place of `path` in one step.

    If the body raises, or the program is killed, the old file stays whole. A link is written through, and the
    permissions of a file that is replaced are kept.

    Raises
    ------
    InputError
        Where the file cannot be written (no such folder, no permission, disk full).
    """
    target = Path(path)
    try:
        target = target.resolve()
        with _replacing(target) as stream:
            yield stream
    except FileNotFoundError as error:
        name = Path(path).name
        raise InputError(f"{name} cannot be written: its folder is missing; make it first.") from error
    except OSError as error:
        raise InputError(f"{Path(path).name} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _mode_for(target: Path) -> int:
    """Return the permissions of the file that is replaced, else those of any new file."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
