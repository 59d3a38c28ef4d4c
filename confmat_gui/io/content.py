"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from confmat_gui.core.errors import InputError

Content: TypeAlias = Literal[
    "empty", "text", "gzip", "Parquet", "Arrow", "old Feather", "zip", "UTF-16 text", "binary"
]

_MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"FEA1", "old Feather"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)


def content_of(start: bytes) -> Content:
    """Return what a file is that begins with `start` (a few kilobytes)."""
    if not start:
        return "empty"
    for magic, content in _MAGIC:
        if start.startswith(magic):
            return content
    return "binary" if b"\0" in start else "text"


def sniff(path: Path) -> Content:
    """Return what the file is; InputError where it cannot be read at all."""
    try:
        if path.is_dir():
            raise InputError(f"{path.name or path} is a folder; name the prediction files in it.")
        if not path.exists():
            raise InputError(f"There is no file {path}; check its name and folder.")
        if not path.is_file():
            raise InputError(f"{path.name} is not a regular file.")
        with path.open("rb") as stream:
            return content_of(stream.read(4096))
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from error
