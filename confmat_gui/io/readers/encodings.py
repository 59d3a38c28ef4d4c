"""Text that is not UTF-8, as UTF-8: with UTF-16's mark for certain, else by what its bytes can only be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import UTF8_MARK, UTF16_MARKS, unmarked_utf16

MOST_FOREIGN = 0.3
"""Share of the bytes of a text in Windows-1252 that may be no ASCII; beyond that it is no such text."""
_SHOWN_LETTERS = 6
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_FOREIGN = bytes(range(128, 256))
_ADVICE = "where they are wrong, save the file as UTF-8"


class Encoding:
    """Turns the chunks of one text into UTF-8.

    `remark` is called with a sentence where how the letters are read is no more than likely. Bytes that are
    neither UTF-8 nor anything else that is known are handed on as they are; who takes them apart names the
    line.
    """

    def __init__(self, name: str, first: bytes, remark: Callable[[str], None]) -> None:
        self._name = name
        self._remark = remark
        self._decoder: codecs.IncrementalDecoder | None = None
        self._held = b""
        self._n_bytes = 0
        self._settled = first.startswith(UTF8_MARK)
        bare = unmarked_utf16(first)
        if first.startswith(UTF16_MARKS):
            self._decode_as("utf-16")
        elif bare is not None:
            self._decode_as(bare)
            remark(
                f"{name} is UTF-16 without its mark: every other byte is zero, and the letters are read so; "
                f"{_ADVICE}."
            )

    def utf8(self, chunk: bytes) -> bytes:
        """Return a chunk as UTF-8; half a letter waits for the next chunk, and an empty chunk is the last.

        Raises
        ------
        InputError
            Where a text that began in another encoding does not go on in it.
        """
        self._n_bytes += len(chunk)
        if self._decoder is not None:
            return self._decoded(chunk)
        if self._settled or (chunk and chunk.isascii() and not self._held):
            return chunk
        return self._looked_at(self._held + chunk, final=not chunk)

    def _decode_as(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._settled = True

    def _decoded(self, chunk: bytes) -> bytes:
        assert self._decoder is not None
        try:
            return self._decoder.decode(chunk, final=not chunk).encode("utf-8")
        except UnicodeError as error:
            raise InputError(
                f"{self._name} is cut short or damaged, or its letters are not what they seemed at its "
                "beginning; save the file as UTF-8."
            ) from error

    def _looked_at(self, data: bytes, *, final: bool) -> bytes:
        """Settle what the text is by the first bytes that are not ASCII."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(data, final=final)
        except UnicodeDecodeError:
            return self._not_utf8(data)
        self._held = decoder.getstate()[0]
        ready = data[: len(data) - len(self._held)]
        if ready.isascii():
            return ready
        self._settled, self._held = True, b""
        return data

    def _not_utf8(self, data: bytes) -> bytes:
        self._settled, self._held = True, b""
        if not _is_windows_1252(data, self._n_bytes):
            return data
        self._decode_as("cp1252")
        text = self._decoded(data)
        foreign = dict.fromkeys(sign for sign in text.decode() if not sign.isascii())
        shown = ", ".join(list(foreign)[:_SHOWN_LETTERS])
        self._remark(
            f"{self._name} is not UTF-8, so its letters are read as Windows-1252 ({shown}); {_ADVICE}."
        )
        return text


def _is_windows_1252(data: bytes, n_bytes: int) -> bool:
    """Whether bytes that are not UTF-8 can be text of older programs for Windows, or Latin-1.

    `n_bytes` counts those before it as well, all of them ASCII. Where some are letters of UTF-8, it is a
    damaged text of that.
    """
    if _UTF8_LETTER.search(data) or _CONTROLS.search(data):
        return False
    if len(data) - len(data.translate(None, _FOREIGN)) > MOST_FOREIGN * n_bytes:
        return False
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True
