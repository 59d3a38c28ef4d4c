"""The fingerprint by which a file is known again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import CancelledError
from confmat_gui.io.part_folders import parts_of

_CHUNK_BYTES = 2**20
_PATIENCE_SECONDS = 0.05

Fingerprints: TypeAlias = Callable[[Progress], list[str]]
"""Waits for the fingerprints of all files and returns them; the progress may cancel."""


def sha256_of(path: Path, progress: Progress = no_progress) -> str:
    """Return the SHA-256 of the file's bytes, or of all parts in a folder, in hexadecimal."""
    digest = hashlib.sha256()
    files = parts_of(path) if path.is_dir() else [path]
    size, done = max(sum(file.stat().st_size for file in files), 1), 0
    chunk = memoryview(bytearray(_CHUNK_BYTES))
    for file in files:
        with file.open("rb", buffering=0) as stream:
            while n_read := stream.readinto(chunk):
                digest.update(chunk[:n_read])
                done += n_read
                progress(min(done / size, 1.0), f"Taking the fingerprint of {path.name}")
    return digest.hexdigest()


@contextmanager
def fingerprints_beside(files: Sequence[Path]) -> Iterator[Fingerprints]:
    """Take the fingerprints of files in a thread of its own while they are read.

    Leaving the context, by an error as well, ends the thread before the next piece of a file.
    """
    ended = threading.Event()

    def unless_ended(fraction: float, text: str = "") -> None:
        if ended.is_set():
            raise CancelledError(f"{text}: nobody waits for it any more, at {fraction:.0%}")

    with ThreadPoolExecutor(1, thread_name_prefix="confmat-fingerprint") as pool:
        taken = [pool.submit(sha256_of, path, unless_ended) for path in files]

        def wait(progress: Progress) -> list[str]:
            return [
                _awaited(future, f"Taking the fingerprint of {path.name}", index / len(files), progress)
                for index, (path, future) in enumerate(zip(files, taken, strict=True))
            ]

        try:
            yield wait
        finally:
            ended.set()


def _awaited(future: Future[str], text: str, fraction: float, progress: Progress) -> str:
    while True:
        progress(fraction, text)
        try:
            return future.result(_PATIENCE_SECONDS)
        except TimeoutError:
            if future.done():
                raise
