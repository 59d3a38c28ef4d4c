"""The bytes of a text file, plain or gzip-packed, in chunks, with limits."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.limits import check_unpacked

CHUNK_BYTES = 8 * 2**20


class ByteStream:
    """Reads a file in chunks, unpacks it where it is packed, reports progress by the bytes on disk.

    Lone carriage returns (the line ends of old Macs) become newlines where the first chunk has no newline.
    """

    def __init__(self, path: Path, progress: Progress, chunk_bytes: int = CHUNK_BYTES) -> None:
        self._path = path
        self._progress = progress
        self._chunk_bytes = chunk_bytes
        self._size = max(path.stat().st_size, 1)
        self._raw: IO[bytes] = path.open("rb")
        self._packed = path.name.lower().endswith(".gz")
        self._stream: IO[bytes] = gzip.GzipFile(fileobj=self._raw) if self._packed else self._raw  # type: ignore[assignment]
        self._total = 0

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
        self._raw.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked bytes without a byte order mark."""
        first = self._read().removeprefix(b"\xef\xbb\xbf")
        old_mac = b"\n" not in first and b"\r" in first.rstrip(b"\r")
        chunk = first
        while chunk:
            yield chunk.replace(b"\r", b"\n") if old_mac else chunk
            self._progress(min(self._raw.tell() / self._size, 1.0), f"Reading {self._path.name}")
            chunk = self._read()

    def _read(self) -> bytes:
        try:
            chunk = self._stream.read(self._chunk_bytes)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{self._path.name} is cut short or damaged: it cannot be unpacked.") from error
        except OSError as error:
            raise InputError(f"{self._path.name} cannot be read: {error.strerror or error}.") from error
        self._total += len(chunk)
        if self._packed:
            check_unpacked(self._path, self._total)
        return chunk
