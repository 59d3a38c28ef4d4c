"""More files for an open session: only they are read, and everything decided stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.io.appending import appended
from confmat_gui.io.repairing import to_fit_anew
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Session


def grown(
    session: Session,
    paths: Sequence[str | Path],
    progress: Progress = no_progress,
    *,
    replacing: bool = False,
) -> Session:
    """Return the session with the samples of more files; rule, prices, display and repairs stay.

    The numbers are those of all files opened together. The files read before need not be there any more.

    Parameters
    ----------
    session : Session
    paths : prediction files with the columns of those that are open
    progress : Progress
        Called with the share that is done; a CancelledError that it raises is let through.
    replacing : read a file that is already part of the session anew, in its place

    Raises
    ------
    InputError
        One sentence that names the file that cannot be read, does not fit, or is already part of the session.
    """
    loaded = appended(session.data.original, paths, part_of(progress, 0.0, 0.7), replacing=replacing)
    return carry_over(session, data_set(to_fit_anew(loaded), part_of(progress, 0.7, 1.0)))
