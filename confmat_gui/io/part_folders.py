"""Folders that hold one data set in parts, as Spark and pandas write Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

SUFFIXES = (".parquet", ".pq")
_MARKERS = ("_SUCCESS", "_metadata", "_common_metadata")
_PART = re.compile(r"(part|data|chunk|shard|train|test)?[-_.]?\d+([-_.].*)?|.*-of-\d+", re.IGNORECASE)


def parts_of(folder: Path) -> list[Path]:
    """Return the Parquet parts of a folder in their order; none where it is not one data set.

    It is one where its name ends like a Parquet file, where a writer's mark stands in it, where it is divided
    into folders such as "fold=1", or where all files in it are numbered parts.
    """
    parts = sorted(_parquet_files(folder))
    named = folder.name.lower().endswith(SUFFIXES) or any((folder / marker).exists() for marker in _MARKERS)
    divided = any(part.parent != folder for part in parts)
    numbered = all(_PART.fullmatch(part.name.split(".")[0]) for part in parts)
    return parts if named or divided or numbered else []


def _parquet_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(("_", ".")):
            continue
        if path.is_dir() and "=" in path.name and not path.is_symlink():
            yield from _parquet_files(path)
        elif path.name.lower().endswith(SUFFIXES) and path.is_file():
            yield path


def divisions(part: Path, folder: Path) -> dict[str, str]:
    """Return the values that the folders between `folder` and a part tell: {"fold": "1"} in "fold=1"."""
    pairs = (name.split("=", 1) for name in part.relative_to(folder).parts[:-1])
    return {unquote(key): unquote(value) for key, value in pairs}
