"""Files that arrive while a session is open: for what is open, and for all that undo can bring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.errors import InputError
from confmat_gui.io.appending import appended, is_as_it_was
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import to_fit_anew
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import DataSet


@dataclass(frozen=True, eq=False)
class Arrived:
    """What became of files.

    Attributes
    ----------
    data_of : the data set with the new samples in place of each of before; empty where nothing was added
    added : files that count now
    refused : the sentence why a file cannot be read, by file
    """

    data_of: Mapping[DataSet, DataSet]
    added: tuple[Path, ...] = ()
    refused: tuple[tuple[Path, str], ...] = ()


def arrived(
    data_sets: Sequence[DataSet], files: Sequence[Path], progress: Progress = no_progress
) -> Arrived:
    """Read files for the first data set, which is shown, and for the others, to which undo and redo lead.

    A file that is part of the data already is passed over if it is as it was, else read anew in its place. A
    file that cannot be read keeps no other from being added. Where another data set cannot take the files, it
    is not in the result.
    """
    shown, *others = data_sets
    new = [path for path in files if path.exists() and not is_as_it_was(shown.original, path)]
    loaded, refused = _taken_in(shown.original, new, part_of(progress, 0.0, 0.5))
    added = tuple(path for path in new if path not in dict(refused))
    if not added:
        return Arrived({}, (), refused)
    try:
        data_of = {shown: data_set(to_fit_anew(loaded), part_of(progress, 0.5, 0.8 if others else 1.0))}
    except InputError as error:  # a repair that does not go with the new samples
        return Arrived({}, (), (*refused, *((path, str(error)) for path in added)))
    for index, other in enumerate(others):
        share = part_of(progress, 0.8 + 0.2 * index / len(others), 0.8 + 0.2 * (index + 1) / len(others))
        try:
            data_of[other] = data_set(to_fit_anew(appended(other.original, added, replacing=True)), share)
        except InputError:
            continue
    return Arrived(data_of, added, refused)


def _taken_in(
    loaded: Loaded, files: Sequence[Path], progress: Progress
) -> tuple[Loaded, tuple[tuple[Path, str], ...]]:
    """Return what was read with the files that fit, together if possible, and why the others do not."""
    if not files:
        return loaded, ()
    try:
        return appended(loaded, files, progress, replacing=True), ()
    except InputError as error:
        if len(files) == 1:
            return loaded, ((files[0], str(error)),)
    refused = []
    for index, path in enumerate(files):
        share = part_of(progress, index / len(files), (index + 1) / len(files))
        try:
            loaded = appended(loaded, [path], share, replacing=True)
        except InputError as error:
            refused.append((path, str(error)))
    return loaded, tuple(refused)
