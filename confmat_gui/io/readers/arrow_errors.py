"""Turns what pyarrow raises about a damaged file into one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from confmat_gui.core.errors import InputError


@contextmanager
def refusing_damage(path: Path, format_name: str) -> Iterator[None]:
    """Raise InputError for every way in which pyarrow says that the bytes are not what they should be."""
    import pyarrow as pa

    try:
        yield
    # ArrowInvalid is a ValueError, ArrowIOError an OSError; damaged lengths overflow or want much memory.
    except (
        pa.ArrowException,
        ValueError,
        OSError,
        OverflowError,
        MemoryError,
        KeyError,
        IndexError,
    ) as error:
        detail = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise InputError(
            f"{path.name} is cut short or damaged: it cannot be read as {format_name} ({detail})."
        ) from error
