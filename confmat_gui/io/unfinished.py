"""What a run leaves that was ended before it closed its file: a name that no folder is searched for."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".partial"
"""Ends the name of a file that is being written. It is no suffix of a prediction file, so a folder or a
pattern never counts what is half written; named, the file opens like any other."""


def is_unfinished(path: Path) -> bool:
    """Whether a file is one that is being written, or that a run did not finish."""
    return path.name.lower().endswith(SUFFIX)


def unfinished_name(path: Path, number: int) -> Path:
    """Return the name under which a file is written; runs that write the same file have several."""
    return path.with_name(f"{path.name}{SUFFIX}" if number == 1 else f"{path.name}.{number}{SUFFIX}")


def unfinished_beside(path: Path) -> Path | None:
    """Return what the newest run left of a file that it did not finish; None where there is nothing."""
    try:
        left = [each for each in path.parent.iterdir() if _is_left_of(each.name, path.name)]
        return max(left, key=lambda each: each.stat().st_mtime_ns, default=None)
    except OSError:
        return None


def _is_left_of(name: str, target: str) -> bool:
    if not name.startswith(target) or not name.endswith(SUFFIX):
        return False
    number = name[len(target) : -len(SUFFIX)]
    return number == "" or (number.startswith(".") and number[1:].isdigit())
