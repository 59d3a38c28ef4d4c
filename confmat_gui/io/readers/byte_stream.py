"""The bytes of a text file, plain or packed, as UTF-8 in chunks, with limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from confmat_gui.core.cancel import Progress
from confmat_gui.io.content import UTF8_MARK, packing_of
from confmat_gui.io.limits import check_unpacked
from confmat_gui.io.readers.encodings import Encoding
from confmat_gui.io.readers.packings import refusing_damage, unpacked

CHUNK_BYTES = 4 * 2**20


class ByteStream:
    """Reads a file in chunks, unpacks it where it is packed, reports progress by the bytes on disk.

    UTF-16 and Windows-1252 become UTF-8, and where that is no more than likely, `remark` is called with a
    sentence. Lone carriage returns (the line ends of old Macs) become newlines where the first chunk has no
    newline.
    """

    def __init__(
        self,
        path: Path,
        progress: Progress,
        chunk_bytes: int = CHUNK_BYTES,
        *,
        remark: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._remark = remark
        self._path = path
        self._progress = progress
        self._chunk_bytes = chunk_bytes
        self._size = max(path.stat().st_size, 1)
        self._raw: IO[bytes] = path.open("rb")
        packing = packing_of(self._raw.read(4))
        self._raw.seek(0)
        self._packed = bool(packing)
        try:
            self._stream = unpacked(self._raw, packing, path)
        except BaseException:
            self._raw.close()
            raise
        self._total = 0

    @property
    def n_bytes(self) -> int:
        """About how long the text is; 0 where it is packed, and nobody knows."""
        return 0 if self._packed else self._size

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
        self._raw.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked bytes without a byte order mark."""
        raw = self._read()
        encoding = Encoding(self._path.name, raw, self._remark)
        chunk = encoding.utf8(raw).removeprefix(UTF8_MARK)
        old_mac = b"\n" not in chunk and b"\r" in chunk.rstrip(b"\r")
        while chunk or raw:
            if chunk:
                yield chunk.replace(b"\r", b"\n") if old_mac else chunk
            self._progress(min(self._raw.tell() / self._size, 1.0), f"Reading {self._path.name}")
            raw = self._read()
            chunk = encoding.utf8(raw)

    def _read(self) -> bytes:
        with refusing_damage(self._path):
            chunk = bytes(self._stream.read(self._chunk_bytes))
        self._total += len(chunk)
        if self._packed:
            check_unpacked(self._path, self._total)
        return chunk
