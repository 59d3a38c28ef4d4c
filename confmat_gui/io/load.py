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
    n_files = len(files)
    tables = [
        read_table(path, options, _Share(progress, 0.9 * index / n_files, 0.9 / n_files))
        for index, path in enumerate(files)
    ]
    fingerprints = [
        sha256_of(path, _Share(progress, 0.9 + 0.05 * index / n_files, 0.05 / n_files))
        for index, path in enumerate(files)
    ]
    progress(0.96, "Finding columns and classes")
    loaded = assemble(tables, files, fingerprints, options)
    progress(1.0, "")
    return loaded


@dataclass(frozen=True)
class _Share:
    """Progress of one step among several."""

    progress: Progress
    start: float
    width: float

    def __call__(self, fraction: float, text: str = "") -> None:
        self.progress(self.start + self.width * fraction, text)
