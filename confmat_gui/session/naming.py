"""The name of a session that nobody named."""

from __future__ import annotations

from pathlib import Path

from confmat_gui.io.joined import short_name
from confmat_gui.io.loaded import Loaded


def default_name(loaded: Loaded) -> str:
    """Return the first file's name without its suffixes, and how many others there are.

    Files that are the parts of one table are all named, up to three of them.
    """
    if not loaded.sources:
        return ""
    stem = short_name(Path(loaded.sources[0].name).name)
    others = len(loaded.sources) - 1
    if loaded.side_by_side and others <= 2:
        return " + ".join(dict.fromkeys(short_name(Path(source.name).name) for source in loaded.sources))
    return f"{stem} and {others} more" if others else stem
