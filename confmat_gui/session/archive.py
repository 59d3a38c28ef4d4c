"""One zip file whose every byte is accounted for: named members, their sha256, and a seal over the whole.

Members are stored, not deflated: what the file claims to hold can then never exceed its own size. The seal
is the sha256 of all bytes before it, kept at the end in the zip's comment, so that a file cut short or with
one changed byte anywhere is refused before anything in it is believed.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TypeAlias

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError

Pieces: TypeAlias = Iterable[bytes | memoryview]

SEAL = b"confmat session sha256 "
SEAL_LENGTH = len(SEAL) + 64
MANIFEST = "manifest.json"
MEMBER_NAME = re.compile(r"[a-z0-9_]+\.(npy|json)")
PIECE = 1 << 20
MOST_MEMBERS = 100_000
ZIP_FAULTS = (
    zipfile.BadZipFile, ValueError, OverflowError, EOFError, RuntimeError, LookupError, OSError,
)


def write_archive(
    stream: IO[bytes],
    members: Mapping[str, tuple[int, Callable[[], Pieces]]],
    manifest: Callable[[Mapping[str, str]], bytes],
    progress: Progress = no_progress,
) -> None:
    """Write an archive to a stream that can seek and be read back.

    Parameters
    ----------
    members : mapping of name to (bytes, pieces)
        Number of bytes, for progress, and a function that yields them.
    manifest : callable
        Given the sha256 of every member, returns the manifest, which is written last.
    """
    total = sum(size for size, _ in members.values()) or 1
    written = 0
    digests: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, (size, pieces) in members.items():
            digest = hashlib.sha256()
            with archive.open(_entry(name), "w", force_zip64=size >= 1 << 31) as member:
                for piece in pieces():
                    member.write(piece)
                    digest.update(piece)
                    written += len(piece)
                    progress(min(0.9, 0.9 * written / total), "saving")
            digests[name] = digest.hexdigest()
        archive.writestr(_entry(MANIFEST), manifest(digests))
        archive.comment = SEAL + b"0" * 64
    _seal(stream, progress)


def read_archive(path: Path, progress: Progress = no_progress) -> dict[str, bytes]:
    """Return the members of an archive by name; InputError if it is not whole.

    The digests in the manifest are checked by `check_members` once the manifest has been understood.
    """
    try:
        with path.open("rb") as stream:
            _check_seal(stream, path, progress)
            return _read_members(stream, path, progress)
    except FileNotFoundError:
        raise InputError(f"There is no file “{path}”; check its name and folder.") from None
    except IsADirectoryError:
        raise InputError(f"“{path}” is a folder; name the .confmat file in it.") from None
    except PermissionError:
        raise InputError(f"“{path}” may not be read; ask its owner for the right to read it.") from None
    except ZIP_FAULTS as error:
        raise damaged(path.name) from error


def check_members(name: str, members: Mapping[str, bytes], digests: Mapping[str, str]) -> None:
    """Refuse an archive whose members are not exactly those that its manifest lists, byte for byte."""
    if set(members) - {MANIFEST} != set(digests):
        raise damaged(name)
    for member, digest in digests.items():
        if hashlib.sha256(members[member]).hexdigest() != digest:
            raise damaged(name)


def damaged(name: str) -> InputError:
    """Return the refusal of a session file that is not as it was saved."""
    return InputError(
        f"The session “{name}” is damaged or cut short, so nothing of it was opened; "
        "copy it again or save it anew."
    )


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a zip entry without a clock: the same session gives the same bytes."""
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


def _seal(stream: IO[bytes], progress: Progress) -> None:
    """Write the digest of everything before it over the zeros at the end."""
    end = stream.seek(0, 2) - 64
    digest = _digest(stream, end, progress, 0.9)
    stream.seek(end)
    stream.write(digest.encode("ascii"))
    progress(1.0, "saved")


def _check_seal(stream: IO[bytes], path: Path, progress: Progress) -> None:
    """Refuse a file that is no session, or whose bytes are not those that were sealed."""
    start = stream.read(4)
    if start not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise InputError(
            f"“{path.name}” is not a confmat session; "
            "sessions are saved by the window or by `confmat session`."
        )
    end = stream.seek(0, 2) - SEAL_LENGTH
    if end < 0:
        raise damaged(path.name)
    stream.seek(end)
    seal = stream.read(SEAL_LENGTH)
    digest = _digest(stream, end + len(SEAL), progress, 0.0)
    if seal != SEAL + digest.encode("ascii"):
        raise damaged(path.name)


def _digest(stream: IO[bytes], end: int, progress: Progress, done: float) -> str:
    """Return the sha256 of the first `end` bytes; progress runs a tenth on from `done`."""
    digest = hashlib.sha256()
    stream.seek(0)
    left = end
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
        progress(done + 0.1 * (1 - left / end), "checking")
    return digest.hexdigest()


def _read_members(stream: IO[bytes], path: Path, progress: Progress) -> dict[str, bytes]:
    """Read every member into memory; the sum of their sizes is at most the size of the file."""
    size = stream.seek(0, 2)
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        if not _is_plain(entries, size):
            raise damaged(path.name)
        members: dict[str, bytes] = {}
        for position, entry in enumerate(entries):
            progress(0.1 + 0.9 * position / len(entries), "reading")
            members[entry.filename] = archive.read(entry)
    return members


def _is_plain(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether the entries are stored, differently and harmlessly named, and no larger than the file."""
    names = {entry.filename for entry in entries}
    return (
        MANIFEST in names
        and len(names) == len(entries) <= MOST_MEMBERS
        and all(MEMBER_NAME.fullmatch(name) for name in names)
        and all(e.compress_type == zipfile.ZIP_STORED and e.file_size == e.compress_size for e in entries)
        and sum(entry.file_size for entry in entries) <= size
    )
