"""The names of batches that are files, when more files come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from confmat_gui.core.repairs import Repair
from confmat_gui.io.joined import batch_names, short_name
from confmat_gui.io.loaded import Loaded, Source


def names_of_batches(loaded: Loaded, sources: Sequence[Source]) -> tuple[str, ...]:
    """Return the name of every file's batch, the old files first.

    As if all files had been opened together. Where it is not known any more in which folders the old files
    lay, their batches keep their names and the new ones get names that differ from them.
    """
    if all(source.path for source in sources):
        return batch_names([PurePath(source.path) for source in sources])
    names = list(_old_names(loaded))
    for source in sources[len(names) :]:
        path = PurePath(source.path or source.name)
        offered = (short_name(path.name), path.name, f"{path.parent.name}/{path.name}")
        numbered = f"{len(names) + 1}: {path.name}"
        names.append(next((name for name in offered if name not in names), numbered))
    return tuple(names)


def renamed_repairs(loaded: Loaded, names: Sequence[str]) -> tuple[Repair, ...]:
    """Return the repairs with the names that the old batches have now."""
    now = dict(zip(_old_names(loaded), names, strict=False))
    return tuple(
        replace(repair, names=(now[repair.names[0]],)) if repair.kind == "leave-out" else repair
        for repair in loaded.options.repairs
    )


def _old_names(loaded: Loaded) -> tuple[str, ...]:
    known = loaded.predictions.batch_names
    return known or tuple(short_name(PurePath(source.name).name) for source in loaded.sources)
