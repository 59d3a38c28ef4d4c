"""From paths to a session: reading, preparing, and the first operating point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.files import is_session, read_session
from confmat_gui.session.naming import default_name
from confmat_gui.session.overriding import override
from confmat_gui.session.state import DataSet, Session


def open_any(
    paths: Sequence[str | Path], options: InputOptions | None = None, progress: Progress = no_progress
) -> Session:
    """Open one session file, or prediction files as the batches of one data set.

    Options given with a session override what it stores.
    """
    sessions = [Path(path).name for path in paths if is_session(path)]
    if not sessions:
        return new_session(open_data_set(paths, options, progress))
    if len(paths) > 1:
        raise InputError(
            f"The session “{sessions[0]}” does not mix with other files; open it alone, or compare them."
        )
    return override(read_session(paths[0], progress), options or InputOptions(), sessions[0])


def open_data_set(
    paths: Sequence[str | Path], options: InputOptions | None = None, progress: Progress = no_progress
) -> DataSet:
    """Read prediction files and prepare them."""
    from confmat_gui.io.load import load_predictions

    loaded = load_predictions(paths, options or InputOptions(), part_of(progress, 0.0, 0.7))
    return data_set(loaded, part_of(progress, 0.7, 1.0))


def open_apart(
    paths: Sequence[str | Path],
    column: str,
    options: InputOptions | None = None,
    progress: Progress = no_progress,
) -> tuple[Session, ...]:
    """Open the models, tasks or splits that prediction files stack as one session each, named by their value.

    Raises
    ------
    InputError
        As `confmat_gui.io.load.load_apart`; and for a session file, which holds one set of predictions.
    """
    from confmat_gui.io.load import load_apart

    sessions = [Path(path).name for path in paths if is_session(path)]
    if sessions:
        raise InputError(
            f"The session “{sessions[0]}” holds one set of predictions, so there is nothing to take apart; "
            "give the prediction files themselves."
        )
    found = load_apart(paths, column, options, part_of(progress, 0.0, 0.7))
    _check_same_classes(found, column)
    opened = []
    for index, (value, loaded) in enumerate(found.items()):
        share = part_of(progress, 0.7 + 0.3 * index / len(found), 0.7 + 0.3 * (index + 1) / len(found))
        opened.append(new_session(data_set(loaded, share), value))
    return tuple(opened)


def _check_same_classes(found: Mapping[str, Loaded], column: str) -> None:
    (first, one), *others = found.items()
    for value, other in others:
        differing = sorted(set(one.predictions.classes) ^ set(other.predictions.classes))
        if differing:
            raise InputError(
                f"“{first}” and “{value}” of the column “{column}” have different classes "
                f"({', '.join(differing[:6])} only in one of them), so they cannot be compared; choose "
                f"one with --where {column}={first}, or name the classes of all with --classes."
            )


def new_session(data: DataSet, name: str = "") -> Session:
    """Return a session at the default rule without prices, named after the first file if not otherwise."""
    point = OperatingPoint(data.prepared.default_rule, None, data.prepared.predictions.positive)
    return Session(data, point, name=name or default_name(data.loaded))
