"""Arrow streams that end in the middle, because the run that was writing them was ended or still goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

END = b"\xff\xff\xff\xff\0\0\0\0"
"""The last bytes of a stream that was closed."""


@dataclass
class Ending:
    """Whether a stream lacks its end; known when all batches are read."""

    missing: bool = False


def until_cut(reader: Any, source: Any, end: Ending) -> Iterator[Any]:
    """Return the whole batches of a stream; the last one is left out where it is cut short in its middle.

    pyarrow takes the end of the file for the end of the stream where it falls between two batches, so the
    mark of the end is looked for.
    """
    import pyarrow as pa

    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            end.missing = not _is_closed(source)
            return
        except (pa.ArrowInvalid, OSError):
            end.missing = True
            return
        yield batch


def _is_closed(source: Any) -> bool:
    source.seek(source.size() - len(END))
    return bool(source.read(len(END)) == END)


def cut_short(file: str) -> str:
    """Return the sentence about a stream without its end."""
    return (
        f"{file} is incomplete: the run that wrote it did not come to its end, or is still going on; all "
        "batches that it added are here."
    )
