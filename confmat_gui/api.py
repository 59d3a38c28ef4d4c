"""What a notebook, the command line and the window share; needs neither Qt nor a display.

>>> import confmat_gui as cm
>>> p = cm.Predictions.from_arrays(["ok", "crack", "ok"], [0.1, 0.8, 0.5], positive="crack")
>>> d = cm.prepare(p)
>>> e = cm.evaluate(d, cm.Rule.thresholds({"crack": 0.6}))
>>> e.confusion.tolist()
[[1, 0], [0, 2]]
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Evaluation, Prepared, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.capture import PredictionWriter
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.session.state import Session

__all__ = [
    "CancelledError",
    "Evaluation",
    "InputError",
    "InputOptions",
    "Loaded",
    "OperatingPoint",
    "PredictionWriter",
    "Predictions",
    "Prepared",
    "Repair",
    "Rule",
    "Session",
    "evaluate",
    "load",
    "open_session",
    "prepare",
    "read_predictions",
    "save_session",
]


def load(*paths: str | Path, progress: Progress = no_progress, **options: Any) -> Loaded:
    """Read prediction files as the batches of one data set, with everything that was concluded about them.

    Parameters
    ----------
    *paths
        One prediction file or more, folders of such files, or patterns such as "runs/*.csv".
    progress
        Called while reading; may raise `CancelledError`.
    **options
        Fields of `InputOptions`, named as the options of the command line: true, scores, pred, positive,
        classes, batch, id, group, weight, count, kind, rows, join, where, repairs.

    Returns
    -------
    Loaded
        `predictions`, the `sources`, the rows that were `set_aside` with their reasons, and every conclusion.

    Raises
    ------
    InputError
        With one sentence that names file, row and column.
    """
    from confmat_gui.io.load import load_predictions
    from confmat_gui.io.repairing import repaired

    return repaired(load_predictions(paths, _input_options(options), progress))


def read_predictions(*paths: str | Path, **options: Any) -> Predictions:
    """Read prediction files as the batches of one data set: CSV, Parquet, NPZ, ... (docs/formats.md).

    Parameters
    ----------
    *paths
        One prediction file or more, folders of such files, or patterns such as "runs/*.csv".
    **options
        Fields of `InputOptions`, as for `load`: true, scores, pred, positive, classes, batch, id, group,
        weight, count, kind, rows, join, where, repairs. What is not given is found from names and values.

    Returns
    -------
    Predictions
        n usable rows in the order of files and rows, classes in the order given, else as the files have it.
        Rows that cannot be used are left out; `load` lists them in `set_aside`, with the conclusions.

    Raises
    ------
    InputError
        With one sentence that names file, row and column.
    """
    return load(*paths, **options).predictions


def open_session(*paths: str | Path, progress: Progress = no_progress, **options: Any) -> Session:
    """Open one `.confmat` file, or prediction files under the default rule.

    Parameters
    ----------
    *paths
        One session file, or the prediction files of one data set; the two do not mix.
    progress
        Called while reading; may raise `CancelledError`.
    **options
        As for `load`; with a session they override what it stores.

    Returns
    -------
    Session
        `session.data.prepared` and `session.point` are what `evaluate` takes.

    Raises
    ------
    InputError
        The file is damaged, of a later version, or cannot be read; one sentence.
    """
    from confmat_gui.session.opening import open_any

    return open_any(paths, _input_options(options), progress)


def save_session(session: Session, path: str | Path, *, refer: bool = False) -> None:
    """Save a session to one file.

    Whatever happens meanwhile, `path` holds the old file or the whole new one.

    Parameters
    ----------
    session
        From `open_session`.
    path
        Its name ends in `.confmat`.
    refer
        Store relative paths and fingerprints of the prediction files in place of what was read.

    Raises
    ------
    InputError
        The file cannot be written, or a source has no known place to refer to.
    """
    from confmat_gui.session.files import save_session as save

    save(session, path, refer=refer)


def _input_options(options: dict[str, Any]) -> InputOptions:
    """Return options with lists where lists are meant; a single name stands for a list of one."""
    known = InputOptions.__dataclass_fields__
    for name in options:
        if name not in known:
            raise InputError(f"There is no option “{name}”; the options are {', '.join(known)}.")
    lists = {
        name: (value,) if isinstance(value, str) else tuple(value)
        for name, value in options.items()
        if name in ("true", "scores", "classes", "where", "repairs") and value is not None
    }
    return InputOptions(**{**{k: v for k, v in options.items() if v is not None}, **lists})
