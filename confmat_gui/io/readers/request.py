"""What a reader is asked for, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.io.content import Content
from confmat_gui.io.table import Table


@dataclass(frozen=True)
class ReadRequest:
    """One file to read.

    Attributes
    ----------
    path : Path
    as_text : callable
        Whether a column, by its name, is to be kept as it is written (ids such as 00001, labels such as NA).
    progress : Progress
    max_rows : int or None
        Stop after about so many rows (for a preview).
    """

    path: Path
    as_text: Callable[[str], bool] = lambda _name: False
    progress: Progress = no_progress
    max_rows: int | None = None


ReadFunction: TypeAlias = Callable[[ReadRequest], Table]


@dataclass(frozen=True)
class Reader:
    """A file format: the suffixes it goes by, what such a file is by its bytes, and how to read it."""

    format: str
    suffixes: tuple[str, ...]
    content: Content
    read: ReadFunction
