"""Folders and patterns to the prediction files that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import natural_key
from confmat_gui.io.part_folders import parts_of
from confmat_gui.io.readers.registry import known_suffixes
from confmat_gui.io.unfinished import is_unfinished

SESSION_SUFFIX = ".confmat"
_NOT_SHOWN = (".", "~$")
"""How the names of hidden files begin, and those by which office programs lock a document."""


def gathered(paths: Sequence[str | Path]) -> list[Path]:
    """Return the files that are meant: those named, those in a folder, those that match a pattern.

    Of a folder count the files whose suffix is read, in natural order (batch_2 before batch_10); not hidden
    files, sessions and what lies in folders further down. A folder of Parquet parts is one file. A pattern,
    such as runs/*.csv, stands for every file that it matches but hidden ones, sessions and what
    is still being written (`.partial`).

    Raises
    ------
    InputError
        A folder without prediction files; a pattern that nothing matches.
    """
    files: list[Path] = []
    for path in without_patterns(paths):
        files += files_in(path) if is_plain_folder(path) else [path]
    return files


def without_patterns(paths: Sequence[str | Path]) -> list[Path]:
    """Return the paths with every pattern replaced by what it matches; see `gathered`."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += _matching(path) if _is_pattern(path) else [path]
    return found


def is_plain_folder(path: Path) -> bool:
    """Whether a path is a folder that is no data set of Parquet parts."""
    return path.is_dir() and not parts_of(path)


def files_in(folder: Path) -> list[Path]:
    """Return the prediction files of a folder in natural order; InputError where there is none."""
    files = _in_order(path for path in folder.iterdir() if _counts(path))
    if not files:
        deeper = any(path.is_dir() and not path.name.startswith(_NOT_SHOWN) for path in folder.iterdir())
        more = f"; for the files in folders further down give a pattern such as {folder}/**/*.csv"
        raise InputError(
            f"{folder.name or folder} is a folder in which no prediction file was found (suffixes that are "
            f"read: {', '.join(known_suffixes())}){more if deeper else ''}."
        )
    return files


@contextmanager
def advising(paths: Sequence[str | Path]) -> Iterator[None]:
    """Say of a fault in files of a folder how to open the others."""
    try:
        yield
    except InputError as error:
        folders = [path for path in map(Path, paths) if is_plain_folder(path)]
        if not folders or len(files_in(folders[0])) == 1:
            raise
        suffix = files_in(folders[0])[0].suffix
        raise InputError(
            f"{str(error).rstrip('.')}; take out of the folder what does not belong there, or give a pattern "
            f"such as {folders[0]}/*{suffix}."
        ) from error


def _counts(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith(_NOT_SHOWN) or not name.endswith(known_suffixes()):
        return False
    return path.is_file() or (path.is_dir() and bool(parts_of(path)))


def _matching(pattern: Path) -> list[Path]:
    try:
        matches = list(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
    except ValueError as error:
        raise InputError(f"{pattern} is no pattern of file names ({error}).") from error
    asked = is_unfinished(pattern)
    files = _in_order(path for path in matches if _is_meant(path) and is_unfinished(path) is asked)
    if not files:
        raise InputError(f"No prediction file matches {pattern}; check the folder and the pattern.")
    return files


def _is_meant(path: Path) -> bool:
    if path.name.startswith(_NOT_SHOWN) or path.suffix.lower() == SESSION_SUFFIX:
        return False
    return path.is_file() or (path.is_dir() and bool(parts_of(path)))


def _is_pattern(path: Path) -> bool:
    """Whether a path can only be a pattern: it has a sign of one and there is no file of that name."""
    return any(sign in str(path) for sign in "*?[") and not path.exists()


def _in_order(paths: Iterator[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (natural_key(path.as_posix().lower()), path.as_posix()))
