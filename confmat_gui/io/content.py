"""The first look at a file: what its first bytes are, unpacked where it is packed, whatever its name says."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from confmat_gui.core.errors import InputError
from confmat_gui.io.part_folders import parts_of
from confmat_gui.io.unfinished import unfinished_beside

Packing: TypeAlias = Literal["", "gzip", "zstd", "zip"]

HEAD_BYTES = 16 * 1024
_TEXT_BYTES = 4 * 1024
"""A zero byte in so many bytes means no text; further down it is damage, whose line is named."""
PACKING_SUFFIXES: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd", ".zip": "zip"}
_MAGIC: dict[bytes, Packing] = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Start:
    """What a reader is shown before it says whether a file is one of its own.

    Attributes
    ----------
    path : Path
    packing : "", "gzip", "zstd" or "zip"
        What the bytes on disk are packed with.
    raw : bytes
        The first bytes on disk.
    head : bytes
        The first bytes unpacked, UTF-16 turned into UTF-8 without any mark; empty where unpacking fails.
    members : tuple of str
        The names of the files inside a zip archive.
    """

    path: Path
    packing: Packing
    raw: bytes
    head: bytes
    members: tuple[str, ...] = ()

    @property
    def inner_name(self) -> str:
        """The name without the suffix of the packing; for a bare .zip the name of the only file in it."""
        name = self.path.name
        for suffix in PACKING_SUFFIXES:
            if name.lower().endswith(suffix):
                stem = name[: -len(suffix)]
                return self.members[0] if "." not in stem and len(self.members) == 1 else stem
        return name

    @property
    def is_text(self) -> bool:
        """Whether the unpacked bytes may be text."""
        return bool(self.head) and b"\0" not in self.head[:_TEXT_BYTES]


def look(path: Path) -> Start:
    """Return the first look at a file; InputError where it cannot be read at all, or holds nothing."""
    try:
        with _looked_at(path).open("rb") as stream:
            raw = stream.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not raw:
        raise InputError(f"{path.name} is empty.")
    packing = packing_of(raw)
    members = _members(path) if packing == "zip" else ()
    return Start(path, packing, raw, as_utf8(_unpacked_head(path, packing, raw, members)), members)


def _looked_at(path: Path) -> Path:
    """Return the file whose bytes tell the format: of a folder of parts its first one."""
    if path.is_dir():
        parts = parts_of(path)
        if parts:
            return parts[0]
        raise InputError(f"{path.name or path} is a folder; name the prediction files in it.")
    if not path.exists():
        left = unfinished_beside(path)
        help_with = "check its name and folder" if left is None else f"{left.name} is what a run left of it"
        raise InputError(f"There is no file {path}; {help_with}.")
    if not path.is_file():
        raise InputError(f"{path.name} is not a regular file.")
    return path


def packing_of(raw: bytes) -> Packing:
    """Return what a file that begins with `raw` is packed with."""
    return next((packing for magic, packing in _MAGIC.items() if raw.startswith(magic)), "")


def own_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in an archive, without folders and what macOS adds of its own."""
    named = [(info.filename, info) for info in archive.infolist() if info.filename]
    return [info for name, info in named if not name.endswith("/") and not name.startswith("__MACOSX/")]


def _members(path: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(info.filename for info in own_members(archive))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()


def _unpacked_head(path: Path, packing: Packing, raw: bytes, members: tuple[str, ...]) -> bytes:
    try:
        if packing == "gzip":
            return zlib.decompressobj(wbits=31).decompress(raw, HEAD_BYTES)
        if packing == "zstd":
            import pyarrow as pa

            with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
                return bytes(stream.read(HEAD_BYTES))
        if packing == "zip":
            with zipfile.ZipFile(path) as archive:
                return archive.open(members[0]).read(HEAD_BYTES) if len(members) == 1 else b""
    except (
        zlib.error,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        KeyError,
    ):
        return b""
    return raw


def as_utf8(head: bytes) -> bytes:
    """Return the beginning of a text as UTF-8 without its mark."""
    if head.startswith(UTF16_MARKS):
        return _from_utf16(head, "utf-16")
    bare = unmarked_utf16(head)
    return head.removeprefix(UTF8_MARK) if bare is None else _from_utf16(head, bare)


def _from_utf16(head: bytes, encoding: str) -> bytes:
    return head[: len(head) // 2 * 2].decode(encoding, errors="ignore").encode("utf-8", errors="ignore")


def unmarked_utf16(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """Return the byte order of a text of UTF-16 that lacks its mark; None where the bytes are anything else.

    In tables most signs are ASCII: half of the bytes are zero, all of them in even or all in odd places.
    """
    start = head[: min(len(head), _TEXT_BYTES) // 2 * 2]
    first, second = start[::2], start[1::2]
    for ascii_part, zeros, encoding in ((first, second, "utf-16-le"), (second, first, "utf-16-be")):
        if not start or b"\0" in ascii_part or 2 * zeros.count(0) < len(zeros):
            continue
        text = start.decode(encoding, errors="ignore")
        if all(sign.isprintable() or sign in "\t\r\n" for sign in text):
            return "utf-16-le" if encoding == "utf-16-le" else "utf-16-be"
    return None
