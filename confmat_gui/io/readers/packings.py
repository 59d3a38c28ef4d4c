"""The bytes inside a packed file: gzip, Zstandard, or zip with one file. Nothing is written to disk."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Packing, own_members


def unpacked(raw: IO[bytes], packing: Packing, path: Path) -> IO[bytes]:
    """Return a stream of the unpacked bytes of the open file `raw`."""
    if packing == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if packing == "zstd":
        import pyarrow as pa

        return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd"))
    return _only_member(raw, path) if packing == "zip" else raw


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Raise InputError for every way in which unpacking says that the bytes are damaged."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise InputError(f"{path.name} is cut short or damaged: it cannot be unpacked.") from error
    except OSError as error:
        reason = error.strerror or str(error).splitlines()[0][:160]
        raise InputError(f"{path.name} cannot be read: {reason}.") from error


def _only_member(raw: IO[bytes], path: Path) -> IO[bytes]:
    with refusing_damage(path):
        archive: Any = zipfile.ZipFile(raw)
        (member,) = own_members(archive)
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise InputError(
                f"{path.name} is not read: a file in it points outside of the archive (“{name}”)."
            )
        return cast("IO[bytes]", archive.open(member))
