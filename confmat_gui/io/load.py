"""The one way in: prediction files to checked predictions, with everything that was concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.assemble import assemble
from confmat_gui.io.fingerprint import sha256_of
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.preview import Preview, preview
from confmat_gui.io.readers.registry import find_reader
from confmat_gui.io.reading import read_table

__all__ = ["Preview", "load_predictions", "preview"]

_READING_SHARE = 0.9


def load_predictions(
    paths: Sequence[str | Path], options: InputOptions | None = None, progress: Progress = no_progress
) -> Loaded:
    """Read prediction files; several are batches of one data set.

    Parameters
    ----------
    paths : one path or more
    options : InputOptions or None
        What a person says about the columns and classes; the rest is found.
    progress : Progress
        Called with the share that is done; a CancelledError that it raises is let through.

    Raises
    ------
    InputError
        One sentence that names file, row and column, where a file cannot be read or its columns not be found.
    """
    options = options or InputOptions()
    files = [Path(path) for path in paths]
    if not files:
        raise InputError("No file was named; name one prediction file or more.")
    for path in files:
        find_reader(path)  # all are looked at before the first is read, which may take long
    if len({path.resolve() for path in files}) < len(files):
        raise InputError("The same file was named twice; every batch must be a file of its own.")
    tables = [
        read_table(path, options, _Share(progress, index, len(files))) for index, path in enumerate(files)
    ]
    progress(_READING_SHARE, "Taking fingerprints")
    fingerprints = [sha256_of(path) for path in files]
    progress(0.95, "Finding columns and classes")
    loaded = assemble(tables, files, fingerprints, options)
    progress(1.0, "")
    return loaded


@dataclass(frozen=True)
class _Share:
    """Progress of one file among several."""

    progress: Progress
    index: int
    n_files: int

    def __call__(self, fraction: float, text: str = "") -> None:
        self.progress(_READING_SHARE * (self.index + fraction) / self.n_files, text)
