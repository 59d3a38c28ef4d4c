"""The fingerprint by which a file is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress

_CHUNK_BYTES = 8 * 2**20


def sha256_of(path: Path, progress: Progress = no_progress) -> str:
    """Return the SHA-256 of the file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    size, done = max(path.stat().st_size, 1), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(min(done / size, 1.0), f"Taking the fingerprint of {path.name}")
    return digest.hexdigest()
