"""What lies in a folder while something writes to it, and which of it is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from confmat_gui.core.errors import InputError
from confmat_gui.io.gathering import gathered
from confmat_gui.io.part_folders import parts_of

FileState: TypeAlias = tuple[int, int, int]
"""Bytes, time of the last change in nanoseconds, and number of parts."""


@dataclass(frozen=True)
class Look:
    """What was found in the last look at a folder.

    Attributes
    ----------
    seen : the state of every prediction file
    handled : the state in which each file was read or refused
    growing : files that differ from the look before, so that somebody may still write them
    ready : files to be read, in natural order: complete, and not as they were handled
    """

    seen: Mapping[Path, FileState] = field(default_factory=dict)
    handled: Mapping[Path, FileState] = field(default_factory=dict)
    growing: tuple[Path, ...] = ()
    ready: tuple[Path, ...] = ()

    def next(self, found: Mapping[Path, FileState]) -> Look:
        """Return the next look: a file is complete when nothing changed between two looks."""
        new = [path for path, state in found.items() if self.handled.get(path) != state]
        ready = tuple(path for path in new if found[path][0] and self.seen.get(path) == found[path])
        growing = tuple(path for path in new if path not in ready)
        return Look(found, self.handled, growing, ready)

    def handle(self, states: Mapping[Path, FileState]) -> Look:
        """Return the look after these files were read or refused in these states."""
        return Look(self.seen, {**self.handled, **states}, self.growing, ())


def states_in(folder: Path) -> dict[Path, FileState]:
    """Return the state of every prediction file in a folder, in natural order.

    Raises
    ------
    OSError
        The folder is not there or cannot be looked into.
    """
    next(folder.iterdir(), None)
    try:
        files = gathered([folder])
    except InputError:
        return {}  # nothing there yet
    states = {path: _state(path) for path in files}
    return {path: state for path, state in states.items() if state is not None}


def _state(path: Path) -> FileState | None:
    """Return the state of a file, or of all parts in a folder; None where it is gone meanwhile."""
    try:
        found = [part.stat() for part in (parts_of(path) if path.is_dir() else [path])]
    except FileNotFoundError:
        return None
    return sum(each.st_size for each in found), max(each.st_mtime_ns for each in found), len(found)
