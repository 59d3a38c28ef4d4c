"""The one way in: prediction files to checked predictions, with everything that was concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.arrow_memory import give_back_memory
from confmat_gui.io.assemble import assemble
from confmat_gui.io.fingerprint import fingerprints_beside
from confmat_gui.io.gathering import advising, gathered
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.preview import Preview, preview
from confmat_gui.io.readers.registry import find_reader
from confmat_gui.io.reading import read_table
from confmat_gui.io.stacked import values_apart
from confmat_gui.io.table import Table

__all__ = ["Preview", "load_apart", "load_predictions", "preview"]


def load_predictions(
    paths: Sequence[str | Path], options: InputOptions | None = None, progress: Progress = no_progress
) -> Loaded:
    """Read prediction files; several are batches of one data set.

    Parameters
    ----------
    paths : one path or more
        Files, folders and patterns; see `confmat_gui.io.gathering.gathered`.
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
    files = gathered(paths)
    with advising(paths):
        tables, fingerprints = read_files(files, options, progress)
        progress(0.96, "Finding columns and classes")
        loaded = assemble(tables, files, fingerprints, options)
    give_back_memory()
    progress(1.0, "")
    return loaded


def load_apart(
    paths: Sequence[str | Path],
    column: str,
    options: InputOptions | None = None,
    progress: Progress = no_progress,
) -> dict[str, Loaded]:
    """Read prediction files once, and take the rows of each value of a column for a data set of its own.

    Parameters
    ----------
    paths, options, progress
        As for `load_predictions`. Conditions on the column choose among its values and say their order.
    column : str
        The column that tells several stacked models, tasks or splits apart.

    Returns
    -------
    dict
        The data sets by value, each as if its rows had been chosen with `where`.

    Raises
    ------
    InputError
        As `load_predictions`; and where the column is not there, or has one value only, or too many.
    """
    options = options or InputOptions()
    files = gathered(paths)
    as_written = replace(options, where=(*options.where, f"{column}="))
    with advising(paths):
        tables, fingerprints = read_files(files, as_written, _Share(progress, 0.0, 0.8))
    values, others = values_apart(tables, column, options)
    found = {}
    for index, value in enumerate(values):
        progress(0.8 + 0.2 * index / len(values), f"Finding columns and classes of {value}")
        chosen = replace(options, where=(*others, f"{column}={value}"))
        found[value] = assemble(list(tables), files, fingerprints, chosen)
    return found


def read_files(
    files: Sequence[Path], options: InputOptions, progress: Progress
) -> tuple[list[Table], list[str]]:
    """Return the table and the fingerprint of every file; InputError as in `load_predictions`."""
    if not files:
        raise InputError("No file was named; name one prediction file or more.")
    # All are looked at before the first is read, which may take long.
    found = [find_reader(path) for path in files]
    if len({path.resolve() for path in files}) < len(files):
        raise InputError("The same file was named twice; every batch must be a file of its own.")
    n_files = len(files)
    with fingerprints_beside(files) as fingerprints:
        tables = [
            read_table(
                path, options, _Share(progress, 0.9 * index / n_files, 0.9 / n_files), found=found[index]
            )
            for index, path in enumerate(files)
        ]
        return tables, fingerprints(_Share(progress, 0.9, 0.05))


@dataclass(frozen=True)
class _Share:
    """Progress of one step among several."""

    progress: Progress
    start: float
    width: float

    def __call__(self, fraction: float, text: str = "") -> None:
        self.progress(self.start + self.width * fraction, text)
