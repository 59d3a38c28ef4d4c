"""What a reader is asked for, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.io.content import Start
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
    remark : callable
        Called with a sentence that a person should know about how the file was read.
    """

    path: Path
    as_text: Callable[[str], bool] = lambda _name: False
    progress: Progress = no_progress
    max_rows: int | None = None
    remark: Callable[[str], None] = lambda _sentence: None


ReadFunction: TypeAlias = Callable[[ReadRequest], Table]


@dataclass(frozen=True)
class Reader:
    """A file format: the suffixes it goes by, how its bytes are known, and how it is read.

    Attributes
    ----------
    format : str
        Its name in sentences: "named like a {format} file".
    suffixes : tuple of str
    fits : callable
        Whether the bytes can be this format.
    read : callable
    known_by : "content", "name" or "either"
        "content": `fits` tells the format for certain, so that a wrong suffix does no harm. "name": only the
        suffix tells, for many formats look alike. "either": the suffix tells, or, where nothing else fits
        the file, its content.
    text : bool
        Whether the format is text, which is also read packed with gzip, Zstandard or zip.
    """

    format: str
    suffixes: tuple[str, ...]
    fits: Callable[[Start], bool]
    read: ReadFunction
    known_by: Literal["content", "name", "either"] = "content"
    text: bool = False
