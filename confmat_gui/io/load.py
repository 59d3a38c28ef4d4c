"""The one way in: prediction files to checked predictions, with everything that was concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.assemble import assemble
from confmat_gui.io.column_names import BATCH_NAMES, GROUP_NAMES, ID_NAMES, PRED_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.fingerprint import sha256_of
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.readers.registry import find_reader
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.table import Table

_TEXT_NAMES = frozenset({*ID_NAMES, *BATCH_NAMES, *GROUP_NAMES, *TRUE_NAMES}) - set(PRED_NAMES)
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
    if len({path.resolve() for path in files}) < len(files):
        raise InputError("The same file was named twice; every batch must be a file of its own.")
    tables = [read_table(path, options, _Share(progress, index, len(files))) for index, path in enumerate(files)]
    progress(_READING_SHARE, "Taking fingerprints")
    fingerprints = [sha256_of(path) for path in files]
    progress(0.95, "Finding columns and classes")
    loaded = assemble(tables, files, fingerprints, options)
    progress(1.0, "")
    return loaded


def read_table(path: Path, options: InputOptions, progress: Progress, max_rows: int | None = None) -> Table:
    """Read one file with the reader for it."""
    reader = find_reader(path)
    chosen = {*options.true, options.pred, options.id, options.batch, options.group}

    def as_text(name: str) -> bool:
        return name in chosen or (name not in options.scores and normalised(name) in _TEXT_NAMES)

    return reader.read(ReadRequest(path, as_text, progress, max_rows))


@dataclass(frozen=True)
class _Share:
    """Progress of one file among several."""

    progress: Progress
    index: int
    n_files: int

    def __call__(self, fraction: float, text: str = "") -> None:
        self.progress(_READING_SHARE * (self.index + fraction) / self.n_files, text)
