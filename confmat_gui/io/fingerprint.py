"""The fingerprint by which a file is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.io.part_folders import parts_of

_CHUNK_BYTES = 8 * 2**20


def sha256_of(path: Path, progress: Progress = no_progress) -> str:
    """Return the SHA-256 of the file's bytes, or of all parts in a folder, in hexadecimal."""
    digest = hashlib.sha256()
    files = parts_of(path) if path.is_dir() else [path]
    size, done = max(sum(file.stat().st_size for file in files), 1), 0
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
                done += len(chunk)
                progress(min(done / size, 1.0), f"Taking the fingerprint of {path.name}")
    return digest.hexdigest()
