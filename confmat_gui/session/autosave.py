"""Recovery files: what survives when the program does not end in the ordinary way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.session.files import SUFFIX, SessionSummary, read_summary, save_session
from confmat_gui.session.state import Session

PREFIX = "recovery-"
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Recovery:
    """One recovery file and what it says of itself; `key` names the window that wrote it."""

    key: str
    path: Path
    summary: SessionSummary


def write_recovery(folder: Path, key: str, session: Session, progress: Progress = no_progress) -> Path:
    """Save a session atomically as the recovery file of `key`; the folder is made if needed."""
    path = recovery_path(folder, key)
    folder.mkdir(parents=True, exist_ok=True)
    save_session(session, path, progress=progress)
    return path


def list_recoveries(folder: Path) -> tuple[Recovery, ...]:
    """Return what can be recovered, newest first; a file that is not whole is passed over."""
    found = []
    for path in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")):
        try:
            summary = read_summary(path)
        except InputError:
            continue
        found.append(Recovery(path.stem.removeprefix(PREFIX), path, summary))
    return tuple(sorted(found, key=lambda recovery: recovery.summary.saved, reverse=True))


def remove_recovery(folder: Path, key: str) -> None:
    """Remove the recovery file of `key`, if there is one."""
    recovery_path(folder, key).unlink(missing_ok=True)


def recovery_path(folder: Path, key: str) -> Path:
    """Return where the recovery file of `key` lies; a key is letters, digits, "-" and "_"."""
    if not KEY.fullmatch(key):
        raise InputError(f"“{key}” cannot be part of a recovery file's name; use letters, digits, - and _.")
    return folder / f"{PREFIX}{key}{SUFFIX}"
