"""Session files made or changed by hand, with a seal that fits: what a hostile or later writer could make."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SEAL = b"confmat session sha256 "


def sealed(members: Mapping[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip of these members with a seal at its end."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = SEAL + b"0" * 64
    return with_seal(buffer.getvalue())


def with_seal(data: bytes) -> bytes:
    """Return the bytes with the digest at their end made right."""
    return data[:-64] + hashlib.sha256(data[:-64]).hexdigest().encode()


def members_of(path: Path) -> dict[str, bytes]:
    """Return the members of a session file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(
    path: Path,
    manifest: Callable[[dict[str, Any]], None] = lambda _: None,
    members: Callable[[dict[str, bytes]], None] = lambda _: None,
) -> Path:
    """Change manifest and members of a session file so that every digest fits, and return its path."""
    found = members_of(path)
    document = json.loads(found.pop("manifest.json"))
    members(found)
    document["members"] = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    manifest(document)
    path.write_bytes(sealed({**found, "manifest.json": json.dumps(document).encode()}))
    return path
